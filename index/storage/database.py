"""SQLite files as Dateline uses them: a connection a thread, and errors that say what to do."""

import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from index.errors import BeingWritten, IndexUnusable, NotWritable, OutOfMemory
from index.failures import lacks_memory
from index.storage.sql import Row, RowReader

_WAIT = 2.0
"""Seconds to wait for another process that writes."""


class Database(RowReader):
    """A SQLite file. Reading is safe from several threads; every error is an IndexUnusable.

    `remedy` says what to do where the file is damaged. `first` are statements with
    their values that each connection begins with, of which there is one a thread.
    """

    def __init__(
        self,
        file: Path,
        remedy: str,
        first: Sequence[tuple[str, Sequence[object]]] = (),
    ) -> None:
        self._file = file
        self._remedy = remedy
        self._first = first
        self._local = threading.local()

    @property
    def folder(self) -> Path:
        """The data folder that the file lies in."""
        return self._file.parent

    @property
    def exists(self) -> bool:
        """Whether there is a file yet."""
        return self._file.is_file()

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is not None and self._local.as_it_was != self._as_it_is():
            self.close()
            connection = None
        if connection is None:
            connection = self._opened()
            for sql, values in self._first:
                connection.execute(sql, tuple(values))
            self._local.connection = connection
        return connection

    def _opened(self) -> sqlite3.Connection:
        """A new connection; to a file that may only be read, one that does not try to write."""
        self._local.as_it_was = None
        if self.exists and not is_writable(self._file):
            # what SQLite writes beside a file to share it with others, it cannot write here
            shared = _log_of(self._file).exists()
            self._local.as_it_was = None if shared else self._as_it_is()
            how = "mode=ro" if shared else "mode=ro&immutable=1"
            address = f"{self._file.resolve().as_uri()}?{how}"
            return sqlite3.connect(address, timeout=_WAIT, isolation_level=None, uri=True)
        _make_private(self._file)
        connection = sqlite3.connect(self._file, timeout=_WAIT, isolation_level=None)
        connection.executescript(
            "PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; PRAGMA synchronous = NORMAL;"
        )
        return connection

    def _as_it_is(self) -> tuple[object, ...] | None:
        """What changes when somebody else writes a file that is taken to stay as it is; None for
        any other."""
        if getattr(self._local, "connection", None) is not None and self._local.as_it_was is None:
            return None
        try:
            stated = self._file.stat()
        except OSError:
            return None
        return stated.st_ino, stated.st_mtime_ns, stated.st_size, _log_of(self._file).exists()

    def close(self) -> None:
        """Closes this thread's connection."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        with self._explained():
            return self._connection().execute(sql, tuple(values)).fetchall()

    def row(self, sql: str, values: Sequence[object] = ()) -> Row | None:
        """The first row of one statement, or None; no others are read."""
        with self._explained():
            found: Row | None = self._connection().execute(sql, tuple(values)).fetchone()
            return found

    def run_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """One statement for each of `rows`."""
        with self._explained():
            self._connection().executemany(sql, rows)

    def run_script(self, sql: str) -> None:
        """Several statements without values."""
        with self._explained():
            self._connection().executescript(sql)

    def compact(self) -> None:
        """Leaves nothing in the file, or beside it, of what was deleted. Raises BeingWritten where
        another process uses it."""
        self.rows("VACUUM")
        busy, *_ = self.row("PRAGMA wal_checkpoint(TRUNCATE)") or (1,)
        if busy:
            raise BeingWritten(
                f"Another process uses {self.folder}, so that what was deleted may still be in "
                "its log. Stop it and try again."
            )

    def copy_to(self, file: Path) -> None:
        """Copies it as it is at one moment, whatever others read or write meanwhile."""
        with self._explained(), closing(sqlite3.connect(file)) as copy:
            self._connection().backup(copy)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction: all of it or, on any exception, nothing. Readers see the state before.

        Raises IndexUnusable where another process is writing, or the disk is full.
        """
        with self._explained():
            connection = self._connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            if lacks_memory(error):
                raise OutOfMemory from error
            raise self._operational(str(error)) from error
        except sqlite3.DatabaseError as error:
            raise IndexUnusable(f"{self._file} is damaged ({error}). {self._remedy}") from error

    def _operational(self, reason: str) -> IndexUnusable:
        if "locked" in reason:
            return BeingWritten(
                f"Another process is writing to {self.folder}. Wait for it to end and try again."
            )
        if "full" in reason:
            return IndexUnusable(
                f"The disk that holds {self.folder} is full. The index is as it was; make room and "
                "try again."
            )
        if "readonly" in reason or "unable to open" in reason:
            return not_writable(self.folder, reason)
        return IndexUnusable(f"The index in {self.folder} cannot be used: {reason}.")


def is_writable(path: Path) -> bool:
    """Whether a file may be written, with what SQLite puts beside it; or a folder."""
    return os.access(path, os.W_OK) and os.access(path.parent if path.is_file() else path, os.W_OK)


def _log_of(file: Path) -> Path:
    """Where SQLite keeps what is not in a file yet."""
    return file.with_name(f"{file.name}-wal")


def _make_private(file: Path) -> None:
    """Makes a file that only its owner may read, and SQLite what it puts beside it likewise. What
    is there stays as it is; where none can be made, SQLite tells why."""
    with suppress(OSError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def make_folder(folder: Path) -> None:
    """Makes a data folder that only its owner may read, where there is none. Raises NotWritable."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise not_writable(folder, error.strerror or str(error)) from error


def not_writable(data_dir: Path, reason: str) -> NotWritable:
    """That a data folder cannot be written to, and what to do."""
    return NotWritable(
        f"The data folder {data_dir} cannot be written to ({reason.lower()}). Choose another with "
        "--data-dir or DATELINE_DATA_DIR."
    )
