"""What the pronouns of a question stand for, by the names of the last."""

import re
from collections.abc import Sequence

from index.terms import FUNCTION_WORDS
from rag.follow_up.names import AUXILIARY
from rag.follow_up.names import names as names_in
from rag.follow_up.turn import Read, Turn

_PRONOUN = re.compile(
    r"\b(?P<owns>his|their|its)\b(?=\s\w)|\b(?P<is>he|she|him|they|them|it|there|her)\b",
    re.IGNORECASE,
)
_ACTS = re.compile(rf"(?:^|\b{AUXILIARY}\s)$", re.IGNORECASE)
_LONGEST_AUXILIARY = 8
_ASKED_FOR = re.compile(r"^\W*(?:what|which|whose|how (?:many|much))\s\w+\b", re.IGNORECASE)
_PERSON = frozenset({"he", "she", "his", "him", "her"})
_MANY = frozenset({"they", "them", "their"})
IMPERSONAL = re.compile(
    r"\bit (?:take|takes|took|is|was|that|be|been)\b|\b(?:is|was|are|were|will) (?:it|there)\b"
    r"|\bthere (?:is|are|was|were|be|been)\b|\b(?:did|does|will|has) it (?:take|mean)\b",
    re.IGNORECASE,
)
"""What is no pronoun for anything: "how long did it take"."""
_MANY_OF_THEM = re.compile(r"(?:\b[A-Z][\w’'-]*\s)+[a-z]+s\b")
"""Several, by a name: "Ukrainian forces"."""
_OF_A_PEOPLE = re.compile(r"(?:ian|ish|ese|can|ean|ench|utch)$")


def named(asked: str, last: Turn, read: Read) -> str | None:
    """A question with what its pronoun stands for, and the time of the last one where it has none.

    None where no pronoun looks back.
    """
    before = last.query.question
    own = names_in(asked, read)
    looking_back = [
        found for found in _PRONOUN.finditer(asked)
        if not any(end <= found.start() for _, end in own)
        and (_acts(found, asked) if found[0].casefold() in _MANY else not own or _is_person(found))
    ]  # fmt: skip
    if IMPERSONAL.search(asked) or (looking_back and not leads(asked[: looking_back[0].start()])):
        return None
    names = _nouns(before, read) or (_nouns(last.said[0], read) if last.said else [])
    if not names or not looking_back:
        return None
    whole, many = asked, _MANY_OF_THEM.search(before)
    for found in reversed(looking_back):
        together = many is not None and found[0].casefold() in _MANY
        stands = _stands_for(found, asked, [many[0]] if many and together else names)
        whole = f"{whole[: found.start()]}{stands}{whole[found.end() :]}"
    times = () if read(asked).reading else read(before).reading
    return " ".join([whole, *times]) + "?"


def _nouns(text: str, read: Read) -> list[str]:
    """The names in a text, without those that only say of what people something is."""
    found = [text[start:end] for start, end in names_in(text, read)]
    return [name for name in found if " " in name or not _OF_A_PEOPLE.search(name)]


def _stands_for(pronoun: re.Match[str], asked: str, names: Sequence[str]) -> str:
    """What a pronoun stands for: who acts is the first that the last question names, what is acted
    on, or where, the last."""
    word = pronoun[0].casefold()
    name = names[0] if _is_person(pronoun) or _acts(pronoun, asked) else names[-1]
    owns = pronoun["owns"] is not None or (word == "her" and asked[pronoun.end() :].strip() != "")
    return f"{name}’s" if owns else f"in {name}" if word == "there" else name


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
