"""What was taken on already, so that a repeated request is answered once, also after a restart."""

import logging
from collections import OrderedDict
from collections.abc import Hashable
from hashlib import blake2b
from pathlib import Path

from index.errors import DatelineError
from index.storage.database import Database

SEEN_FILE = "slack.sqlite"
_SCHEMA = "CREATE TABLE IF NOT EXISTS seen (id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE)"
_logger = logging.getLogger(__name__)


class Seen:
    """The keys last met, `capacity` of them; the oldest are forgotten first.

    A key is held in memory from when it is first met, and kept in the data folder once what it
    stands for is done: where a server is killed in between, Slack may send it again, and it is
    dealt with then. Only digests of keys are held.
    """

    def __init__(self, data_dir: Path, capacity: int = 10_000) -> None:
        self._capacity = capacity
        self._keys: OrderedDict[bytes, None] = OrderedDict()
        self._db = Database(
            data_dir / SEEN_FILE,
            "Move the file away; it is made anew, and requests from before may be answered again.",
        )
        self._is_told = False
        self._load()

    def first_time(self, *keys: Hashable) -> bool:
        """Whether none of these keys was met before. All of them are from now on."""
        digests = [_digest(key) for key in keys]
        is_new = self._keys.keys().isdisjoint(digests)
        for digest in digests:
            self._keys[digest] = None
            self._keys.move_to_end(digest)
        while len(self._keys) > self._capacity:
            self._keys.popitem(last=False)
        return is_new

    def forget(self, key: Hashable) -> None:
        """Takes a key for new again, because what it stood for did not happen."""
        self._keys.pop(_digest(key), None)

    def keep(self, *keys: Hashable) -> None:
        """Writes down that what these keys stand for is done. Waits for the disk.

        Where they cannot be written, that is logged once; they then hold until the server ends.
        """
        if not self._db.folder.is_dir():
            return
        try:
            with self._db.writing():
                self._db.rows(_SCHEMA)
                self._db.run_many(
                    "INSERT OR IGNORE INTO seen (key) VALUES (?)", [(_digest(key),) for key in keys]
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


def _digest(key: Hashable) -> bytes:
    return blake2b(repr(key).encode(), digest_size=16).digest()
