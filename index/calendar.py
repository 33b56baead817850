"""Stretches of the calendar: from a first day to a last one."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

FIRST_MONTH = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""Of the meteorological seasons of the northern half."""
_THIRDS = (("early", "beginning", "start"), ("mid", "middle"), ("late", "end"))


def day_in_words(day: date) -> str:
    """A date as people write it: 26 December 2024."""
    return f"{day.day} {month_in_words(day)}"


def clock_in_words(instant: datetime) -> str:
    """An instant in UTC as it is told: 23:30 UTC of 3 May 2024."""
    return f"{instant:%H:%M} UTC of {day_in_words(instant.date())}"


def month_in_words(day: date) -> str:
    """The month of a day: December 2024."""
    return f"{day:%B} {day.year}"


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, named at `start:end` of a text.

    `stated_year` is False where the year was inferred from the anchor. `begun` is the last day of
    what was named, where "since" makes it last longer. `edtf` is the same in the Extended Date/Time
    Format, with what is not sure of it, and `recurs` whether other years have it too, as of what
    was named without one. `of_event` is whether it tells which of several events is meant, as in
    "the March 2024 election", and `of_telling` whether it states when the text around it is told,
    and not what it tells. `ends` are the periods that it goes from and to.
    """

    start: int
    end: int
    first: date
    last: date
    stated_year: bool = True
    begun: date | None = None
    edtf: str = field(default="", compare=False)
    recurs: bool = field(default=False, compare=False)
    of_event: bool = field(default=False, compare=False)
    of_telling: bool = field(default=False, compare=False)
    ends: tuple["Period", ...] = field(default=(), compare=False)

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def is_open(self) -> bool:
        """True where it has no beginning or no end, as in "before 2024"."""
        return self.first == date.min or self.last == date.max

    def moved(self, by: int) -> "Period":
        """The same period in a text that this one's text stands in at `by`."""
        ends = tuple(end.moved(by) for end in self.ends)
        return replace(self, start=self.start + by, end=self.end + by, ends=ends)

    def in_an_earlier_year(self, by: int) -> "Period":
        """The same days of so many years before."""
        first, last = months_before(self.first, 12 * by), months_before(self.last, 12 * by)
        if self.last == end_of_month(self.last.year, self.last.month):
            last = end_of_month(last.year, last.month)
        return replace(self, first=first, last=last)

    def overlaps(self, other: "Period") -> bool:
        return self.first <= other.last and other.first <= self.last


def end_of_month(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last of that month where it has no such day."""
    count = max(12, day.year * 12 + day.month - 1 - months)
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def days_before(day: date, days: int) -> date:
    """The day so many days earlier, or the first there is."""
    return day - timedelta(days=min(days, day.toordinal() - 1))


def part_of_month(year: int, month: int, part: str | None) -> tuple[date, date]:
    """The first and last day of a month, or of its early, middle or late third."""
    first, last = date(year, month, 1), end_of_month(year, month)
    thirds = (first, first.replace(day=10)), (first.replace(day=11), first.replace(day=20))
    return _third((*thirds, (first.replace(day=21), last)), part) or (first, last)


def part_of_year(year: int, part: str | None) -> tuple[date, date]:
    """The first and last day of a year, or of its early, middle or late third."""
    thirds = [(date(year, month, 1), end_of_month(year, month + 3)) for month in (1, 5, 9)]
    return _third(thirds, part) or (date(year, 1, 1), date(year, 12, 31))


def _third(thirds: Sequence[tuple[date, date]], part: str | None) -> tuple[date, date] | None:
    """The third that is meant by a part's name; None where that names none."""
    named = (part or "").casefold().removeprefix("the ")
    return next((days for days, names in zip(thirds, _THIRDS, strict=True) if named in names), None)


def season_of(year: int, season: str) -> tuple[date, date]:
    """The season that begins in `year`; winter ends in the next one."""
    month = FIRST_MONTH[season.casefold()]
    over, last = divmod(month + 1, 12)
    return date(year, month, 1), end_of_month(year + over, last + 1)
