"""What is told of an answer that has changed."""

from datetime import datetime
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from index.calendar import day_in_words
from rag.answer.changes import Kind
from rag.types import Answer, Refusal
from ui.console import on_one_line
from ui.rendering import outcome_lines

_TITLES = {
    Kind.FIRST_ANSWER: "Answered now",
    Kind.NEW_VALUE: "Answered otherwise",
    Kind.CONTRADICTION: "Contradicted",
    Kind.NO_LONGER_ANSWERED: "No longer answered",
}
ERASED = "This answer rested on a report that was erased."


class Given(BaseModel):
    """An answer or refusal with the moment at which it was given, in words and as `/v1/ask` has it;
    null where a report that it rested on was erased."""

    model_config = ConfigDict(frozen=True)

    asked_at: datetime
    text: str
    outcome: dict[str, Any] | None

    @classmethod
    def of(cls, outcome: Answer | Refusal, at: datetime) -> Self:
        """An outcome that was given at a moment."""
        return cls(
            asked_at=at,
            text="\n".join(line.plain for line in outcome_lines(outcome)),
            outcome=outcome.model_dump(mode="json", by_alias=True, exclude={"timings_ms"}),
        )


class Alert(BaseModel):
    """That the answer to a standing question has changed. `fresh` are the markers of what is cited
    now and was not `before`."""

    model_config = ConfigDict(frozen=True)

    id: str
    kind: Kind
    standing_id: int
    question: str
    made_at: datetime
    fresh: tuple[int, ...]
    before: Given
    after: Given

    @property
    def title(self) -> str:
        """One line: what has happened to which question."""
        return f"{_TITLES[self.kind]}: {on_one_line(self.question)}"

    @property
    def parts(self) -> tuple[tuple[str, str], tuple[str, str]]:
        """Both answers, the newer one first, each with a line that dates it."""
        return (
            (f"Now, asked on {_day(self.after)}:", self.after.text),
            (f"Before, asked on {_day(self.before)}:", self.before.text),
        )

    @property
    def text(self) -> str:
        """All of it in words."""
        told = "\n\n".join(f"{head}\n\n{text}" for head, text in self.parts)
        return f"{self.title}\n\n{told}\n"


def _day(given: Given) -> str:
    return day_in_words(given.asked_at.date())
