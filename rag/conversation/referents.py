"""What a turn names that a pronoun of the next question may stand for."""

import re
from dataclasses import dataclass

from index.text.normalize import aligned
from index.text.terms import FUNCTION_WORDS
from rag.conversation.names import names as names_in
from rag.conversation.times import timeless, unsourced
from rag.conversation.turn import Read, Turn
from rag.language.attribution import said_by
from rag.language.names import also_called
from rag.question.words import AUXILIARY

_SMALL = rf"(?:(?:{'|'.join(sorted(FUNCTION_WORDS))})\b)"
_OF_A_PEOPLE = re.compile(
    r"(?:ian|ish|ese|can|ean|ench|utch|raqi|baijani|raeli|stani|stern|thern)$"
)
_THE = re.compile(r"\b(?:the|a|an)\s+$", re.IGNORECASE)
_NOUN_AFTER = re.compile(rf"\s(?!{_SMALL})[a-z]+(?=\s|\W*$)", re.IGNORECASE)
"""The noun in "Torvik's president"."""
_OWNS = re.compile(r"['’]s?$")
_SEVERAL = re.compile(r"\s(?!hands\b|terms\b|territories\b|lands\b)[a-z]+s\b")
"""What after a name makes it one of several: "Ukrainian forces"."""
_MANY = re.compile(
    rf"(?<![’'])\b(?!{_SMALL})[a-z]{{3,}}(?<![siu])s\b(?!['’])|\b(?:people|children|men|women)\b"
)
"""A noun for several: "ships"."""
_THING = re.compile(
    rf"\b(?:the|a|an|this)\s(?P<thing>(?:(?!{_SMALL})[\w’'-]+\s){{0,4}}?(?!{_SMALL})[\w’'-]+)"
    rf"(?=\W*$|[,;]|\s{_SMALL}|\s\w+ed\b)",
    re.IGNORECASE,
)
_FETCHED = re.compile(
    rf"^\W*(?:(?:which|whose|how (?:many|much))\s(?!{_SMALL})\w"
    rf"|what\s(?!{_SMALL})(?:\w+\s){{1,3}}?{AUXILIARY}\b)",
    re.IGNORECASE,
)
_WHICH = re.compile(rf"^\W*(?:which|what)\s(?!{_SMALL})\w", re.IGNORECASE)
_SOUGHT = re.compile(
    rf"^\W*(?:who|whose|which)\b(?!\s(?:\S+\s){{0,2}}?{AUXILIARY}\s[A-Z])", re.IGNORECASE
)
"""A question for who acts, unlike "Who did Lund visit?" and "Which minister did Lund visit?"."""
_ACTING = re.compile(
    r"\b(?:did|does|do|has|have|had|will|would|can|could|should|may|might|must)\s$", re.IGNORECASE
)
"""What "is" and "was" lead may be a thing as well: "What is the Olm deal?"."""
_WORDS_ASKED = re.compile(
    r"\b(?:say|said|tell|told|claim\w*|den(?:y|ies|ied)|report\w*|announc\w+|warn\w*|promis\w+)\b",
    re.IGNORECASE,
)
_OF_EACH_OTHER = re.compile(
    r"\b(?:and|between|with|meet|met|talk\w*|sp(?:eak|oke)|agree\w*|sign\w*|negotiat\w+|discuss\w*"
    r"|fight|fought|clash\w*|debate\w*)\b",
    re.IGNORECASE,
)
_KIN = r"(?:lawyer|wife|husband|son|daughter|brother|sister|father|mother)"
_OFFICES = (
    r"(?:president|prime minister|minister|premier|chancellor|pope|king|queen|leader|chief|head"
    r"|chair(?:man|woman|person)?|governor|mayor|commander|general|admiral|colonel|secretary"
    r"|ambassador|envoy|senator|director|editor|founder|boss|author|spokes(?:man|woman|person))"
)
_PERSON = rf"(?:{_OFFICES}|{_KIN})"
_OFFICE = re.compile(rf"\s{_PERSON}$", re.IGNORECASE)
_OFFICE_AFTER = re.compile(rf"\s{_PERSON}\b", re.IGNORECASE)
"""What makes a name that of whom somebody is: "Hald leader"."""
_HOLDER = re.compile(
    rf"\bthe\s(?:(?!{_SMALL})[\w’'-]+\s)?{_PERSON}\b(?:\sof\s(?:the\s)?[A-Z][\w’'-]*)?",
    re.IGNORECASE,
)
"""Somebody by his office: "the president of Torvik"."""
_WITH_ARTICLE = 2
_FEW_WORDS = 6


@dataclass(frozen=True, slots=True)
class Referents:
    """What the last question names, in order; `people` may be persons, the likeliest first.

    `acts` is the first name where it is who acts, `things` are phrases such as "the Olm ferry",
    and `fetched` tells that a thing is asked for: "which ship". `several` are those named as many,
    as "Russian sources"; `many` tells that there are several of anything, and `together` that the
    names may be spoken of as "they".
    """

    names: tuple[str, ...]
    people: tuple[str, ...]
    acts: str | None
    things: tuple[str, ...]
    several: tuple[str, ...]
    many: bool
    together: bool
    fetched: bool


def referents(last: Turn, read: Read) -> Referents:
    """What the last question names, or, for persons, its answer."""
    text = unsourced(timeless(last.query.question, read))
    spans = [span for span in names_in(text, read) if not _is_of_a_people(text[slice(*span)])]
    names = [_whole(text, *span) for span in spans]
    acting = spans[:1] if spans and _ACTING.search(text[: spans[0][0]]) else []
    which = _WHICH.match(text)
    own = [
        name for name, (start, end) in zip(names, spans, strict=True)
        if _may_be_a_person(text, start, end, name) and not (which and start < which.end())
    ]  # fmt: skip
    own = [*(m[0] for m in _HOLDER.finditer(text)), *own]
    answering = _of_the_answer(last, read)
    sought = _SOUGHT.match(text) is not None
    people = [*answering, *own] if sought else [*own, *answering]
    things = [
        _without_its_verb(text, m) for m in _THING.finditer(text)
        if not any(m.start() <= start < m.end() for start, _ in spans)
    ]  # fmt: skip
    return Referents(
        names=tuple(names),
        people=tuple(dict.fromkeys(people)),
        acts=names[0] if acting else None,
        things=tuple(things),
        several=_several(text, read),
        many=_MANY.search(text) is not None,
        together=_OF_EACH_OTHER.search(text) is not None,
        fetched=_FETCHED.match(text) is not None,
    )


def answer_asked_for(last: Turn, read: Read) -> str | None:
    """The few words that answer the last question, where it asked which of something: "the 51st
    Fleet"; None where it did not, or they name nothing, or a time."""
    answer = aligned(last.answer or "")
    sought = _WHICH.match(timeless(last.query.question, read))
    plain = not re.search(r"[()]", answer) and not read(answer).reading
    few = len(answer.split()) <= _FEW_WORDS
    return answer if sought and plain and few and names_in(answer, read) else None


def _whole(text: str, start: int, end: int) -> str:
    """A name with the noun that it goes with: "the Kessel bridge", "Torvik's president"."""
    name, noun = text[start:end], _NOUN_AFTER.match(text[end:])
    if noun and _OWNS.search(name):
        return f"{name}{noun[0]}"
    things = [m for m in _THING.finditer(text) if m.start("thing") <= start and end <= m.end()]
    if not things or _ACTING.search(text[: things[0].start()]):
        return name
    return things[0][0] if end < things[0].end() or start > things[0].start("thing") else name


def _without_its_verb(text: str, thing: re.Match[str]) -> str:
    """A thing without the verb behind it, where it is who acts: "did the plane come"."""
    acts = _ACTING.search(text[: thing.start()]) is not None
    words = thing[0].split()
    return " ".join(words[:-1]) if acts and len(words) > _WITH_ARTICLE else thing[0]


def _several(text: str, read: Read) -> tuple[str, ...]:
    """Those that a text names as several, as "Russian sources"."""
    return tuple(
        f"{text[start:end]}{several[0]}"
        for start, end in names_in(text, read)
        if _OF_A_PEOPLE.search(text[start:end]) and (several := _SEVERAL.match(text[end:]))
    )


def _is_of_a_people(name: str) -> bool:
    """Whether a name only says of what people something is."""
    return " " not in name and _OF_A_PEOPLE.search(name) is not None


def _may_be_a_person(text: str, start: int, end: int, name: str) -> bool:
    """Whether a name may be somebody's: it is no state, no seat and no initials, and has no
    article."""
    if _OWNS.search(text[start:end]) and name != text[start:end]:
        return _OFFICE.search(name) is not None  # "Torvik's president"
    led = _THE.search(text[:start]) or name.startswith("the ")
    of_another = _OFFICE_AFTER.match(text[end:]) is not None
    return not (led or of_another or name.isupper() or also_called(name.casefold()))


def _of_the_answer(last: Turn, read: Read) -> list[str]:
    """The persons that an answer names where it answers, or else, where words were asked for, to
    whom it gives its words."""
    answer = aligned(last.answer or "")
    named = [answer[start:end] for start, end in names_in(answer, read)]
    if not named and last.said and _WORDS_ASKED.search(last.query.question):
        named = [who for who in said_by(last.said[0]) if who.split()[-1][:1].isupper()]
    return [name for name in named if not also_called(name.casefold())]
