"""Words and their opposites."""

from functools import cache

from index import language
from index.text.terms import stem

_PREFIXES = language.in_order("opposites", "prefixes")
_PREFIXED_FROM = 5


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


def denies_by_prefix(one: str, other: str) -> bool:
    """Whether one word is the other, or a form of it, with a prefix that denies it: unsuccessful
    and success, uninterested and interest."""
    short, long = sorted((stem(one), stem(other)), key=len)
    enough = min(len(one), len(other)) >= _PREFIXED_FROM
    return enough and any(long == f"{prefix}{short}" for prefix in _PREFIXES)
