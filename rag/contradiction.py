"""Whether a sentence says otherwise than another, as far as plain words tell.

Sentences on one matter are held against each other: they share most of their content words, and
differ in a negation, in a word and its opposite, in the number of one thing, or in the state that
they speak of.
"""

import re

from index.normalize import aligned
from index.rules import Stage, declare
from index.terms import FUNCTION_WORDS, stem, words
from rag.names import state_of
from rag.opposites import opposite_stems

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
_BETWEEN = frozenset({"the", "a", "an", "s", "own", "its", "their", "his", "her"})
"""Words that may stand between a party and what is said of it."""
_PARTS = ("north", "south", "east", "west")
_WORD_OR_STOP = re.compile(r"[^\W\d_][\w-]*|[^\w\s'’“”\"-]|\d+")
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


def exchanged(written: str, passage: str) -> tuple[str, str] | None:
    """What is written of one state and a passage says of another: "Ukrainian depot" where the
    passage has "Russian depot", and nowhere the former. Both as (written, said); None for nothing.
    """
    asked, said = _of_states(aligned(written)), _of_states(aligned(passage))
    for (side, word), mine in asked.items():
        theirs = said.get((side, word), {})
        if theirs and not mine.keys() & theirs.keys():
            return next(iter(mine.values())), next(iter(theirs.values()))
    return None


def _of_states(text: str) -> dict[tuple[str, str], dict[str, str]]:
    """By side and stem of a word the states that stand beside it, each with the words as written.

    Of "Russia and Iran signed" both are beside "signed".
    """
    found: dict[tuple[str, str], dict[str, str]] = {}
    beside: list[tuple[str, str]] = []
    before: str | None = None
    held: list[tuple[str, str]] = []
    for match in _WORD_OR_STOP.finditer(re.sub(r"['’]s\b", "", text)):
        word = match[0].lower()
        if word in _BETWEEN:
            continue
        if word == "and" and beside:
            held, beside = beside, []
            continue
        if word in FUNCTION_WORDS or not word[0].isalpha():
            beside, before, held = [], None, []
            continue
        state = state_of(word) if match[0][0].isupper() else None
        if state is not None:
            part = before if before in _PARTS else None
            name = (f"{part} {state}", f"{part} {match[0]}") if part else (state, match[0])
            if before is not None and not part:
                found.setdefault(("after", stem(before)), {})[name[0]] = f"{before} {name[1]}"
            beside, held = [*held, name], []
            before = None
            continue
        for one, written in beside:
            found.setdefault(("before", stem(word)), {})[one] = f"{written} {word}"
        beside, before, held = [], word, []
    return found


def _on_one_matter(one: str, other: str) -> bool:
    all_mine, all_theirs = _content(one), _content(other)
    mine = {key for key in all_mine if not opposite_stems(key) & all_theirs}
    theirs = {key for key in all_theirs if not opposite_stems(key) & all_mine}
    both = mine & theirs
    return len(both) >= max(FEWEST, SAME_MATTER * min(len(mine), len(theirs)))


def _content(text: str) -> set[str]:
    """Stems of content words, but for numbers and negations."""
    kept = (
        word for word in words(NEGATIONS.sub(" ", text))
        if word not in FUNCTION_WORDS and not word[0].isdigit()
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
