"""Times of a sentence that depend on the day on which its text was written: “yesterday”."""

from datetime import date

from index.calendar import Period, day_in_words
from index.times.periods import periods

_ONE_DAY, _ANOTHER = date(2024, 5, 15), date(2025, 6, 24)
"""Two days of writing: of another weekday, week, month and year. What has no year stays on its day
and in its month whichever it is, and what is told from the writing does not."""
_MOST_OF_A_YEAR = 300


def told_from_writing(text: str) -> list[Period]:
    """The times of a text that are told from the day of its writing, in order."""
    others = {(p.start, p.end): p for p in periods(text, _ANOTHER)}
    return [p for p in periods(text, _ONE_DAY) if _moves(p, others.get((p.start, p.end)))]


def with_days(text: str, written: date) -> str:
    """A text with days in the place of those that are told from the day of its writing; times that
    are longer stay as they are."""
    known = {(p.start, p.end): p for p in periods(text, written)}
    for period in reversed(told_from_writing(text)):
        meant = known.get((period.start, period.end))
        if meant is not None and meant.days == 1:
            text = text[: period.start] + day_in_words(meant.first) + text[period.end :]
    return text


def _moves(one: Period, other: Period | None) -> bool:
    if other is None or one.first == other.first:
        return other is None
    same_day = (one.first.month, one.first.day) == (other.first.month, other.first.day)
    return not same_day or one.days > _MOST_OF_A_YEAR
