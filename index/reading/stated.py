"""Dates that a file states of itself in named fields: front matter, the head of a web page.

What a field is named tells what its date is of, however a site spells it: `pubDate`,
`published_at`, `article:published_time` and `datePublished` are made of the same few words.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum
from typing import TypedDict

from index import language
from index.calendar import clock_in_words
from index.dating.expressions import DayOrder, Expression, expressions
from index.types import DateSource

_WORDS = language.groups("dating", "fields")
"""Words that names of fields are made of, by what they say of a date."""
_SORT = {word: sort for sort, words in _WORDS.items() for word in words}
_GLUED = re.compile("|".join(sorted(_SORT, key=len, reverse=True)))
_OF_ANOTHER_THING = language.words("dating", "fields_of_another_thing")
"""Namespaces whose dates are of a thing that a page is about."""
_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_INSTANT = re.compile(
    r"(?P<clock>\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)\s?"
    r"(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d)"
)
_UTC = ("Z", "UTC", "GMT", "+0000", "-0000")
_EVENING = 21
"""In UTC; a full hour from then on is midnight of the next day further east."""
_SMALL_HOURS = 8
"""In UTC; before then it is still the day before in America."""
_VALUE_AT_MOST = 120
_SLASHED_MONTH = re.compile(r"\s*(\d{4})/(0?[1-9]|1[0-2])\s*")
"""All of a field; in a line of text 2011/12 is a year of accounts."""

_YEAR = re.compile(r"\s*([1-9]\d{3})\s*")
"""All of a field; elsewhere it is a number."""
_NUMBERED = frozenset({"issue", "release", "post"})
"""Names of fields that may have a number as well."""


class Sense(IntEnum):
    """What the name of a field says of its date, the surest first."""

    PUBLISHED = 1
    DATE = 2
    CREATED = 3
    UNNAMED = 4
    MODIFIED = 5
    OTHER = 6


@dataclass(frozen=True, slots=True)
class Stated:
    """A date in a named field. `instant` is that in UTC which the day is of, and `note` says that
    it may be another where that was published."""

    sense: Sense
    expression: Expression
    instant: datetime | None = None
    note: str | None = None

    @property
    def day(self) -> date | None:
        return self.expression.first if self.expression.is_day else None


def sense_of(name: str) -> Sense | None:
    """What the name of a field says of a date in it; None for a name that is of no date."""
    *spaces, last = re.split(r"[.:]", name)
    if not _OF_ANOTHER_THING.isdisjoint(space.lower() for space in spaces):
        return Sense.OTHER
    sorts: set[str] = set()
    unknown = False
    for part in _PART.findall(last):
        made_of = _split(part.lower())
        unknown = unknown or not made_of
        sorts.update(_SORT[word] for word in made_of)
    if "modified" in sorts:
        return Sense.MODIFIED
    if "other" in sorts:
        return Sense.OTHER
    if "published" in sorts:
        return Sense.PUBLISHED
    if "created" in sorts:
        return Sense.CREATED
    if "date" in sorts:
        return Sense.UNNAMED if unknown else Sense.DATE
    return None


def _split(part: str) -> list[str]:
    """The known words that a part of a name is made of; none where it is not made of them alone."""
    made_of = _GLUED.findall(part)
    return made_of if "".join(made_of) == part else []


def stated(name: str, value: str, order: DayOrder | None = None) -> Stated | None:
    """What a field states; None where it holds no date, or more than one."""
    sense = sense_of(name)
    if _YEAR.fullmatch(value) and name.lower() in _NUMBERED:
        return None
    return None if sense is None else stated_as(sense, value, order)


def stated_as(sense: Sense, value: str, order: DayOrder | None = None) -> Stated | None:
    """What a value states in a field of that sense."""
    year = _YEAR.fullmatch(value)
    if year is not None:
        first = date(int(year[1]), 1, 1)
        return Stated(sense, Expression(*year.span(1), first, first.replace(month=12, day=31)))
    month = _SLASHED_MONTH.fullmatch(value)
    if month is not None:
        value = f"{month[1]}-{month[2]:0>2}"
    found = expressions(value, order) if len(value) <= _VALUE_AT_MOST else []
    if len(found) != 1:
        return None
    instant = _instant(value)
    return Stated(sense, found[0]) if instant is None else _in_utc(sense, found[0], instant)


def _instant(value: str) -> datetime | None:
    """The instant in UTC that a value states; None where it is in another zone, or none."""
    match = _INSTANT.search(value)
    if match is None or match["zone"].replace(":", "") not in _UTC:
        return None
    try:
        return datetime.fromisoformat(f"{match['clock']}+00:00")
    except ValueError:
        return None


def _in_utc(sense: Sense, expression: Expression, instant: datetime) -> Stated:
    """The day of an instant in UTC, and how far it may be another where it was published."""
    day, hour = expression.first, instant.hour
    said = clock_in_words(instant)
    full = instant.minute == instant.second == instant.microsecond == 0
    if full and hour >= _EVENING and day < date.max:
        following = day + timedelta(days=1)
        note = f"given as {said}, which is midnight of the next day further east"
        moved = Expression(expression.start, expression.end, following, following)
        return Stated(sense, moved, instant, note)
    if hour < _SMALL_HOURS and not (full and hour == 0):
        note = f"given as {said}, when it was still the day before further west"
        return Stated(sense, expression, instant, note)
    return Stated(sense, expression, instant)


def best(found: Iterable[Stated]) -> Stated | None:
    """The date of publication among what a file states: of the surest sense, the first.

    A plain day is the page's own, so that it wins over an instant in UTC beside it, and a day or a
    month over the year that it lies in.
    """
    ranked = sorted((one for one in found if one.sense < Sense.MODIFIED), key=lambda one: one.sense)
    if not ranked:
        return None
    chosen = next((one for one in ranked if _lies_in(one, ranked[0])), ranked[0])
    if chosen.instant is None:
        return chosen
    own = [one.expression for one in ranked if one.instant is None and _beside(one, chosen)]
    if any(expression.first == chosen.day for expression in own):
        return Stated(chosen.sense, chosen.expression)
    return Stated(chosen.sense, own[0]) if own else chosen


def modified(found: Sequence[Stated]) -> date | None:
    """The last day on which a file says that it was changed."""
    days = [one.day for one in found if one.sense is Sense.MODIFIED and one.day is not None]
    return max(days, default=None)


def _lies_in(one: Stated, other: Stated) -> bool:
    """Whether a date is of the year that is all that another tells."""
    year = other.expression
    return (
        year.is_year and not one.expression.is_year and one.expression.first.year == year.first.year
    )


def _beside(one: Stated, other: Stated) -> bool:
    """Whether two days are the same, or follow each other."""
    if one.day is None or other.day is None:
        return False
    return abs((one.day - other.day).days) <= 1


class StatedDates(TypedDict):
    """The dates of a `Metadata`, by the names of its fields."""

    published_on: date | None
    date_source: DateSource | None
    date_is_stated: bool
    published_edtf: str | None
    two_readings: tuple[date, date] | None
    instant: datetime | None
    date_note: str | None
    date_modified: date | None


def as_metadata(found: Sequence[Stated], source: DateSource) -> StatedDates:
    """What a file states of its dates."""
    chosen, changed = best(found), modified(found)
    if chosen is None:
        return _nothing_but(changed)
    expression, other = chosen.expression, chosen.expression.other
    return StatedDates(
        published_on=expression.first if expression.edtf is None else None,
        date_source=source,
        date_is_stated=chosen.sense is not Sense.UNNAMED,
        published_edtf=expression.edtf if other is None else None,
        two_readings=(expression.first, other) if other is not None else None,
        instant=chosen.instant,
        date_note=chosen.note,
        date_modified=changed,
    )


def _nothing_but(changed: date | None) -> StatedDates:
    return StatedDates(
        published_on=None, date_source=None, date_is_stated=True, published_edtf=None,
        two_readings=None, instant=None, date_note=None, date_modified=changed,
    )  # fmt: skip
