"""Whether a sentence says otherwise than another, as far as plain words tell.

Sentences on one matter are held against each other: they share most of their content words, and
differ in a negation, in a word and its opposite, or in the number of one thing.
"""

import re

from index.rules import Stage, declare
from index.text.normalize import aligned
from index.text.terms import FUNCTION_WORDS, stem, words
from rag.language.attribution import said_by
from rag.language.opposites import opposite_stems

OTHERWISE_NEGATED = declare(
    "later-negation",
    Stage.SELECTION,
    "Marks a later statement on the same matter that has a negation more or less.",
)
OTHERWISE_OPPOSITE = declare(
    "later-opposite",
    Stage.SELECTION,
    "Marks a later statement on the same matter that has the opposite of a word.",
)
OTHERWISE_COUNTED = declare(
    "later-number",
    Stage.SELECTION,
    "Marks a later statement on the same matter that has another number of the same thing.",
)

SAME_MATTER = 0.6
"""The share of content words, of the sentence with fewer, that both must have."""
FEWEST = 3
"""Content words that both must have."""
NEGATIONS = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|without|cannot|unlikely|failed to|fails to"
    r"|refus(?:es|ed|al)|den(?:y|ies|ied)|reject(?:s|ed)?)\b|n['’]t\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"(?<![\w.,])(?P<number>\d[\d,.]*\d|\d)(?: (?:million|billion|thousand|percent|per cent))?"
    r"\s(?P<thing>[a-z]{3,})"
)


def says_otherwise(earlier: str, later: str) -> bool:
    """Whether `later` contradicts `earlier`: two sentences of different reports."""
    one, other = aligned(earlier), aligned(later)
    if not _on_one_matter(one, other):
        return False
    negated = len(NEGATIONS.findall(one)) % 2 != len(NEGATIONS.findall(other)) % 2
    return (
        OTHERWISE_NEGATED.applies(negated)
        or OTHERWISE_OPPOSITE.applies(_has_opposites(one, other))
        or OTHERWISE_COUNTED.applies(_counts_differ(one, other))
    )


def _on_one_matter(one: str, other: str) -> bool:
    all_mine, all_theirs = _content(one), _content(other)
    mine = {key for key in all_mine if not opposite_stems(key) & all_theirs}
    theirs = {key for key in all_theirs if not opposite_stems(key) & all_mine}
    both = mine & theirs
    return len(both) >= max(FEWEST, SAME_MATTER * min(len(mine), len(theirs)))


def _content(text: str) -> set[str]:
    """Stems of content words, but for numbers, negations and the names of those who speak: two that
    speak of one matter have different ones."""
    speakers = {word for name in said_by(text) for word in words(name)}
    kept = (
        word for word in words(NEGATIONS.sub(" ", text))
        if word not in FUNCTION_WORDS and not word[0].isdigit() and word not in speakers
    )  # fmt: skip
    return set(map(stem, kept))


def _has_opposites(one: str, other: str) -> bool:
    mine, theirs = set(map(stem, words(one))), set(map(stem, words(other)))
    return any(opposite_stems(word) & theirs - mine for word in mine - theirs)


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
