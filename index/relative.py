"""Times that a text tells by the day it was written: yesterday, last week, over two months."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, timedelta

from index.calendar import (
    Period,
    days_before,
    end_of_month,
    last_season,
    months_before,
    part_of_month,
    season_of,
)
from index.dates import MONTH_NAME, is_to_come, month_number
from index.rules import Stage, declare
from index.terms import FUNCTION_WORDS

_NUMBERS = {
    "": 1, "a": 1, "an": 1, "one": 1, "two": 2, "couple of": 2, "three": 3, "few": 3, "several": 3,
    "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12,
}  # fmt: skip
COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(filter(None, _NUMBERS))})"
UNIT = r"(?P<unit>hour|day|week|month|fortnight|year)"
_SEVERAL = {"hour": 24, "day": 10, "week": 4, "fortnight": 2, "month": 3, "year": 3}
"""How many of them "the last weeks" are."""
DAYS_IN = {"day": 1, "week": 7, "fortnight": 14}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SMALL = rf"(?:(?:{'|'.join(sorted(FUNCTION_WORDS))})\b)"
_OVERNIGHT = (
    r"(?<!\bthe )(?<!\ban )(?<!\bthis )(?<!\bthat )(?<!['’]s )(?<!\btheir )(?<!\bits )overnight"
    rf"(?!-|\s(?!{_SMALL})(?-i:[a-z])[a-z]+(?<!ed)(?<!ly)\b)"
    r"(?!\s(?:on|of|into|from|to|between)\s(?:the\s)?(?:\w+\s){0,3}(?:\d|\w+day\b))"
)
"""Neither "the overnight attack" nor "overnight on 24 May"."""
_DAY_WORDS = re.compile(
    r"\b(?:(?P<word>yesterday|last night)|today|tonight|this (?:morning|afternoon|evening)"
    rf"|{_OVERNIGHT})\b",
    re.IGNORECASE,
)
_MONTH = MONTH_NAME.replace("?P<month>", "?-i:")
_OF_A_TIME = (
    rf"\s(?:of|in)\s(?:the\s)?(?:year\s|month\sof\s)?(?:\d|{_MONTH}\b)"
    r"|\s(?:before|after|prior|following|leading|until|up to|to)\s(?:(?:the|to|up)\s){0,3}"
    r"(?:\d|(?-i:[A-Z]))"
)
_OF_SOMETHING = r"\sof\s(?:(?:the|his|her|its|their|this|that|last)\b|(?-i:[A-Z]))"
"""After "the last days": those of a war are not the days before today."""
_NOT_OF_ANOTHER = rf"(?!{_OF_A_TIME})(?(last)(?!{_OF_SOMETHING}))"
_OWN = "".join(rf"(?<!\b{whose}\s)" for whose in ("his", "her", "its", "their")) + r"(?<!['’]s\s)"
"""His last week was that of his life."""
_LAST = re.compile(
    rf"{_OWN}\b(?P<which>(?P<last>last)|this past|this|the past|the previous)"
    r"\s(?P<unit>week|month|year)\b"
    rf"{_NOT_OF_ANOTHER}",
    re.IGNORECASE,
)
_SEASON = re.compile(
    r"\b(?P<which>last|this past|this|the past|the previous)\s"
    r"(?P<season>spring|summer|autumn|fall|winter)\b(?!\s(?:of\b|\d{4}))",
    re.IGNORECASE,
)
_OF_A_YEAR = re.compile(
    rf"\b(?:(?P<part>early|mid|late)[\s-])?(?:(?-i:{MONTH_NAME})|(?P<season>spring|summer"
    r"|autumn|fall|winter))\b(?:,|\sof)?\s(?P<which>last|this|the previous|the past)\syear\b",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"\b(?:in|over|during|within|for|throughout)\sthe\s(?:past|(?P<last>last|previous|final))\s"
    rf"(?:{COUNT}\s)?{UNIT}(?P<many>s)?\b{_NOT_OF_ANOTHER}",
    re.IGNORECASE,
)
_AGO = re.compile(rf"\b{COUNT}\s{UNIT}s?\sago\b", re.IGNORECASE)
_QUOTATION_MARK = re.compile('["“”]')
_WEEKDAY = re.compile(
    rf"\b(?:on|since|last|this|until|by)\s(?P<weekday>{'|'.join(_WEEKDAYS)})\b"
    r"(?!,?\s(?:the\s)?(?:[A-Z][a-z]+\s)?\d|\s(?:of|in)\s)",
    re.IGNORECASE,
)

RELATIVE = declare(
    "time-relative", Stage.INGEST,
    "A text speaks of times that it tells by the day of writing: yesterday, over two months.",
)  # fmt: skip
WEEKDAYS = declare(
    "time-weekdays", Stage.INGEST,
    "A weekday is the last one up to the day of writing, unless it is to come: on Monday.",
)  # fmt: skip
QUOTED = declare(
    "time-relative-in-quotations", Stage.INGEST,
    "“Yesterday” within quotation marks is told by the day of speaking, and left out.",
)  # fmt: skip


def relative(text: str, anchor: date | None, up_to: date | None = None) -> Iterator[Period]:
    """The periods that `text` tells relative to `anchor`, the day it was written; none without.

    A weekday is the last one up to `up_to`, or else `anchor`, or left out where it is to come. What
    stands in quotation marks is told by the day of speaking, and left out.
    """
    if anchor is not None:
        marks, opens = _quotation_marks(text)
        for period in _told(text, anchor, up_to or anchor):
            before = bisect_left(marks, period.start)
            if not QUOTED.applies(bool(before) and opens[before - 1]):
                yield period


def _told(text: str, anchor: date, up_to: date) -> Iterator[Period]:
    for match in _DAY_WORDS.finditer(text):
        word = (match["word"] or "").casefold()
        last = days_before(anchor, 1) if word == "yesterday" else anchor
        yield _period(match, days_before(anchor, 1) if word else anchor, last)
    for match in _OF_A_YEAR.finditer(text):
        yield _of_a_year(match, anchor.year - (match["which"].casefold() != "this"))
    for match in _SPAN.finditer(text):
        yield _period(match, _before(anchor, match), anchor)
    for match in _AGO.finditer(text):
        yield _ago(match, anchor)
    for match in _LAST.finditer(text):
        yield _last(match, anchor)
    yield from _seasons(text, anchor)
    for match in _WEEKDAY.finditer(text):
        if WEEKDAYS.applies(not is_to_come(text, match.start(), match.end())):
            number = _WEEKDAYS.index(match["weekday"].casefold())
            day = days_before(up_to, (up_to.weekday() - number) % 7)
            yield _period(match, day, day)


def _of_a_year(match: re.Match[str], year: int) -> Period:
    """ "May last year", "the spring of this year"."""
    if match["season"]:
        return _period(match, *season_of(year, match["season"]))
    return _period(match, *part_of_month(year, month_number(match["month"]), match["part"]))


def _quotation_marks(text: str) -> tuple[list[int], list[bool]]:
    """Where quotation marks stand in `text`, and whether what follows each is quoted."""
    marks: list[int] = []
    opens: list[bool] = []
    straight = curly = False
    for match in _QUOTATION_MARK.finditer(text):
        if match[0] == '"':
            straight = not straight
        else:
            curly = match[0] == "“"
        marks.append(match.start())
        opens.append(straight or curly)
    return marks, opens


def _seasons(text: str, anchor: date) -> Iterator[Period]:
    for match in _SEASON.finditer(text):
        which = match["which"].casefold()
        if which == "this":
            yield _period(match, *_this_season(match["season"], anchor))
            continue
        first, last = last_season(match["season"], anchor, ended=which in ("last", "the previous"))
        yield _period(match, first, last)


def _this_season(season: str, anchor: date) -> tuple[date, date]:
    """The season of this year, begun or to come; of winter the one that is on, or else comes."""
    first, last = season_of(anchor.year - 1, season)
    return (first, last) if first <= anchor <= last else season_of(anchor.year, season)


def _last(match: re.Match[str], anchor: date) -> Period:
    """The calendar's last or present week (from Monday), month or year."""
    past = match["which"].casefold() != "this"
    match match["unit"].casefold():
        case "week":
            monday = days_before(anchor, anchor.weekday() + 7 * past)
            return _period(match, monday, monday + timedelta(days=6))
        case "month":
            day = months_before(anchor.replace(day=1), int(past))
            return _period(match, day, end_of_month(day.year, day.month))
        case _:
            year = max(1, anchor.year - past)
            return _period(match, date(year, 1, 1), date(year, 12, 31))


def _ago(match: re.Match[str], anchor: date) -> Period:
    """What lies so far back, as exactly as it is told."""
    day = _before(anchor, match)
    match match["unit"].casefold():
        case "hour" | "day":
            return _period(match, day, day)
        case "week" | "fortnight":
            return _period(match, days_before(day, 3), min(anchor, day + timedelta(days=3)))
        case "month":
            return _period(match, day.replace(day=1), end_of_month(day.year, day.month))
        case _:
            return _period(match, date(day.year, 1, 1), date(day.year, 12, 31))


def _before(anchor: date, match: re.Match[str]) -> date:
    unit = match["unit"].casefold()
    count = count_of(match["count"], unit if match.groupdict().get("many") else None)
    match unit:
        case "hour":
            return days_before(anchor, (count + 23) // 24)
        case "day":
            return days_before(anchor, count)
        case "week" | "fortnight":
            return days_before(anchor, count * DAYS_IN[unit])
        case "month":
            return months_before(anchor, count)
        case _:
            return months_before(anchor, 12 * count)


def count_of(written: str | None, several: str | None = None) -> int:
    """The number that COUNT matched; where none was written, one, or some of what `several` names
    a unit of: "the last weeks"."""
    if not written and several:
        return _SEVERAL[several]
    counted = (written or "").casefold()
    return int(counted) if counted.isdigit() else _NUMBERS[counted]


def _period(match: re.Match[str], first: date, last: date) -> Period:
    return Period(match.start(), match.end(), first, last, stated_year=False)
