"""What the pronouns of a question stand for, by the names of the last."""

import re
from collections.abc import Sequence

from index.text.terms import FUNCTION_WORDS
from rag.conversation.names import names as names_in
from rag.conversation.referents import Referents, referents
from rag.conversation.turn import Read, Turn
from rag.question.words import AUXILIARY

PRONOUN = re.compile(
    r"\b(?P<owns>his|their|its)\b(?=\s\w)|\b(?P<is>he|she|him|they|them|it|there|her)\b",
    re.IGNORECASE,
)
_ACTS = re.compile(rf"(?:^|\b{AUXILIARY}\s)$", re.IGNORECASE)
_LONGEST_AUXILIARY = 8
_ASKED_FOR = re.compile(r"^\W*(?:what|which|whose|how(?: (?:many|much))?)\s\w+\b", re.IGNORECASE)
_PERSON = frozenset({"he", "she", "his", "him", "her"})
_MANY = frozenset({"they", "them", "their"})
IMPERSONAL = re.compile(
    r"\bit (?:take|takes|took|is|was|that|be|been)\b|\b(?:is|was|are|were|will) (?:it|there)\b"
    r"|\bthere (?:is|are|was|were|be|been)\b|\b(?:did|does|will|has) it (?:take|mean|rain|snow)\b",
    re.IGNORECASE,
)
"""What is no pronoun for anything: "how long did it take"."""
_DONE = re.compile(
    r"\b(?:is|was) it\s(?:\w+(?:ing|ed)|held|built|made|shot|hit|sent|sold|bought|found|sunk|lost"
    r"|taken|written|given|seen|known|brought)\b(?!\s(?:that|to)\b)",
    re.IGNORECASE,
)
"""What is said of a thing: "how high was it flying"."""


def named(asked: str, last: Turn, read: Read) -> str | None:
    """A question with what its pronouns stand for, and the time of the last one where it has none.

    None where no pronoun looks back, or it may stand for several.
    """
    own = names_in(asked, read)
    looking_back = [
        found for found in PRONOUN.finditer(asked)
        if not any(end <= found.start() for _, end in own)
        and (not own or _is_person(found) or _acts(found, asked))
        and (found[0].casefold() not in _MANY or _acts(found, asked))
    ]  # fmt: skip
    impersonal = IMPERSONAL.search(asked) is not None
    if not looking_back or (impersonal and not _DONE.search(asked)):
        return None
    if not leads(asked[: looking_back[0].start()]) and not _is_him(looking_back):
        return None
    meant = referents(last, read)
    things = any(found[0].casefold() in ("it", "its") for found in looking_back)
    if own and things and not meant.acts:
        return None
    whole = asked
    meanings: dict[str, str] = {}
    for found in reversed(looking_back):
        stands = _stands_for(found, asked, meant, one=impersonal)
        word = found[0].casefold()
        if stands is None or (stands in meanings and meanings[stands] != word):
            return None  # "they" put nobody into themselves
        meanings[stands] = word
        whole = f"{whole[: found.start()]}{stands}{whole[found.end() :]}"
    times = () if read(asked).reading else read(last.query.question).reading
    return " ".join([whole, *times]) + "?"


def _stands_for(pronoun: re.Match[str], asked: str, meant: Referents, *, one: bool) -> str | None:
    """What a pronoun stands for; None where it may stand for several things, or, with `one`, where
    more than one thing is named at all."""
    word = pronoun[0].casefold()
    if one:
        stands = _the_only(meant)
    elif _is_person(pronoun):
        stands = _person(meant, acts=_acts(pronoun, asked))
    elif word in _MANY:
        stands = _several(meant)
    else:
        stands = _thing(meant, acts=_acts(pronoun, asked), there=word == "there")
    if stands is None:
        return None
    owns = pronoun["owns"] is not None or (word == "her" and asked[pronoun.end() :].strip() != "")
    return f"{stands}’s" if owns else f"in {stands}" if word == "there" else stands


def _person(meant: Referents, *, acts: bool) -> str | None:
    """Who acts is the likeliest of those named, who is acted on the last; None where no person
    is."""
    if not meant.people:
        return None
    return meant.people[0] if acts else meant.people[-1]


def _several(meant: Referents) -> str | None:
    """Those named as several, those named together, or else who acts; None where there are several
    of a thing."""
    if meant.several:
        return meant.several[0]
    if meant.many or not meant.names:
        return None
    return " and ".join(dict.fromkeys(meant.names)) if meant.together else meant.names[0]


def _thing(meant: Referents, *, acts: bool, there: bool) -> str | None:
    """What acts is what acted before, what is acted on, or where, the last that is named."""
    if there:
        return meant.names[-1] if meant.names else None
    if meant.fetched:
        return None
    if acts and meant.acts:
        return None if meant.acts in meant.people else meant.acts
    if meant.things or not meant.names:
        return _the_only(meant)
    return meant.names[0] if acts else meant.names[-1]


def _the_only(meant: Referents) -> str | None:
    """The one thing that is named, if it is one."""
    every = [*meant.names, *meant.things]
    return every[0] if len(every) == 1 and not meant.fetched else None


def _is_him(looking_back: Sequence[re.Match[str]]) -> bool:
    """Whether a person is acted on, whom no thing before it can be: "Who asked him?"."""
    return all(found[0].casefold() == "him" for found in looking_back)


def _is_person(pronoun: re.Match[str]) -> bool:
    return pronoun[0].casefold() in _PERSON


def _acts(pronoun: re.Match[str], asked: str) -> bool:
    """Whether a pronoun is who acts: it follows the auxiliary, or owns something."""
    before = asked[max(0, pronoun.start() - _LONGEST_AUXILIARY) : pronoun.start()]
    return pronoun["owns"] is not None or _ACTS.search(before) is not None


def leads(before: str) -> bool:
    """Whether nothing that a pronoun could stand for is before it but what is asked for."""
    said = _ASKED_FOR.sub("", before)
    return not {word.casefold() for word in re.findall(r"[^\W_]+", said)} - FUNCTION_WORDS
