"""The last question with one of its names, or words, exchanged for another."""

import re

from rag.follow_up.names import content, is_named, names
from rag.follow_up.times import timeless, unmarked
from rag.follow_up.turn import Nearness, Read

_PREPOSITION = re.compile(
    r"^(?:in|on|at|near|around|for|to|from|with|by|of|against|about|over|under)\s", re.IGNORECASE
)
_ARTICLE = re.compile(r"\b(?:the|a|an)\s$", re.IGNORECASE)
_ARTICLE_FIRST = re.compile(r"^(?:the|a|an)\s", re.IGNORECASE)
_NEAR_ENOUGH = 0.3
"""Words that are less near to each other in meaning are not exchanged."""


def of_another(before: str, other: str, read: Read, nearness: Nearness) -> str | None:
    """The last question with one of its names, or words, exchanged for another that is nearest;
    None where none is near at all."""
    said = _PREPOSITION.sub("", other)
    said_time = read(said)
    said = timeless(said, read) if said_time.reading else said
    question = timeless(before, read) if said_time.reading else before
    a_name = is_named(said)
    spans = names(question, read) if a_name else content(question, read)
    if not spans:
        return None
    words = [question[start:end] for start, end in spans]
    after = _PREPOSITION.match(other)
    led_by = [
        after is not None
        and _ARTICLE.sub("", question[:start]).casefold().endswith(f" {after[0].casefold()}")
        for start, _ in spans
    ]
    near = [n + led for n, led in zip(nearness(said, words), led_by, strict=True)]
    best = max(range(len(spans)), key=lambda n: (near[n], n))
    if not a_name and near[best] < _NEAR_ENOUGH:
        return None
    start, end = spans[best]
    if _ARTICLE.search(question[:start]):
        said = _ARTICLE_FIRST.sub("", said)
    end += _shared(said, question[start:end], question[end:])
    asked = f"{question[:start]}{said}{question[end:]}"
    times = " ".join(said_time.reading)
    return f"{unmarked(asked)} {times}?" if times else asked


def _shared(said: str, exchanged: str, after: str) -> int:
    """Characters of the words that end what is said and stand also after what it is exchanged for:
    "Ukrainian forces" for "Russian" in "Did Russian forces advance?"."""
    words = said.split()[len(exchanged.split()) :]
    tail = f" {' '.join(words)}"
    follows = after.casefold().startswith(tail.casefold()) and not after[len(tail) :][:1].isalnum()
    return len(tail) if words and follows else 0


def begins_with_preposition(text: str) -> bool:
    """Whether a text begins like "in Torvik"."""
    return _PREPOSITION.match(text) is not None
