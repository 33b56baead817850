"""A file as it is read: its text, and where that stands in the file and on its pages."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import date, datetime

from index.types.blocks import Block
from index.types.dates import DateHint, DateSource
from index.types.pagemap import PageMap


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file says of itself beside its text (front matter, HTML head); absent is None.

    `date_is_stated` is False where the date was found but is not said to be of publication.
    `published_edtf` is what is stated where that is no day, such as a month, in EDTF.
    `two_readings` are those of figures that may be two days, the day first and the month first.
    `instant` is that in UTC which the day is of, and `date_note` says that it may be another where
    the report came out. `own_path` is the report's address within its site.
    `author` wrote the report, where another publishes it. `dated_by_text` says whether a date in
    the text may be the report's own. Of the `hints` the first is the likeliest to be near the day
    of publication.
    """

    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    published_on: date | None = None
    date_source: DateSource | None = None
    date_is_stated: bool = True
    published_edtf: str | None = None
    two_readings: tuple[date, date] | None = None
    instant: datetime | None = None
    date_note: str | None = None
    date_modified: date | None = None
    own_path: str | None = None
    author: str | None = None
    dated_by_text: bool = True
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
