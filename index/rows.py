"""Rows of the catalog as the types that flow through ingest, and scopes as conditions."""

import json
from datetime import date

from index.database import Row, marks
from index.types import Confidence, DateSource, Passage, ReportDate, ReportHead, Scope

HEAD = (
    "r.id, r.path, r.title, r.publisher, r.url, r.published, r.date_source, r.date_confidence,"
    " r.date_note, r.page_date"
)
"""Columns that `as_head` reads."""
PASSAGE = "p.id, p.report_id, p.block, p.start, p.end, p.sentences"
"""Columns that `as_passage` reads."""


def as_head(row: Row) -> ReportHead:
    """A report without its text."""
    report_id, path, title, publisher, url, published, source, confidence, note, page_date = row
    dated = ReportDate(
        published_on=as_day(published),
        source=DateSource(source) if source else None,
        confidence=Confidence(confidence),
        note=note,
        page_date=as_day(page_date),
    )
    return ReportHead(report_id, path, title, publisher, url, dated)


def as_passage(row: Row) -> Passage:
    """A passage."""
    passage_id, report_id, block, start, end, sentences = row
    spans = tuple((left, right) for left, right in json.loads(sentences))
    return Passage(passage_id, report_id, block, start, end, spans)


def as_ordinal(day: date | None) -> int | None:
    """A day as the catalog keeps it."""
    return day.toordinal() if day is not None else None


def as_day(ordinal: int | None) -> date | None:
    """A day from what the catalog keeps."""
    return date.fromordinal(ordinal) if ordinal is not None else None


def where_in(scope: Scope) -> tuple[str, list[str | int]]:
    """Conditions on `reports r` that a scope sets, each after an AND, and their values."""
    clauses: list[str] = []
    values: list[str | int] = []
    if scope.first is not None:
        clauses.append("r.published >= ?")
        values.append(scope.first.toordinal())
    if scope.last is not None:
        clauses.append("r.published <= ?")
        values.append(scope.last.toordinal())
    if scope.publishers is not None:
        clauses.append(f"r.publisher IN ({marks(scope.publishers)})")
        values.extend(scope.publishers)
    return "".join(f" AND {clause}" for clause in clauses), values
