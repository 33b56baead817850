"""What flows through ingest: report, block, passage.

All offsets are 0-based character offsets into the text of the report, end exclusive.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    """What a block is to its report. Only `BODY` is ever retrieved, cited or answered from."""

    TITLE = "title"
    BYLINE = "byline"
    PUBLISHER = "publisher"
    HEADING = "heading"
    LINK = "link"
    BODY = "body"
    FURNITURE = "furniture"


class DateSource(StrEnum):
    """Where a published date was read."""

    FRONT_MATTER = "front_matter"
    HTML_META = "html_meta"
    BYLINE = "byline"
    URL = "url"
    TEXT = "text"
    FILE = "file"


class Confidence(StrEnum):
    """How far a published date can be trusted."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list item or heading, `text[start:end]` of its report.

    `reason` says in words why a block is furniture, and is empty otherwise.
    """

    start: int
    end: int
    is_list_item: bool = False
    role: Role = Role.BODY
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReportDate:
    """When a report came out, how that is known and how far it can be trusted.

    `page_date` is the date on the page's masthead where that is not the report's own.
    """

    published_on: date | None = None
    source: DateSource | None = None
    confidence: Confidence = Confidence.LOW
    note: str | None = None
    page_date: date | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file says of itself beside its text (front matter, HTML head); absent is None."""

    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    published_on: date | None = None
    date_source: DateSource | None = None


@dataclass(frozen=True, slots=True)
class SourceText:
    """A file as read: its text, the blocks of it, and what its format says of it.

    Front matter is part of the text, so that offsets are the file's, and of no block.
    """

    text: str
    blocks: tuple[Block, ...]
    metadata: Metadata = field(default_factory=Metadata)


@dataclass(frozen=True, slots=True)
class ReportHead:
    """A report without its text.

    `id` is derived from the file's bytes, so that the same bytes are the same report; `path`
    is relative to what was ingested.
    """

    id: str
    path: str
    title: str | None
    publisher: str | None
    url: str | None
    dated: ReportDate


@dataclass(frozen=True, slots=True)
class Report:
    """A dated source document as the catalog keeps it."""

    head: ReportHead
    text: str
    blocks: tuple[Block, ...]


WINDOW = 2
"""Sentences in a passage: few, so that what is found is what is cited."""

CHUNKING = f"windows of {WINDOW} sentences within a block, stride 1"
"""Names the way of chunking in the fingerprint of an index: change it when passages change."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of one block that is retrieved and cited: `text[start:end]` of its report.

    `sentences` are the offsets, in the report, of the whole sentences that the passage holds.
    """

    id: str
    report_id: str
    block: int
    start: int
    end: int
    sentences: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the corpus holds: counts, and the first and last published dates known."""

    reports: int
    passages: int
    first: date | None
    last: date | None
    snapshot: str


@dataclass(frozen=True, slots=True)
class Scope:
    """Which reports may be looked at, by published date and publisher; None is no bound.

    With any bound on dates, reports without a date are left out. `publishers` are exact names.
    """

    first: date | None = None
    last: date | None = None
    publishers: tuple[str, ...] | None = None

    @property
    def bounds_dates(self) -> bool:
        return self.first is not None or self.last is not None


@dataclass(frozen=True, slots=True)
class Finding:
    """A passage with what is needed to rank, judge and cite it.

    `text` is the passage's verbatim text.
    """

    passage: Passage
    text: str
    report: ReportHead
