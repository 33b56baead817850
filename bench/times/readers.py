"""Readers of times to compare: Dateline's own, and libraries where they are installed.

A library reads a paragraph with the day of its report; Dateline reads the whole report.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from importlib import import_module
from typing import Any

from bench.times.marks import Found
from index.calendar import end_of_month
from index.structure.blocks import split_blocks
from index.times.report import report_times
from index.types import Role

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reader:
    """Finds the times of a report, of its text, the places of paragraphs in it and its day; `whole`
    is whether it reads all of the text, and `slow` whether long texts would take it hours."""

    read: Callable[[str, Sequence[Span], date | None], list[Found]]
    whole: bool = False
    slow: bool = False

    def __call__(self, text: str, spans: Sequence[Span], out_on: date | None) -> list[Found]:
        return self.read(text, spans, out_on)


_NOON = time(12)
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - libraries take days without a zone
_SOME_DAY = datetime(2000, 1, 1, 12)  # noqa: DTZ001
"""Of a report that does not say its day."""
_UNITS = {"year": 365, "quarter": 91, "month": 30, "week": 7, "weekend": 2, "day": 1}


def ours() -> Reader:
    def read(text: str, spans: Sequence[Span], out_on: date | None) -> list[Found]:
        blocks = [replace(block, role=Role.BODY) for block in split_blocks(text)]
        told = report_times(text, blocks, out_on).values()
        every = [one for some in told for p in some for one in (p, *p.ends)]
        return [Found(p.start, p.end, p.first, p.begun or p.last) for p in every]

    return Reader(read, whole=True)


def _by_paragraph(find: Callable[[str, datetime | None], Iterator[Found]]) -> Reader:
    def read(text: str, spans: Sequence[Span], out_on: date | None) -> list[Found]:
        told_on = datetime.combine(out_on, _NOON) if out_on else None
        return [
            replace(found, start=found.start + start, end=found.end + start)
            for start, end in spans
            for found in find(text[start:end], told_on)
        ]

    return Reader(read)


def _lasting(day: date, unit: str) -> tuple[date, date]:
    """The stretch of a unit's length that begins on a day; months and years are the calendar's."""
    if unit == "year":
        return date(day.year, 1, 1), date(day.year, 12, 31)
    if unit == "month":
        return day.replace(day=1), end_of_month(day.year, day.month)
    if unit == "quarter":
        return day, end_of_month(day.year + (day.month + 2 > 12), (day.month + 1) % 12 + 1)
    return day, day + timedelta(days=_UNITS.get(unit, 1) - 1)


def dateparser() -> Reader:
    search = import_module("dateparser.search").search_dates

    def find(text: str, told_on: datetime | None) -> Iterator[Found]:
        settings: dict[str, Any] = {"PREFER_DATES_FROM": "past"}
        settings |= {"RELATIVE_BASE": told_on} if told_on else {}
        at = 0
        for words, when in search(text, languages=["en"], settings=settings) or []:
            at = max(at, text.find(words, at))
            has_day = re.search(r"(?<!\d)\d{1,2}(?!\d)|day|ago|morning|night|tomorrow", words)
            unit = "day" if has_day else "month" if re.search(r"[A-Za-z]{3}", words) else "year"
            yield Found(at, at + len(words), *_lasting(when.date(), unit))
            at += len(words)

    return _by_paragraph(find)


def duckling() -> Reader:
    """Of several readings the one nearest to the report's day: by itself it takes the next."""
    library = import_module("duckling")
    zones = library.load_time_zones("/usr/share/zoneinfo")
    locale = library.parse_locale("EN_US", library.default_locale_lang(library.parse_lang("EN")))
    dimensions = library.parse_dimensions(["time"])

    def find(text: str, told_on: datetime | None) -> Iterator[Found]:
        now = told_on or _SOME_DAY
        second = int((now - _EPOCH).total_seconds())
        context = library.Context(library.parse_ref_time(zones, "Etc/UTC", second), locale)
        for found in library.parse(text, context, dimensions, False):
            readings = [r for v in found["value"]["values"] if (r := _of_duckling(v))]
            if readings:
                days = min(readings, key=lambda r: abs((r[0] - now.date()).days))
                yield Found(found["start"], found["end"], *days)

    return _by_paragraph(find)


def _of_duckling(value: dict[str, Any]) -> tuple[date, date] | None:
    """The days of one of its readings; None of what has no beginning or no end."""
    if value["type"] == "interval":
        if "from" not in value or "to" not in value:
            return None
        last = date.fromisoformat(value["to"]["value"][:10]) - timedelta(days=1)
        first = date.fromisoformat(value["from"]["value"][:10])
        return first, max(first, last)
    return _lasting(date.fromisoformat(value["value"][:10]), value["grain"])


def recognizers() -> Reader:
    """Of several readings the last one that is not ahead of the report's day."""
    recognize = import_module("recognizers_date_time").recognize_datetime

    def find(text: str, told_on: datetime | None) -> Iterator[Found]:
        now = told_on or _SOME_DAY
        for found in recognize(text, "en-us", reference=now):
            values = (found.resolution or {}).get("values") or ()
            readings = [r for value in values if (r := _of_recognizers(value))]
            if readings:
                past = [r for r in readings if r[0] <= now.date()]
                yield Found(found.start, found.end + 1, *(max(past) if past else min(readings)))

    return replace(_by_paragraph(find), slow=True)


def _of_recognizers(value: dict[str, str]) -> tuple[date, date] | None:
    try:
        if value["type"].endswith("range"):
            last = date.fromisoformat(value["end"][:10]) - timedelta(days=1)
            first = date.fromisoformat(value["start"][:10])
            return first, max(first, last)
        day = date.fromisoformat(value["value"][:10])
    except (KeyError, ValueError):
        return None
    return day, day


def timexy() -> Reader:
    nlp: Any = import_module("spacy").blank("en")
    import_module("timexy")
    nlp.add_pipe("timexy", config={"kb_id_type": "timex3", "label": "timexy", "overwrite": False})

    def find(text: str, told_on: datetime | None) -> Iterator[Found]:
        for entity in nlp(text).ents:
            day = re.search(r'value="(\d{4}-\d{2}-\d{2})', entity.kb_id_)
            if day:
                unit = "day" if re.search(r"(?<!\d)\d{1,2}(?!\d)", entity.text) else "month"
                days = _lasting(date.fromisoformat(day[1]), unit)
                yield Found(entity.start_char, entity.end_char, *days)

    return _by_paragraph(find)


def parsedatetime() -> Reader:
    calendar = import_module("parsedatetime").Calendar()

    def find(text: str, told_on: datetime | None) -> Iterator[Found]:
        for when, flags, start, end, _ in calendar.nlp(text, sourceTime=told_on or _SOME_DAY) or ():
            if flags & 1:
                yield Found(start, end, when.date(), when.date())

    return _by_paragraph(find)


READERS: dict[str, tuple[str, Callable[[], Reader]]] = {
    "Dateline": ("dateutil", ours),
    "dateparser": ("dateparser", dateparser),
    "Duckling": ("duckling", duckling),
    "Recognizers-Text": ("recognizers_date_time", recognizers),
    "timexy": ("timexy", timexy),
    "parsedatetime": ("parsedatetime", parsedatetime),
}
"""By name: what must be installed, and how to make it."""
