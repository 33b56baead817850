"""Units of time: how long they are, the days of one that holds a day, and what a match names."""

from datetime import date, timedelta

from index.calendar import days_before, end_of_month, months_before
from index.times.match import Match
from index.times.values import Days

DAYS_IN = {"hour": 1, "day": 1, "week": 7, "weekend": 7, "fortnight": 14}
MONTHS_IN = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
SOME = {
    "hour": 24, "day": 10, "week": 4, "weekend": 2, "fortnight": 2, "month": 3, "quarter": 3,
    "year": 3, "decade": 3, "century": 3,
}  # fmt: skip
"""How many of them "the last weeks" are."""
_LONGEST_COUNT = 1000


def moved(day: date, count: int, unit: str) -> date:
    """The day so many units later, or earlier where negative."""
    if unit in MONTHS_IN:
        return months_before(day, -count * MONTHS_IN[unit])
    days = count * DAYS_IN[unit] if unit != "hour" else (count + 23) // 24
    return days_before(day, -days) if days < 0 else day + timedelta(days=days)


def around(day: date, unit: str) -> Days:
    """The days that are meant by one that is told as so many units away."""
    if unit in ("hour", "day"):
        return day, day
    if unit in ("week", "fortnight"):
        return days_before(day, 3), day + timedelta(days=3)
    if unit == "month" or unit == "quarter":
        return day.replace(day=1), end_of_month(day.year, day.month)
    return date(day.year, 1, 1), date(day.year, 12, 31)


def holding(day: date, unit: str, by: int = 0) -> Days:
    """The calendar's unit that a day is in, or so many units on: its week, from Monday."""
    if unit in ("week", "fortnight"):
        monday = moved(days_before(day, day.weekday()), by * DAYS_IN[unit], "day")
        return monday, monday + timedelta(days=DAYS_IN[unit] - 1)
    if unit in ("hour", "day"):
        return moved(day, by, "day"), moved(day, by, "day")
    months = MONTHS_IN[unit]
    first = moved(
        day.replace(month=(day.month - 1) // min(months, 12) * min(months, 12) + 1, day=1), by, unit
    )
    if unit == "decade":
        first = first.replace(year=first.year - first.year % 10)
    last = months_before(first, 1 - months)
    return first, end_of_month(last.year, last.month)


def count_of(match: Match, *, many: bool) -> int:
    """The number that is counted by; where none is, one, or some of several."""
    number = match.first("count") if match.has("count") else match.first("number")
    if number is None and many:
        return SOME[unit_of(match)]
    return min(int(number or 1), _LONGEST_COUNT)


def unit_of(match: Match) -> str:
    """The unit that is named, whether one or several."""
    unit: str = match.first_of("unit", "units")[1]
    return unit


def is_many(match: Match) -> bool:
    """Whether several of the unit are named."""
    return match.first_of("unit", "units")[0] == "units"
