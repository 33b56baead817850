"""Resolving a span of a report to a citation: verified against the report, never trusted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from index.calendar import Period
from index.errors import DatelineError
from index.types import Finding, ReportHead
from rag.language.attribution import said_by
from rag.language.stating import stated_as
from rag.types import Citation, Copy, DatedPassage, OnPage


class UnresolvedCitation(DatelineError):
    """A quote does not stand in its report where it is said to."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A span of the report that a retrieved passage belongs to; offsets are the report's."""

    finding: Finding
    start: int
    end: int

    @property
    def text(self) -> str:
        origin = self.finding.passage.start
        return self.finding.text[self.start - origin : self.end - origin]

    @property
    def sentences(self) -> list[str]:
        """The passage's sentences within it; all of it where it holds none whole."""
        origin, spans = self.finding.passage.start, self.finding.passage.sentences
        within = [(a, b) for a, b in spans if self.start <= a and b <= self.end]
        return [self.finding.text[a - origin : b - origin] for a, b in within] or [self.text]

    @property
    def report(self) -> ReportHead:
        return self.finding.report

    def overlaps(self, other: "Quote") -> bool:
        """Whether both have characters of one report in common."""
        same = self.report.id == other.report.id
        return same and self.start < other.end and other.start < self.end


def whole_passage(finding: Finding) -> Quote:
    """A quote of all of a passage."""
    return Quote(finding, finding.passage.start, finding.passage.end)


def without_overlaps(findings: Iterable[Finding], limit: int) -> list[Quote]:
    """The first of these passages, up to `limit`, no two that overlap."""
    quotes: list[Quote] = []
    for finding in findings:
        if len(quotes) == limit:
            break
        quote = whole_passage(finding)
        if not any(quote.overlaps(other) for other in quotes):
            quotes.append(quote)
    return quotes


def cite(
    n: int,
    quote: Quote,
    copies: Sequence[ReportHead] = (),
    answer: tuple[int, int] | None = None,
    speakers: Sequence[str] | None = None,
    agreeing: Sequence[ReportHead] = (),
) -> Citation:
    """The citation of a quote under marker `n`. Raises UnresolvedCitation.

    `speakers` are who says it, those whom it names where none are given, and `agreeing` reports
    that say the same in words of their own. `answer` are offsets in the report of the words that
    answer; they are left out where they do not stand in the quote.
    """
    within = answer and quote.start <= answer[0] < answer[1] <= quote.end
    start, end = answer if answer and within else (None, None)
    fields = _fields(quote, copies)
    if speakers is not None:
        fields["said_by"] = tuple(speakers)
    return Citation(
        n=n, answer_start=start, answer_end=end, agreeing=_copies(agreeing), **fields
    )  # fmt: skip


def nearest(quote: Quote) -> DatedPassage:
    """A passage near a question that is not answered. Raises UnresolvedCitation."""
    return DatedPassage(**_fields(quote, ()))


def _told(quote: Quote) -> list[Period]:
    """The times that a quote tells of, without what is an end of another."""
    found: list[Period] = []
    for time in quote.finding.times:
        inside = quote.start <= time.start and time.end <= quote.end
        if inside and not any(o.start <= time.start and time.end <= o.end for o in found):
            found.append(time)
    return found


def _days(time: Period) -> list[date]:
    """The days that a time names: itself, or the first and the last of some in a row."""
    last = time.begun or time.last
    if "/" not in time.edtf:
        return [time.first] if time.first == last else []
    return [day for day in (time.first, last) if day.isoformat() in time.edtf]


def _fields(quote: Quote, copies: Sequence[ReportHead]) -> dict[str, Any]:
    passage, report = quote.finding.passage, quote.report
    inside = passage.start <= quote.start < quote.end <= passage.end
    if not inside or len(quote.text) != quote.end - quote.start:
        raise UnresolvedCitation(
            f"A quote of {report.path} at {quote.start}-{quote.end} is outside its passage."
        )
    dated = report.dated
    told = _told(quote)
    source = passage.source_span(quote.start, quote.end) or (None, None)
    pages = passage.pages.boxes(quote.start, quote.end) if passage.pages is not None else ()
    return {
        "report_id": report.id,
        "passage_id": passage.id,
        "path": report.path,
        "title": report.title,
        "publisher": report.publisher,
        "url": report.url,
        "published_on": dated.published_on,
        "date_source": dated.source,
        "date_confidence": dated.confidence,
        "date_note": dated.note,
        "event_dates": tuple(sorted({day for time in told for day in _days(time)})),
        "event_times": tuple(dict.fromkeys(time.edtf for time in told)),
        "quote": quote.text,
        "start": quote.start,
        "end": quote.end,
        "source_start": source[0],
        "source_end": source[1],
        "page": pages[0].page if pages else None,
        "boxes": pages[0].boxes if pages else None,
        "further_pages": tuple(OnPage(page=on.page, boxes=on.boxes) for on in pages[1:]),
        "place": passage.place,
        "originator": report.originator,
        "said_by": tuple(dict.fromkeys(name for s in quote.sentences for name in said_by(s))),
        "stated_as": stated_as(quote.sentences),
        "page_date": dated.page_date,
        "published_edtf": dated.published_edtf,
        "date_modified": dated.date_modified,
        "data_cutoff": report.told.data_cutoff,
        "sha256": report.sha256 or None,
        "retrieved_at": report.retrieved_at,
        "gone_since": report.gone_since,
        "superseded_on": report.superseded_on,
        "also_in": _copies(copies),
    }


def _copies(reports: Sequence[ReportHead]) -> tuple[Copy, ...]:
    return tuple(
        Copy(report_id=head.id, path=head.path, published_on=head.dated.published_on)
        for head in reports
    )
