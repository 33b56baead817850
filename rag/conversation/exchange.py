"""The last question with one of its names, or words, exchanged for another."""

import re

from index.text.terms import words as words_in
from rag.conversation.names import content, is_named, names
from rag.conversation.times import timeless, unmarked
from rag.conversation.turn import Nearness, Read
from rag.language.names import also_called
from rag.question.words import AUXILIARY

_PREPOSITION = re.compile(
    r"^(?:in|on|at|near|around|for|to|from|with|by|of|against|about|over|under)\s", re.IGNORECASE
)
_ARTICLE = re.compile(r"\b(?:the|a|an)\s$", re.IGNORECASE)
_ARTICLE_FIRST = re.compile(r"^(?:the|a|an)\s", re.IGNORECASE)
_OWNS = re.compile(r"['’]s$")
_HE_SAID = re.compile(
    rf"^\W*(?:what|when|where|why|how) {AUXILIARY} (?P<he>he|she) "
    r"(?:say|said|think|thought|claim|claimed|tell|told|write|written|reply|replied|answer)\b",
    re.IGNORECASE,
)
_NEAR_ENOUGH = 0.3
"""Words that are less near to each other in meaning are not exchanged."""
_AGAIN = 0.25
"""So much nearer is what was exchanged before."""


def of_another(
    before: str, other: str, read: Read, nearness: Nearness, earlier: str | None = None
) -> str | None:
    """The last question with one of its names, or words, exchanged for another that is nearest;
    None where none is near at all.

    Whoever spoke, and is only "he" in it, is exchanged for a name that may be a person's. What the
    question before that, `earlier`, did not have is likelier to be exchanged, since it was then
    too.
    """
    said = _PREPOSITION.sub("", other)
    said_time = read(said)
    said = timeless(said, read) if said_time.reading else said
    question = timeless(before, read) if said_time.reading else before
    span = _exchanged(question, other, said, read, nearness, earlier)
    if span is None:
        return None
    start, end = span
    if _ARTICLE.search(question[:start]):
        said = _ARTICLE_FIRST.sub("", said)
    owns = _OWNS.search(question[start:end])
    said += owns[0] if owns and not _OWNS.search(said) else ""
    end += _shared(said, question[start:end], question[end:])
    asked = f"{question[:start]}{said}{question[end:]}"
    times = " ".join(said_time.reading)
    return f"{unmarked(asked)} {times}?" if times else asked


def _exchanged(
    question: str, other: str, said: str, read: Read, nearness: Nearness, earlier: str | None
) -> tuple[int, int] | None:
    """Where that stands which another, `said`, is to take the place of; None where nothing is near.

    What has the preposition before it that the other has is likelier, too.
    """
    a_name = is_named(said)
    speaks = _HE_SAID.match(question)
    if speaks and a_name and said == other and not also_called(said.casefold()):
        return speaks.span("he")
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
    had = set(words_in(earlier or ""))
    again = [_AGAIN * (earlier is not None and not set(words_in(word)) <= had) for word in words]
    near = [sum(of) for of in zip(nearness(said, words), led_by, again, strict=True)]
    best = max(range(len(spans)), key=lambda n: (near[n], n))
    return spans[best] if a_name or near[best] >= _NEAR_ENOUGH else None


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
