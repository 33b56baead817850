"""Reports as programs get them from the server, and what is to be changed of one."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import Field, model_validator

from index.types import Confidence, DateSource, Edit, Receipt, Report, ReportHead, Role
from ui.schemas import Day, Frozen


class ReportSummary(Frozen):
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
    edited_at: datetime | None = Field(description="When a person last did.")
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
            edited_at=head.edited_at,
            gone_since=head.gone_since,
            superseded_on=head.superseded_on,
        )


_Words = Annotated[str, Field(min_length=1, max_length=500)]


class ReportEdit(Frozen):
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


class ChangeReceipt(Frozen):
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


class BlockSpan(Frozen):
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
