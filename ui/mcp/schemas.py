"""What assistants send to the tools and get from them, beside answers and refusals."""

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from index.types import Report
from rag.types import DatedPassage
from ui.report_schemas import ReportSummary
from ui.schemas import BoundedQuestion

MOST_CHARACTERS = 20_000
"""Of a report in one call: some 5,000 tokens, which assistants take without cutting it."""
MOST_REPORTS = 50
"""In one call, likewise."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class SearchArguments(BoundedQuestion):
    """What is looked for and within which bounds."""

    limit: int = Field(default=5, ge=1, le=20, description="Passages, at most.")


class ReadArguments(_Frozen):
    """Which part of which report."""

    report_id: str = Field(description="The id of a report, as citations and lists have it.")
    start: int = Field(default=0, ge=0, description="First character, counted from 0.")
    end: int | None = Field(
        default=None,
        description=f"End, exclusive; {MOST_CHARACTERS:,} characters are given at most.",
    )


class ListArguments(_Frozen):
    """Which part of the list."""

    skip: int = Field(
        default=0, ge=0, description=f"Reports to leave out; {MOST_REPORTS} are given at most."
    )


class Found(_Frozen):
    """Passages near a question. They are not judged: none of them need answer it."""

    kind: Literal["nearest"] = "nearest"
    question: str
    nearest: tuple[DatedPassage, ...] = Field(description="The best first.")
    corpus: str = Field(description="What the corpus holds, in words.")


class ReportPart(ReportSummary):
    """A report's head and the characters `start` to `end` of its text, verbatim."""

    text: str
    start: int
    end: int
    length: int = Field(description="Characters in the whole text.")
    next_start: int | None = Field(description="Where to read on; null at the end of the report.")

    @classmethod
    def cut(cls, report: Report, start: int, end: int | None) -> Self:
        """A part of a report, as much of it as is given at once."""
        length = len(report.text)
        end = min(start + MOST_CHARACTERS, length if end is None else end, length)
        return cls(
            **ReportSummary.of(report.head).model_dump(),
            text=report.text[start:end],
            start=start,
            end=end,
            length=length,
            next_start=end if end < length else None,
        )


class ReportList(_Frozen):
    """Reports without their text, the oldest first, those without a date last."""

    reports: tuple[ReportSummary, ...]
    corpus: str = Field(description="What the corpus holds, in words.")
    next_skip: int | None = Field(description="Where to go on; null at the end of the list.")
