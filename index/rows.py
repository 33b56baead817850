"""Rows of the catalog as the types that flow through ingest."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from index.calendar import Period
from index.types import (
    Confidence,
    DateSource,
    Passage,
    ReportDate,
    ReportHead,
    Run,
    SourceMap,
    Told,
)

HEAD = (
    "r.id, r.path, r.title, r.publisher, r.url, r.published, r.date_source, r.date_confidence,"
    " r.date_note, r.page_date, r.data_cutoff, r.first_event, r.last_event, r.originator,"
    " r.language"
)
"""Columns that `as_head` reads."""
PASSAGE = "p.id, p.report_id, p.block, p.start, p.end, p.sentences, p.place, p.source"
"""Columns that `as_passage` reads."""
TIME = "t.start, t.end, t.first, t.last, t.begun, t.edtf"
"""Columns that `as_time` reads."""
OTHER_LANGUAGES = (
    "SELECT language, count(*) FROM reports WHERE language <> ? AND (? IS NULL OR known_by <= ?)"
    " GROUP BY language ORDER BY 2 DESC, 1"
)
"""What reports are in that are not in a language, and how many; with a day twice, of those that
were out by then."""


def as_head(row: Sequence[Any]) -> ReportHead:
    """A report without its text."""
    report_id, path, title, publisher, url, published, source, confidence, note, *rest = row
    *days, originator, language = rest
    page_date, data_cutoff, first, last = map(as_day, days)
    dated = ReportDate(
        published_on=as_day(published),
        source=DateSource(source) if source else None,
        confidence=Confidence(confidence),
        note=note,
        page_date=page_date,
    )
    told = Told(data_cutoff, first, last)
    return ReportHead(report_id, path, title, publisher, url, dated, originator, told, language)


def as_time(row: Sequence[Any]) -> Period:
    """A time that a report tells of; its offsets are the report's."""
    start, end, first, last, begun, edtf = row
    days = date.fromordinal(first), date.fromordinal(last)
    return Period(start, end, *days, begun=as_day(begun), edtf=edtf)


def as_passage(row: Sequence[Any]) -> Passage:
    """A passage."""
    passage_id, report_id, block, start, end, sentences, place, source = row
    spans = tuple((left, right) for left, right in json.loads(sentences))
    return Passage(passage_id, report_id, block, start, end, spans, place, as_source_map(source))


def of_source_map(source: SourceMap | None) -> str | None:
    """Where a text stands in its file, as the catalog keeps it."""
    if source is None:
        return None
    return json.dumps([[r.shown, r.source, r.length, r.source_length] for r in source.runs])


def as_source_map(kept: str | None) -> SourceMap | None:
    """Where a text stands in its file."""
    return SourceMap(tuple(Run(*run) for run in json.loads(kept))) if kept is not None else None


def as_ordinal(day: date | None) -> int | None:
    """A day as the catalog keeps it."""
    return day.toordinal() if day is not None else None


def as_day(ordinal: int | None) -> date | None:
    """A day from what the catalog keeps."""
    return date.fromordinal(ordinal) if ordinal is not None else None
