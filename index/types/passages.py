"""Passages: what is retrieved and cited."""

from dataclasses import dataclass
from datetime import date

from index.calendar import Period
from index.types.pagemap import PageMap
from index.types.reports import ReportHead
from index.types.source import SourceMap

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
