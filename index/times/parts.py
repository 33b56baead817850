"""Parts of a time, times reckoned from another, and what lies between two."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from index.calendar import days_before, end_of_month, months_before, part_of_month, part_of_year
from index.times.match import Match
from index.times.units import DAYS_IN, count_of, is_many, moved, unit_of
from index.times.values import Context, Days, Time, yearly

_SHORTEST = 28
"""Days; of what is shorter no part is told."""
_A_MONTH, _A_WEEK = 31, 7
_A_RUN_UP = 2
"""Months."""
_FROM_THE_END = "from_the_end"
_COMPARED = ("earlier", "later")
"""Earlier or later in a time than the telling is some time in it."""
_BEGINS = {"early": 1, "middle": 2, "late": 3}


def _of(time: Time, part: Callable[[Days], Days | None], *, unit: str = "span") -> Time:
    """A time that is told from another."""

    in_year = time.in_year

    def again(year: int) -> Days | None:
        found = in_year(year) if in_year else None
        return part(found) if found else None

    def resolve(context: Context) -> Days | None:
        spoken_of = time.relative and context.focus_unit == time.unit
        if in_year and not spoken_of:
            return yearly(unit, again).days(context)
        found = time.days(context)
        return part(found) if found else None

    return Time(
        unit, resolve, again if in_year else None, stated=time.stated, about=True,
        relative=time.relative,
    )  # fmt: skip


def third(match: Match) -> Time | None:
    """ "Early May", "the end of 2024", "late last year"."""
    time = match.times[0]
    name = match.first("early") or match.first("piece") or "late"
    if time.unit == "day" or name in _COMPARED:
        return time
    return _of(time, lambda days: _third(days, name))


def some(match: Match) -> Time | None:
    """ "The last three months of 2024", "the second half of March"."""
    time = match.times[0]
    number = match.first("ordinal", 0) if not match.has(_FROM_THE_END) else 0
    if (not match.has("unit") and not match.has("units")) or match.all("share")[-1:] == [4]:
        shares = match.all("share")[-1]
        count = count_of(match, many=False)
        return _of(time, lambda days: _shares(days, number, count, shares))
    count, unit = count_of(match, many=is_many(match)), unit_of(match)
    if number > 1 and match.has("count"):
        return time
    return _of(time, lambda days: _some(days, number, count, unit))


def _some(whole: Days, number: int, count: int, unit: str) -> Days:
    if (whole[1] - whole[0]).days + 1 < _SHORTEST or unit not in (*DAYS_IN, "month"):
        return whole
    if number == 0:
        if unit == "month":
            return max(whole[0], months_before(whole[1].replace(day=1), count - 1)), whole[1]
        return max(whole[0], whole[1] - timedelta(days=count * DAYS_IN[unit] - 1)), whole[1]
    first = moved(whole[0], number - 1, unit)
    last = moved(first, count, unit) - timedelta(days=1)
    return min(first, whole[1]), min(last, whole[1])


def _shares(whole: Days, number: int, count: int, of: int) -> Days:
    """One of so many equal parts, or several, from the first or to the last; the whole where there
    are not so many."""
    start = number or of - count + 1
    if start < 1 or start + count - 1 > of or (number > 1 and count > 1):
        return whole
    return _share(whole, start, of)[0], _share(whole, start + count - 1, of)[1]


def _third(whole: Days, name: str) -> Days:
    first, last = whole
    if (last - first).days + 1 < _SHORTEST:
        return whole
    if (last - first).days + 1 <= _A_MONTH:
        return part_of_month(first.year, first.month, name)
    if _months(whole) == 12 and first.month == 1:
        return part_of_year(first.year, name)
    return _share(whole, _BEGINS[name], 3)


def _share(whole: Days, number: int, shares: int) -> Days:
    """The share of that number, by months where they come out even."""
    number, months = min(number, shares), _months(whole)
    if months % shares == 0:
        first = months_before(whole[0], -(number - 1) * months // shares)
        last = months_before(whole[0], 1 - number * months // shares)
        return first, end_of_month(last.year, last.month)
    length = ((whole[1] - whole[0]).days + 1) // shares
    first = whole[0] + timedelta(days=(number - 1) * length)
    return first, whole[1] if number == shares else first + timedelta(days=length - 1)


def _months(whole: Days) -> int:
    return 12 * (whole[1].year - whole[0].year) + whole[1].month - whole[0].month + 1


def within_of(match: Match) -> Time | None:
    """ "Within a week of 24 May"."""
    count, unit = count_of(match, many=False), unit_of(match)
    return _short(match, lambda d: (moved(d[0], -count, unit), moved(d[1], count, unit)), _A_WEEK)


def week_of(match: Match) -> Time | None:
    """ "The week of 24 May", "the week ending 5 May"."""
    way = match.first("weeks_way")

    def week(days: Days) -> Days:
        day = days[0]
        first = {"of": days_before(day, day.weekday()), "to": days_before(day, 6)}.get(way, day)
        return first, first + timedelta(days=6)

    return _short(match, week, _A_WEEK)


def eve(match: Match) -> Time | None:
    """ "The eve of 24 May"."""
    return _short(match, lambda d: (days_before(d[0], 1),) * 2, _A_WEEK)


def run_up(match: Match) -> Time | None:
    """ "The run-up to the March election"."""
    event = match.names_an_event
    return _short(
        match,
        lambda d: (months_before(d[0], _A_RUN_UP), d[1] if event else days_before(d[0], 1)),
        _A_MONTH,
    )


def _short(match: Match, part: Callable[[Days], Days], longest: int) -> Time:
    """What is told from a time that is no longer than so many days."""
    return _of(match.times[0], lambda d: part(d) if (d[1] - d[0]).days < longest else None)


def reckoned(match: Match) -> Time | None:
    """ "Two days after 24 May", "the months before December", "the three weeks to 24 May"."""
    way, unit = match.first("way"), unit_of(match)
    many, counted = is_many(match), match.has("count") or match.has("number")
    lead = [t.kinds for t in match.tokens[match.start : match.start + 3]]
    over, the = "over" in lead[0], any("the" in kinds for kinds in lead[: 1 + ("over" in lead[0])])
    nearest = any("nearest" in kinds for kinds in lead)
    through = way == "through"
    whole = over or nearest or through or (the and counted and many)
    if not (counted or the or whole):
        return None
    way = "until" if through else way
    if (way == "until" and counted and not whole) or (unit == "hour" and not over):
        return None
    count = count_of(match, many=many)
    later, of_event = way == "after", match.names_an_event
    tell = _Reckoning(unit, count if later else -count, way == "until", whole, counted, of_event)
    ends_then = way == "until" and (counted or not many)
    return replace(_short(match, tell.days, _A_MONTH), about=not ends_then)


class _Reckoning:
    """So many units after a time, or before it where `count` is negative; `whole` is whether all
    the days between are meant."""

    def __init__(
        self, unit: str, count: int, until: bool, whole: bool, counted: bool, of_event: bool
    ) -> None:
        self._unit, self._count, self._until = unit, count, until
        self._whole, self._counted, self._of_event = whole, counted, of_event

    def days(self, of: Days) -> Days:
        unit, count = self._unit, self._count
        later = count > 0
        exact = self._counted or (unit == "day" and abs(count) == 1)
        if self._of_event and not self._whole and exact:
            around = timedelta(days=3 if unit in ("week", "fortnight") else 0)
            return moved(of[0], count, unit) - around, moved(of[1], count, unit) + around
        day = of[1] if later or self._until else of[0]
        far = moved(day, count, unit)
        if unit == "day" and not self._whole and exact:
            return far, far
        if self._whole or not self._counted:
            near = day + timedelta(days=0 if self._until else 1 if later else -1)
            if self._of_event:
                near = of[0] if later else of[1]
            if self._until:
                far = moved(day + timedelta(days=1), count, unit)
            return min(near, far), max(near, far)
        if unit in ("week", "fortnight"):
            return far - timedelta(days=3), far + timedelta(days=3)
        return far.replace(day=1), end_of_month(far.year, far.month)


def between(match: Match) -> Time | None:
    """ "Between 3 May and 5 June", "from November to February", "from 2023 to now"."""
    if compares(match):
        return None
    times = match.times
    left, right = times[0], times[1] if len(times) > 1 else None

    def resolve(context: Context) -> Days | None:
        if right is None:
            first, today = left.days(context), context.told_on
            return (first[0], today) if first and today and first[0] <= today else None
        return _ends(left, right, context)

    stated = left.stated or (right is not None and right.stated)
    ends = tuple(
        (t.start, t.end, t.meant) for t in match.tokens[match.start : match.end]
        if isinstance(t.meant, Time)
    )  # fmt: skip
    return Time("span", resolve, stated=stated, relative=right is None, ends=ends)


def _ends(left: Time, right: Time, context: Context) -> Days | None:
    """The days from one to another; what lacks its year is of the other's, or next to it."""
    end = right.days(context)
    if left.in_year and end is not None and (right.stated or right.in_year):
        years = (end[1].year, end[1].year - 1)
        begin = next((d for y in years if (d := left.in_year(y)) and d[0] <= end[0]), None)
    else:
        begin = left.days(context)
        if right.in_year and begin is not None and left.stated:
            years = (begin[0].year, begin[0].year + 1)
            end = next((d for y in years if (d := right.in_year(y)) and d[0] >= begin[0]), end)
    if begin is None or end is None:
        return None
    return (begin[0], end[1]) if begin[0] <= end[1] else (end[0], begin[1])


def compares(match: Match) -> bool:
    """Whether two times are set beside each other rather than being the ends of one."""
    before = match.tokens[max(0, match.start - 12) : match.start]
    return any("compares" in token.kinds for token in before)
