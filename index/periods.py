"""Stretches of the calendar that a text names: days, months, seasons and years."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from index.dates import MONTH_NAME, day_mentions, month_number

_YEAR = r"(?P<year>(?:1[89]|20)\d{2})"
_PART = (
    r"(?:(?P<part>early|mid|middle|late|the (?:beginning|start|middle|end))(?: of |[- ]|\s)"
    r"(?:the )?)?"
)
_MONTH_OF_A_YEAR = re.compile(
    rf"\b{_PART}{MONTH_NAME}\b\.?,?\s{{1,9}}(?:of\s)?{_YEAR}\b", re.IGNORECASE
)
_MONTH_ALONE = re.compile(
    r"\b(?:in|during|since|until|till|by|from|throughout|before|after|between|and|to|of|last|this)\s"
    rf"{_PART}(?P<named>{MONTH_NAME})\b(?!\.?\s\d)",
)
_SEASON = re.compile(
    rf"\b(?P<season>spring|summer|autumn|fall|winter)(?: of|,)?\s{_YEAR}"
    r"(?:\s?[-–/]\s?\d{2,4})?\b",
    re.IGNORECASE,
)
_YEARS = re.compile(
    rf"(?<![\w.,/$€£-]){_YEAR}(?:\s?[-–]\s?(?P<through>(?:20|19)?\d{{2}}))?(?![\w%/]|[.,]\d|-\w)"
)
_FIRST_MONTH = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_FROM_THEN_ON = re.compile(r"\b(?:since|ever since)\s(?:the\s)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, named at `start:end` of a text.

    `stated_year` is False where the year was inferred from the anchor. `begun` is the last day of
    what was named, where "since" makes it last longer.
    """

    start: int
    end: int
    first: date
    last: date
    stated_year: bool = True
    begun: date | None = None

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def overlaps(self, other: "Period") -> bool:
        return self.first <= other.last and other.first <= self.last


def periods(text: str, anchor: date | None) -> list[Period]:
    """Every period that `text` names, in order of place, none of them twice.

    What has no year is resolved to its last occurrence up to `anchor`, the report's date, and
    left out without one. "Since May 2022" lasts until `anchor`.
    """
    taken = bytearray(len(text))
    found: list[Period] = []
    ways: tuple[Callable[[str, date | None], Iterator[Period]], ...] = (
        _days, _months, _seasons, _months_alone, _years,
    )  # fmt: skip
    for way in ways:
        for period in way(text, anchor):
            if taken.find(1, period.start, period.end) < 0:
                taken[period.start : period.end] = b"\1" * (period.end - period.start)
                found.append(_open_ended(text, period, anchor))
    return sorted(found, key=lambda period: period.start)


def _days(text: str, anchor: date | None) -> Iterator[Period]:
    for mention in day_mentions(text, anchor):
        first, last = min(mention.days), max(mention.days)
        yield Period(mention.start, mention.end, first, last, mention.stated_year)


def _months(text: str, _: date | None) -> Iterator[Period]:
    for match in _MONTH_OF_A_YEAR.finditer(text):
        first, last = _month(int(match["year"]), month_number(match["month"]), match["part"])
        yield Period(match.start(), match.end(), first, last)


def _months_alone(text: str, anchor: date | None) -> Iterator[Period]:
    if anchor is None:
        return
    for match in _MONTH_ALONE.finditer(text):
        number = month_number(match["month"])
        year = anchor.year if number <= anchor.month else anchor.year - 1
        first, last = _month(year, number, match["part"])
        start = match.start("part") if match["part"] else match.start("named")
        yield Period(start, match.end(), first, last, stated_year=False)


def _seasons(text: str, _: date | None) -> Iterator[Period]:
    for match in _SEASON.finditer(text):
        year, month = int(match["year"]), _FIRST_MONTH[match["season"].casefold()]
        if month == 12:
            yield Period(match.start(), match.end(), date(year, 12, 1), date(year + 1, 2, 28))
        else:
            yield Period(match.start(), match.end(), date(year, month, 1), _end(year, month + 2))


def _years(text: str, _: date | None) -> Iterator[Period]:
    for match in _YEARS.finditer(text):
        first = int(match["year"])
        through = match["through"]
        last = int(f"{str(first)[: 4 - len(through)]}{through}") if through else first
        if first <= last <= first + 99:
            yield Period(match.start(), match.end(), date(first, 1, 1), date(last, 12, 31))


def _open_ended(text: str, period: Period, anchor: date | None) -> Period:
    since = _FROM_THEN_ON.search(text[max(0, period.start - 16) : period.start])
    if since is None or anchor is None or anchor <= period.last:
        return period
    return replace(period, last=anchor, begun=period.last)


def _month(year: int, month: int, part: str | None) -> tuple[date, date]:
    last = _end(year, month)
    match (part or "").casefold().removeprefix("the "):
        case "early" | "beginning" | "start":
            return date(year, month, 1), date(year, month, 10)
        case "mid" | "middle":
            return date(year, month, 11), date(year, month, 20)
        case "late" | "end":
            return date(year, month, 21), last
        case _:
            return date(year, month, 1), last


def _end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
