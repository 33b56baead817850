"""PostgreSQL as Dateline uses it: a bounded pool of connections, a schema of its own with a
version, and errors that say what to do."""

import math
import select
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.abc import RV, PQGen
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.pq import TransactionStatus

from index.errors import BadInput, DatabaseUnusable
from index.storage.sql import Row, some_at_a_time

SCHEMA = "dateline"
"""In it are all tables, so that a database may hold those of other programs too."""
_AGAIN_S = 1.0
"""Seconds in which a server that could not be reached is not tried again: whoever asks meanwhile is
told at once."""
_LOCK = 7_305_041_126
"""Names the lock of whoever changes the tables."""
_IDLE = 10
"""Times as long as a statement may take a transaction may do nothing, before the server ends it: of
a process that is stopped or cut off, it would hold up all others."""
_SHORTEST_CONNECT_S = 2
"""What libpq takes any shorter time for."""
_VERSIONS = "CREATE TABLE IF NOT EXISTS versions (part TEXT PRIMARY KEY, version INTEGER NOT NULL)"
_LONGER_S = 1.0
"""So much longer than the server may take, whoever asked waits for it to say that it took too long.
One that is stopped, or a network that keeps a connection open and delivers nothing, never says."""


class _Stalled(psycopg.OperationalError):
    """The server did not say anything in time."""


class _Connection(psycopg.Connection[Row]):
    """A connection that is closed when the server says nothing for `limit_s` seconds; None for no
    limit."""

    limit_s: float | None = None

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        limit = self.limit_s if timeout is None else timeout
        try:
            return super().wait(gen, interval, limit)
        except psycopg.OperationalError as error:
            if self.info.transaction_status != TransactionStatus.ACTIVE:
                raise
            self.close()  # what it would say later answers nothing that is asked then
            raise _Stalled(f"no answer for {limit:g} seconds") from error


class Postgres:
    """A database of PostgreSQL. Safe from several threads; every error is a DatabaseUnusable.

    At most `connections` are open. A statement, a connection that is opened and the wait for a free
    one take `timeout_s` seconds each, at most, and a second more where the server is silent.
    `setting` is where the address stands, for errors.
    """

    def __init__(
        self, url: str, setting: str, connections: int = 8, timeout_s: float = 5.0
    ) -> None:
        """Opens no connection yet. Raises BadInput for what is no address of a database."""
        self._setting = setting
        self._timeout_s = timeout_s
        self._connections = connections
        self._free = threading.BoundedSemaphore(connections)
        self._idle: deque[_Connection] = deque()
        self._local = threading.local()
        self._closed = False
        self._out: tuple[float, str] = (0.0, "")
        given = _given(url, setting)
        self._name = _named(given)
        self._conninfo = make_conninfo(url, **{**_defaults(timeout_s), **given})

    @property
    def exists(self) -> bool:
        """That there is something to be read: `migrate` has made the tables."""
        return True

    @property
    def name(self) -> str:
        """Which database it is, without its password."""
        return self._name

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """All rows of one statement; also for statements that give none."""
        with self._connection() as connection:
            cursor = connection.execute(_marked(sql), tuple(values))
            return cursor.fetchall() if cursor.description is not None else []

    def row(self, sql: str, values: Sequence[object] = ()) -> Row | None:
        """The first row of one statement, or None."""
        return next(iter(self.rows(sql, values)), None)

    def rows_among(
        self, sql: str, among: Iterable[str], values: Sequence[object] = ()
    ) -> Iterator[Row]:
        """Rows of a statement with `IN (?*)`, asked for each of many values in turn."""
        for part, of_part in some_at_a_time(sql, among, values):
            yield from self.rows(part, of_part)

    def run_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """One statement for each of `rows`."""
        with self._connection() as connection, connection.cursor() as cursor:
            cursor.executemany(_marked(sql), [tuple(row) for row in rows])

    def run_script(self, sql: str) -> None:
        """Several statements without values."""
        with self._connection() as connection:
            connection.execute(sql.encode())

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction of this thread: all of it or, on any exception, nothing."""
        with self._connection() as connection, connection.transaction():
            self._local.held = connection
            try:
                yield
            finally:
                self._local.held = None

    def compact(self) -> None:
        """Writes the tables anew, so that nothing is in their files of what was deleted."""
        named = "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = ?"
        tables = ", ".join(name for (name,) in self.rows(named, [SCHEMA]))
        if tables:
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
        """
        with self.writing():
            self.rows("SELECT pg_advisory_xact_lock(?)", [_LOCK])
            self._make_schema()
            found = self.row("SELECT version FROM versions WHERE part = ?", [part])
            version = found[0] if found is not None else 0
            if version > len(scripts):
                raise DatabaseUnusable(
                    f"The tables in {self._name} were made by a later version of Dateline. Start "
                    "that one here too."
                )
            for script in scripts[version:]:
                self.run_script(script)
            self.rows(
                "INSERT INTO versions (part, version) VALUES (?, ?)"
                " ON CONFLICT (part) DO UPDATE SET version = excluded.version",
                (part, len(scripts)),
            )

    def _make_schema(self) -> None:
        [(encoding,)] = self.rows("SHOW server_encoding")
        if encoding != "UTF8":
            raise DatabaseUnusable(
                f"{self._name} keeps text as {encoding}, which has not all characters. Make a "
                f"database with ENCODING 'UTF8' and name it in {self._setting}."
            )
        # whoever may not make one can use one that is there
        if self.row("SELECT 1 FROM pg_namespace WHERE nspname = ?", [SCHEMA]) is None:
            self.run_script(f"CREATE SCHEMA {SCHEMA}")
        self.run_script(_VERSIONS)

    def close(self) -> None:
        """Closes connections that nobody uses; others are closed when they are given back."""
        self._closed = True
        while self._idle:
            self._idle.pop().close()

    @contextmanager
    def _connection(self) -> Iterator[_Connection]:
        """This thread's connection within `writing`, or else one for as long as this is entered."""
        held: _Connection | None = getattr(self._local, "held", None)
        if held is not None:
            yield held
            return
        if not self._free.acquire(timeout=self._timeout_s):
            raise DatabaseUnusable(
                f"All {self._connections} connections to {self._name} have been in use for "
                f"{self._timeout_s:g} seconds. Set DATELINE_STATE_CONNECTIONS higher."
            )
        try:
            with self._explained():
                connection = self._idle_one() or self._opened()
                try:
                    yield connection
                finally:
                    self._give_back(connection)
        finally:
            self._free.release()

    def _idle_one(self) -> _Connection | None:
        """A connection that was used before and has not been ended by the server since."""
        while self._idle:
            connection = self._idle.pop()
            if not connection.closed and not _has_more(connection):
                return connection
            connection.close()
        return None

    def _give_back(self, connection: _Connection) -> None:
        idle = not connection.closed and (
            connection.info.transaction_status == TransactionStatus.IDLE
        )
        if idle and not self._closed:
            self._idle.append(connection)
        else:
            connection.close()

    def _opened(self) -> _Connection:
        until, why = self._out
        if time.monotonic() < until:
            raise self._unreachable(why)
        try:
            connection = _Connection.connect(
                self._conninfo, autocommit=True, prepare_threshold=None
            )
        except psycopg.Error as error:
            why = _in_a_line(error)
            self._out = time.monotonic() + _AGAIN_S, why
            raise self._unreachable(why) from error
        connection.limit_s = self._timeout_s + _LONGER_S
        milliseconds = math.ceil(self._timeout_s * 1000)
        connection.execute(
            "SELECT set_config('search_path', %s, false), set_config('statement_timeout', %s,"
            " false), set_config('idle_in_transaction_session_timeout', %s, false)",
            (SCHEMA, str(milliseconds), str(_IDLE * milliseconds)),
        )
        return connection

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except psycopg.errors.QueryCanceled as error:
            raise DatabaseUnusable(
                f"{self._name} took longer than {self._timeout_s:g} seconds. See what else it "
                "does, or set DATELINE_STATE_TIMEOUT_S higher."
            ) from error
        except psycopg.OperationalError as error:
            raise self._unreachable(_in_a_line(error)) from error
        except psycopg.Error as error:
            raise DatabaseUnusable(
                f"{self._name} cannot be used: {_in_a_line(error)}. `dateline doctor` tries it."
            ) from error

    def _unreachable(self, why: str) -> DatabaseUnusable:
        return DatabaseUnusable(
            f"{self._name} cannot be reached ({why}). Start PostgreSQL, or correct "
            f"{self._setting}; `dateline doctor` tries it."
        )


def _given(url: str, setting: str) -> dict[str, Any]:
    """What an address says. Raises BadInput, which does not repeat it: a password is in it."""
    try:
        given = conninfo_to_dict(url)
    except (psycopg.Error, UnicodeError):
        given = {}
    if not url.startswith(("postgresql://", "postgres://")) or not given:
        raise BadInput(
            f"{setting} is no address of PostgreSQL. Write it as "
            "postgresql://USER:PASSWORD@HOST:5432/DATABASE."
        )
    return given


def _named(given: dict[str, Any]) -> str:
    """A database and where it is, without its password."""
    host, port = given.get("host") or "this machine", given.get("port")
    place = f"{host}:{port}" if port else str(host)
    return f"The database {given.get('dbname') or 'of its user'} at {place}"


def _defaults(timeout_s: float) -> dict[str, Any]:
    """How a server is reached where its address does not say it."""
    return {
        "application_name": "dateline",
        "client_encoding": "UTF8",
        "connect_timeout": max(_SHORTEST_CONNECT_S, math.ceil(timeout_s)),
        "keepalives_idle": 30,
        "keepalives_interval": 10,
        "keepalives_count": 3,
        "tcp_user_timeout": math.ceil(timeout_s * 1000),
    }


def _has_more(connection: _Connection) -> bool:
    """Whether the server has sent something to a connection that nobody uses: that it ended it."""
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    return bool(waiting.poll(0))


def _marked(sql: str) -> bytes:
    """A statement with the placeholders of psycopg."""
    return sql.replace("%", "%%").replace("?", "%s").encode()


def _in_a_line(error: psycopg.Error) -> str:
    """What the server or libpq says: of several lines the first, which says what is wrong."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0].rstrip(".") if lines else type(error).__name__
