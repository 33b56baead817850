"""The last question asked of another time."""

import re
from datetime import date

from index.normalize import aligned, collapsed
from index.terms import FUNCTION_WORDS
from rag.follow_up.turn import Read, Turn
from rag.timewindow import TimeWindow
from rag.wording import day_in_words


def words_beside(text: str, window: TimeWindow) -> set[str]:
    """The words that carry meaning beside those of a time."""
    for start, end in sorted(window.spans, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    words = {word.casefold() for word in re.findall(r"[^\W_]+", text)}
    return words - FUNCTION_WORDS


def timeless(question: str, read: Read) -> str:
    """A question without the words of its time."""
    text = aligned(question)
    for start, end in sorted(read(text).spans, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return re.sub(r"\s+([,?.])", r"\1", collapsed(text)).strip(" ,")


def at_another_time(before: str, time: str, read: Read) -> str:
    """A question asked of another time instead of its own."""
    return f"{unmarked(timeless(before, read))} {time}?"


def moved(way: re.Match[str], last: Turn, read: Read) -> str | None:
    """The last question before or after the time that it was about, or that its answer is of."""
    window = read(last.query.question)
    before = "before" in (way["way"] or "").casefold() or way[0].casefold() == "earlier"
    day = (window.first if before else window.last) or last.day
    if day is None or day in (date.min, date.max):
        return None
    word = "before" if before else "after"
    return f"{unmarked(timeless(last.query.question, read))} {word} {day_in_words(day)}?"


def unmarked(question: str) -> str:
    """A question without the marks at its end."""
    return question.strip().rstrip("?!. ")
