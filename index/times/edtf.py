"""Days in the Extended Date/Time Format, ISO 8601-2."""

from datetime import date

from index.calendar import FIRST_MONTH, end_of_month

_SEASONS = {3: 21, 6: 22, 9: 23, 12: 24}
_FIRST_QUARTER, _FIRST_HALF = 33, 40


def written(first: date, last: date, unit: str, *, about: bool = False, still: bool = False) -> str:
    """The days from `first` to `last`, which are a `unit` of the calendar; with `about` their
    bounds are not sure, and with `still` it had no end yet."""
    whole = _whole(first, last, unit)
    if still:
        return f"{whole or first.isoformat()}/.."
    if whole is not None:
        return f"{whole}~" if about else whole
    sign = "~" if about else ""
    months = first.day == 1 and last == end_of_month(last.year, last.month)
    years = months and (first.month, last.month) == (1, 12)
    shown = 4 if years else 7 if months else 10
    return "/".join(f"{day.isoformat()[:shown]}{sign}" for day in (first, last))


def _whole(first: date, last: date, unit: str) -> str | None:
    """One date for all of it, where there is one."""
    if first == last:
        return first.isoformat()
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return f"{first.year:04}"
    if first.day == 1 and last == end_of_month(first.year, first.month):
        return f"{first.year:04}-{first.month:02}"
    if unit == "season" and first.month in FIRST_MONTH.values():
        return f"{first.year:04}-{_SEASONS[first.month]}"
    if unit == "quarter":
        return f"{first.year:04}-{_FIRST_QUARTER + first.month // 3}"
    if unit == "half":
        return f"{first.year:04}-{_FIRST_HALF + first.month // 6}"
    if unit == "decade" and first.year % 10 == 0:
        return f"{first.year // 10}X"
    return None
