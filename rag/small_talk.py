"""Small talk: what is said to a program and asks nothing of the reports, such as “thanks”.

It is told by its nearness in meaning to phrases of each kind, as the encoder has it. Of 305 short
questions of open fields none was nearer to one than 0.26.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

import numpy as np

from index.embedding import Embedder, Vectors
from index.terms import terms
from rag.question import ParsedQuestion


class Talk(StrEnum):
    """Kinds of small talk."""

    GREETING = "greeting"
    THANKS = "thanks"
    FAREWELL = "farewell"
    ABOUT = "about"
    ASIDE = "aside"


PHRASES: Mapping[Talk, tuple[str, ...]] = {
    Talk.GREETING: (
        "hello", "good morning", "good evening", "hey there", "how are you?", "what's up?",
    ),
    Talk.THANKS: ("thank you", "thanks a lot", "many thanks", "great answer, well done"),
    Talk.FAREWELL: ("goodbye", "good night", "see you later"),
    Talk.ABOUT: (
        "who are you?", "what can you do?", "what can I ask you?", "how do you work?", "help",
        "what do you know?", "are you a robot?",
    ),
    Talk.ASIDE: (
        "ok", "great", "yes", "no", "sorry", "you are wrong", "never mind", "that is all",
        "tell me a joke", "I love you",
    ),
}  # fmt: skip
"""Phrases of each kind, of which a message is one if it is near to any."""
NEAR = 0.5
"""A cosine: what is at least so near to a phrase is said in its place."""
NEARER = 0.75
"""The same of a message with a word that the reports have, and no phrase."""
MOST_WORDS = 8
"""A longer message says more than that."""
_OF_PHRASES = frozenset(
    term for phrases in PHRASES.values() for phrase in phrases for term in terms(phrase)
)


def is_short(message: str) -> bool:
    """Whether a message has no more words than small talk may have."""
    return len(message.split()) <= MOST_WORDS


def talk_of(question: ParsedQuestion, embedder: Embedder) -> Talk | None:
    """Which kind of small talk a message is; None where it asks something."""
    if not is_short(question.text):
        return None
    kinds, vectors = _phrases(embedder)
    near = vectors @ question.pooled
    best = int(near.argmax())
    asks = any(term.frequency and term.key not in _OF_PHRASES for term in question.terms)
    return kinds[best] if near[best] >= (NEARER if asks else NEAR) else None


@lru_cache(maxsize=2)
def _phrases(embedder: Embedder) -> tuple[tuple[Talk, ...], Vectors]:
    """The kind and the unit vector of every phrase, in order."""
    said = [(kind, phrase) for kind, phrases in PHRASES.items() for phrase in phrases]
    pooled = [encoding.pooled for encoding in embedder.encode([phrase for _, phrase in said])]
    return tuple(kind for kind, _ in said), np.stack(pooled)
