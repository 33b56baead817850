"""A catalog that is kept in PostgreSQL; the vectors stay beside it, in the data folder."""

import copy
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from index.errors import BeingWritten, CatalogOut, OtherFolder
from index.storage.database import make_folder
from index.storage.dialect import spelt, viewed
from index.storage.kept_name import kept_name
from index.storage.postgres import Postgres
from index.storage.postings import Postings
from index.storage.server_schema import CATALOG, CATALOG_SCHEMA, CATALOG_SCRIPTS, FOLDER
from index.storage.sql import Row, RowReader, put
from index.storage.views import Views
from index.storage.waiting import awaited
from index.storage.word_index import WordIndex

FOLDER_FILE = "catalog-name"
"""In the data folder: by what the catalog knows it as its own, which has the vectors."""
_LOCK = 7_305_041_127
"""Names the lock of whoever writes."""
_OF_NOBODY = "INSERT INTO meta VALUES (?, ?) ON CONFLICT DO NOTHING"
_WAIT_S = 2.0
"""Seconds to wait for another process that writes."""
_WRITING_S = 600.0
"""Seconds that a statement of whoever writes may take: those of an ingest touch all that is new."""


class CatalogServer(RowReader):
    """The tables of a catalog in a database of PostgreSQL. Safe from several threads; one process
    writes. Every error is a CatalogOut, or BeingWritten."""

    def __init__(
        self, data_dir: Path, url: str, setting: str, connections: int, timeout_s: float
    ) -> None:
        """Opens no connection yet. Raises BadInput for what is no address of a database."""
        self._data_dir = data_dir
        self._postgres = Postgres(
            url, setting, connections, timeout_s,
            schema=CATALOG_SCHEMA, versions="layout", fault=CatalogOut,
        )  # fmt: skip
        self._views: Views | None = None
        self._found: object = None
        self._words = Postings(self)

    @property
    def words(self) -> WordIndex:
        return self._words

    @property
    def place(self) -> str:
        return self._postgres.place

    @property
    def exists(self) -> bool:
        return self.is_made()

    def make(self) -> None:
        make_folder(self._data_dir)
        self._postgres.migrate(CATALOG, CATALOG_SCRIPTS)
        if self._folder() is None:
            name = self._own_name()
            self.rows(_OF_NOBODY, [FOLDER, name])
        self._expect_its_own()

    def is_made(self) -> bool:
        if self.identity() is None:
            return False
        self._postgres.migrate(CATALOG, CATALOG_SCRIPTS)
        self._expect_its_own()
        return True

    def adopt(self) -> None:
        """Has the data folder be the one of the catalog, in the place of another."""
        self._postgres.migrate(CATALOG, CATALOG_SCRIPTS)
        self.run_many(put("meta", "key", "value"), [(FOLDER, self._own_name())])

    def _own_name(self) -> str:
        return kept_name(
            self._data_dir / FOLDER_FILE, "this folder in its catalog",
            "`dateline doctor --rebuild` makes the folder that of the catalog again then",
        )  # fmt: skip

    def _folder(self) -> str | None:
        """The name of the folder that has the vectors of the catalog; None where nobody wrote."""
        row = self._postgres.row("SELECT value FROM meta WHERE key = ?", [FOLDER])
        return str(row[0]) if row is not None else None

    def _expect_its_own(self) -> None:
        """Raises OtherFolder where the vectors of the catalog are not in the data folder."""
        name = self._folder()
        if name is None or ((self._data_dir / FOLDER_FILE).exists() and name == self._own_name()):
            return
        raise OtherFolder(
            f"The catalog in {self.place} belongs to another data folder than {self._data_dir}. "
            "Use that one, or a copy of all of it; or name a database of its own in "
            "DATELINE_CATALOG_URL. Where that folder is lost, `dateline doctor --rebuild` makes "
            "the vectors in this one."
        )

    def identity(self) -> object:
        """Once there is one, it is not asked again: whoever waits for this waits for nobody."""
        if self._found is None:
            row = self._postgres.row("SELECT to_regclass(?)::oid", [f"{CATALOG_SCHEMA}.meta"])
            self._found = row[0] if row else None
        return self._found

    def seen_by(self, views: Views) -> Self:
        seen = copy.copy(self)  # its connections are the same
        seen._views = views
        seen._words = Postings(seen)
        return seen

    def faults(self) -> list[str]:
        """PostgreSQL checks its pages where it reads them; what is derived is counted here."""
        [(passages, words, counted, unowned)] = self.rows(
            "SELECT (SELECT count(*) FROM passages), (SELECT count(*) FROM passage_words),"
            " (SELECT passages FROM word_totals WHERE words = 'passage_words'), (SELECT count(*)"
            " FROM passage_words w WHERE NOT EXISTS (SELECT 1 FROM passages p"
            " WHERE p.number = w.number))"
        )
        if passages == words == counted and not unowned:
            return []
        return [f"words of {words:,} passages are kept, and there are {passages:,}"]

    def settle(self) -> None:
        self.close()

    def close(self) -> None:
        self._postgres.close_idle()

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        made, given = sql, list(values)
        if self._views is not None:
            made, given = viewed(sql, given, self._views)
        return self._postgres.rows(spelt(made, CATALOG_SCHEMA), [_storable(one) for one in given])

    def run_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        many = [[_storable(value) for value in row] for row in rows]
        if many:
            self._postgres.run_many(spelt(sql, CATALOG_SCHEMA), many)

    def copy_in(self, table: str, rows: Iterable[Sequence[object]]) -> None:
        """Puts rows into a table, each with all of its columns."""
        self._postgres.copy_in(table, ([_storable(value) for value in row] for row in rows))

    def run_script(self, sql: str) -> None:
        self._postgres.run_script(sql)

    def compact(self) -> None:
        self._postgres.compact()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction: all of it or, on any exception, nothing. Readers see the state before.
        It may be held open for long while nothing is asked."""
        with self._postgres.writing(_WRITING_S):
            if not awaited(self._takes_the_lock, _WAIT_S):
                raise BeingWritten(
                    f"Another process is writing to the catalog in {self._postgres.place}. "
                    "Wait for it to end and try again."
                )
            yield

    def _takes_the_lock(self) -> bool:
        """Takes the lock of whoever writes, if it is free."""
        [(taken,)] = self._postgres.rows("SELECT pg_try_advisory_xact_lock(?)", [_LOCK])
        return bool(taken)


def _storable(value: object) -> object:
    """A value, but for the one character that PostgreSQL's text cannot have; offsets stay true."""
    return value.replace("\0", "\ufffd") if isinstance(value, str) and "\0" in value else value
