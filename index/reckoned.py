"""Times that a text reckons from a day or month that it names: two days after 24 May, the week of
24 May, the months before December."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from index.calendar import Period, days_before, end_of_month, months_before
from index.dates import day_mentions
from index.parts import names_an_event
from index.relative import COUNT, DAYS_IN, UNIT, count_of
from index.rules import Stage, declare

_NEAREST = r"(?:first|next|last|final)"
_FROM = re.compile(
    r"(?<![\w,.-])(?<!half )(?<!and )"
    rf"(?P<all>(?:in|within|over|during|throughout|for)\s(?:the\s)?(?:{_NEAREST}\s)?"
    rf"|the\s(?:{_NEAREST}\s)?(?=\w+\s\w+s\s)|the\s{_NEAREST}\s)?"
    rf"(?:(?:{COUNT}|the)\s|(?<=first\s)|(?<=next\s)|(?<=last\s)|(?<=final\s))"
    rf"{UNIT}(?P<many>s)?\s"
    r"(?P<way>after|before|following|prior to|preceding|(?:leading\s)?(?:up\s)?to)\s(?:the\s)?$",
    re.IGNORECASE,
)
_WITHIN = re.compile(rf"\bwithin\s{COUNT}\s{UNIT}s?\sof\s(?:the\s)?$", re.IGNORECASE)
_RUN_UP = re.compile(
    r"\b(?:the\s)?(?:run[- ]?up|lead[- ]?up|build-?up)\sto\s(?:the\s)?$", re.IGNORECASE
)
_EVE = re.compile(r"\b(?:the\s)?eve\sof\s(?:the\s)?$", re.IGNORECASE)
_A_RUN_UP = 2
"""Months."""
_WEEK = re.compile(
    r"\b(?:the\s)?week\s(?P<way>of|beginning|starting|commencing|ending|from)\s"
    r"(?:on\s)?(?:the\s)?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s)?$",
    re.IGNORECASE,
)
_LONGEST = 31
"""Days of what is reckoned from; "the year before 2022" is not."""
_WRITTEN_BEFORE = 60
"""Characters in which the words stand that reckon from a day."""

RECKONED = declare(
    "time-reckoned", Stage.INGEST,
    "A text speaks of times that it reckons from one it names: two days after 24 May.",
)  # fmt: skip


def reckoned(text: str, named_in_it: Sequence[Period]) -> Iterator[Period]:
    """The periods that are reckoned from a day or month named after them, of those that `text`
    names.

    "The week of" a day begins on its Monday; "two weeks after" a day is the week around that day,
    "two months after" it is a whole month; "the week after" it and "within two weeks after" it are
    all the days that follow. Of "the March 2024 election" it is not known on which day it was.
    """
    for named in named_in_it:
        if named.days > _LONGEST:
            continue
        begin = max(0, named.start - _WRITTEN_BEFORE)
        before = text[begin : named.start]
        found = _of_a_day(before, named) if named.days <= DAYS_IN["week"] else None
        found = found or _beside(before, named, of_event=names_an_event(text, named))
        if found is not None:
            start, days = found
            yield Period(begin + start, named.end, *days, named.stated_year)


def _of_a_day(before: str, named: Period) -> tuple[int, tuple[date, date]] | None:
    """Where the words begin that take a day for the time around it or its eve, and that time."""
    if (way := _WITHIN.search(before)) is not None:
        count, unit = count_of(way["count"]), way["unit"].casefold()
        first, last = _moved(named.first, -count, unit), _moved(named.last, count, unit)
        return (way.start(), (first, last)) if first and last else None
    if (way := _WEEK.search(before)) is not None:
        return way.start(), _week(way, named.first)
    if (way := _EVE.search(before)) is not None:
        eve = days_before(named.first, 1)
        return way.start(), (eve, eve)
    return None


def _beside(before: str, named: Period, *, of_event: bool) -> tuple[int, tuple[date, date]] | None:
    """Where the words begin that reckon from a period, or from an event in it, and their time."""
    if (way := _RUN_UP.search(before)) is not None:
        last = named.last if of_event else days_before(named.first, 1)
        return way.start(), (months_before(named.first, _A_RUN_UP), last)
    if (way := _FROM.search(before)) is not None:
        days = _from(way, named, of_event=of_event)
        return (way.start(), days) if days else None
    return None


def named_days(text: str, anchor: date | None) -> Iterator[Period]:
    """The days that `text` names, as `day_mentions` finds them; several together are one period."""
    for mention in day_mentions(text, anchor):
        first, last = min(mention.days), max(mention.days)
        yield Period(mention.start, mention.end, first, last, mention.stated_year)


def _week(match: re.Match[str], day: date) -> tuple[date, date]:
    match match["way"].casefold():
        case "of":
            monday = days_before(day, day.weekday())
            return monday, monday + timedelta(days=6)
        case "ending":
            return days_before(day, 6), day
        case _:
            return day, day + timedelta(days=6)


def _from(match: re.Match[str], named: Period, *, of_event: bool) -> tuple[date, date] | None:
    way, unit = match["way"].casefold(), match["unit"].casefold()
    counted, many = match["count"] is not None, match["many"] is not None
    later = way in ("after", "following")
    until = way in ("to", "up to")
    if until and counted and not match["all"]:
        return None
    sign = 1 if later else -1
    if of_event and not match["all"] and (counted or (unit == "day" and not many)):
        return _from_some_day(match, named, sign)
    day = named.last if later or until else named.first
    moved = _moved(day, sign * count_of(match["count"], unit if many else None), unit)
    if moved is None or (unit == "day" and not match["all"] and (counted or not many)):
        return (moved, moved) if moved is not None else None
    if match["all"] or not counted:
        beside = day + timedelta(days=0 if until else sign)
        if of_event:
            beside = named.first if later else named.last
        return min(beside, moved), max(beside, moved)
    if unit in ("week", "fortnight"):
        return moved - timedelta(days=3), moved + timedelta(days=3)
    return moved.replace(day=1), end_of_month(moved.year, moved.month)


def _from_some_day(match: re.Match[str], named: Period, sign: int) -> tuple[date, date] | None:
    """So many units from an event of which it is only known that it was on one of some days."""
    unit = match["unit"].casefold()
    count = sign * count_of(match["count"], unit if match["many"] else None)
    first, last = _moved(named.first, count, unit), _moved(named.last, count, unit)
    if first is None or last is None:
        return None
    around = timedelta(days=3 if unit in ("week", "fortnight") else 0)
    return first - around, last + around


def _moved(day: date, count: int, unit: str) -> date | None:
    """The day so many units later; None for hours, which are no days."""
    match unit:
        case "hour":
            return None
        case "day" | "week" | "fortnight":
            return day + timedelta(days=count * DAYS_IN[unit])
        case _:
            return months_before(day, -count * (12 if unit == "year" else 1))
