"""The alerts that are to be sent, each until it has arrived."""

import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from index.storage.database import Database
from ui.standing.alerts import Alert
from ui.standing.destinations import Destination
from ui.standing.store import StandingStore

_LOCK_FILE = "standing-sending.sqlite"
"""Locked by the one process that sends: what is noted as being sent while nobody else holds it was
cut off."""


@dataclass(frozen=True, slots=True)
class Sending:
    """An alert on its way to a destination: how often that was tried before, and whether a try
    may have arrived, being cut off before that was noted."""

    number: int
    alert: Alert
    destination: Destination
    tries: int
    cut_off: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """An alert that has not been sent yet, and what kept it."""

    standing_id: int
    destination: Destination
    tries: int
    failure: str | None


class Outbox:
    """The alerts of one data folder that are on their way; safe from several threads and processes.
    Every error is an IndexUnusable."""

    def __init__(self, data_dir: Path) -> None:
        self._store = StandingStore(data_dir)
        self._db = self._store.database
        self._lock = Database(data_dir / _LOCK_FILE, "Delete the file.")

    def is_due(self) -> bool:
        """Whether there is an alert to be sent now."""
        sql = "SELECT 1 FROM alert WHERE state <> 'sent' AND due <= ? LIMIT 1"
        return self._store.exists and self._db.row(sql, [time.time()]) is not None

    @contextmanager
    def sending(self) -> Iterator[None]:
        """Holds the right to send, which one process has at a time, until it leaves or dies. Raises
        BeingWritten while another has it."""
        with self._lock.writing():
            yield

    def take(self, *, all_waiting: bool = False, but: Collection[int] = ()) -> Sending | None:
        """The first alert that is due, or that waits at all, noted as being sent; None where there
        is none. For whoever holds the right to send."""
        if not self._store.exists:
            return None
        until = float("inf") if all_waiting else time.time()
        with self._store.writing():
            rows = self._db.rows(
                "SELECT number, alert, destination, address, tries, state FROM alert WHERE state"
                " <> 'sent' AND due <= ? ORDER BY number",
                [until],
            )
            row = next((row for row in rows if row[0] not in but), None)
            if row is None:
                return None
            self._db.rows(
                "UPDATE alert SET state = 'sending', tries = tries + 1 WHERE number = ?", [row[0]]
            )
        number, alert, kind, address, tries, state = row
        to = Destination(kind, address)
        return Sending(number, Alert.model_validate_json(alert), to, tries, state == "sending")

    def sent(self, sending: Sending) -> None:
        """Notes that an alert has arrived; what it said is not kept any longer."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._store.writing():
            self._db.rows(
                "UPDATE alert SET state = 'sent', sent_at = ?, alert = '', failure = NULL"
                " WHERE number = ?",
                (now, sending.number),
            )

    def not_sent(self, sending: Sending, why: str, due: float, *, perhaps: bool) -> None:
        """Notes that an alert did not arrive, and from when it is tried again, in seconds;
        `perhaps` that it may have arrived, now or at an earlier try."""
        with self._store.writing():
            self._db.rows(
                "UPDATE alert SET state = ?, failure = ?, due = ? WHERE number = ?",
                ("sending" if perhaps else "waiting", why, due, sending.number),
            )

    def waiting(self) -> list[Waiting]:
        """The alerts that have not been sent, the oldest first."""
        if not self._store.exists:
            return []
        rows = self._db.rows(
            "SELECT standing, destination, address, tries, failure FROM alert"
            " WHERE state <> 'sent' ORDER BY number"
        )
        return [Waiting(r[0], Destination(r[1], r[2]), r[3], r[4]) for r in rows]
