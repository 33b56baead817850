"""Times told by the day of writing, or by what was spoken of before."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from itertools import pairwise

from index.calendar import days_before, end_of_month, months_before
from index.times.match import Match
from index.times.units import around, count_of, holding, is_many, moved, unit_of
from index.times.values import Context, Days, Time

_TOLD = frozenset({"own", "past", "tells"})
"""Right beside a weekday, it is past: "Friday's ruling", "the court Friday refused"."""
_LONG = ("decade", "century")
"""The last one is the years before now, and not the calendar's."""
_A_WEEK = 7


def told(unit: str, of: Callable[[date], Days], *, about: bool = False) -> Time:
    """A time told by the day of writing."""

    def resolve(context: Context) -> Days | None:
        return of(context.told_on) if context.told_on else None

    return Time(unit, resolve, stated=False, about=about, relative=True)


def today(match: Match) -> Time:
    """ "Yesterday", "this morning"."""
    by = match.first("today", 0)
    return replace(told("day", lambda day: holding(day, "day", by)), now=by == 0)


def last_night(match: Match) -> Time:
    """ "Last night": the day before."""
    return told("day", lambda day: holding(day, "day", -1))


def about_a_year_ago(match: Match) -> Time:
    """ "At this time last year"."""
    return told("month", lambda day: around(moved(day, -1, "year"), "month"), about=True)


def unit(match: Match) -> Time | None:
    """ "Last week", "this month", "next year" of the calendar; "the previous year", "the following
    month" beside what was spoken of, where there is something."""
    name = unit_of(match)
    if name in ("hour", "day"):
        return None
    by = 0 if match.has("this") else -1 if match.has("last") else 1
    if match.has("this") and match.has("last"):
        by = 0
    if match.has("the") and (match.first("last") == "past" or (by < 0 and name in _LONG)):
        return told("span", lambda day: (moved(day, -1, name), day))
    if match.has("the") and by and match.first("last") != "last":
        return _beside_what_was(name, by, or_told=by < 0)
    return told(name, lambda day: holding(day, name, by))


def weekend(match: Match) -> Time:
    """ "Last weekend", "over the weekend": Saturday and Sunday of the last week, or of this or the
    next one."""
    by = 0 if match.has("this") else 1 if match.has("next") else -1

    def resolve(context: Context) -> Days | None:
        if context.told_on is None:
            return None
        ahead = 1 if by < 0 and context.to_come and not match.has("last") else 0
        saturday = moved(holding(context.told_on, "week", by + ahead)[0], 5, "day")
        return saturday, saturday + timedelta(days=1)

    return Time("span", resolve, stated=False, relative=True)


def span(match: Match) -> Time | None:
    """ "Over the last two months": up to the day of writing."""
    name = unit_of(match)
    count = count_of(match, many=is_many(match))
    if not is_many(match) and not match.has("count") and match.first("last") == "previous":
        return None
    return told("span", lambda day: (moved(day, -count, name), day), about=not match.has("count"))


def ago(match: Match) -> Time:
    """ "Two weeks ago", as exactly as it is told."""
    name, count = unit_of(match), count_of(match, many=False)
    lasts = (
        "day"
        if name in ("hour", "day")
        else "month"
        if name == "month"
        else "year"
        if name == "year"
        else "span"
    )
    if match.has("vague"):
        few, most = match.first("vague")
        return told(
            "span", lambda day: (moved(day, -most, name), moved(day, -few, name)), about=True
        )
    return told(lasts, lambda day: _ago(day, count, name), about=name not in ("day", "year"))


def _ago(day: date, count: int, name: str) -> Days:
    first, last = around(moved(day, -count, name), name)
    return first, min(last, day) if name != "year" else last


def weekday(match: Match) -> Time | None:
    """ "On Friday": the last one up to the day of writing, or the next one where it is to come;
    "last Friday" in a report of a Friday is the one before."""
    number = match.first("weekday", match.first("short_weekday"))
    after, led = match.beside(1), match.led_by("lead", "dash", "comma")
    if not match.has("weekday"):
        small = after is not None and not after.kinds.isdisjoint(("word", "function"))
        if not match.has("dot") or not (led or small):
            return None
    if after is not None and "name" in after.kinds and not match.led_by("lead"):
        return None
    way = next((way for way in ("last", "this", "next") if match.has(way)), "")
    before = match.beside(-1)
    if any(t is not None and t.kinds & _TOLD for t in (before, after)):
        way = way or "told"
    return Time("day", partial(_weekday, number, way), stated=False, relative=True)


def _weekday(number: int, way: str, context: Context) -> Days | None:
    day = context.week or context.told_on
    if day is None:
        return None
    back = (day.weekday() - number) % _A_WEEK
    ahead = (number - day.weekday()) % _A_WEEK
    if way == "last":
        found = days_before(day, back or _A_WEEK)
    elif way == "next" or (context.to_come and way != "told" and (ahead or way != "this")):
        found = day + timedelta(days=ahead or _A_WEEK)
    elif way == "this":
        found = day - timedelta(days=day.weekday() - number)
    else:
        found = days_before(day, back)
    return found, found


def the_unit(match: Match) -> Time:
    """ "The year" of which a part is told: that spoken of, or else that of writing; the one before
    where that part of it has not begun and is not to come."""
    name = unit_of(match)

    def resolve(context: Context) -> Days | None:
        base = context.focus[0] if context.focus and context.focus_unit == name else context.anchor
        return holding(base, name) if base else None

    whole_year = _a_year if name == "year" else None
    return Time(name, resolve, whole_year, stated=False, relative=True)


def _a_year(year: int) -> Days:
    return date(year, 1, 1), date(year, 12, 31)


def month_day(month: date, number: int) -> date | None:
    """The day of that number in a month; None where it has none."""
    last = end_of_month(month.year, month.month)
    return month.replace(day=number) if number <= last.day else None


def _beside_what_was(name: str, by: int, *, or_told: bool) -> Time:
    def resolve(context: Context) -> Days | None:
        if context.focus is not None and _may_be(name, context):
            return holding(context.focus[1 if by > 0 else 0], name, by)
        return holding(context.told_on, name, by) if context.told_on and or_told else None

    return Time(name, resolve, stated=False, relative=True)


def _may_be(name: str, context: Context) -> bool:
    """Whether what was spoken of is no longer than a unit, so that the next one can be told."""
    if context.focus is None:
        return False
    lasts = (context.focus[1] - context.focus[0]).days
    return lasts < {"day": 1, "week": 7, "weekend": 7, "month": 31, "quarter": 92, "year": 366}.get(
        name, 0
    )


def _from_focus(name: str, of: Callable[[Days], Days], *, about: bool = False) -> Time:
    def resolve(context: Context) -> Days | None:
        return of(context.focus) if context.focus and _may_be(name, context) else None

    return Time(name, resolve, stated=False, about=about, relative=True)


def next_unit(match: Match) -> Time:
    """ "The next day", "the following month"."""
    name = match.first("unit") or "day"
    return _beside_what_was(name, 1, or_told=match.has("ensuing"))


def same(match: Match) -> Time:
    """ "That day", "the same month": what was spoken of."""
    name = match.first("unit") or "day"
    name = "day" if name == "hour" else name
    return _from_focus(name, lambda focus: holding(focus[0], name))


def shifted(match: Match) -> Time | None:
    """ "Two days later", "a year earlier", "the day before"."""
    name, by = unit_of(match), match.first("later")
    count = by * count_of(match, many=is_many(match))
    if match.has("the") and is_many(match) and not match.has("count"):
        return None
    lasts = name if name in ("day", "month", "year") else "span"
    return replace(
        _from_focus(name, lambda focus: around(moved(focus[0], count, name), name)),
        unit=lasts, about=name not in ("day", "year"),
    )  # fmt: skip


def day_of_that_month(match: Match) -> Time | None:
    """ "On the 23rd", "on the 27th and 28th": of the month spoken of, or of that of writing."""
    numbers = match.all("ordinal_day")
    if any(later <= earlier for earlier, later in pairwise(numbers)):
        return None
    weekday = match.first("weekday", match.first("short_weekday"))

    def resolve(context: Context) -> Days | None:
        base = (
            context.focus[0]
            if context.focus and context.focus_unit in ("day", "month")
            else context.anchor
        )
        months = [months_before(base.replace(day=1), by) for by in (0, 1, -1)] if base else []
        ends = ((month_day(m, numbers[0]), month_day(m, numbers[-1])) for m in months)
        days = [(first, last) for first, last in ends if first and last]
        named = [d for d in days if weekday is None or d[0].weekday() == weekday]
        return named[0] if named else None

    return Time("day", resolve, stated=False)
