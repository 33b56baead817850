"""The catalog: reports, blocks and passages in SQLite or PostgreSQL, with full-text search. It is
the truth; vectors are made from it and can be made again."""

import json
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date
from hashlib import sha256
from typing import Self

from index.storage.block_tables import BlockTables
from index.storage.catalog_database import CatalogDatabase
from index.storage.kept_tables import KeptTables
from index.storage.lookup import Lookup
from index.storage.paged import PagedReports
from index.storage.partial import hiding
from index.storage.passage_tables import PassageTables
from index.storage.place import Place, database_of
from index.storage.report_tables import ReportTables
from index.storage.rows import OTHER_LANGUAGES, as_day, head_of_version
from index.storage.server_schema import FOLDER
from index.storage.source_tables import SourceTables
from index.storage.sql import put
from index.storage.version_schema import OF_VERSIONS, knowing
from index.storage.version_tables import VersionTables
from index.storage.vocabulary import Vocabulary
from index.text.languages import ENGLISH
from index.text.terms import spelling_key
from index.types import Coverage


class Catalog(
    ReportTables, BlockTables, PassageTables, SourceTables, KeptTables, VersionTables, Lookup
):
    """The catalog of a data folder. Reading is safe from several threads; one process writes.

    `seen` are the collections whose reports alone are in it, as if there were no others; None for
    all reports. Of a part nothing can be changed.
    """

    has_past = False
    """Whether earlier texts of reports are among the reports."""

    def __init__(self, database: CatalogDatabase, seen: tuple[str, ...] | None = None) -> None:
        self._db = database
        self.seen = seen
        self._covers: tuple[object, Coverage] | None = None
        self.paged = PagedReports(self._db)

    @classmethod
    def create(cls, place: Place) -> Self:
        """Opens a catalog for writing, making it and its folder where they do not exist."""
        database = database_of(place)
        database.make()
        return cls(database)

    @classmethod
    def open(cls, place: Place) -> Self | None:
        """The catalog of a folder, or None where nothing was ever ingested into it."""
        database = database_of(place)
        return cls(database) if database.is_made() else None

    @property
    def place(self) -> str:
        """Where it is kept, in words, within a sentence."""
        return self._db.place

    def part(self, collections: Sequence[str]) -> "Catalog":
        """The same catalog, of which the reports of some collections alone are seen."""
        return Catalog(self._db.seen_by(hiding(collections)), tuple(collections))

    def known_on(self, day: date | None) -> "Catalog":
        """The same catalog, with the text of each report that was known on a day: itself where no
        day is given, or nothing that is known to have changed has changed since."""
        return self if day is None or not self.changed_after(day) else _Versions(self, day)

    def with_earlier(self) -> "Catalog":
        """The same catalog, in which the earlier texts of reports are reports beside them."""
        return _Versions(self, None)

    def close(self) -> None:
        """Closes what this thread has open; where something is asked, it is opened again."""
        self._db.close()

    def settle(self) -> None:
        """Writes what SQLite has in its log into the file itself, so that this can be moved."""
        self._db.settle()

    def writing(self) -> AbstractContextManager[None]:
        """One transaction: all of it or, on any exception, nothing. Readers see the state before.

        Raises IndexUnusable where another process is writing, or the disk is full.
        """
        return self._db.writing()

    # What the index was made with

    def meta(self) -> dict[str, str]:
        return dict(self._db.rows("SELECT key, value FROM meta"))

    def set_meta(self, values: Mapping[str, str]) -> None:
        self._db.run_many(put("meta", "key", "value"), list(values.items()))

    def forget_making(self) -> None:
        """Leaves nothing in `meta` but the layout and whose it is: what the vectors were made with
        goes."""
        self._db.rows("DELETE FROM meta WHERE key NOT IN ('schema', ?)", [FOLDER])

    def check_integrity(self) -> list[str]:
        """What is found wrong with its database; nothing for a sound one."""
        return self._db.faults()

    def vocabulary(
        self, as_of: date | None = None, collections: Sequence[str] | None = None
    ) -> Vocabulary:
        """The words of the corpus; with `as_of`, of the reports that were out by then, and with
        `collections`, of those that belong to one of them."""
        coverage = self.coverage()
        part = self.seen is not None
        return Vocabulary(self._db, coverage, as_of, collections, part=part, tables=self._words)

    # Reports

    def coverage(self) -> Coverage:
        """What the corpus held when the last change to it was finished."""
        meta = self.meta()
        if self.seen is not None:
            return self._part_covered(meta.get("snapshot", ""))
        days = [as_day(int(meta[key])) if meta.get(key) else None for key in ("first", "last")]
        counts = [int(meta.get(key, 0)) for key in ("reports", "passages")]
        languages = tuple((code, many) for code, many in json.loads(meta.get("languages", "[]")))
        snapshot = meta.get("snapshot", "")
        return Coverage(counts[0], counts[1], days[0], days[1], snapshot, languages)

    def _part_covered(self, whole: str) -> Coverage:
        """The coverage of a part, with a snapshot of its own: nothing of others changes it. It is
        counted anew when the `whole` is another, or reports were added to its collections."""
        key = (whole, self._db.row("SELECT count(*) FROM collections"))
        if self._covers is None or self._covers[0] != key:
            snapshot = sha256("\n".join(self._ids()).encode()).hexdigest()[:12]
            none = Coverage(0, 0, None, None, snapshot)
            self._covers = key, Vocabulary(self._db, none, part=True).coverage
        return self._covers[1]

    def _ids(self) -> list[str]:
        """What tells the reports, as they are read and edited, from others."""
        rows = self._db.rows(
            "SELECT r.id || coalesce(' ' || e.changed, '') FROM reports r"
            " LEFT JOIN edits e ON e.report_id = r.id ORDER BY r.id"
        )
        return [value for (value,) in rows]

    def remove_report(self, report_id: str) -> None:
        self.forget_passages(report_id)
        self._db.rows("DELETE FROM reports WHERE id = ?", (report_id,))

    def erase_report(self, report_id: str, location: str) -> None:
        """Removes a report and all that is kept of it elsewhere: where it was fetched from, its
        words in what they are looked up by and spelt like. `compact` does the rest."""
        self.remove_report(report_id)
        self.forget_kept([report_id])
        self._db.rows("DELETE FROM fetched WHERE location = ?", [location])
        self.forget_orphans()
        self._db.words.tidy()
        for of in ("", "earlier_"):
            known = f"SELECT term FROM {of}vocabulary"
            self._db.rows(f"DELETE FROM {of}spellings WHERE term NOT IN ({known})")

    def compact(self) -> None:
        """Leaves nothing in the file of what was deleted. Raises BeingWritten."""
        self._db.compact()

    def finish(self, fingerprint: str) -> None:
        """Brings what is derived from the passages up to date, at the end of a change."""
        for of in ("", "earlier_"):
            new = self._db.rows(
                f"SELECT term FROM {of}vocabulary EXCEPT SELECT term FROM {of}spellings"
            )
            self._db.run_many(
                f"INSERT INTO {of}spellings VALUES (?, ?) ON CONFLICT DO NOTHING",
                [(spelling_key(term), term) for (term,) in new],
            )
        ids = self._ids()
        [(first, last)] = self._db.rows(
            "SELECT min(published_first), max(published_last) FROM reports"
        )
        [(passages,)] = self._db.rows("SELECT count(*) FROM passages")
        languages = self._db.rows(OTHER_LANGUAGES, [ENGLISH])
        self.set_meta(
            {
                "reports": str(len(ids)),
                "languages": json.dumps(languages),
                "passages": str(passages),
                "first": str(first or ""),
                "last": str(last or ""),
                "snapshot": sha256("\n".join([fingerprint, *ids]).encode()).hexdigest()[:12],
            }
        )


class _Versions(Catalog):
    """A catalog of reports with the texts that were known on a day, or with all that they had.
    Nothing can be changed in it."""

    _words = OF_VERSIONS
    has_past = True

    def __init__(self, whole: Catalog, day: date | None) -> None:
        super().__init__(whole._db.seen_by(knowing(day, whole.seen)), whole.seen)
        self._head = head_of_version(day)
