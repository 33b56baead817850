"""What readers think of answers, kept beside the index."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from index.database import Database
from rag.types import Answer, Refusal

FEEDBACK_FILE = "feedback.sqlite"
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS feedback ("
    "id INTEGER PRIMARY KEY, given_at TEXT NOT NULL, place TEXT NOT NULL,"
    " helpful INTEGER NOT NULL, outcome TEXT NOT NULL)"
)


@dataclass(frozen=True, slots=True)
class Feedback:
    """One reader's judgement. `place` is where it was given: chat, slack; `outcome` is the answer
    or refusal as the contract has it."""

    given_at: str
    place: str
    helpful: bool
    outcome: dict[str, object]


class FeedbackStore:
    """The feedback of one data folder, in a SQLite file; safe from several threads."""

    def __init__(self, data_dir: Path) -> None:
        self._db = Database(
            data_dir / FEEDBACK_FILE, "Move the file away; feedback starts afresh then."
        )

    def add(self, outcome: Answer | Refusal, place: str, at: datetime, *, helpful: bool) -> None:
        """Keeps a judgement. Raises IndexUnusable where it cannot be written."""
        said = outcome.model_dump_json(by_alias=True, exclude={"timings_ms"})
        with self._db.writing():
            self._db.rows(_SCHEMA)
            self._db.rows(
                "INSERT INTO feedback (given_at, place, helpful, outcome) VALUES (?, ?, ?, ?)",
                (at.isoformat(timespec="seconds"), place, int(helpful), said),
            )

    def all(self) -> Iterator[Feedback]:
        """Every judgement, the oldest first."""
        if not self._db.exists:
            return
        rows = self._db.rows("SELECT given_at, place, helpful, outcome FROM feedback ORDER BY id")
        for given_at, place, helpful, outcome in rows:
            yield Feedback(given_at, place, bool(helpful), json.loads(outcome))
