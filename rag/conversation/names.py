"""Where names, and words that carry meaning, stand in a question."""

import re

from index import language
from index.text.terms import FUNCTION_WORDS
from rag.conversation.turn import Read

_NAME = re.compile(
    r"(?<![\w’'-])[A-Z][\w’'-]*"
    r"(?:\s(?:(?:of|the|for|and|von|van|de|der|den|di|la|du|al|bin)\s){0,2}[A-Z][\w’'-]*)*"
)
_NO_NAME = language.words("words", "begins_a_question")


def names(question: str, read: Read) -> list[tuple[int, int]]:
    """Where names stand in a question, without those of its time."""
    times = read(question).spans
    found: list[tuple[int, int]] = []
    for match in _NAME.finditer(question):
        start, end = match.span()
        while start < end and _is_no_name(word := question[start:end].split(maxsplit=1)[0]):
            start += len(word)
            start += len(question[start:end]) - len(question[start:end].lstrip())
        if start < end and not any(a < end and start < b for a, b in times):
            found.append((start, end))
    return found


def _is_no_name(word: str) -> bool:
    plain = word.casefold()
    return plain in _NO_NAME or (plain in FUNCTION_WORDS and not word.isupper())


def content(question: str, read: Read) -> list[tuple[int, int]]:
    """Where words that carry meaning stand, without those of the time."""
    times = read(question).spans
    return [
        match.span()
        for match in re.finditer(r"[^\W_]+", question)
        if match[0].casefold() not in FUNCTION_WORDS
        and not any(start <= match.start() < end for start, end in times)
    ]


def is_named(phrase: str) -> bool:
    """Whether there is a name in a phrase."""
    return _NAME.search(phrase) is not None
