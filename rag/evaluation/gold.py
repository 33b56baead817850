"""Where the evidence of a question stands in the reports, and what of it a span has."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.storage.catalog import Catalog
from index.text.normalize import aligned
from index.types import Role

HALF = 0.5
"""A passage is relevant where it has this share of the evidence, or of it all is evidence."""


@dataclass(frozen=True, slots=True)
class Span:
    """`start` to `end` of a report's text."""

    report_id: str
    start: int
    end: int

    def shared(self, other: "Span") -> int:
        """Characters in both."""
        if self.report_id != other.report_id:
            return 0
        return max(0, min(self.end, other.end) - max(self.start, other.start))


class Reports:
    """The texts of a corpus, read once, for looking evidence up."""

    def __init__(self, catalog: Catalog) -> None:
        found = [catalog.report(head.id) for head in catalog.report_heads()]
        self._reports = {report.head.id: report for report in found if report is not None}
        self._aligned = {i: aligned(report.text) for i, report in self._reports.items()}
        self._passages: dict[str, list[Span]] = {}
        for f in catalog.findings(catalog.passage_ids()).values():
            span = Span(f.passage.report_id, f.passage.start, f.passage.end)
            self._passages.setdefault(span.report_id, []).append(span)

    def places(self, evidence: str) -> list[Span]:
        """Every place where a sentence stands, verbatim but for spaces and quotation marks."""
        words = aligned(evidence).split()
        if not words:
            return []
        pattern = re.compile(r"\s+".join(map(re.escape, words)))
        return [
            Span(report_id, *match.span())
            for report_id, text in self._aligned.items()
            for match in pattern.finditer(text)
        ]

    def relevant(self, places: Iterable[Span]) -> int:
        """How many passages of the corpus are relevant to evidence that stands there."""
        by_report: dict[str, list[Span]] = {}
        for place in places:
            by_report.setdefault(place.report_id, []).append(place)
        return sum(
            is_relevant(passage, gold)
            for report_id, gold in by_report.items()
            for passage in self._passages.get(report_id, ())
        )

    def text(self, span: Span) -> str:
        """The words of a span."""
        return self._reports[span.report_id].text[span.start : span.end]

    def around(self, span: Span) -> str:
        """The words of the blocks that a span touches."""
        report = self._reports[span.report_id]
        touched = [b for b in report.blocks if b.start < span.end and span.start < b.end]
        return "\n".join(report.text[b.start : b.end] for b in touched)

    def is_verbatim(self, span: Span, quote: str) -> bool:
        """Whether a quote is what the report has at its offsets."""
        report = self._reports.get(span.report_id)
        return report is not None and report.text[span.start : span.end] == quote

    def is_furniture(self, span: Span) -> bool:
        """Whether a span touches what is not the report's own text."""
        report = self._reports[span.report_id]
        return any(
            block.role is not Role.BODY and block.start < span.end and span.start < block.end
            for block in report.blocks
        )


def is_relevant(span: Span, gold: Sequence[Span]) -> bool:
    """Whether a span has at least half of a place of evidence, or lies in it by half."""
    return any(
        span.shared(place) >= HALF * min(span.end - span.start, place.end - place.start) > 0
        for place in gold
    )
