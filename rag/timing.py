"""Whether a passage speaks of the time that a question names."""

import re
from datetime import date, timedelta

from index.normalize import aligned
from index.periods import Period, periods

TELLS_OF = timedelta(days=31)
"""A report that names no other time tells of so long before it was published, at most."""
_OPENS = re.compile(r"\b(?:between|from)\s(?:the\s)?$", re.IGNORECASE)
_JOINS = re.compile(r"\s?(?:and|to|through|until|till|up to|[-–—])\s?(?:the\s)?", re.IGNORECASE)
_REPORTS = re.compile(r"\b(?:reports?|articles?|stor(?:y|ies)|published)\b", re.IGNORECASE)
MUCH_LONGER = 62
"""Days; a longer period that a passage names says little of a day or a month within it."""


def asked_periods(question: str) -> tuple[Period, ...]:
    """The periods that a question names with their year.

    "From May 2023 to June 2024" is one, and so is "from May to June 2024", where the year of the
    second is that of the first.
    """
    text = aligned(question)
    stated = [p for p in periods(text, None) if p.stated_year]
    if not stated:
        return ()
    merged: list[Period] = []
    for period in reversed(periods(text, max(p.last for p in stated))):
        after = merged[-1] if merged else None
        joined = after is not None and _JOINS.fullmatch(text[period.end : after.start]) is not None
        if joined and after is not None and _opens(text, period) and period.first <= after.last:
            merged[-1] = Period(period.start, after.end, period.first, after.last)
        elif period.stated_year or joined:
            merged.append(period)
    return tuple(reversed(merged))


def _opens(text: str, period: Period) -> bool:
    return _OPENS.search(text[: period.start]) is not None


def asks_of_reports(question: str) -> bool:
    """Whether a question speaks of reports, so that its times may be those of publication."""
    return _REPORTS.search(question) is not None


def speaks_of(
    asked: Period,
    passage: str,
    around: str,
    published_on: date | None,
    *,
    of_reports: bool = False,
) -> bool:
    """Whether a passage, or else the paragraph around it, names a time within `asked`.

    With `of_reports`, a report that came out within `asked` speaks of it. Where the passage names
    no other time, the report is taken to tell of the weeks before it came out.
    """
    if of_reports and published_on is not None and asked.first <= published_on <= asked.last:
        return True
    named = periods(aligned(passage), published_on)
    beside = periods(aligned(around), published_on)
    if any(_is_of(asked, period) for period in [*named, *beside]):
        return True
    if published_on is None or any(period.days <= MUCH_LONGER for period in named):
        return False
    return asked.first <= published_on and published_on - TELLS_OF <= asked.last


def _is_of(asked: Period, named: Period) -> bool:
    if named.begun is not None and asked.first <= named.begun and named.first <= asked.last:
        return True
    return named.overlaps(asked) and named.days <= max(MUCH_LONGER, asked.days)
