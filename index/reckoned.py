"""Times that a text reckons from a day that it names: two days after 24 May, the week of 24 May."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from index.calendar import Period, days_before, end_of_month, months_before
from index.dates import day_mentions
from index.feasts import feasts
from index.relative import COUNT, UNIT, count_of

_FROM = re.compile(
    rf"\b(?:(?:{COUNT}|the)\s{UNIT}s?)\s(?P<way>after|before|following|prior to|preceding)\s"
    r"(?:the\s)?$",
    re.IGNORECASE,
)
_WEEK = re.compile(
    r"\b(?:the\s)?week\s(?P<way>of|beginning|starting|commencing|ending|from)\s"
    r"(?:on\s)?(?:the\s)?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s)?$",
    re.IGNORECASE,
)
_WRITTEN_BEFORE = 60
"""Characters in which the words stand that reckon from a day."""


def reckoned(text: str, anchor: date | None) -> Iterator[Period]:
    """The periods that are reckoned from a day named after them.

    "The week of" a day begins on its Monday; "two weeks after" a day is the week around that day,
    "two months after" it is a whole month, and "the week after" it the seven days that follow.
    """
    for named in [*named_days(text, anchor), *feasts(text, anchor)]:
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
    day = named.last if later else named.first
    count, unit = count_of(match["count"]), match["unit"].casefold()
    sign = 1 if later else -1
    if match["count"] is None and unit == "week":
        first, last = day + timedelta(days=sign), day + timedelta(days=7 * sign)
        return min(first, last), max(first, last)
    match unit:
        case "hour":
            return None
        case "day":
            moved = day + timedelta(days=sign * count)
            return moved, moved
        case "week":
            moved = day + timedelta(days=7 * sign * count)
            return moved - timedelta(days=3), moved + timedelta(days=3)
        case _:
            moved = months_before(day, -sign * count * (12 if unit == "year" else 1))
            return moved.replace(day=1), end_of_month(moved.year, moved.month)
