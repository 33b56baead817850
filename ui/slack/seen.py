"""What was taken on already, so that a repeated request is answered once, also after a restart, and
whichever of several servers it is sent to."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Hashable
from pathlib import Path
from typing import Protocol

from index.errors import DatelineError
from index.storage.database import Database
from index.storage.sql import digest
from index.storage.state_schema import keep_newest
from ui.shared import Shared

SEEN_FILE = "slack.sqlite"
CAPACITY = 10_000
"""So many keys are known; of more, the oldest are forgotten."""
_SCHEMA = "CREATE TABLE IF NOT EXISTS seen (id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE)"
_TAKEN_S = 300.0
"""Seconds for which what a server took on is its own: longer than what waits there takes, and not
longer than it is until Slack sends something for the last time."""
_logger = logging.getLogger(__name__)


class Seen(Protocol):
    """The keys last met. Only digests of them are held."""

    async def first_time(self, *keys: Hashable) -> bool:
        """Whether none of these keys was met before. All of them are from now on. Raises
        DatabaseUnusable."""
        ...

    async def forget(self, key: Hashable) -> None:
        """Takes a key for new again, because what it stood for did not happen."""
        ...

    async def keep(self, *keys: Hashable) -> None:
        """Writes down that what these keys stand for is done. Where that cannot be, it is logged
        once."""
        ...


class OwnSeen:
    """The keys that this server met.

    A key is held in memory from when it is first met, and kept in the data folder once what it
    stands for is done: where a server is killed in between, Slack may send it again, and it is
    dealt with then.
    """

    def __init__(self, data_dir: Path, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._keys: OrderedDict[bytes, None] = OrderedDict()
        self._db = Database(
            data_dir / SEEN_FILE,
            "Move the file away; it is made anew, and requests from before may be answered again.",
        )
        self._is_told = False
        self._load()

    async def first_time(self, *keys: Hashable) -> bool:
        digests = [_digest(key) for key in keys]
        is_new = self._keys.keys().isdisjoint(digests)
        for one in digests:
            self._keys[one] = None
            self._keys.move_to_end(one)
        while len(self._keys) > self._capacity:
            self._keys.popitem(last=False)
        return is_new

    async def forget(self, key: Hashable) -> None:
        self._keys.pop(_digest(key), None)

    async def keep(self, *keys: Hashable) -> None:
        """As the interface has it; what cannot be written holds until the server ends."""
        await asyncio.to_thread(self._keep, [_digest(key) for key in keys])

    def _keep(self, digests: list[bytes]) -> None:
        if not self._db.folder.is_dir():
            return
        try:
            with self._db.writing():
                self._db.rows(_SCHEMA)
                self._db.run_many(
                    "INSERT OR IGNORE INTO seen (key) VALUES (?)", [(one,) for one in digests]
                )
                self._db.rows(
                    "DELETE FROM seen WHERE id <= (SELECT max(id) FROM seen) - ?", [self._capacity]
                )
        except DatelineError as error:
            self._tell(error)

    def _load(self) -> None:
        if not self._db.exists:
            return
        try:
            kept = self._db.rows("SELECT key FROM seen ORDER BY id")
        except DatelineError as error:
            self._tell(error)
        else:
            self._keys.update((bytes(key), None) for (key,) in kept)

    def _tell(self, error: DatelineError) -> None:
        if not self._is_told:
            self._is_told = True
            _logger.warning(
                "What Slack sends again after a restart may be answered again: %s", error
            )


class SharedSeen:
    """The keys that any server of a database met.

    A key is a server's own from when that first meets it, and done once it is kept. Where the
    server is killed in between, what Slack sends again after some minutes is dealt with by whoever
    gets it.
    """

    def __init__(self, shared: Shared, capacity: int = CAPACITY, taken_s: float = _TAKEN_S) -> None:
        self._shared = shared
        self._capacity = capacity
        self._taken_s = taken_s
        self._is_told = False

    async def first_time(self, *keys: Hashable) -> bool:
        # in one order, so that of two servers with the same keys neither waits for the other
        digests = sorted({_digest(key) for key in keys})
        taken = await self._shared.do(
            lambda: self._shared.db.rows(
                "INSERT INTO seen AS s (key, until) SELECT key, clock_timestamp()"
                " + make_interval(secs => ?) FROM unnest(?::bytea[]) WITH ORDINALITY u (key, n)"
                " ORDER BY n ON CONFLICT (key) DO UPDATE SET until = excluded.until"
                " WHERE s.until < clock_timestamp() RETURNING 1",
                (self._taken_s, digests),
            )
        )
        return len(taken) == len(digests)

    async def forget(self, key: Hashable) -> None:
        try:
            await self._shared.do(
                lambda: self._shared.db.rows(
                    "DELETE FROM seen WHERE key = ? AND until IS NOT NULL", [_digest(key)]
                )
            )
        except DatelineError as error:
            self._tell(error)

    async def keep(self, *keys: Hashable) -> None:
        digests = sorted({_digest(key) for key in keys})
        try:
            await self._shared.do(lambda: self._keep(digests))
        except DatelineError as error:
            self._tell(error)

    def _keep(self, digests: list[bytes]) -> None:
        self._shared.db.run_many(
            "INSERT INTO seen (key, until) VALUES (?, NULL)"
            " ON CONFLICT (key) DO UPDATE SET until = NULL",
            [(one,) for one in digests],
        )
        keep_newest(self._shared.db, "seen", "key", self._capacity)

    def _tell(self, error: DatelineError) -> None:
        if not self._is_told:
            self._is_told = True
            _logger.warning("What Slack sends again may be answered again: %s", error)


def seen_of(data_dir: Path, shared: Shared | None) -> Seen:
    """The keys that the servers of a database met, or else this one."""
    return OwnSeen(data_dir) if shared is None else SharedSeen(shared)


def _digest(key: Hashable) -> bytes:
    return digest(repr(key))
