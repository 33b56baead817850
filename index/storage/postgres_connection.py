"""A connection to PostgreSQL that waits for no longer than it is let, and what its address says."""

import math
import select
import time
from collections import deque
from typing import Any

import psycopg
from psycopg.abc import RV, PQGen
from psycopg.conninfo import conninfo_to_dict

from index.errors import BadInput
from index.storage.sql import Row

LONGER_S = 1.0
"""So much longer than the server may take, whoever asked waits for it to say that it took too long.
One that is stopped, or a network that keeps a connection open and delivers nothing, never says."""
_SHORTEST_CONNECT_S = 2
"""What libpq takes any shorter time for."""


class _Stalled(psycopg.OperationalError):
    """The server did not say anything in time."""


class Connection(psycopg.Connection[Row]):
    """A connection that is closed when the server says nothing for `limit_s` seconds; None for no
    limit."""

    limit_s: float | None = None

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        limit = self.limit_s if timeout is None else timeout
        began = time.monotonic()
        try:
            return super().wait(gen, interval, limit)
        except psycopg.OperationalError as error:
            if limit is None or time.monotonic() - began < limit:
                raise
            self.close()  # what it would say later answers nothing that is asked then
            raise _Stalled(f"no answer for {limit:g} seconds") from error


def given_in(url: str, setting: str) -> dict[str, Any]:
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
    if any("@" in str(given.get(part, "")) for part in ("host", "port", "dbname")):
        # a piece of the password, which what is said of a database would show
        raise BadInput(
            f"{setting} has more than one @, or a / before it. Write @ as %40 and / as %2F in a "
            "password."
        )
    return given


def named(given: dict[str, Any]) -> str:
    """A database and where it is, without its password."""
    host, port = given.get("host") or "this machine", given.get("port")
    place = f"{host}:{port}" if port else str(host)
    return f"database {given.get('dbname') or 'of its user'} at {place}"


def defaults(timeout_s: float) -> dict[str, Any]:
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


def close_all(connections: "deque[Connection]") -> None:
    """Closes connections and forgets them."""
    while connections:
        connections.pop().close()


def has_more(connection: Connection) -> bool:
    """Whether the server has sent something to a connection that nobody uses: that it ended it."""
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    return bool(waiting.poll(0))


def marked(sql: str) -> bytes:
    """A statement with the placeholders of psycopg."""
    return sql.replace("%", "%%").replace("?", "%s").encode()


def in_a_line(error: psycopg.Error) -> str:
    """What the server or libpq says: of several lines the first, which says what is wrong."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0].rstrip(".") if lines else type(error).__name__
