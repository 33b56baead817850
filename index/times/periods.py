"""Stretches of the calendar that a text names, by the day of its writing alone."""

from datetime import date

from index.calendar import Period
from index.times.grammar import expressions
from index.times.reader import read_times
from index.times.rules import RULES_OF_TIMES
from index.times.tokens import tokens_of
from index.times.values import Context

__all__ = ["RULES_OF_TIMES", "periods"]
_BELIEVED = range(1700, 2200)
"""Years of an anchor; program's zero times are none."""


def periods(
    text: str, anchor: date | None, written: date | None = None, reach: int = 366
) -> list[Period]:
    """Every period that `text` names, in order of place, none of them twice.

    What has no year is placed by `anchor`, the report's date, not more than `reach` days after it,
    and left out without one. What is told relative to the day of writing, such as "last week", is
    placed by `written`, or else by `anchor`. "Since May 2022" lasts until `anchor`. A length of
    time alone ("for two months") is no period: it tells neither when it began nor when it ended.
    """
    anchor, written = _believed(anchor), _believed(written)
    words = tokens_of(text)
    context = Context(anchor, written or anchor, reach, week=anchor)
    return read_times(words, expressions(words), context)


def _believed(day: date | None) -> date | None:
    return day if day is not None and day.year in _BELIEVED else None
