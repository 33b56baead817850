"""What readers think of answers, kept beside the index."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from index.storage.database import Database
from index.storage.sql import SqlDatabase
from rag.question.parsing import Query
from rag.types import Answer, Refusal
from ui.shared import Shared

FEEDBACK_FILE = "feedback.sqlite"
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS feedback ("
    "id INTEGER PRIMARY KEY, given_at TEXT NOT NULL, place TEXT NOT NULL,"
    " helpful INTEGER NOT NULL, bounds TEXT NOT NULL, outcome TEXT NOT NULL)"
)


@dataclass(frozen=True, slots=True)
class Feedback:
    """One reader's judgement. `place` is where it was given: chat, slack; `bounds` are those set
    beside the question, days as text, and `outcome` is the answer or refusal as the contract has
    it."""

    given_at: str
    place: str
    helpful: bool
    bounds: dict[str, str]
    outcome: dict[str, object]


class FeedbackStore:
    """The feedback of one data folder, in a SQLite file, or that of several servers in the database
    that they share; safe from several threads."""

    def __init__(self, data_dir: Path, shared: Shared | None = None) -> None:
        """Where there is a `shared` database, the data folder is neither read nor written."""
        self._is_shared = shared is not None
        self._db: SqlDatabase = (
            shared.db
            if shared is not None
            else Database(
                data_dir / FEEDBACK_FILE, "Move the file away; feedback starts afresh then."
            )
        )

    def add(
        self,
        outcome: Answer | Refusal,
        place: str,
        at: datetime,
        *,
        helpful: bool,
        asked: Query | None = None,
    ) -> None:
        """Keeps a judgement. Raises a DatelineError where it cannot be written.

        `asked` is the question with the bounds that were set beside it; None where none were.
        """
        said = outcome.model_dump_json(by_alias=True, exclude={"timings_ms"})
        bounds = json.dumps(_bounds(asked) if asked is not None else {}, ensure_ascii=False)
        with self._db.writing():
            if not self._is_shared:
                self._db.rows(_SCHEMA)
            self._db.rows(
                "INSERT INTO feedback (given_at, place, helpful, bounds, outcome)"
                " VALUES (?, ?, ?, ?, ?)",
                (at.isoformat(timespec="seconds"), place, int(helpful), bounds, said),
            )

    def erase(self, report_ids: Iterable[str]) -> int:
        """Removes every judgement of an outcome that names one of some reports, and says how many
        there were; nothing of them is left in the files. Raises a DatelineError."""
        if not self._db.exists:
            return 0
        sql = "DELETE FROM feedback WHERE replace(outcome, ?, '') <> outcome RETURNING id"
        erased = 0
        with self._db.writing():
            for report_id in report_ids:
                erased += len(self._db.rows(sql, [report_id]))
        self._db.compact()
        return erased

    def all(self) -> Iterator[Feedback]:
        """Every judgement, the oldest first."""
        if not self._db.exists:
            return
        rows = self._db.rows(
            "SELECT given_at, place, helpful, bounds, outcome FROM feedback ORDER BY id"
        )
        for given_at, place, helpful, bounds, outcome in rows:
            yield Feedback(given_at, place, bool(helpful), json.loads(bounds), json.loads(outcome))


def _bounds(asked: Query) -> dict[str, str]:
    """Bounds by the names that questions files have for them."""
    days = {"from": asked.first, "to": asked.last, "as_of": asked.as_of}
    bounds = {name: day.isoformat() for name, day in days.items() if day is not None}
    named = {"publisher": asked.publisher, "report": asked.report}
    return bounds | {name: value for name, value in named.items() if value}
