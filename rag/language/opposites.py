"""Words and their opposites."""

from functools import cache
from pathlib import Path

from index import language
from index.text.terms import stem
from rag.language.synonyms import key_of

_PREFIXES = language.in_order("opposites", "prefixes")
_PREFIXED_FROM = 5
ANTONYMS = Path(__file__).parent / "wordnet" / "antonyms.txt"
"""Keys of words of opposite meanings, a pair a line, in their more frequent senses: WordNet, as for
words of one meaning."""


@cache
def _stems() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for pair in language.in_order("opposites", "pairs"):
        left, right = map(stem, pair.split("/"))
        table.setdefault(left, set()).add(right)
        table.setdefault(right, set()).add(left)
    return {word: frozenset(others) for word, others in table.items()}


def opposite_stems(key: str) -> frozenset[str]:
    """The stems of the opposites of a word, by its stem."""
    return _stems().get(key, frozenset())


@cache
def _antonyms() -> frozenset[tuple[str, str]]:
    pairs = map(str.split, ANTONYMS.read_text("utf-8").splitlines())
    return frozenset(both for one, other in pairs for both in ((one, other), (other, one)))


def are_antonyms(one: str, other: str) -> bool:
    """Whether a dictionary has one of two words, in any form, for the opposite of the other, many
    of them in one of several meanings: it is for words that stand in each other's place."""
    return (key_of(one), key_of(other)) in _antonyms()


def denies_by_prefix(one: str, other: str) -> bool:
    """Whether one word is the other, or a form of it, with a prefix that denies it: unsuccessful
    and success, uninterested and interest."""
    short, long = sorted((stem(one), stem(other)), key=len)
    enough = min(len(one), len(other)) >= _PREFIXED_FROM
    return enough and any(long == f"{prefix}{short}" for prefix in _PREFIXES)
