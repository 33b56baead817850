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
_SEVERAL = re.compile(r"\s[a-z]+s\b")
"""What after a name makes it one of several: "Ukrainian forces"."""
_LED_BY_THE = re.compile(
    r"\b(?:to|of|in|on|at|about|with|from|for|by|against|is|was|are|were)\s+the\s+$", re.IGNORECASE
)
_NOUN_AFTER = re.compile(
    rf"\s(?!(?:{'|'.join(sorted(FUNCTION_WORDS))})\b)[a-z]+(?=\s|\W*$)(?!ed\b)", re.IGNORECASE
)
"""The noun in "the Kessel bridge", which is not the Kessel."""
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
    if IMPERSONAL.search(asked):
        return None
    if looking_back and not leads(asked[: looking_back[0].start()]) and not _is_him(looking_back):
        return None
    names = _nouns(before, read)
    if not names and last.said and looking_back and all(map(_is_person, looking_back)):
        names = _nouns(last.said[0], read)
    if not names or not looking_back:
        return None
    whole, together = asked, _together(before, read)
    for found in reversed(looking_back):
        several = together if found[0].casefold() in _MANY else []
        stands = _stands_for(found, asked, several or names)
        whole = f"{whole[: found.start()]}{stands}{whole[found.end() :]}"
    times = () if read(asked).reading else read(before).reading
    return " ".join([whole, *times]) + "?"


def _nouns(text: str, read: Read) -> list[str]:
    """The names in a text, without those that only say of what people something is."""
    found = []
    for start, end in names_in(text, read):
        if " " not in text[start:end] and _OF_A_PEOPLE.search(text[start:end]):
            continue
        led, noun = _LED_BY_THE.search(text[:start]), _NOUN_AFTER.match(text[end:])
        found.append(f"the {text[start:end]}{noun[0]}" if led and noun else text[start:end])
    return found


def _together(text: str, read: Read) -> list[str]:
    """Those that a text names as several, as "Russian sources"."""
    return [
        f"{text[start:end]}{several[0]}"
        for start, end in names_in(text, read)
        if _OF_A_PEOPLE.search(text[start:end]) and (several := _SEVERAL.match(text[end:]))
    ]


def _stands_for(pronoun: re.Match[str], asked: str, names: Sequence[str]) -> str:
    """What a pronoun stands for: who acts is the first that the last question names, what is acted
    on, or where, the last."""
    word = pronoun[0].casefold()
    name = names[0] if _is_person(pronoun) or _acts(pronoun, asked) else names[-1]
    owns = pronoun["owns"] is not None or (word == "her" and asked[pronoun.end() :].strip() != "")
    return f"{name}’s" if owns else f"in {name}" if word == "there" else name


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
