"""Conversations whose answers are known: how many turns are right, and how many are understood."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from rag.engine.conversations import Conversations
from rag.engine.query_engine import QueryEngine
from rag.evaluation.metrics import Estimate, estimate, mean
from rag.evaluation.questions import (
    Identified,
    KnownQuestion,
    checked_pattern,
    read_lines,
)
from rag.evaluation.result import Standing, standing
from rag.evaluation.run import is_right
from rag.types import Answer, Outcome, Reason


class KnownTurn(KnownQuestion):
    """A question of a conversation with what a right answer to it has.

    `understood_as` is a regular expression that the question must match as it was understood,
    `reason` why it must be refused; None where any will do.
    """

    understood_as: str | None = None
    reason: Reason | None = None

    @field_validator("understood_as")
    @classmethod
    def _compile_understood(cls, understood_as: str | None) -> str | None:
        return understood_as if understood_as is None else checked_pattern(understood_as)


class KnownConversation(Identified):
    """Questions that are asked one after the other; a turn's id is the conversation's with its
    number, from 1."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    turns: tuple[KnownTurn, ...] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _number(cls, given: Any) -> Any:
        if not isinstance(given, dict) or not isinstance(given.get("turns"), list):
            return given
        turns = [
            {**turn, "id": f"{given.get('id')}.{n}"} if isinstance(turn, dict) else turn
            for n, turn in enumerate(given["turns"], 1)
        ]
        return {**given, "turns": turns}


def read_conversations(file: Path) -> list[KnownConversation]:
    """The conversations of a JSON-lines file. Raises BadInput, naming the line."""
    return read_lines(file, KnownConversation, "conversations")


class TurnRecord(BaseModel):
    """One turn, what was said, and how that stands to what is known.

    `number` counts from 1. `understood` is None where it is not known what should be.
    """

    model_config = ConfigDict(frozen=True)

    known: KnownTurn
    number: int
    outcome: Outcome
    standing: Standing
    understood: bool | None

    @property
    def right(self) -> bool:
        """Whether it was answered rightly, or refused rightly and for the right reason."""
        return self.standing is Standing.RIGHT or (
            self.standing is Standing.REFUSED
            and self.known.reason in (None, getattr(self.outcome, "reason", None))
        )


def converse(engine: QueryEngine, known: Iterable[KnownConversation]) -> Iterator[TurnRecord]:
    """A record for each turn, in order, each conversation by itself."""
    for conversation in known:
        kept = Conversations()
        for number, turn in enumerate(conversation.turns, 1):
            outcome = kept.ask(engine, turn.query, conversation.id)
            yield _record(engine, turn, number, outcome)


def _record(engine: QueryEngine, known: KnownTurn, number: int, outcome: Outcome) -> TurnRecord:
    right = False
    if isinstance(outcome, Answer) and engine.catalog is not None:
        right = known.answerable and is_right(known, outcome, engine.catalog)
    whole = outcome.understood_as or outcome.question
    wanted = known.understood_as
    return TurnRecord(
        known=known,
        number=number,
        outcome=outcome,
        standing=standing(known.answerable, not isinstance(outcome, Answer), right),
        understood=None if wanted is None else re.search(wanted, whole, re.IGNORECASE) is not None,
    )


Measure = Callable[[TurnRecord], float | None]
FIGURES: tuple[tuple[str, str, Measure], ...] = (
    ("turns_right", "Turns right", lambda r: float(r.right)),
    ("first_turns_right", "First turns right", lambda r: float(r.right) if r.number == 1 else None),
    ("follow_ups_right", "Follow-ups right", lambda r: float(r.right) if r.number > 1 else None),
    (
        "follow_ups_understood",
        "Follow-ups understood",
        lambda r: float(r.understood) if r.number > 1 and r.understood is not None else None,
    ),
)
"""Shares of turns by name, with a label and what each turn counts for: None for nothing."""


def turn_figures(records: Sequence[TurnRecord]) -> dict[str, Estimate]:
    """All figures that have a meaning for these turns, by name, in order."""
    counted = {
        name: [value for record in records if (value := measure(record)) is not None]
        for name, _, measure in FIGURES
    }
    measured = {name: estimate(values, mean) for name, values in counted.items() if values}
    return {name: value for name, value in measured.items() if value is not None}
