"""A catalog that is kept in a SQLite file of the data folder."""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

from index.errors import IndexUnusable, OlderIndex
from index.storage.database import Database, is_writable, make_folder
from index.storage.schema import ADDED_TO, SCHEMA, SCHEMA_VERSION, UNUSED
from index.storage.version_schema import VERSION_SCHEMA, VERSIONS_OF_BEFORE
from index.storage.views import SEEN, Views
from index.storage.word_index import Fts5Words, WordIndex

CATALOG_FILE = "catalog.sqlite"
_RECORDED_FIRST = f"INSERT OR IGNORE INTO meta VALUES ('schema', '{SCHEMA_VERSION}');"
_RECORDED = f"INSERT OR REPLACE INTO meta VALUES ('schema', '{SCHEMA_VERSION}');"


class CatalogFile(Database):
    """The SQLite file of a catalog. Views are those of each connection, before its tables."""

    def __init__(self, data_dir: Path, views: Views | None = None) -> None:
        first = _statements(views) if views is not None else ()
        file = data_dir / CATALOG_FILE
        super().__init__(file, "Move the folder away and run `dateline ingest` again.", first)
        self._words = Fts5Words(self)

    @property
    def place(self) -> str:
        return str(self._file)

    @property
    def words(self) -> WordIndex:
        return self._words

    def make(self) -> None:
        make_folder(self.folder)
        self.run_script(f"BEGIN IMMEDIATE; {SCHEMA} {VERSION_SCHEMA} {_RECORDED_FIRST} COMMIT;")
        self._check_schema()

    def is_made(self) -> bool:
        try:
            if not self._file.is_file():
                return False
        except OSError as error:
            raise IndexUnusable(
                f"The data folder {self.folder} cannot be read: {error.strerror}."
            ) from error
        if self.row("SELECT 1 FROM sqlite_master WHERE name = 'meta'") is None:
            self.close()
            return False  # it is being made
        self._check_schema()
        return True

    def identity(self) -> object:
        """The file's number is not given to another while somebody has it open."""
        try:
            stated = self._file.stat()
        except OSError:
            return None
        return stated.st_dev, stated.st_ino

    def seen_by(self, views: Views) -> Self:
        return type(self)(self.folder, views)

    def faults(self) -> list[str]:
        found = [str(row[0]) for row in self.rows("PRAGMA quick_check")]
        return [] if found == ["ok"] else found

    def settle(self) -> None:
        self.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        self.close()

    def _check_schema(self) -> None:
        row = self.row("SELECT value FROM meta WHERE key = 'schema'")
        found = row[0] if row else ""
        if found in ADDED_TO and not is_writable(self._file):
            raise OlderIndex(
                f"The index in {self.folder} was made by an earlier version of Dateline, and "
                "cannot be written here. Open it once where it can be, with `dateline reports`."
            )
        if found in ADDED_TO:
            self.run_script(
                f"BEGIN IMMEDIATE; {SCHEMA} {VERSION_SCHEMA} {VERSIONS_OF_BEFORE} {UNUSED}"
                f" {_RECORDED} COMMIT;"
            )
            return
        if found == SCHEMA_VERSION:
            return
        if found.isdecimal() and int(found) < int(SCHEMA_VERSION):
            raise OlderIndex(
                f"The index in {self.folder} was made by an earlier version of Dateline. Run "
                "`dateline doctor --rebuild` to make it anew from its files; feedback and "
                "conversations stay."
            )
        raise IndexUnusable(
            f"The index in {self.folder} has layout {found or 'unknown'}, and this version of "
            f"Dateline reads {SCHEMA_VERSION}. Use the version that made it, or another --data-dir."
        )


def _statements(views: Views) -> Sequence[tuple[str, tuple[str, ...]]]:
    """What makes views of a connection's own, with values."""
    insert = f"INSERT OR IGNORE INTO temp.{SEEN} VALUES (?)"
    return [
        ("PRAGMA temp_store = MEMORY", ()),
        (f"CREATE TEMP TABLE {SEEN} (name TEXT PRIMARY KEY) WITHOUT ROWID", ()),
        *((insert, (name,)) for name in views.seen),
        *((f"CREATE TEMP VIEW {name} AS {query}", ()) for name, query in views.tables.items()),
    ]
