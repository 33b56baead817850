"""PostgreSQL as Dateline uses it: a bounded pool of connections, a schema of its own with a
version, and errors that say what to do."""

import math
import threading
import time
import weakref
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.pq import TransactionStatus

from index.errors import DatabaseUnusable
from index.storage.postgres_connection import (
    LONGER_S,
    Connection,
    close_all,
    defaults,
    given_in,
    has_more,
    in_a_line,
    marked,
    named,
)
from index.storage.postgres_horizon import seen_by_nobody
from index.storage.sql import Row, RowReader

SCHEMA = "dateline"
"""In it are the tables of what servers share, so that a database may hold others too."""
_AGAIN_S = 1.0
"""Seconds in which a server that could not be reached is not tried again: whoever asks meanwhile is
told at once."""
_LOCK = 7_305_041_126
"""Names the lock of whoever changes the tables."""
_IDLE = 10
"""Times as long as a statement may take a transaction may do nothing, before the server ends it: of
a process that is stopped or cut off, it would hold up all others."""
_VERSIONS = "versions"
"""The table of the versions of what is in a schema."""
_VERSION_TABLE = "CREATE TABLE IF NOT EXISTS {} (part TEXT PRIMARY KEY, version INTEGER NOT NULL)"


class Postgres(RowReader):
    """A database of PostgreSQL. Safe from several threads; every error is a DatabaseUnusable.

    At most `connections` are open. A statement, a connection that is opened and the wait for a free
    one take `timeout_s` seconds each, at most, and a second more where the server is silent.
    `setting` is where the address stands, for errors.
    """

    def __init__(
        self,
        url: str,
        setting: str,
        connections: int = 8,
        timeout_s: float = 5.0,
        *,
        schema: str = SCHEMA,
        versions: str = _VERSIONS,
        fault: type[DatabaseUnusable] = DatabaseUnusable,
    ) -> None:
        """Opens no connection yet. Raises BadInput for what is no address of a database."""
        self._setting = setting
        self._schema, self._versions, self._fault = schema, versions, fault
        self._timeout_s = timeout_s
        self._connections = connections
        self._free = threading.BoundedSemaphore(connections)
        self._idle: deque[Connection] = deque()
        weakref.finalize(self, close_all, self._idle)
        self._local = threading.local()
        self._closed = False
        self._out: tuple[float, str] = (0.0, "")
        given = given_in(url, setting)
        self._place = named(given)
        self._conninfo = make_conninfo(url, **{**defaults(timeout_s), **given})

    @property
    def exists(self) -> bool:
        """That there is something to be read: `migrate` has made the tables."""
        return True

    @property
    def name(self) -> str:
        """Which database it is, without its password, as the beginning of a sentence."""
        return f"The {self._place}"

    @property
    def place(self) -> str:
        """The same within a sentence."""
        return f"the {self._place}"

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        with self._connection() as connection:
            cursor = connection.execute(marked(sql), tuple(values))
            return cursor.fetchall() if cursor.description is not None else []

    def run_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """One statement for each of `rows`."""
        with self._connection() as connection, connection.cursor() as cursor:
            cursor.executemany(marked(sql), [tuple(row) for row in rows])

    def copy_in(self, table: str, rows: Iterable[Sequence[object]]) -> None:
        """Puts rows into a table, each with all of its columns: many at once by PostgreSQL's COPY,
        which takes a fraction of the time that a statement for each does."""
        put = f"COPY {table} FROM STDIN".encode()
        with self._connection() as one, one.cursor() as cursor, cursor.copy(put) as copy:
            for row in rows:
                copy.write_row(row)

    def run_script(self, sql: str) -> None:
        """Several statements without values."""
        with self._connection() as connection:
            connection.execute(sql.encode())

    @contextmanager
    def writing(self, statement_s: float | None = None) -> Iterator[None]:
        """One transaction of this thread: all of it or, on any exception, nothing. `statement_s`
        are the seconds that a statement of it may take, if not those of others; such a transaction
        may do nothing meanwhile for as long as its process lives."""
        with self._connection(statement_s) as connection:
            limit = connection.limit_s
            try:
                with connection.transaction():
                    if statement_s is not None:
                        connection.limit_s = statement_s + LONGER_S
                        connection.execute(
                            "SELECT set_config('statement_timeout', %s, true),"
                            " set_config('idle_in_transaction_session_timeout', '0', true)",
                            [str(math.ceil(statement_s * 1000))],
                        )
                    self._local.held = connection
                    try:
                        yield
                    finally:
                        self._local.held = None
            finally:
                connection.limit_s = limit  # what commits may take as long

    def compact(self) -> None:
        """Writes the tables anew, so that nothing is in their files of what was deleted."""
        if tables := seen_by_nobody(self, self._schema, self._timeout_s, self._fault):
            with self._connection() as connection:
                connection.execute("SET statement_timeout = 0")
                connection.limit_s = None
                try:
                    connection.execute(f"VACUUM (FULL) {tables}".encode())
                finally:
                    connection.close()  # its setting is no other's

    def migrate(self, part: str, scripts: Sequence[str]) -> None:
        """Makes the tables of a part of Dateline, or brings them to its version, which is how many
        of the scripts have been run. Whoever comes at the same time waits.

        A script may only add to what is there, for servers of the version before go on meanwhile.
        Where nothing is to be made, nothing is written, so that who may only read can read.
        """
        if self._version_of(part) == len(scripts):
            return
        with self.writing():
            self.rows("SELECT pg_advisory_xact_lock(?)", [_LOCK])
            self._make_schema()
            version = self._version_of(part) or 0
            if version > len(scripts):
                raise self._fault(
                    f"The tables in {self.place} were made by a later version of Dateline. Start "
                    "that one here too."
                )
            for script in scripts[version:]:
                self.run_script(script)
            self.rows(
                f"INSERT INTO {self._versions} (part, version) VALUES (?, ?)"
                " ON CONFLICT (part) DO UPDATE SET version = excluded.version",
                (part, len(scripts)),
            )

    def _version_of(self, part: str) -> int | None:
        """The version of a part, or None where there is none of it."""
        there = self.row("SELECT to_regclass(?)::text", [f"{self._schema}.{self._versions}"])
        if there is None or there[0] is None:
            return None
        found = self.row(f"SELECT version FROM {self._versions} WHERE part = ?", [part])
        return int(found[0]) if found is not None else None

    def _make_schema(self) -> None:
        [(encoding,)] = self.rows("SHOW server_encoding")
        if encoding != "UTF8":
            raise self._fault(
                f"{self.name} keeps text as {encoding}, which has not all characters. Make a "
                f"database with ENCODING 'UTF8' and name it in {self._setting}."
            )
        # whoever may not make one can use one that is there
        if self.row("SELECT 1 FROM pg_namespace WHERE nspname = ?", [self._schema]) is None:
            self.run_script(f"CREATE SCHEMA {self._schema}")
        self.run_script(_VERSION_TABLE.format(self._versions))

    def close(self) -> None:
        """Closes connections that nobody uses; others are closed when they are given back."""
        self._closed = True
        self.close_idle()

    def close_idle(self) -> None:
        """Closes connections that nobody uses; others are opened where something is asked."""
        close_all(self._idle)

    @contextmanager
    def _connection(self, statement_s: float | None = None) -> Iterator[Connection]:
        """This thread's connection within `writing`, or else one for as long as this is entered."""
        held: Connection | None = getattr(self._local, "held", None)
        if held is not None:
            yield held
            return
        if not self._free.acquire(timeout=self._timeout_s):
            raise self._fault(
                f"All {self._connections} connections to {self.place} have been in use for "
                f"{self._timeout_s:g} seconds. Set {self._other('CONNECTIONS')} higher."
            )
        try:
            with self._explained(statement_s):
                connection = self._idle_one() or self._opened()
                try:
                    yield connection
                finally:
                    self._give_back(connection)
        finally:
            self._free.release()

    def _idle_one(self) -> Connection | None:
        """A connection that was used before and has not been ended by the server since."""
        while self._idle:
            connection = self._idle.pop()
            if not connection.closed and not has_more(connection):
                return connection
            connection.close()
        return None

    def _give_back(self, connection: Connection) -> None:
        idle = not connection.closed and (
            connection.info.transaction_status == TransactionStatus.IDLE
        )
        if idle and not self._closed:
            self._idle.append(connection)
        else:
            connection.close()

    def _opened(self) -> Connection:
        until, why = self._out
        if time.monotonic() < until:
            raise self._unreachable(why)
        try:
            connection = Connection.connect(self._conninfo, autocommit=True, prepare_threshold=None)
        except psycopg.Error as error:
            why = in_a_line(error)
            self._out = time.monotonic() + _AGAIN_S, why
            raise self._unreachable(why) from error
        connection.limit_s = self._timeout_s + LONGER_S
        milliseconds = math.ceil(self._timeout_s * 1000)
        connection.execute(
            "SELECT set_config('search_path', %s, false), set_config('statement_timeout', %s,"
            " false), set_config('idle_in_transaction_session_timeout', %s, false),"
            " set_config('tcp_keepalives_idle', '60', false), set_config('jit', 'off', false)",
            (self._schema, str(milliseconds), str(_IDLE * milliseconds)),
        )
        return connection

    @contextmanager
    def _explained(self, statement_s: float | None) -> Iterator[None]:
        higher = f", or set {self._other('TIMEOUT_S')} higher" if statement_s is None else ""
        try:
            yield
        except psycopg.errors.QueryCanceled as error:
            raise self._fault(
                f"{self.name} took longer than {statement_s or self._timeout_s:g} seconds. See "
                f"what else it does{higher}."
            ) from error
        except psycopg.errors.DiskFull as error:
            raise self._fault(
                f"The disk of {self.place} is full. Nothing of the change was kept; make room "
                "there and try again."
            ) from error
        except psycopg.errors.ProgramLimitExceeded as error:
            raise self._fault(
                f"{self.name} does not take a value as long as one of these ({in_a_line(error)}). "
                "Nothing of the change was kept; shorten the path or address of that file."
            ) from error
        except psycopg.OperationalError as error:
            raise self._unreachable(in_a_line(error)) from error
        except psycopg.Error as error:
            raise self._fault(
                f"{self.name} cannot be used: {in_a_line(error)}. `dateline doctor` tries it."
            ) from error

    def _other(self, what: str) -> str:
        """The setting of something else beside the address."""
        return f"{self._setting.removesuffix('URL')}{what}"

    def _unreachable(self, why: str) -> DatabaseUnusable:
        return self._fault(
            f"{self.name} cannot be reached ({why}). Start PostgreSQL, or correct "
            f"{self._setting}; `dateline doctor` tries it."
        )
