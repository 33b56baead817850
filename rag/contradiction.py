"""Whether a passage says otherwise than an earlier one, or than a question takes for granted, as
far as plain words tell.

Sentences on one matter are held against each other: they share most of their content words, and
differ in a negation, in a word and its opposite, in the number of one thing, or in the state that
they speak of.
"""

import re
from collections.abc import Sequence

from index.normalize import aligned
from index.rules import Stage, always, declare
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
OPPOSITE = declare(
    "opposite-verb",
    Stage.GUARDRAIL,
    "Refuses why, how or when something happened where the passage says the opposite.",
)
YET_TO_COME = declare(
    "yet-to-come",
    Stage.GUARDRAIL,
    "Refuses how something ended where the passage says that it is still to come.",
)
EXCHANGED = declare(
    "other-state",
    Stage.GUARDRAIL,
    "Refuses what is said of one state where the passage says it of another.",
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
_PRESUPPOSES = re.compile(
    r"^\W*(?:why|how(?! (?:many|much|long|far|old|large|big|high|often)\b)|when|what (?:made|led)"
    r"|on what grounds|for (?:what|which) reasons?)\b",
    re.IGNORECASE,
)
_ENDED = re.compile(
    r"\b(?:won|winners?|winning|losers?|results|the (?:result|outcome) of|turnout"
    r"|(?:re-?)?elected)\b",
    re.IGNORECASE,
)
_TO_COME = re.compile(
    r"\b(?P<ahead>upcoming|forthcoming|impending|coming|future)\s(?P<things>(?:[\w’'-]+\s?){1,5})",
    re.IGNORECASE,
)
_BETWEEN = frozenset({"the", "a", "an", "s", "own", "its", "their", "his", "her"})
"""Words that may stand between a party and what is said of it."""
_SHARED = 2
"""Content words that a question and what opposes it must share."""
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


@OPPOSITE.governs(without=always(None))
def opposed(question: str, sentences: Sequence[str]) -> tuple[str, str] | None:
    """What a question takes for granted and the word of a passage that says the opposite.

    "Why did he confirm the story?", where "he denied the story". None for questions that take
    nothing for granted.
    """
    text = aligned(question)
    if not _PRESUPPOSES.search(text):
        return None
    asked = {stem(word): word for word in words(text) if word not in FUNCTION_WORDS}
    for sentence in sentences:
        said = {stem(word): word for word in words(aligned(sentence))}
        if len(asked.keys() & said.keys()) < _SHARED:
            continue
        for key in asked.keys() - said.keys():
            others = opposite_stems(key, acts_only=True) & said.keys() - asked.keys()
            if others:
                return asked[key], said[min(others)]
    return None


@YET_TO_COME.governs(without=always(None))
def yet_to_come(question: str, passage: str) -> tuple[str, str] | None:
    """How something ended that is asked about, and how a passage says that it is still to come:
    "won" the election, where the passage has "upcoming ... election" and no other, nor tells how
    anything ended. None for nothing."""
    text, told = aligned(question), aligned(passage)
    ended = None if _TO_COME.search(text) else _ENDED.search(text)
    if ended is None or _ENDED.search(told):
        return None
    asked = {stem(word) for word in words(text) if word not in FUNCTION_WORDS}
    elsewhere = set(map(stem, words(_TO_COME.sub(" ", told))))
    for match in _TO_COME.finditer(told):
        following = match["things"].split()
        for n, thing in enumerate(following, 1):
            key = stem(thing.lower())
            if key in asked - elsewhere and thing[0].islower():
                return ended[0], " ".join([match["ahead"], *following[:n]])
    return None


@EXCHANGED.governs(without=always(None))
def exchanged(question: str, passage: str) -> tuple[str, str] | None:
    """What a question says of one state and a passage of another: "Ukrainian depot" where the
    passage has "Russian depot", and nowhere the former. Both as (asked, said); None for nothing.
    """
    asked, said = _of_states(aligned(question)), _of_states(aligned(passage))
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
