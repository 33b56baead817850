"""Whether a passage is of the time that a question asks about, and what days it tells of."""

import re
from collections.abc import Sequence

from index.calendar import Period
from index.rules import Stage, declare
from index.structure.place import days_in_words
from index.text.normalize import aligned
from index.times.dates import MONTH_NAME
from index.times.periods import periods
from index.types import Days, Finding, longest_told
from rag.question.time_window import Of

PARAGRAPH = declare(
    "window-paragraph", Stage.SELECTION,
    "A passage that names no time of its own is of the times that its paragraph names.",
)  # fmt: skip


def speaks_of(asked: Period, found: Finding, of: Of = Of.EVENT) -> bool:
    """Whether a passage, or else the paragraph around it, is of the time `asked`.

    It is where it names a time within, where `of` lets its report's publication count, or where
    it names no other time and the paragraph or what that stands under does, or the report came out
    in the weeks after.
    """
    published_on, passage = found.published_on, found.passage
    out = published_on is not None and asked.first <= published_on <= asked.last
    if of is Of.PUBLISHED or (of is Of.EITHER and out):
        return out
    named = [t for t in found.times if passage.start <= t.start and t.end <= passage.end]
    if any(is_of(asked, period) for period in named):
        return True
    if any(period.days <= longest_told(asked.days) for period in named):
        return False
    around = (*found.times, *periods(aligned(passage.place), published_on))
    if PARAGRAPH.applies(any(is_of(asked, period) for period in around)):
        return True
    return published_on is not None and Days(asked.first, asked.last).told_by(published_on)


def days_told(found: Finding, asked: Sequence[Period]) -> str:
    """The days within the times asked about that a passage tells of without naming them, in words:
    "8 March 2025", of "on Saturday night". Empty where it names them, or tells of none."""
    published_on, passage = found.published_on, found.passage
    said: list[str] = []
    for time in found.times:
        words = found.text[time.start - passage.start : time.end - passage.start]
        inside = passage.start <= time.start and time.end <= passage.end
        if not inside or not any(is_of(period, time) for period in asked):
            continue
        first, last = time.first, time.begun or time.last
        of_the_year = published_on is not None and first.year == published_on.year
        named = re.search(rf"\d|{MONTH_NAME}", words) and of_the_year
        if not named and not any(str(day.year) in found.text for day in (first, last)):
            said.append(days_in_words(first, last))
    return ", ".join(dict.fromkeys(said))


def is_of(asked: Period, named: Period) -> bool:
    """Whether a time that is told is of one asked about, and not much longer."""
    if named.begun is not None and asked.first <= named.begun and named.first <= asked.last:
        return True
    return named.overlaps(asked) and named.days <= longest_told(asked.days)
