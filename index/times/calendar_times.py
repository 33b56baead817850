"""Times by their place in the calendar: days, feasts, months, seasons, quarters, years."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from dateutil.easter import easter

from index.calendar import end_of_month, months_before, season_of
from index.times.match import Match
from index.times.values import Context, Days, Time, fixed, yearly

_LEAP_YEAR = 2000
_UP_TO = re.compile(r"to|until|through|[-–—]")
_RULE = re.compile(
    r"easter(?P<easter>[+-]\d+)|(?P<month>\d+)-(?P<day>\d+)|(?P<nth>\d+\.\d\.-?\d)(?P<more>\+\d)?"
)
_AROUND_THE_TURN = timedelta(days=10)
"""Of either year."""
_BEFORE_FEAST, _AFTER_FEAST = timedelta(days=3), timedelta(days=7)
_PARTS_OF_A_DECADE = {"early": (0, 3), "middle": (4, 6), "late": (7, 9)}


def days(match: Match) -> Time | None:
    """ "3 May 2024", "March 3, 5 and 7", "Friday, 10th June"."""
    numbers = match.all("day") or match.all("day_in_words")
    if numbers[-1] < numbers[0] and "day" not in match.tokens[match.end - 1].kinds:
        numbers = numbers[-1:]
    rising = [n for i, n in enumerate(numbers) if n > max(numbers[:i], default=0)]
    month = match.first("month") or match.first("short_month") or match.first("small_month")
    weekday = match.first("weekday", match.first("short_weekday"))
    listed = partial(_listed, month, rising)
    if len(rising) > 1 and _reaches(match):
        listed = partial(_listed, month, [rising[0], rising[-1]])
    year = match.first("year")
    found = listed(year if year is not None else _LEAP_YEAR)
    if not found:
        return None
    lacking = len(_listed(month, rising, year if year is not None else _LEAP_YEAR)) < len(rising)
    if year is None:
        when = yearly("day", partial(_hull, listed), weekday)
        return Time(
            "day", when.days, when.in_year, weekday, False, listed=listed, impossible=lacking
        )
    return Time("day", lambda _: (found[0], found[-1]), listed=lambda _: found, impossible=lacking)


def _reaches(match: Match) -> bool:
    """Whether the days named are the ends of some."""
    said = [str(t.meant) for t in match.tokens[match.start : match.end]]
    return any(_UP_TO.fullmatch(word) for word in said)


def _listed(month: int, numbers: list[int], year: int) -> tuple[date, ...]:
    return tuple(day for n in numbers if (day := _day(year, month, n)) is not None)


def _hull(listed: Callable[[int], tuple[date, ...]], year: int) -> Days | None:
    found = listed(year)
    return (found[0], found[-1]) if found else None


def instant(match: Match) -> Time:
    """ "The 7th instant": of this month, the last or the next one."""
    day, by = match.first("day"), match.first("instant")

    def resolve(context: Context) -> Days | None:
        if context.anchor is None:
            return None
        month = months_before(context.anchor.replace(day=1), -by)
        found = _day(month.year, month.month, day)
        return (found, found) if found else None

    return Time("day", resolve, stated=False)


def figures(match: Match) -> Time | None:
    """A day in figures, as it was read."""
    day: Time | None = match.first("date") or match.first("two_readings")
    return day


def turn_of_the_year(match: Match) -> Time:
    """The days around a new year: of 2023/24 between the two, of one year alone its beginning."""
    year = match.first("year")
    if year is not None:
        new = date(year + (len(match.all("number")) > 1), 1, 1)
        return fixed(new - _AROUND_THE_TURN, new + _AROUND_THE_TURN - timedelta(days=1))

    def resolve(context: Context) -> Days | None:
        if context.anchor is None:
            return None
        new = date((context.anchor + _AROUND_THE_TURN).year, 1, 1)
        return new - _AROUND_THE_TURN, new + _AROUND_THE_TURN - timedelta(days=1)

    return Time("span", resolve, stated=False)


def feast(match: Match) -> Time:
    """A feast, or the days around it: "the Christmas holidays"."""
    rule = match.first("feast")
    weekend = match.first("feast_days") == "weekend"

    def in_year(year: int) -> Days | None:
        day = _of_feast(rule, year)
        if weekend:
            return day - timedelta(days=max(2, day.weekday() - 4) if day.weekday() else 2), day
        long = match.has("feast_days")
        return (day - _BEFORE_FEAST, day + _AFTER_FEAST) if long else (day, day)

    return yearly("day", in_year)


def _of_feast(rule: str, year: int) -> date:
    """A feast's day, by its rule: a month and day, a distance from Easter, or the month, the
    weekday and which one of it, from the end where negative."""
    read = _RULE.fullmatch(rule)
    if read is None:
        raise ValueError(f"{rule!r} is no rule of a feast.")
    if read["easter"]:
        sunday: date = easter(year)
        return sunday + timedelta(days=int(read["easter"]))
    if read["month"]:
        return date(year, int(read["month"]), int(read["day"]))
    month, weekday, nth = map(int, read["nth"].split("."))
    return nth_of_month(year, month, weekday, nth) + timedelta(days=int(read["more"] or 0))


def nth_of_month(year: int, month: int, weekday: int, nth: int) -> date:
    """The so manieth weekday of a month; from the end where negative."""
    if nth > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    last = end_of_month(year, month)
    return last - timedelta(days=(last.weekday() - weekday) % 7 - 7 * (nth + 1))


def month(match: Match) -> Time | None:
    """A month, of a year that may be named before it."""
    if match.has("month_year"):
        number, year = map(int, match.first("month_year").split("/"))
        return _month_of(year, number) if 1 <= number <= 12 else None
    number = match.first("month") or match.first("short_month") or match.first("small_month")
    year = match.first("year")
    if year is not None:
        return _month_of(year, number)
    return yearly("month", lambda y: (date(y, number, 1), end_of_month(y, number)))


def _month_of(year: int, number: int) -> Time:
    return fixed(date(year, number, 1), end_of_month(year, number), "month")


def season(match: Match) -> Time:
    """A season; with "last", "this" or "next" that of the day of writing."""
    name = match.first("season")
    if match.has("last") or match.has("this") or match.has("next"):
        way = (
            "this"
            if match.has("this") and not match.has("last")
            else "last"
            if match.has("last")
            else "next"
        )
        if match.has("this") and match.has("last"):
            way = "past"
        return Time("season", partial(_season_beside, name, way), stated=False, relative=True)
    return yearly("season", lambda year: season_of(year, name))


def _season_beside(name: str, way: str, context: Context) -> Days | None:
    day = context.told_on
    if day is None:
        return None
    found = [season_of(year, name) for year in range(day.year - 2, day.year + 2)]
    if way == "next":
        return next(d for d in found if d[0] > day)
    if way == "this":
        return next((d for d in found if d[0] <= day <= d[1]), season_of(day.year, name))
    return [d for d in found if (d[0] if way == "past" else d[1]) < day][-1]


def share_of_a_year(match: Match) -> Time | None:
    """ "The third quarter", "Q3", "the second half", of a year that may be named."""
    code = match.first("quarter_code")
    if code:
        shares, number = {"Q": 4, "H": 2}[code[0].upper()], int(code[1])
    else:
        shares, number = (match.all("share") or [4])[-1], match.first("ordinal", 0)
    months, number = 12 // shares, number or shares
    if number > shares:
        return None
    unit = {4: "quarter", 2: "half"}.get(shares, "span")

    def in_year(year: int) -> Days:
        return date(year, months * (number - 1) + 1, 1), end_of_month(year, months * number)

    year = match.first("year")
    return fixed(*in_year(year), unit) if year is not None else yearly(unit, in_year)


def fiscal_year(match: Match) -> Time:
    """A fiscal year, by the month in which it mostly begins: "2023-24" begins in the first of its
    years, "2024" ended in it. It is not the same everywhere."""
    code = match.first("fiscal_code")
    begins = match.first("fiscal", 10)
    written = re.findall(r"\d+", code) if code else [str(n) for n in match.all("number")]
    year = int(written[0]) if len(written[0]) == 4 else 2000 + int(written[0])
    first = date(year if len(written) > 1 else year - 1, begins, 1)
    last = months_before(first, -12) - timedelta(days=1)
    return fixed(first, last, "year", about=True)


def week_of_a_year(match: Match) -> Time | None:
    """An epidemiological week, counted from 1 as ISO 8601 counts them."""
    number = next(n for n in match.all("number") if n != match.first("year"))
    if not 1 <= number <= 53:
        return None

    def in_year(year: int) -> Days | None:
        try:
            return date.fromisocalendar(year, number, 1), date.fromisocalendar(year, number, 7)
        except ValueError:
            return None

    year = match.first("year")
    if year is None:
        return yearly("week", in_year)
    found = in_year(year)
    return fixed(*found, "week") if found else None


def years(match: Match) -> Time | None:
    """A year, or years from one to another: "2014-15"."""
    first = match.first("year")
    numbers = match.all("number")
    if len(numbers) == 1:
        return fixed(date(first, 1, 1), date(first, 12, 31), "year")
    last = numbers[1] if numbers[1] > 99 else first - first % 100 + numbers[1]
    if not first <= last <= first + 99:
        return None
    return fixed(date(first, 1, 1), date(last, 12, 31), "year")


def decade(match: Match) -> Time:
    """ "The 1990s", "the early 1990s"."""
    first = int(re.match(r"\d{4}", match.first("decade"))[0])  # type: ignore[index]
    begin, end = _PARTS_OF_A_DECADE.get(match.first("early", ""), (0, 9))
    days = date(first + begin, 1, 1), date(first + end, 12, 31)
    return fixed(*days, "decade" if end - begin == 9 else "span", about=match.has("early"))


def of_a_year(match: Match) -> Time | None:
    """A time that lacks its year with the one that follows: "May last year", "winter 2022-23"."""
    first, year = match.times[0], match.times[1]

    def resolve(context: Context) -> Days | None:
        found = year.days(context)
        return first.in_year(found[0].year) if found and first.in_year else None

    return Time(first.unit, resolve, stated=year.stated, relative=year.relative)


def nth_weekday(match: Match) -> Time | None:
    """ "The last Monday of May 2024"."""
    of, weekday = match.times[0], match.first("weekday")
    nth = match.first("ordinal") or -1

    def resolve(context: Context) -> Days | None:
        found = of.days(context)
        if found is None:
            return None
        day = nth_of_month(found[0].year, found[0].month, weekday, nth)
        return (day, day) if found[0] <= day <= found[1] else None

    return Time("day", resolve, stated=of.stated)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
