"""Whether a later report says otherwise than an earlier one, as far as plain words tell.

Two sentences on one matter are held against each other: they share most of their content words,
and differ in a negation, in a word and its opposite, or in the number of one thing.
"""

import re

from index.normalize import aligned
from index.terms import FUNCTION_WORDS, stem, words

SAME_MATTER = 0.6
"""The share of content words, of the sentence with fewer, that both must have."""
FEWEST = 3
"""Content words that both must have."""
_NEGATIONS = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|without|cannot|unlikely|failed to|fails to"
    r"|refus(?:es|ed|al)|den(?:y|ies|ied)|reject(?:s|ed)?)\b|n['’]t\b",
    re.IGNORECASE,
)
_OPPOSITES = """
    willing/unwilling interested/uninterested open/closed likely/unlikely advanced/withdrew
    advanced/retreated seized/lost captured/lost seized/regained captured/recaptured
    confirmed/denied accepted/rejected approved/rejected agreed/refused increased/decreased
    rose/fell gained/lost began/ended started/stopped opened/closed legitimate/illegitimate
    successful/unsuccessful supports/opposes supported/opposed alive/dead intact/destroyed
    present/absent possible/impossible able/unable
"""
_COUNTED = re.compile(
    r"(?<![\w.,])(?P<number>\d[\d,.]*\d|\d)(?: (?:million|billion|thousand|percent|per cent))?"
    r"\s(?P<thing>[a-z]{3,})"
)


def says_otherwise(earlier: str, later: str) -> bool:
    """Whether `later` contradicts `earlier`: two sentences of different reports."""
    one, other = aligned(earlier), aligned(later)
    if not _on_one_matter(one, other):
        return False
    negated = len(_NEGATIONS.findall(one)) % 2 != len(_NEGATIONS.findall(other)) % 2
    return negated or _has_opposites(one, other) or _counts_differ(one, other)


def _on_one_matter(one: str, other: str) -> bool:
    mine, theirs = _content(one), _content(other)
    both = mine & theirs
    return len(both) >= max(FEWEST, SAME_MATTER * min(len(mine), len(theirs)))


def _content(text: str) -> set[str]:
    """Stems of content words, but for numbers, negations and words that have an opposite."""
    kept = (
        word for word in words(_NEGATIONS.sub(" ", text))
        if word not in FUNCTION_WORDS and not word[0].isdigit() and word not in _HAVING_OPPOSITES
    )  # fmt: skip
    return set(map(stem, kept))


_PAIRS = tuple(tuple(pair.split("/")) for pair in _OPPOSITES.split())
_HAVING_OPPOSITES = frozenset(word for pair in _PAIRS for word in pair)


def _has_opposites(one: str, other: str) -> bool:
    mine, theirs = set(words(one)), set(words(other))
    return any(
        (a in mine and b in theirs and b not in mine and a not in theirs)
        or (b in mine and a in theirs and a not in mine and b not in theirs)
        for a, b in _PAIRS
    )


def _counts_differ(one: str, other: str) -> bool:
    """Whether both count one thing, each once, and differ."""
    mine, theirs = _counts(one), _counts(other)
    return any(
        len(mine[thing]) == len(theirs[thing]) == 1 and mine[thing] != theirs[thing]
        for thing in mine.keys() & theirs.keys()
    )


def _counts(text: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for match in _COUNTED.finditer(text):
        found.setdefault(stem(match["thing"]), set()).add(match["number"].replace(",", ""))
    return found
