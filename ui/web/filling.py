"""Filters of the page's templates that need none of its words."""

from collections.abc import Callable, Iterator
from pathlib import Path

from markupsafe import Markup

from index.sources import is_address
from rag.types import Citation, DatedPassage
from ui.console import shown
from ui.web.conversation import Turn


def set_off(element: str) -> Callable[[str], Markup]:
    """A filter that puts words into an element."""
    name = element.partition(" ")[0]
    around = Markup(f"<{element}>{{}}</{name}>")  # noqa: S704 - elements of our own
    return lambda text: around.format(shown(str(text)))


def quote_parts(passage: DatedPassage) -> Iterator[tuple[str, bool]]:
    """A quote in pieces, the words that answer told apart."""
    start, end = 0, 0
    if isinstance(passage, Citation) and passage.answer_start is not None:
        start = passage.answer_start - passage.start
        end = (passage.answer_end or passage.end) - passage.start
    quote = passage.quote
    for text, answers in ((quote[:start], False), (quote[start:end], True), (quote[end:], False)):
        if text:
            yield text, answers


def source_name(named: str) -> str:
    """A folder or address that is watched, without where the folder lies."""
    return named if is_address(named) else Path(named).name or named


def is_course(turn: Turn) -> bool:
    """Whether an answer tells a course of events: each line of it begins with its day."""
    return turn.answer is not None and "\n" in turn.answer.text
