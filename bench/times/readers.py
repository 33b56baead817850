"""Readers of times to compare: Dateline's own, and libraries where they are installed.

A library reads a paragraph with the day of its report; Dateline reads the whole report.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from importlib import import_module
from typing import Any

from bench.times.marks import Found
from index.blocks import split_blocks
from index.calendar import end_of_month
from index.times.report import report_times
from index.types import Role

Span = tuple[int, int]
Reader = Callable[[str, Sequence[Span], date | None], list[Found]]
"""Takes a report's text, the places of paragraphs in it and its day."""
_NOON = time(12)
_UNITS = {"year": 365, "quarter": 91, "month": 30, "week": 7, "weekend": 2, "day": 1}


def ours() -> Reader:
    def read(text: str, spans: Sequence[Span], out_on: date | None) -> list[Found]:
        blocks = [replace(block, role=Role.BODY) for block in split_blocks(text)]
        told = report_times(text, blocks, out_on).values()
        every = [one for some in told for p in some for one in (p, *p.ends)]
        return [Found(p.start, p.end, p.first, p.begun or p.last) for p in every]

    return read


def _by_paragraph(find: Callable[[str, datetime | None], Iterator[Found]]) -> Reader:
    def read(text: str, spans: Sequence[Span], out_on: date | None) -> list[Found]:
        told_on = datetime.combine(out_on, _NOON) if out_on else None
        return [
            replace(found, start=found.start + start, end=found.end + start)
            for start, end in spans
            for found in find(text[start:end], told_on)
        ]

    return read


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


def puckling() -> Reader:
    library = import_module("puckling")
    context, options = library.Context, library.Options

    def find(text: str, told_on: datetime | None) -> Iterator[Found]:
        utc = import_module("datetime").UTC
        now = (told_on or datetime(2000, 1, 1, 12)).replace(tzinfo=utc)
        for entity in library.parse(text, context(reference_time=now), options(), dims=("time",)):
            yield from _of_duckling(entity.start, entity.end, entity.value)

    return _by_paragraph(find)


def _of_duckling(start: int, end: int, value: Any) -> Iterator[Found]:
    del start, end, value
    yield from ()


READERS: dict[str, tuple[str, Callable[[], Reader]]] = {
    "Dateline": ("dateparser", ours),
    "dateparser": ("dateparser", dateparser),
}
"""By name: what must be installed, and how to make it."""
