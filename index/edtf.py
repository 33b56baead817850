"""What is known of when a report came out where that is no day, in EDTF (ISO 8601-2:2019).

A year is `2024`, a month is `2024-05`; one of two days, where figures can be read both ways, is
`[2024-03-05,2024-05-03]`, the form of level 2 for one of a set.
"""

import re
from calendar import month_name
from datetime import date

from index.calendar import day_in_words, end_of_month, month_in_words

_YEAR = re.compile(r"\d{4}")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_DAY = re.compile(r"(\d{4})-(0[1-9]|1[0-2])-(\d\d)")
_MONTHS = 12
"""Numbers above stand for parts of a year in EDTF, those of `_SEASONS` for its seasons."""
_SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
_EITHER = re.compile(r"\[(\d{4}-\d\d-\d\d),(\d{4}-\d\d-\d\d)\]")


def year_edtf(day: date) -> str:
    """The year of a day."""
    return f"{day.year:04}"


def month_edtf(day: date) -> str:
    """The month of a day."""
    return f"{day:%Y-%m}"


def either_edtf(one: date, other: date) -> str:
    """One of two days, in that order."""
    return f"[{one.isoformat()},{other.isoformat()}]"


def span_of(edtf: str) -> tuple[date, date]:
    """The first and the last day that a date in one of these forms may be.

    Raises ValueError for any other form.
    """
    if _YEAR.fullmatch(edtf):
        return date(int(edtf), 1, 1), date(int(edtf), 12, 31)
    month = _MONTH.fullmatch(edtf)
    if month is not None:
        last = end_of_month(int(month[1]), int(month[2]))
        return last.replace(day=1), last
    one, other = either_of(edtf)
    return min(one, other), max(one, other)


def either_of(edtf: str) -> tuple[date, date]:
    """The two days of which it is one, in their order. Raises ValueError for any other form."""
    either = _EITHER.fullmatch(edtf)
    if either is None:
        raise ValueError(f"{edtf!r} is no date in EDTF that Dateline writes")
    return date.fromisoformat(either[1]), date.fromisoformat(either[2])


def is_either(edtf: str | None) -> bool:
    """Whether it is one of two days."""
    return edtf is not None and _EITHER.fullmatch(edtf) is not None


def season_of(edtf: str) -> tuple[str, str] | None:
    """The name of a season in English and its year, "2024/25" of the winter that begins in 2024;
    None for what is no season in EDTF."""
    found = _MONTH.fullmatch(edtf)
    name = _SEASONS.get(int(found[2])) if found is not None else None
    if found is None or name is None:
        return None
    year = int(found[1])
    return name, f"{year}/{(year + 1) % 100:02}" if name == "winter" else f"{year}"


def time_in_words(edtf: str) -> str:
    """A day, a month, a season, a year or an interval of them as people write it: "2 May 2024",
    "about May 2024 to June 2024", "autumn 2024"; any other form as it is."""
    first, slash, last = edtf.partition("/")
    if slash:
        return f"{time_in_words(first) or '…'} to {time_in_words(last) or '…'}"
    if edtf.endswith("~"):
        return f"about {time_in_words(edtf[:-1])}"
    day = _DAY.fullmatch(edtf)
    if day is not None:
        return f"{int(day[3])} {month_name[int(day[2])]} {day[1]}"
    month = _MONTH.fullmatch(edtf)
    if month is not None and 1 <= int(month[2]) <= _MONTHS:
        return f"{month_name[int(month[2])]} {month[1]}"
    season = season_of(edtf)
    return " ".join(season) if season is not None else edtf


def in_words(edtf: str) -> str:
    """As people write it: "2024", "May 2024", "5 July 2022 or 7 May 2022". Raises ValueError."""
    if is_either(edtf):
        return " or ".join(day_in_words(day) for day in either_of(edtf))
    first, _ = span_of(edtf)
    return edtf if _YEAR.fullmatch(edtf) else month_in_words(first)
