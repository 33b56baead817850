"""What comes out of a question. These types are the interface that other programs rely on:
`dateline ask --json` prints them, and `docs/answer.schema.json` is made from them."""

import json
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, TypeAdapter, model_validator

from index.types import Confidence, DateSource
from rag.searched import Corpus, Frozen, Models, Window


class Reason(StrEnum):
    """Why there is no answer."""

    NO_EVIDENCE = "no_evidence"
    OUT_OF_WINDOW = "out_of_window"
    UNSUPPORTED = "unsupported"
    OFF_TOPIC = "off_topic"
    EMPTY_CORPUS = "empty_corpus"
    QUESTION_TOO_LONG = "question_too_long"
    NOT_A_QUESTION = "not_a_question"


class Copy(Frozen):
    """Another report that carries the same words."""

    report_id: str
    path: str
    published_on: date | None


Box = Annotated[
    tuple[float, float, float, float],
    Field(description="Left, bottom, right and top, in points from the page's lower left."),
]


class OnPage(Frozen):
    """Where a part of a quote stands: a page of the report's file, counted from 1, and rectangles
    on it, from the top down."""

    page: int = Field(ge=1)
    boxes: tuple[Box, ...] = Field(min_length=1)


class StatedAs(StrEnum):
    """What else than a plain statement a quote may be."""

    QUESTION = "question"
    CONDITION = "condition"
    DENIAL = "denial"


class DatedPassage(Frozen):
    """A verbatim quote with the report it stands in and that report's date.

    `start` and `end` are character offsets of `quote` in the report's text. It cannot be made
    without a report, a quote that fits its offsets, and a date with its source or, where there
    is none, a note that says so.
    """

    report_id: str = Field(min_length=1)
    passage_id: str = Field(min_length=1)
    path: str
    title: str | None
    publisher: str | None
    url: str | None
    published_on: date | None
    date_source: DateSource | None
    date_confidence: Confidence
    date_note: str | None = Field(description="Why the date is doubtful, in words.")
    event_dates: tuple[date, ...] = Field(description="Days that the quote speaks of, resolved.")
    event_times: tuple[str, ...] = Field(
        default=(),
        description="Times that the quote speaks of, as EDTF dates and intervals (ISO 8601-2).",
    )
    quote: str = Field(min_length=1)
    start: int = Field(ge=0)
    end: int
    source_start: int | None = Field(
        default=None,
        description="The same place in the report's file, in characters of it decoded.",
    )
    source_end: int | None = None
    page: int | None = Field(
        default=None,
        ge=1,
        description="The page of a PDF on which the quote begins, from 1; null for other files.",
    )
    boxes: tuple[Box, ...] | None = Field(
        default=None, description="Where on that page the quote stands, a rectangle a line."
    )
    further_pages: tuple[OnPage, ...] = Field(
        default=(), description="The pages on which the quote goes on."
    )
    place: str = Field(
        default="",
        description="What the quote stands under: headings, heads of its row, a speaker.",
    )
    also_in: tuple[Copy, ...] = ()
    originator: str | None = Field(
        default=None, description="Who wrote the report, where it says that another publishes it."
    )
    said_by: tuple[str, ...] = Field(
        default=(), description="Those to whom the quote gives its words: “Bloomberg reported”."
    )
    stated_as: tuple[StatedAs, ...] = Field(
        default=(),
        description="What the quote is where it does not simply state: a question, something said "
        "on a condition, a denial.",
    )
    page_date: date | None = Field(
        default=None, description="The date on the page's masthead, where not the report's own."
    )
    published_edtf: str | None = Field(
        default=None,
        description="What is known of the published date where that is no day, in EDTF.",
    )
    date_modified: date | None = Field(
        default=None, description="The last day on which the report is said to have been changed."
    )
    data_cutoff: date | None = Field(
        default=None, description="The day until which the report says that it looked."
    )
    sha256: str | None = Field(
        default=None,
        description="SHA-256 of the report as read: of its file, or of what it is of a file of "
        "several, as a message of a mailbox.",
    )
    retrieved_at: datetime | None = Field(default=None, description="When it was read.")
    gone_since: datetime | None = Field(
        default=None,
        description="When the report's file was first missed, where it is not there any more.",
    )
    superseded_on: date | None = Field(
        default=None,
        description="The quote is of an earlier text of the report: from that day on another is "
        "known. Null for what stands in the report now.",
    )

    @model_validator(mode="after")
    def _hold_together(self) -> Self:
        if self.end - self.start != len(self.quote):
            raise ValueError("the offsets of a quote must span it")
        dated = self.published_on is not None or self.published_edtf is not None
        if dated and self.date_source is None:
            raise ValueError("a published date must say where it is from")
        if self.published_on is None and not self.date_note:
            raise ValueError("a missing date must be explained")
        if (self.page is None) != (self.boxes is None):
            raise ValueError("a page must say where on it the quote stands")
        return self


class Citation(DatedPassage):
    """A passage that a sentence of the answer rests on; `n` is its marker.

    `answer_start` and `answer_end` are the offsets, in the report's text, of the words of the
    quote that answer; None where no few words do. `later_otherwise` are the markers of later
    reports that say otherwise, `corrected_by` those of what puts the quote right, `contradicts`
    those of what says otherwise at the same time, and `agreeing` other reports that say the same in
    words of their own.
    """

    n: int = Field(ge=1)
    answer_start: int | None = None
    answer_end: int | None = None
    later_otherwise: tuple[int, ...] = ()
    corrected_by: tuple[int, ...] = ()
    contradicts: tuple[int, ...] = ()
    agreeing: tuple[Copy, ...] = ()

    @model_validator(mode="after")
    def _answer_within(self) -> Self:
        if self.answer_start is None and self.answer_end is None:
            return self
        start, end = self.answer_start or 0, self.answer_end or 0
        if not self.start <= start < end <= self.end:
            raise ValueError("the words that answer must stand in the quote")
        return self


class Point(Frozen):
    """A value of a figure, as it is `written` in the quote of citation `n`, and the `day` on which
    that report came out."""

    n: int = Field(ge=1)
    day: date
    value: float
    written: str


class Sentence(Frozen):
    """A sentence of an answer and the markers of what it rests on.

    It is `verbatim` its report's, or else a language model wrote it and it passed the checks.
    """

    text: str = Field(min_length=1)
    citations: tuple[int, ...] = Field(min_length=1)
    verbatim: bool = True


class Dropped(Frozen):
    """A sentence that a language model wrote and that is not shown, for inspection.

    `passages` are the ids of those that it named as its sources, `why` says in words what is wrong
    with it, and `replaced` whether the report's own sentence is shown in its place.
    """

    text: str
    passages: tuple[str, ...]
    why: str
    replaced: bool


class _Outcome(Frozen):
    kind: Literal["answer", "refusal"]
    question: str
    text: str = Field(min_length=1)
    window: Window | None
    confidence: float = Field(
        ge=0, le=1, description="The probability that the evidence answers the question."
    )
    corpus: Corpus
    models: Models
    timings_ms: dict[str, float]
    understood_as: str | None = Field(
        default=None,
        description="The question as its conversation makes it whole; null where it is as asked.",
    )
    dropped: tuple[Dropped, ...] = Field(
        default=(), description="What a language model wrote and the checks did not let through."
    )


class Answer(_Outcome):
    """What the reports say, every sentence cited. `text` has the markers inline."""

    kind: Literal["answer"] = "answer"
    sentences: tuple[Sentence, ...] = Field(min_length=1)
    citations: tuple[Citation, ...] = Field(min_length=1)
    notes: tuple[str, ...] = Field(
        default=(), description="What a reader should know of the age of the evidence, in words."
    )
    series: tuple[Point, ...] = Field(
        default=(),
        description="The course of a figure that three reports or more give on days of their own, "
        "in their order; empty where there is none.",
    )

    @model_validator(mode="after")
    def _resolve_markers(self) -> Self:
        known = [citation.n for citation in self.citations]
        used = {n for sentence in self.sentences for n in sentence.citations}
        if known != list(range(1, len(known) + 1)) or used != set(known):
            raise ValueError("markers must count from 1 and each be used and resolved")
        otherwise = {
            n for c in self.citations
            for n in (*c.later_otherwise, *c.corrected_by, *c.contradicts)
        }  # fmt: skip
        if not otherwise <= used:
            raise ValueError("what is reported otherwise must be cited")
        if not {point.n for point in self.series} <= used:
            raise ValueError("a value of a figure must be cited")
        return self


class Refusal(_Outcome):
    """Why there is no answer. `nearest` are passages near the question, never its sources."""

    kind: Literal["refusal"] = "refusal"
    reason: Reason
    nearest: tuple[DatedPassage, ...] = Field(default=(), max_length=3)


Outcome = Annotated[Answer | Refusal, Field(discriminator="kind")]
OUTCOME = TypeAdapter[Answer | Refusal](Outcome)
"""Reads an outcome back that was written as JSON."""


def outcome_schema() -> str:
    """JSON Schema of an answer or refusal, as JSON text; `docs/answer.schema.json` is this."""
    described = OUTCOME.json_schema(by_alias=True, mode="serialization")
    return json.dumps(described, indent=2, ensure_ascii=False)
