"""Times that a text reckons from a day that it names: two days after 24 May, the week of 24 May."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from index.calendar import Period, days_before, end_of_month, months_before
from index.dates import day_mentions
from index.relative import COUNT, UNIT, count_of

_FROM = re.compile(
    r"(?<![\w,.-])(?<!half )(?<!and )"
    r"(?P<all>(?:in|within|over|during|throughout|for)\s(?:the\s)?(?:(?:first|next|last)\s)?"
    r"|the\s(?:(?:first|next|last)\s)?(?=\w+\s\w+s\s))?"
    rf"(?:{COUNT}|the)\s{UNIT}s?\s(?P<way>after|before|following|prior to|preceding)\s(?:the\s)?$",
    re.IGNORECASE,
)
_WEEK = re.compile(
    r"\b(?:the\s)?week\s(?P<way>of|beginning|starting|commencing|ending|from)\s"
    r"(?:on\s)?(?:the\s)?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s)?$",
    re.IGNORECASE,
)
_WRITTEN_BEFORE = 60
"""Characters in which the words stand that reckon from a day."""


def reckoned(text: str, days_named: Sequence[Period]) -> Iterator[Period]:
    """The periods that are reckoned from a day named after them, of those that `text` names.

    "The week of" a day begins on its Monday; "two weeks after" a day is the week around that day,
    "two months after" it is a whole month; "the week after" it and "within two weeks after" it are
    all the days that follow.
    """
    for named in days_named:
        begin = max(0, named.start - _WRITTEN_BEFORE)
        before = text[begin : named.start]
        way = _WEEK.search(before)
        days = _week(way, named.first) if way else None
        if way is None and (way := _FROM.search(before)) is not None:
            days = _from(way, named)
        if way is not None and days is not None:
            yield Period(begin + way.start(), named.end, *days, named.stated_year)


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


def _from(match: re.Match[str], named: Period) -> tuple[date, date] | None:
    later = match["way"].casefold() in ("after", "following")
    sign = 1 if later else -1
    day = named.last if later else named.first
    unit, counted = match["unit"].casefold(), match["count"] is not None
    moved = _moved(day, sign * count_of(match["count"]), unit)
    if moved is None or (unit == "day" and not match["all"]):
        return (moved, moved) if moved is not None else None
    if match["all"] or not counted:
        beside = day + timedelta(days=sign)
        return min(beside, moved), max(beside, moved)
    if unit == "week":
        return moved - timedelta(days=3), moved + timedelta(days=3)
    return moved.replace(day=1), end_of_month(moved.year, moved.month)


def _moved(day: date, count: int, unit: str) -> date | None:
    """The day so many units later; None for hours, which are no days."""
    match unit:
        case "hour":
            return None
        case "day":
            return day + timedelta(days=count)
        case "week":
            return day + timedelta(days=7 * count)
        case _:
            return months_before(day, -count * (12 if unit == "year" else 1))
