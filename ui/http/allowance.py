"""How many requests each client has made in the last minute: of one server, or of several."""

import math
import time
from collections import deque
from collections.abc import Callable
from typing import Protocol

from index.storage.sql import digest
from ui.shared import Shared

_MINUTE = 60.0
_MANY = 10_000
"""Clients remembered before those that have been quiet for a minute are forgotten."""


class Allowance(Protocol):
    """Counts requests. In no minute, whenever it begins, a client is let through more often than
    the setting says."""

    async def wait(self, client: str) -> int:
        """Counts a request and returns 0, or returns the seconds until there may be another.
        Raises DatabaseUnusable."""
        ...


class OwnAllowance:
    """Requests that this process has let through."""

    def __init__(self, per_minute: int, now: Callable[[], float] = time.monotonic) -> None:
        """`per_minute` 0 is no bound. `now` gives seconds."""
        self._per_minute = per_minute
        self._now = now
        self._made: dict[str, deque[float]] = {}

    async def wait(self, client: str) -> int:
        if not self._per_minute:
            return 0
        now = self._now()
        if len(self._made) > _MANY:
            self._made = {k: made for k, made in self._made.items() if made[-1] > now - _MINUTE}
        made = self._made.setdefault(client, deque())
        while made and made[0] <= now - _MINUTE:
            made.popleft()
        if len(made) >= self._per_minute:
            return math.ceil(made[0] + _MINUTE - now)
        made.append(now)
        return 0


class SharedAllowance:
    """Requests that any server of a database has let through, by the clock of the database.

    A client's row holds the times of as many requests as there may be in a minute, and is locked
    while it is looked at and written: one more is let through where there are fewer, or the first
    of them is a minute old.
    """

    def __init__(self, shared: Shared, per_minute: int, minute_s: float = _MINUTE) -> None:
        """`per_minute` 0 is no bound. `minute_s` is how many seconds it holds for."""
        self._shared = shared
        self._per_minute = per_minute
        self._minute_s = minute_s
        self._counted = 0

    async def wait(self, client: str) -> int:
        if not self._per_minute:
            return 0
        return await self._shared.do(lambda: self._wait(digest(client)))

    def _wait(self, client: bytes) -> int:
        most, db = self._per_minute, self._shared.db
        let_through = db.row(
            "INSERT INTO allowance AS a (client, made) VALUES (?, ARRAY[clock_timestamp()])"
            " ON CONFLICT (client) DO UPDATE"
            " SET made = (a.made || clock_timestamp())[greatest(1, cardinality(a.made) + 2 - ?):]"
            " WHERE cardinality(a.made) < ? OR a.made[cardinality(a.made) + 1 - ?]"
            " <= clock_timestamp() - make_interval(secs => ?)"
            " RETURNING 1",
            (client, most, most, most, self._minute_s),
        )
        if let_through is not None:
            self._forget_some()
            return 0
        left = db.row(
            "SELECT extract(epoch FROM made[cardinality(made) + 1 - ?] - clock_timestamp())"
            " FROM allowance WHERE client = ?",
            (most, client),
        )
        since = float(left[0]) if left is not None and left[0] is not None else 0.0
        return max(1, math.ceil(since + self._minute_s))

    def _forget_some(self) -> None:
        """Forgets clients that have been quiet for a minute, now and then."""
        self._counted += 1
        if self._counted % _MANY == 0:
            self._shared.db.rows(
                "DELETE FROM allowance WHERE made[cardinality(made)]"
                " <= clock_timestamp() - make_interval(secs => ?)",
                [self._minute_s],
            )


def allowance_of(per_minute: int, shared: Shared | None) -> Allowance:
    """That of the servers that share a database, or else of this one."""
    return OwnAllowance(per_minute) if shared is None else SharedAllowance(shared, per_minute)
