"""What a corpus holds, at a glance: its reports by time and by publisher, and what was not read of
them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from index.types import ReportHead

MOST_MONTHS = 36
"""Months from the first report to the last, at most; over a longer time years are told."""
MOST_YEARS = 60
"""Years from the first report to the last, at most; over a longer time empty ones are left out."""
MOST_PUBLISHERS = 8


@dataclass(frozen=True, slots=True)
class Bar:
    """A month or year, by its first day, as `period` names it ("2024-05", "2024"), and how many
    reports came out in it."""

    period: str
    first: date
    reports: int

    @property
    def is_month(self) -> bool:
        """Whether it is a month."""
        return "-" in self.period


@dataclass(frozen=True, slots=True)
class Overview:
    """`bars` are in order, over centuries those of years with reports alone. `publishers` have most
    reports first, and `others` are not named. `unread` are reports of which something was not
    read."""

    bars: tuple[Bar, ...]
    publishers: tuple[tuple[str, int], ...]
    others: int
    unread: tuple[ReportHead, ...]


def overview_of(reports: Sequence[ReportHead]) -> Overview:
    """What these reports are, at a glance. A report counts to a bar where all days on which it may
    have come out lie in it, as the filter that the bar sets has it."""
    named = Counter(head.publisher for head in reports if head.publisher).most_common()
    publishers = sorted(named, key=lambda one: (-one[1], one[0]))
    return Overview(
        tuple(_bars(reports)),
        tuple(publishers[:MOST_PUBLISHERS]),
        len(publishers[MOST_PUBLISHERS:]),
        tuple(head for head in reports if head.unread),
    )


def _bars(reports: Sequence[ReportHead]) -> Iterator[Bar]:
    spans = [(one.dated.earliest, one.dated.latest) for one in reports]
    days = [(first, last) for first, last in spans if first and last and first.year == last.year]
    by_month = Counter(_number(first) for first, last in days if first.month == last.month)
    by_year = Counter(first.year for first, _ in days)
    starts = [_number(first) for first, _ in days]
    if by_month and max(starts) - min(starts) < MOST_MONTHS:
        for number in range(min(by_month), max(by_month) + 1):
            month = date(number // 12, number % 12 + 1, 1)
            yield Bar(f"{month:%Y-%m}", month, by_month[number])
    elif by_year:
        years = range(min(by_year), max(by_year) + 1)
        for year in years if len(years) <= MOST_YEARS else sorted(by_year):
            yield Bar(f"{year:04}", date(year, 1, 1), by_year[year])


def _number(day: date) -> int:
    """The month of a day, counted from that of the first year."""
    return day.year * 12 + day.month - 1
