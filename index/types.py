"""What flows through ingest: report, block, passage.

All offsets are 0-based character offsets into the text of the report, end exclusive.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from index.calendar import Period
from index.edtf import span_of
from index.pagemap import PageMap
from index.rules import Stage, declare

TELLS_OF = timedelta(days=31)
"""A report that names no other time tells of so long before it was published, at most."""
COARSE = 62
"""Days; a longer time that a passage names says little of a day or a month within it."""

SOON_AFTER = declare(
    "window-soon-after", Stage.SEARCH,
    f"A report of the {TELLS_OF.days} days after a time may tell of that time without naming it.",
)  # fmt: skip
TOO_LONG = declare(
    "window-long-times", Stage.SEARCH,
    "A passage that names a long time, such as a year, is not of a day or month within it.",
)  # fmt: skip


def _however_long(asked: int) -> int:
    return date.max.toordinal()


@TOO_LONG.governs(without=_however_long)
def longest_told(asked: int) -> int:
    """How many days a time may have to be taken for one of so many days within it."""
    return max(COARSE, asked)


class Role(StrEnum):
    """What a block is to its report. Only `BODY` is ever retrieved, cited or answered from."""

    TITLE = "title"
    BYLINE = "byline"
    PUBLISHER = "publisher"
    HEADING = "heading"
    LINK = "link"
    BODY = "body"
    FURNITURE = "furniture"


class Kind(StrEnum):
    """What a block is by its form, whatever it is to its report."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    KEY_VALUE = "key_value"
    QUOTE = "quote"
    CAPTION = "caption"
    NOTE = "note"
    TURN = "turn"


class DateSource(StrEnum):
    """Where a published date was read."""

    FRONT_MATTER = "front_matter"
    HTML_META = "html_meta"
    BYLINE = "byline"
    URL = "url"
    TEXT = "text"
    FILE = "file"
    MAIL = "mail"
    FEED = "feed"
    PROPERTIES = "properties"


class Confidence(StrEnum):
    """How far a published date can be trusted."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list item or heading, `text[start:end]` of its report.

    `level` is that of a heading, from 1 down, and 0 elsewhere. `under` are the words, beside the
    headings of its section, without which a block cannot be understood: the lead-in of its list,
    the heads of its row's columns, who speaks. `reason` says in words why a block is furniture.
    """

    start: int
    end: int
    kind: Kind = Kind.PARAGRAPH
    role: Role = Role.BODY
    reason: str = ""
    level: int = 0
    under: str = ""

    @property
    def is_list_item(self) -> bool:
        """Whether it is one of several that a list or a table has."""
        return self.kind in (Kind.LIST_ITEM, Kind.TABLE_ROW, Kind.KEY_VALUE)


@dataclass(frozen=True, slots=True)
class ReportDate:
    """When a report came out, how that is known and how far it can be trusted.

    `page_date` is the date on the page's masthead where that is not the report's own.
    `published_edtf` is what is known where that is no day, in EDTF: a month, or one of two days.
    `date_modified` is the last day on which the report is said to have been changed. `not_before`
    is a later day than its date, where the text may be of that one.
    """

    published_on: date | None = None
    source: DateSource | None = None
    confidence: Confidence = Confidence.LOW
    note: str | None = None
    page_date: date | None = None
    published_edtf: str | None = None
    date_modified: date | None = None
    not_before: date | None = None

    @property
    def earliest(self) -> date | None:
        """The first day on which the report may have come out, by its date."""
        return span_of(self.published_edtf)[0] if self.published_edtf else self.published_on

    @property
    def latest(self) -> date | None:
        """The last day on which the report may have come out, by its date."""
        return span_of(self.published_edtf)[1] if self.published_edtf else self.published_on

    @property
    def known_by(self) -> date | None:
        """The day by which the report, as it is, was out for certain.

        A date that was only read from the text is no later than that of the report, and one in
        doubt may be too early, so that these do not tell; the day on which the page was shown does.
        """
        doubtful = self.source in (None, DateSource.TEXT) or self.confidence is Confidence.LOW
        if doubtful:
            return self.page_date or self.date_modified
        days = [day for day in (self.latest, self.not_before) if day is not None]
        return max(days, default=None)


@dataclass(frozen=True, slots=True)
class Told:
    """What a report says of the time it looks at: until when it gathered data, and the first and
    the last day that it names."""

    data_cutoff: date | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class DateHint:
    """A day given beside a report that need not be its own, as when its file was last changed.

    `said` tells in words what it is the day of.
    """

    day: date
    source: DateSource
    said: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file says of itself beside its text (front matter, HTML head); absent is None.

    `date_is_stated` is False where the date was found but is not said to be of publication.
    `published_edtf` is what is stated where that is no day, such as a month, in EDTF.
    `two_readings` are those of figures that may be two days, the day first and the month first.
    `in_utc` says that the day is that of an instant in UTC, and `date_note` that it may be another
    where the report came out. `own_path` is the report's address within its site.
    `author` wrote the report, where another publishes it. Of the `hints` the first is the likeliest
    to be near the day of publication.
    """

    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    published_on: date | None = None
    date_source: DateSource | None = None
    date_is_stated: bool = True
    published_edtf: str | None = None
    two_readings: tuple[date, date] | None = None
    in_utc: bool = False
    date_note: str | None = None
    date_modified: date | None = None
    own_path: str | None = None
    author: str | None = None
    hints: tuple[DateHint, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of a report's text, from `shown` on, and those of its file that they stand for,
    from `source` on. Where both are as many, they are the same, one by one."""

    shown: int
    source: int
    length: int
    source_length: int


@dataclass(frozen=True, slots=True)
class SourceMap:
    """Where the text of a report stands in its file: runs in the order of the text.

    Characters of the text that no run holds, such as the line breaks between blocks, are not the
    file's.
    """

    runs: tuple[Run, ...]

    def to_source(self, start: int, end: int) -> tuple[int, int] | None:
        """The span of the file, in characters of it decoded, that `text[start:end]` stands for,
        from its first character there to its last; None where none of it is the file's.

        The cell of a table that is merged of several stands in the file above the later rows."""
        spans = []
        for run in self.within(start, end).runs:
            left, right = run.source, run.source + run.source_length
            if run.length == run.source_length:
                left += max(0, start - run.shown)
                right -= max(0, run.shown + run.length - end)
            spans.append((left, right))
        return (min(a for a, _ in spans), max(b for _, b in spans)) if spans else None

    def within(self, start: int, end: int) -> "SourceMap":
        """The runs that hold something of `text[start:end]`."""
        first = bisect_right(self.runs, start, key=lambda run: run.shown)
        behind = bisect_left(self.runs, end, key=lambda run: run.shown)
        held = self.runs[max(0, first - 1) : behind]
        return SourceMap(tuple(run for run in held if run.shown + run.length > start))

    def to_shown(self, start: int, end: int) -> tuple[int, int] | None:
        """The span of the text that stands for what is shown of the file's `start` to `end`; None
        where nothing of it is."""
        held = [
            run for run in self.runs
            if run.source < end and start < run.source + run.source_length
        ]  # fmt: skip
        if not held:
            return None
        spans = []
        for run in held:
            left, right = run.shown, run.shown + run.length
            if run.length == run.source_length:
                left += max(0, start - run.source)
                right -= max(0, run.source + run.source_length - end)
            spans.append((left, right))
        return min(left for left, _ in spans), max(right for _, right in spans)


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form and what a report says that it stands for, as written there."""

    short: str
    long: str


@dataclass(frozen=True, slots=True)
class Paged:
    """A report's file as pages: the width and height of each in points, and where the text stands
    on them."""

    sizes: tuple[tuple[float, float], ...]
    map: PageMap

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self.sizes)


@dataclass(frozen=True, slots=True)
class SourceText:
    """A file as read: its text as it is shown, the blocks of it, and what its format says of it.

    Without a `source` the text is the file's own, character by character, front matter too, which
    is of no block. `unread` says in words what of the file is not in the text, or not for certain,
    and `paged` is where it stands on pages, in formats that have them.
    """

    text: str
    blocks: tuple[Block, ...]
    metadata: Metadata = field(default_factory=Metadata)
    source: SourceMap | None = None
    unread: tuple[str, ...] = ()
    paged: Paged | None = None


@dataclass(frozen=True, slots=True)
class ReportHead:
    """A report without its text.

    `id` is derived from the file's bytes, so that the same bytes are the same report; `path`
    is relative to what was ingested. `originator` wrote it, where another publishes it. `language`
    is the code of that which its body is in, None where it could not be told. `sha256` is that of
    the bytes, in hexadecimal digits, and `retrieved_at` says when they were read. `unread` says in
    words what of the file is not in the text. `collections` are those that it belongs to, in
    alphabetical order.
    """

    id: str
    path: str
    title: str | None
    publisher: str | None
    url: str | None
    dated: ReportDate
    originator: str | None = None
    told: Told = field(default_factory=Told)
    language: str | None = None
    sha256: str = ""
    retrieved_at: datetime | None = None
    unread: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A dated source document as the catalog keeps it; without a `source` its text is its file's,
    character by character."""

    head: ReportHead
    text: str
    blocks: tuple[Block, ...]
    source: SourceMap | None = None
    paged: Paged | None = None


WINDOW = 2
"""Sentences in a passage: few, so that what is found is what is cited."""

CHUNKING = (
    f"windows of {WINDOW} sentences within a block, stride 1, with their place, cut by structure"
)
"""Names the way of chunking in the fingerprint of an index: change it when passages change."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of one block that is retrieved and cited: `text[start:end]` of its report.

    `sentences` are the offsets, in the report, of the whole sentences that the passage holds.
    `place` is what it stands under in its report: headings, heads of its row, who speaks. Without a
    `source` the report's text is its file's own. `pages` holds the lines of its file's pages that
    it stands in, None where the file has no pages.
    """

    id: str
    report_id: str
    block: int
    start: int
    end: int
    sentences: tuple[tuple[int, int], ...]
    place: str = ""
    source: SourceMap | None = None
    pages: PageMap | None = None

    def source_span(self, start: int, end: int) -> tuple[int, int] | None:
        """Where a span of the passage, in the report's text, stands in the file; None where that is
        not known."""
        return (start, end) if self.source is None else self.source.to_source(start, end)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the corpus holds: counts, and the first and last published dates known.

    `languages` are those of reports that are not in English, with how many are, the most first.
    `collections` are those that alone were counted, if not all is.
    """

    reports: int
    passages: int
    first: date | None
    last: date | None
    snapshot: str
    languages: tuple[tuple[str, int], ...] = ()
    collections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Days:
    """The days from `first` to `last` that a question asks about.

    With `published`, reports of that time are meant, and no others; else what is told of it.
    """

    first: date
    last: date
    published: bool = False

    @property
    def out_by(self) -> date:
        """Until when a report came out that may tell of these days without naming them."""
        told = not self.published and self.first != date.min and self.last <= date.max - TELLS_OF
        return self.last + TELLS_OF if SOON_AFTER.applies(told) else self.last

    def told_by(self, published_on: date) -> bool:
        """Whether a report of that day may tell of these days without naming them."""
        return self.first <= published_on <= self.out_by


@dataclass(frozen=True, slots=True)
class Scope:
    """What may be looked at, by published date, publisher, report and the time told of; None is no
    bound.

    `first` and `last` bound the published date, `as_of` the day by which a report was out for
    certain. With any of them, reports without a date are left out. `publishers` are exact names,
    and `report` is an id. Where there are `times`, a passage must be of one of them. A report must
    belong to one of the `collections`, which are exact names too. With `dated_for_sure`, reports
    whose date is in any doubt are left out.
    """

    first: date | None = None
    last: date | None = None
    as_of: date | None = None
    publishers: tuple[str, ...] | None = None
    times: tuple[Days, ...] = ()
    report: str | None = None
    collections: tuple[str, ...] | None = None
    dated_for_sure: bool = False

    @property
    def bounds_dates(self) -> bool:
        """True where reports without a date are out of scope."""
        return any(day is not None for day in (self.first, self.last, self.as_of))

    def narrowed(self, first: date, last: date) -> "Scope":
        """The scope with the reports of these days alone."""
        return replace(
            self,
            first=max(first, self.first) if self.first else first,
            last=min(last, self.last) if self.last else last,
        )

    def holds(self, report: ReportHead) -> bool:
        """Whether a report is within these bounds."""
        first, last, known_by = report.dated.earliest, report.dated.latest, report.dated.known_by
        return (
            (not self.bounds_dates or first is not None)
            and (self.first is None or (first is not None and first >= self.first))
            and (self.last is None or (last is not None and last <= self.last))
            and (self.as_of is None or (known_by is not None and known_by <= self.as_of))
            and (self.publishers is None or report.publisher in self.publishers)
            and (self.report is None or report.id == self.report)
            and (not self.dated_for_sure or report.dated.confidence is Confidence.HIGH)
            and (
                self.collections is None or not set(self.collections).isdisjoint(report.collections)
            )
        )


@dataclass(frozen=True, slots=True)
class Finding:
    """A passage with what is needed to rank, judge and cite it.

    `text` is the passage's verbatim text, `before` what stands right before it in the report, and
    `times` are those that its block tells of, at offsets of the report.
    """

    passage: Passage
    text: str
    report: ReportHead
    before: str = ""
    times: tuple[Period, ...] = ()

    @property
    def published_on(self) -> date | None:
        """The day on which the report came out."""
        return self.report.dated.published_on

    @property
    def sentences(self) -> list[str]:
        """The whole sentences of the passage, verbatim."""
        origin = self.passage.start
        return [self.text[a - origin : b - origin] for a, b in self.passage.sentences]
