"""Rows of the catalog as the types that flow through ingest."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
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
    " r.language, r.sha256, r.retrieved_at, r.unread,"
    " r.published_edtf, r.date_modified, r.not_before,"
    " (SELECT json_group_array(c.name) FROM collections c WHERE c.report_id = r.id),"
    " (SELECT e.changed FROM edits e WHERE e.report_id = r.id),"
    " (SELECT e.edited_at FROM edits e WHERE e.report_id = r.id),"
    " (SELECT g.since FROM gone g WHERE g.report_id = r.id), NULL"
)
"""Columns that `as_head` reads."""
_ITS_REPORT = (
    "coalesce((SELECT v.now FROM main.earlier v WHERE v.report_id = r.id"
    " AND r.id NOT IN (SELECT id FROM main.reports)), r.id)"
)
PASSAGE = "p.id, p.report_id, p.block, p.start, p.end, p.sentences, p.place, p.source"
"""Columns that `as_passage` reads."""
TIME = "t.start, t.end, t.first, t.last, t.begun, t.edtf"
"""Columns that `as_period` reads."""
OTHER_LANGUAGES = (
    "SELECT language, count(*) FROM reports WHERE language <> ? GROUP BY language"
    " ORDER BY 2 DESC, 1"
)
"""What reports are in that are not in a language, and how many."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """Where what was fetched from an address is kept, and by what its site tells its versions."""

    location: str
    etag: str
    last_modified: str

    @property
    def conditions(self) -> dict[str, str]:
        """The headers of a request for what changed since."""
        stated = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in stated.items() if value}


def head_of_version(day: date | None) -> str:
    """Columns that `as_head` reads of texts that reports had, on a day or ever: an earlier one
    belongs to the collections of its report, and is edited, or gone, with it."""
    named = HEAD.removesuffix("NULL").replace("FROM collections", "FROM own_collections")
    last = f"min(v.until) FROM main.versions v WHERE v.until > {day.toordinal()}" if day else (
        "max(v.until) FROM main.versions v WHERE true"
    )  # fmt: skip
    return (
        f"{named.replace('report_id = r.id', f'report_id = {_ITS_REPORT}')}"
        f"(SELECT {last} AND v.report_id = r.id AND r.id <> {_ITS_REPORT})"
    )


def as_head(row: Sequence[Any]) -> ReportHead:
    """A report without its text."""
    report_id, path, title, publisher, url, published, source, confidence, note, *rest = row
    *rest, groups, changed_by_hand, edited_at, gone, superseded = rest
    edited = json.loads(changed_by_hand or "{}")
    by = edited.pop("by", "")
    *days, originator, language, sha256, retrieved_at, unread, edtf, changed, later = rest
    page_date, data_cutoff, first, last = map(as_day, days)
    dated = ReportDate(
        published_on=as_day(published),
        source=DateSource(source) if source else None,
        confidence=Confidence(confidence),
        note=note,
        page_date=page_date,
        published_edtf=edtf,
        date_modified=as_day(changed),
        not_before=as_day(later),
    )
    told = Told(data_cutoff, first, last)
    return ReportHead(
        report_id, path, title, publisher, url, dated, originator, told, language, sha256,
        as_time(retrieved_at), tuple(json.loads(unread)), tuple(sorted(json.loads(groups))),
        tuple(sorted(edited)), as_time(gone), as_day(superseded), as_time(edited_at), by,
    )  # fmt: skip


def as_period(row: Sequence[Any]) -> Period:
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


def of_time(time: datetime | None) -> str | None:
    """A time as the catalog keeps it, to the second."""
    return time.astimezone(UTC).isoformat(timespec="seconds") if time is not None else None


def as_time(kept: str | None) -> datetime | None:
    """A time from what the catalog keeps."""
    return datetime.fromisoformat(kept) if kept else None


def as_ordinal(day: date | None) -> int | None:
    """A day as the catalog keeps it."""
    return day.toordinal() if day is not None else None


def as_day(ordinal: int | None) -> date | None:
    """A day from what the catalog keeps."""
    return date.fromordinal(ordinal) if ordinal is not None else None
