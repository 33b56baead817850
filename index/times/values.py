"""What an expression of time means: days that may depend on the day of writing, or on what was told
before."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from index.calendar import days_before

Days = tuple[date, date]
"""The first and the last day."""
YEARS_BACK = 8
"""How far back a day is looked for that not every year has."""
_A_DAY = timedelta(days=1)
_A_HALF_YEAR = timedelta(days=183)
_FRAMED = timedelta(days=62)
"""So far from the day of writing is told of the year that was set before; what is nearer is not."""
FAR_PAST = {"day": 3, "month": 6}
"""So many times as far as the next return of a day or month must its last one be for the next to be
meant, where no word speaks of what is to come; days and months are told of the past."""
_WITH_A_WORD = 0.5
"""The same where a word does."""


@dataclass(slots=True)
class Context:
    """What a text has told so far.

    `anchor` is the day by which a time without its year is placed, up to `reach` days after it;
    `told_on` the day by which "yesterday" is, and `week` that by which "on Monday" is, where that
    is another. `focus` are the days of the last time told, `story` is the day that a narrative is
    at, `frame` the time that a sentence or heading set for what follows, and `sentence` that for
    the rest of the sentence. `to_come` and `since` are whether that speaks of what is ahead, and of
    all that followed. `chronicle` is whether the report tells of the year that it ends.
    """

    anchor: date | None
    told_on: date | None
    reach: int = 366
    week: date | None = None
    focus: Days | None = None
    focus_unit: str = ""
    story: date | None = None
    frame: Days | None = None
    sentence: Days | None = None
    to_come: bool = False
    since: bool = False
    chronicle: bool = False


Resolve = Callable[[Context], Days | None]
InYear = Callable[[int], Days | None]


@dataclass(frozen=True, slots=True)
class Time:
    """A time of a `unit`'s length.

    `days` places it. Of what lacks its year `in_year` gives its days in one, and `weekday` is the
    day of the week that is named beside it. `stated` is whether the year is named, `about` whether
    its bounds are not, `listed` which of its days are named one by one. `relative` is whether it is
    told by the day of writing or by what was told before, `now` whether that is the day of writing
    itself, and `impossible` whether a day is named that its month has not. `ends` are the two times
    of which it is what lies between, with their places.
    """

    unit: str
    days: Resolve
    in_year: InYear | None = None
    weekday: int | None = None
    stated: bool = True
    about: bool = False
    listed: Callable[[int], tuple[date, ...]] | None = None
    relative: bool = False
    now: bool = False
    impossible: bool = False
    ends: tuple[tuple[int, int, "Time"], ...] = ()


def fixed(first: date, last: date, unit: str = "span", *, about: bool = False) -> Time:
    """A time whose days are known."""
    return Time(unit, lambda _: (first, last), about=about)


def fixed_day(day: date) -> Time:
    """A day of a known year."""
    return fixed(day, day, "day")


def yearly(unit: str, in_year: InYear, weekday: int | None = None) -> Time:
    """A time that returns every year, of a year that is not named beside it."""

    def resolve(context: Context) -> Days | None:
        return _placed(unit, in_year, weekday, context)

    return Time(unit, resolve, in_year, weekday, stated=False)


def of_year(time: Time, year: int) -> Time | None:
    """A time without its year in one; None where that has no such day."""
    found = time.in_year(year) if time.in_year else None
    return fixed(*found, time.unit) if found else None


def _placed(unit: str, in_year: InYear, weekday: int | None, context: Context) -> Days | None:
    """The return that is meant: that of the weekday named, the one nearest to the day of writing,
    or the next one after the day that a narrative of earlier years is at."""
    if (within := _within(in_year, context.sentence)) is not None:
        return within
    if context.anchor is None:
        if context.frame and not context.story:
            return in_year(context.frame[0].year)
        return _after(in_year, context.story) if context.story else None
    if weekday is not None and (same := _on_weekday(in_year, weekday, context)):
        return same
    near = _nearest(unit, in_year, context.anchor, context)
    if near is None:
        return None
    apart = min(abs(near[0] - context.anchor), abs(near[1] - context.anchor))
    options = [(apart, near)]
    if context.story and (told := _after(in_year, context.story)):
        options.append((min(abs(told[0] - context.story), _A_HALF_YEAR), told))
    if context.frame and (framed := in_year(context.frame[0].year)):
        options.append((_FRAMED, framed))
    late = max(context.anchor, context.story or context.anchor) + _A_HALF_YEAR
    late = context.anchor if context.chronicle else late
    return min((far, d) for far, d in options if d is near or d[0] <= late)[1]


def _within(in_year: InYear, frame: Days | None) -> Days | None:
    """The return in a time that began the sentence: "last winter it peaked on 22 January"."""
    years = range(frame[0].year, frame[1].year + 1) if frame else range(0)
    found = [d for year in years if (d := in_year(year))]
    inside = [d for d in found if frame and frame[0] <= d[0] and d[1] <= frame[1]]
    return inside[0] if len(inside) == 1 else None


def _on_weekday(in_year: InYear, weekday: int, context: Context) -> Days | None:
    base = context.story or context.anchor
    years = range(base.year - YEARS_BACK, base.year + 2) if base else range(0)
    found = [days for year in years if (days := in_year(year)) and days[0].weekday() == weekday]
    return min(found, key=lambda days: abs(days[0] - base), default=None) if base else None


def _nearest(unit: str, in_year: InYear, anchor: date, context: Context) -> Days | None:
    """The last return up to the anchor, a day's grace given for time zones, or the next one where
    it is much the nearer; in a chronicle only where a word speaks of what is to come."""
    grace = anchor if context.chronicle else anchor + _A_DAY
    years = range(anchor.year - YEARS_BACK, anchor.year + 2)
    found = [days for year in years if (days := in_year(year))]
    past = max((d for d in found if d[0] <= grace), default=None)
    ahead = min((d for d in found if d[0] > grace), default=None)
    if ahead is None or past is None or context.since or past[1] >= anchor:
        return past
    to_go, gone = (ahead[0] - anchor).days, (anchor - past[1]).days
    if not context.to_come and (to_go > context.reach or context.chronicle):
        return past
    far = _WITH_A_WORD if context.to_come else FAR_PAST.get(unit, FAR_PAST["month"])
    return ahead if to_go * far < gone else past


def _after(in_year: InYear, story: date) -> Days | None:
    """The first return after a day, or shortly before it."""
    begin = days_before(story, 31)
    years = range(begin.year, begin.year + YEARS_BACK)
    return next((d for year in years if (d := in_year(year)) and d[0] >= begin), None)
