"""What programs send to the server and get from it, beside answers and refusals."""

import json
import re
from datetime import date, datetime
from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from index.types import Confidence, DateSource, Edit, Receipt, Report, ReportHead, Role
from rag.question.parsing import Query
from rag.types import Answer, Outcome, Refusal

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def _read_day(value: object) -> object:
    """Keeps pydantic from taking numbers, and times of day, for days."""
    if isinstance(value, date) or (isinstance(value, str) and _DAY.fullmatch(value)):
        return value
    raise PydanticCustomError("date_parsing", "this is not a day; write it as 2024-12-26")


Day = Annotated[date, BeforeValidator(_read_day)]


class Bounded(_Frozen):
    """The bounds that are set beside a question or a text."""

    first: Day | None = Field(
        default=None, alias="from", description="Only reports published on or after this day."
    )
    last: Day | None = Field(
        default=None, alias="to", description="Only reports published on or before this day."
    )
    as_of: Day | None = Field(default=None, description="As things were known on this day.")
    publisher: str | None = Field(
        default=None, description="Only reports of publishers whose name has this in it."
    )
    report: str | None = Field(
        default=None, description="Only the report with this id, as citations and lists have it."
    )
    collections: tuple[str, ...] = Field(
        default=(), max_length=100, description="Only reports that belong to one of these."
    )
    dated_for_sure: bool = Field(
        default=False, strict=True, description="Only reports whose date is in no doubt."
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.first is not None and self.last is not None and self.first > self.last:
            raise ValueError("`from` is later than `to`")
        return self

    def bounds(self, question: str = "") -> Query:
        """A question within the bounds."""
        publisher = self.publisher if self.publisher and self.publisher.strip() else None
        return Query(
            question, self.first, self.last, self.as_of, publisher, report=self.report or None,
            collections=self.collections, dated_for_sure=self.dated_for_sure,
        )  # fmt: skip


class Asked(_Frozen):
    """A question."""

    question: str = Field(description="The question, in words.")


class BoundedQuestion(Bounded, Asked):
    """A question and the bounds that are set beside it."""

    def query(self) -> Query:
        """What the engine is asked."""
        return self.bounds(self.question)


class CheckRequest(Bounded):
    """A text to be checked, and the reports that it is checked against."""

    text: str = Field(min_length=1, description="The text: its sentences are checked.")
    format: Literal["markdown", "text"] = Field(
        default="markdown", description="How the text is written; plain text is read as such."
    )


class AskRequest(BoundedQuestion):
    """A question, its bounds and the conversation that it is asked in."""

    conversation_id: str | None = Field(
        default=None, max_length=200, description="Names the conversation that this belongs to."
    )


class FindRequest(BoundedQuestion):
    """What is to be found in all reports, and its bounds."""

    question: str = Field(
        max_length=2000,
        description="The words to be found, or “How many reports mention …?”.",
    )
    format: Literal["json", "csv"] | None = Field(
        default=None, description="Of the response; null: as the header Accept has it."
    )


class FindQuery(FindRequest):
    """The same, as it stands in an address."""

    dated_for_sure: bool = Field(
        default=False, description="Only reports whose date is in no doubt: true or false."
    )


_OUTCOME = TypeAdapter[Answer | Refusal](Outcome)


def _read_outcome(value: object) -> object:
    """Keeps pydantic from taking 0 for false, or "1" for a number."""
    if isinstance(value, Answer | Refusal):
        return value
    try:
        return _OUTCOME.validate_json(json.dumps(value), strict=True)
    except ValidationError as error:
        first = error.errors()[0]
        place = "/".join(str(part) for part in first["loc"][1:]) or "kind"
        raise PydanticCustomError(
            "outcome", "{place}: {why}", {"place": place, "why": first["msg"]}
        ) from error


class ExportRequest(_Frozen):
    """Outcomes to be exported as one file."""

    format: Literal["docx", "md", "html", "bib", "csl-json", "ris"] = Field(
        description="A document with footnotes (docx, md, html), or the reports cited."
    )
    outcomes: tuple[Annotated[Outcome, BeforeValidator(_read_outcome)], ...] = Field(
        min_length=1,
        max_length=200,
        description="Answers and refusals as /v1/ask gave them: one, or those of a conversation.",
    )


class ReportSummary(_Frozen):
    """A report without its text: whose it is, when it came out and how that is known."""

    report_id: str
    path: str
    title: str | None
    publisher: str | None
    originator: str | None
    url: str | None
    published_on: date | None
    date_source: DateSource | None
    date_confidence: Confidence
    date_note: str | None
    page_date: date | None
    published_edtf: str | None = Field(
        description="What is known of the published date where that is no day, in EDTF."
    )
    date_modified: date | None = Field(
        description="The last day on which the report is said to have been changed."
    )
    data_cutoff: date | None
    events_from: date | None
    events_to: date | None
    language: str | None = Field(
        description="The code (ISO 639) of the one that its body is in; null if it was not told."
    )
    sha256: str | None = Field(description="SHA-256 of the report as read.")
    retrieved_at: datetime | None = Field(description="When it was read.")
    unread: tuple[str, ...] = Field(
        description="What of the file is not in the text, or not for certain, in words: pictures."
    )
    collections: tuple[str, ...] = Field(description="Those that the report belongs to.")
    edited: tuple[str, ...] = Field(
        description="What a person put in the place of what was read of it, by name."
    )
    gone_since: datetime | None = Field(
        description="When its file was first missed, where it is not there any more."
    )
    superseded_on: date | None = Field(
        description="Of an earlier text of a report: from that day on another is known."
    )

    @classmethod
    def of(cls, head: ReportHead) -> Self:
        """The summary of a report of the catalog."""
        dated, told = head.dated, head.told
        return cls(
            report_id=head.id,
            path=head.path,
            title=head.title,
            publisher=head.publisher,
            originator=head.originator,
            url=head.url,
            published_on=dated.published_on,
            date_source=dated.source,
            date_confidence=dated.confidence,
            date_note=dated.note,
            page_date=dated.page_date,
            published_edtf=dated.published_edtf,
            date_modified=dated.date_modified,
            data_cutoff=told.data_cutoff,
            events_from=told.first,
            events_to=told.last,
            language=head.language,
            sha256=head.sha256 or None,
            retrieved_at=head.retrieved_at,
            unread=head.unread,
            collections=head.collections,
            edited=head.edited,
            gone_since=head.gone_since,
            superseded_on=head.superseded_on,
        )


_Words = Annotated[str, Field(min_length=1, max_length=500)]


class ReportEdit(_Frozen):
    """What is to be put in the place of what was read of a report; what is left out, or null, stays
    as it is. `reset` undoes all edits, and stands alone."""

    published_on: Day | None = Field(default=None, description="The day on which it came out.")
    publisher: _Words | None = None
    title: _Words | None = None
    collections: tuple[_Words, ...] | None = Field(
        default=None, max_length=100, description="All that it is to belong to."
    )
    reset: bool = Field(default=False, strict=True, description="Whether all edits are undone.")

    @property
    def edit(self) -> Edit:
        """What the index is told."""
        return Edit(self.published_on, self.publisher, self.title, self.collections)

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if self.reset and self.edit.changed:
            raise ValueError("`reset` undoes all edits; send it alone")
        return self


class ChangeReceipt(_Frozen):
    """What was changed of a report: how it was, and how it is now; null where it was removed."""

    before: ReportSummary
    after: ReportSummary | None

    @classmethod
    def of(cls, receipt: Receipt) -> Self:
        """The receipt of a change of the index."""
        after = receipt.after
        return cls(
            before=ReportSummary.of(receipt.before),
            after=ReportSummary.of(after) if after is not None else None,
        )


class BlockSpan(_Frozen):
    """A paragraph, heading or list item, by character offsets in the report's text."""

    start: int
    end: int
    role: Role
    is_list_item: bool
    reason: str = Field(description="Why it is furniture, in words; empty otherwise.")


class ReportText(ReportSummary):
    """A report with its whole text and the blocks of it."""

    text: str
    blocks: tuple[BlockSpan, ...]
    pages: int | None = Field(description="How many pages its file has; null where it has none.")

    @classmethod
    def whole(cls, report: Report) -> Self:
        """A report of the catalog."""
        blocks = tuple(
            BlockSpan(
                start=b.start, end=b.end, role=b.role, is_list_item=b.is_list_item, reason=b.reason
            )
            for b in report.blocks
        )
        summary = ReportSummary.of(report.head).model_dump()
        paged = report.paged
        return cls(
            **summary,
            text=report.text,
            blocks=blocks,
            pages=paged.count if paged else None,
        )
