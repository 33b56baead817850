"""Dates as the head of a report writes them: days, months, and figures that may be two days."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from index.calendar import end_of_month
from index.edtf import either_edtf, month_edtf, year_edtf
from index.times.dates import MONTH_NAME, YEAR_BESIDE_NUMBERS, day_mentions, month_number

_FIGURES = re.compile(
    rf"(?<![\w./-])(?P<one>\d{{1,2}})(?P<sep>[/.-])(?P<other>\d{{1,2}})(?P=sep)"
    rf"(?P<year>{YEAR_BESIDE_NUMBERS}|\d\d)(?![\w/-]|\.\d)"
)
_SHORT_YEAR = re.compile(
    rf"(?<![\w/-])(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ -]{MONTH_NAME}[ -]['’]?(?P<year>\d\d)"
    r"(?![\w:./%-])",
    re.IGNORECASE,
)
_MONTH = re.compile(
    rf"(?<!\d\s)\b{MONTH_NAME}\b\.?,?\s{{1,9}}(?P<year>{YEAR_BESIDE_NUMBERS})(?![\d/-])"
    rf"|(?<![\d/-])(?P<y>{YEAR_BESIDE_NUMBERS})-(?P<m>0[1-9]|1[0-2])(?![\d/-])",
    re.IGNORECASE,
)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})[a-z]{{0,6}}\b", re.IGNORECASE)
_BESIDE = 12
_MONTH_FIRST = re.compile(
    rf"(?<![^\W_]){MONTH_NAME}\b\.?\s{{1,9}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
    rf"(?:,|(?P<stop>\.))\s{{0,9}}(?P<year>{YEAR_BESIDE_NUMBERS})(?!\d)"
    rf"(?(stop)(?!\s{{1,9}}(?-i:[a-z])))",
    re.IGNORECASE,
)
"""A day of a year whatever number stands before it, as that of a volume: VOL. 1  MARCH 4, 1897. A
stop parts them in old prints, and where a scan took a comma for one; where words go on behind the
number, it begins the next sentence."""
_AGREED = 0.9
"""Of the reports that show an order of day and month, so many must show the same."""
_CENTURY = 70
"""Two figures of a year from this on are of the last century."""


class DayOrder(StrEnum):
    """Whether the day or the month comes first where both are figures."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


@dataclass(frozen=True, slots=True)
class Expression:
    """A date at `start:end` of a line: the days from `first` to `last`, one day but for a month, a
    year and "3 to 5 May".

    `other` is the second reading of figures that may be two days. `stated_year` is False where the
    year was inferred.
    """

    start: int
    end: int
    first: date
    last: date
    other: date | None = None
    stated_year: bool = True

    @property
    def is_day(self) -> bool:
        return self.first == self.last

    @property
    def is_month(self) -> bool:
        return self.first.day == 1 and self.last == end_of_month(self.first.year, self.first.month)

    @property
    def is_year(self) -> bool:
        year = self.first.year
        return (self.first, self.last) == (date(year, 1, 1), date(year, 12, 31))

    @property
    def edtf(self) -> str | None:
        """What is known of the date where that is not one day."""
        if self.is_month:
            return month_edtf(self.first)
        if self.is_year:
            return year_edtf(self.first)
        return either_edtf(self.first, self.other) if self.other is not None else None


def expressions(line: str, order: DayOrder | None, anchor: date | None = None) -> list[Expression]:
    """The dates that a line names, in order of place.

    Figures that may be two days are read in the `order` that is known, and else both ways. Days
    without their year are left out, unless there is an `anchor`: then they are the last such days
    up to that.
    """
    found: list[Expression] = []
    taken = bytearray(len(line))
    for expression in _in_order_of_trust(line, order, anchor):
        start, end = expression.start, expression.end
        if taken.find(1, start, end) < 0:
            found.append(expression)
            taken[start:end] = b"\1" * (end - start)
    return sorted(found, key=lambda expression: expression.start)


def _in_order_of_trust(
    line: str, order: DayOrder | None, anchor: date | None
) -> Iterator[Expression]:
    for match in _MONTH_FIRST.finditer(line):
        day = _day(int(match["year"]), month_number(match["month"]), int(match["day"]))
        if day is not None:
            yield Expression(match.start(), match.end(), day, day)
    for mention in day_mentions(line, anchor):
        first, last, stated = mention.days[0], mention.days[-1], mention.stated_year
        yield Expression(mention.start, mention.end, first, last, stated_year=stated)
    for match in _FIGURES.finditer(line):
        read = _read_figures(match, order, _weekday_beside(line, match.start(), match.end()))
        if read is not None:
            yield read
    for match in _SHORT_YEAR.finditer(line):
        day = _day(_full_year(match["year"]), month_number(match["month"]), int(match["day"]))
        if day is not None:
            yield Expression(match.start(), match.end(), day, day)
    for match in _MONTH.finditer(line):
        month = int(match["m"]) if match["m"] else month_number(match["month"])
        year = int(match["y"] or match["year"])
        last = end_of_month(year, month)
        yield Expression(match.start(), match.end(), last.replace(day=1), last)


def orders_shown(text: str) -> set[DayOrder]:
    """In which orders a text writes figures that can be one day only: 25/7/22 has the day first."""
    shown = set()
    for match in _FIGURES.finditer(text):
        if match["sep"] == "/":
            one, other = int(match["one"]), int(match["other"])
            if one > 12 >= other:
                shown.add(DayOrder.DAY_FIRST)
            elif other > 12 >= one:
                shown.add(DayOrder.MONTH_FIRST)
    return shown


def agreed_order(counts: Mapping[DayOrder, int]) -> DayOrder | None:
    """The order that reports agree on, by how many of them show each; None where they do not
    agree, or none shows one."""
    most = max(counts, key=lambda order: counts[order], default=None)
    agrees = most is not None and counts[most] >= _AGREED * sum(counts.values())
    return most if agrees else None


def _weekday_beside(line: str, start: int, end: int) -> int | None:
    """The day of the week, Monday being 0, that stands right before or after `line[start:end]`."""
    named = _WEEKDAY.search(line, max(0, start - _BESIDE), start)
    named = named or _WEEKDAY.search(line, end, end + _BESIDE)
    return _WEEKDAYS.index(named[1].lower()) if named is not None else None


def _read_figures(
    match: re.Match[str], order: DayOrder | None, weekday: int | None
) -> Expression | None:
    """Day, month and year by figures. With dots the day comes first, as where that is the habit;
    the day of the week beside them tells which it is."""
    year, one, other = _full_year(match["year"]), int(match["one"]), int(match["other"])
    day_first, month_first = _day(year, other, one), _day(year, one, other)
    if match["sep"] == ".":
        month_first = None
    if weekday is not None and weekday in {d.weekday() for d in (day_first, month_first) if d}:
        day_first, month_first = (
            d if d is not None and d.weekday() == weekday else None
            for d in (day_first, month_first)
        )
    if order is not None and day_first and month_first:
        day_first, month_first = (
            (day_first, None) if order is DayOrder.DAY_FIRST else (None, month_first)
        )
    day = day_first or month_first
    if day is None:
        return None
    second = month_first if day_first and month_first != day_first else None
    return Expression(match.start(), match.end(), day, day, second)


def _full_year(figures: str) -> int:
    year = int(figures)
    return year if len(figures) > 2 else year + (1900 if year >= _CENTURY else 2000)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
