"""The catalog: reports, blocks and passages in SQLite, with full-text search. It is the truth;
vectors are made from it and can be made again."""

import json
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date
from hashlib import sha256
from pathlib import Path

from index.errors import IndexUnusable, OlderIndex
from index.storage.block_tables import BlockTables
from index.storage.database import Database, is_writable, not_writable
from index.storage.kept_tables import KeptTables
from index.storage.lookup import Lookup
from index.storage.paged import PagedReports
from index.storage.partial import hiding
from index.storage.passage_tables import PassageTables
from index.storage.report_tables import ReportTables
from index.storage.rows import OTHER_LANGUAGES, as_day, head_of_version
from index.storage.schema import ADDED_TO, SCHEMA, SCHEMA_VERSION, UNUSED
from index.storage.source_tables import SourceTables
from index.storage.version_schema import (
    OF_VERSIONS,
    VERSION_SCHEMA,
    VERSIONS_OF_BEFORE,
    knowing,
)
from index.storage.version_tables import VersionTables
from index.storage.vocabulary import Vocabulary
from index.text.languages import ENGLISH
from index.text.terms import spelling_key
from index.types import Coverage

CATALOG_FILE = "catalog.sqlite"
_RECORDED_FIRST = f"INSERT OR IGNORE INTO meta VALUES ('schema', '{SCHEMA_VERSION}');"
_RECORDED = f"INSERT OR REPLACE INTO meta VALUES ('schema', '{SCHEMA_VERSION}');"


class Catalog(
    ReportTables, BlockTables, PassageTables, SourceTables, KeptTables, VersionTables, Lookup
):
    """One data folder's catalog. Reading is safe from several threads; one process writes.

    `seen` are the collections whose reports alone are in it, as if there were no others; None for
    all reports. Of a part nothing can be changed.
    """

    has_past = False
    """Whether earlier texts of reports are among the reports."""

    def __init__(
        self,
        file: Path,
        seen: tuple[str, ...] | None = None,
        first: Sequence[tuple[str, Sequence[object]]] | None = None,
    ) -> None:
        """`first` are the statements that each connection begins with, in the place of those that
        hide what is not seen."""
        remedy = "Move the folder away and run `dateline ingest` again."
        hidden = hiding(seen) if seen is not None else ()
        self._db = Database(file, remedy, first if first is not None else hidden)
        self._file = file
        self.seen = seen
        self._covers: tuple[object, Coverage] | None = None
        self.paged = PagedReports(self._db)

    @classmethod
    def create(cls, data_dir: Path) -> "Catalog":
        """Opens the catalog of a folder for writing, making both where they do not exist."""
        try:
            data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise not_writable(data_dir, error.strerror or str(error)) from error
        catalog = cls(data_dir / CATALOG_FILE)
        catalog._db.run_script(
            f"BEGIN IMMEDIATE; {SCHEMA} {VERSION_SCHEMA} {_RECORDED_FIRST} COMMIT;"
        )
        catalog._check_schema()
        return catalog

    @classmethod
    def open(cls, data_dir: Path) -> "Catalog | None":
        """The catalog of a folder, or None where nothing was ever ingested into it."""
        file = data_dir / CATALOG_FILE
        try:
            if not file.is_file():
                return None
        except OSError as error:
            raise IndexUnusable(
                f"The data folder {data_dir} cannot be read: {error.strerror}."
            ) from error
        catalog = cls(file)
        if catalog._db.row("SELECT 1 FROM sqlite_master WHERE name = 'meta'") is None:
            catalog.close()
            return None  # it is being made
        catalog._check_schema()
        return catalog

    def part(self, collections: Sequence[str]) -> "Catalog":
        """The same catalog, of which the reports of some collections alone are seen."""
        return Catalog(self._file, tuple(collections))

    def known_on(self, day: date | None) -> "Catalog":
        """The same catalog, with the text of each report that was known on a day: itself where no
        day is given, or nothing that is known to have changed has changed since."""
        return self if day is None or not self.changed_after(day) else _Versions(self, day)

    def with_earlier(self) -> "Catalog":
        """The same catalog, in which the earlier texts of reports are reports beside them."""
        return _Versions(self, None)

    def _check_schema(self) -> None:
        found = self.meta().get("schema", "")
        if found in ADDED_TO and not is_writable(self._file):
            raise OlderIndex(
                f"The index in {self._db.folder} was made by an earlier version of Dateline, and "
                "cannot be written here. Open it once where it can be, with `dateline reports`."
            )
        if found in ADDED_TO:
            self._db.run_script(
                f"BEGIN IMMEDIATE; {SCHEMA} {VERSION_SCHEMA} {VERSIONS_OF_BEFORE} {UNUSED}"
                f" {_RECORDED} COMMIT;"
            )
            return
        if found == SCHEMA_VERSION:
            return
        if found.isdecimal() and int(found) < int(SCHEMA_VERSION):
            raise OlderIndex(
                f"The index in {self._db.folder} was made by an earlier version of Dateline. Run "
                "`dateline doctor --rebuild` to make it anew from its files; feedback and "
                "conversations stay."
            )
        raise IndexUnusable(
            f"The index in {self._db.folder} has layout {found or 'unknown'}, and this version of "
            f"Dateline reads {SCHEMA_VERSION}. Use the version that made it, or another --data-dir."
        )

    def close(self) -> None:
        """Closes this thread's connection."""
        self._db.close()

    def settle(self) -> None:
        """Writes what SQLite has in its log into the file itself, so that this can be moved."""
        self._db.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        self._db.close()

    def writing(self) -> AbstractContextManager[None]:
        """One transaction: all of it or, on any exception, nothing. Readers see the state before.

        Raises IndexUnusable where another process is writing, or the disk is full.
        """
        return self._db.writing()

    # What the index was made with

    def meta(self) -> dict[str, str]:
        return dict(self._db.rows("SELECT key, value FROM meta"))

    def set_meta(self, values: Mapping[str, str]) -> None:
        self._db.run_many("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())

    def forget_making(self) -> None:
        """Leaves nothing in `meta` but the layout: what the vectors were made with goes."""
        self._db.rows("DELETE FROM meta WHERE key <> 'schema'")

    def check_integrity(self) -> list[str]:
        """What SQLite finds wrong with the file; nothing for a sound one."""
        found = [str(row[0]) for row in self._db.rows("PRAGMA quick_check")]
        return [] if found == ["ok"] else found

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
        self._db.rows("INSERT INTO passage_words (passage_words) VALUES ('optimize')")
        self._db.rows("INSERT INTO earlier_words (earlier_words) VALUES ('optimize')")
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
                f"INSERT OR IGNORE INTO {of}spellings VALUES (?, ?)",
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
        super().__init__(whole._file, whole.seen, knowing(day, whole.seen))
        self._head = head_of_version(day)
