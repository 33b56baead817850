"""Feast days that a text names: Christmas 2023, New Year's Eve, Easter 2024."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from dateutil.easter import easter

from index.calendar import Period

_FIXED = {
    "christmas eve": (12, 24), "christmas day": (12, 25), "christmas": (12, 25),
    "boxing day": (12, 26), "new year's eve": (12, 31), "new year's day": (1, 1),
    "new year": (1, 1),
}  # fmt: skip
_FROM_EASTER = {"good friday": -2, "easter sunday": 0, "easter monday": 1, "easter": 0}
_FEAST = re.compile(
    rf"\b(?P<feast>{'|'.join([*_FIXED, *_FROM_EASTER])})\b"
    r"(?:,?\s(?:of\s|in\s)?(?P<year>(?:1[89]|20)\d{2})\b)?",
    re.IGNORECASE,
)


def feasts(text: str, anchor: date | None) -> Iterator[Period]:
    """The feast days that `text` names, by the Western calendar.

    Without its year, a feast is the last one up to `anchor`, and left out without one.
    """
    for match in _FEAST.finditer(text):
        feast = match["feast"].casefold()
        if match["year"]:
            day = _day(feast, int(match["year"]))
            yield Period(match.start(), match.end(), day, day)
        elif anchor is not None:
            this_year = _day(feast, anchor.year)
            day = this_year if this_year <= anchor else _day(feast, anchor.year - 1)
            yield Period(match.start(), match.end(), day, day, stated_year=False)


def _day(feast: str, year: int) -> date:
    if feast in _FIXED:
        return date(year, *_FIXED[feast])
    sunday: date = easter(year)
    return sunday + timedelta(days=_FROM_EASTER[feast])
