"""What a corpus holds, at a glance: its reports by time and by publisher, and what was not read of
them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from index.types import ReportHead

MOST_MONTHS = 36
"""Months from the first report to the last, at most; over a longer time years are told."""
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
    """`bars` are in order, none left out between the first and the last. `publishers` have most
    reports first, and `others` are not named. `unread` are reports of which something was not
    read."""

    bars: tuple[Bar, ...]
    publishers: tuple[tuple[str, int], ...]
    others: int
    unread: tuple[ReportHead, ...]


def overview_of(reports: Sequence[ReportHead]) -> Overview:
    """What these reports are, at a glance. A report of which a month or a year is known counts to
    its beginning, one without a date to none."""
    named = Counter(head.publisher for head in reports if head.publisher).most_common()
    publishers = sorted(named, key=lambda one: (-one[1], one[0]))
    return Overview(
        tuple(_bars([head.dated.earliest for head in reports if head.dated.earliest])),
        tuple(publishers[:MOST_PUBLISHERS]),
        len(publishers[MOST_PUBLISHERS:]),
        tuple(head for head in reports if head.unread),
    )


def _bars(days: Sequence[date]) -> Iterator[Bar]:
    if not days:
        return
    first, last = min(days), max(days)
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    if len(months) <= MOST_MONTHS:
        by_month = Counter((day.year, day.month) for day in days)
        for number in months:
            month = date(number // 12, number % 12 + 1, 1)
            yield Bar(f"{month:%Y-%m}", month, by_month[month.year, month.month])
        return
    by_year = Counter(day.year for day in days)
    for year in range(first.year, last.year + 1):
        yield Bar(f"{year:04}", date(year, 1, 1), by_year[year])
