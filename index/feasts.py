"""Feast days that a text names: Christmas 2023, New Year's Eve, Easter 2024, the turn of the
year."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from dateutil.easter import easter

from index.calendar import Period
from index.dates import is_to_come
from index.rules import Stage, declare

_FIXED = {
    "christmas eve": (12, 24), "christmas day": (12, 25), "christmas": (12, 25),
    "boxing day": (12, 26), "new year's eve": (12, 31), "new year's day": (1, 1),
    "new year": (1, 1),
}  # fmt: skip
_FROM_EASTER = {
    "ash wednesday": -46, "palm sunday": -7, "good friday": -2, "easter sunday": 0,
    "easter monday": 1, "easter": 0, "ascension day": 39, "pentecost": 49, "whitsun": 49,
    "whit monday": 50,
}  # fmt: skip
_FEAST = re.compile(
    rf"(?<!orthodox )(?<!julian )\b(?P<feast>{'|'.join([*_FIXED, *_FROM_EASTER])})\b"
    r"(?!['’]s?\b|\s(?-i:[A-Z]))(?P<days>\s(?:week|holidays?|period|season|break|days))?"
    r"(?:,?\s(?:of\s|in\s)?(?P<year>(?:1[89]|20)\d{2})\b)?",
    re.IGNORECASE,
)
_BEFORE_IT, _AFTER_IT = timedelta(days=3), timedelta(days=7)
"""How long the days of a feast last."""
_TURN = re.compile(
    r"\b(?:the\s)?turn\sof\s(?:the\s)?year(?:,?\s(?:(?:of|from|between)\s)?"
    r"(?P<year>(?:1[89]|20)\d{2})(?:\s?(?:[-–/]|to|and|into)\s?(?P<next>(?:20)?\d{2}))?\b)?",
    re.IGNORECASE,
)
_AROUND_THE_TURN = timedelta(days=10)
"""Of either year."""

FEASTS = declare(
    "time-feasts", Stage.INGEST,
    "A text speaks of the feast days that it names: Christmas 2023, the turn of the year.",
)  # fmt: skip


def turns_of_the_year(text: str, anchor: date | None) -> Iterator[Period]:
    """The days around a new year: "at the turn of the year 2023/24". Of one year alone it is its
    beginning, and without any the last one that has begun by `anchor`."""
    for match in _TURN.finditer(text):
        if match["year"]:
            year = int(match["year"]) + bool(match["next"])
        elif anchor is not None:
            year = (anchor + _AROUND_THE_TURN).year
        else:
            continue
        new = date(year, 1, 1)
        days = new - _AROUND_THE_TURN, new + _AROUND_THE_TURN - timedelta(days=1)
        yield Period(match.start(), match.end(), *days, stated_year=bool(match["year"]))


def feasts(text: str, anchor: date | None) -> Iterator[Period]:
    """The feast days that `text` names, by the Western calendar.

    Without its year, a feast is the last one up to `anchor`, or the next one where the sentence
    speaks of what is to come, and left out without an anchor.
    """
    for match in _FEAST.finditer(text):
        feast = match["feast"].casefold()
        if match["year"]:
            yield _period(match, _day(feast, int(match["year"])), stated_year=True)
        elif anchor is not None:
            ahead = is_to_come(text, match.start(), match.end())
            years = (anchor.year, anchor.year + 1) if ahead else (anchor.year, anchor.year - 1)
            days = (_day(feast, year) for year in years)
            day = next(d for d in days if (d > anchor if ahead else d <= anchor))
            yield _period(match, day, stated_year=False)


def _period(match: re.Match[str], day: date, *, stated_year: bool) -> Period:
    """A feast, or the days around it: "the Christmas holidays"."""
    before, after = (_BEFORE_IT, _AFTER_IT) if match["days"] else (timedelta(0), timedelta(0))
    return Period(match.start(), match.end(), day - before, day + after, stated_year)


def _day(feast: str, year: int) -> date:
    if feast in _FIXED:
        return date(year, *_FIXED[feast])
    sunday: date = easter(year)
    return sunday + timedelta(days=_FROM_EASTER[feast])
