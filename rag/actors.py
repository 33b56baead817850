"""Who does something: in a question that takes it for granted, and in a passage.

Told from the order of words: "Did the Torvik army destroy the bridge?" has Torvik destroy, "Hald
forces have destroyed the bridge" has Hald.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.normalize import aligned, folded
from index.rules import Stage, always, declare
from index.terms import FUNCTION_WORDS, spelling_key, stem, terms
from rag.grounding.synonyms import key_of
from rag.names import state_or_people, unowned
from rag.offices import OFFICES

ANOTHER_ACTS = declare(
    "another-acts",
    Stage.GUARDRAIL,
    "Refuses what somebody is asked to have done where the passage has somebody else do it.",
)
ONLY_TARGET = declare(
    "only-the-target",
    Stage.GUARDRAIL,
    "Refuses what somebody is asked to have done where the passage has it done against him alone.",
)
OTHER_CLAUSE = declare(
    "actor-in-another-clause",
    Stage.GUARDRAIL,
    "Does not refuse for another's act where the one asked about is named in a further clause.",
)

_HELPING = frozenset({
    "has", "have", "had", "will", "would", "did", "does", "do", "may", "might", "can", "could",
    "should", "must", "also", "not",
})  # fmt: skip
_BEING = frozenset({"is", "are", "was", "were", "be", "been", "being"})
_ACTING_FOR = frozenset(
    """
    forces force troops troop soldiers soldier military army authorities officials official
    government police units unit elements servicemen personnel fighters command navy fleet side
    """.split()  # noqa: SIM905 - a list of words is read as one
)
"""Words for those who act for a state or a body."""
_TITLE = re.compile(rf"{OFFICES}|prime|foreign|defen[cs]e|deputy|mrs?", re.IGNORECASE)
_OF_BOTH = re.compile(
    r"(?:meet|talk|speak|agree|sign|join|negoti|discuss|fight|recognis|recogn"
    r"|say|tell|state|report|claim|announce|write|note|assess|argue|warn|call|describe|add"
    r"|suggest|mention|comment|think|believe)$"
)
_OTHER_CLAUSE = re.compile(r"[,;:]|\b(?:as|after|while|when|and|but|before|because|than|like)\b")
_AGAINST = re.compile(r"\b(?:against|targeting|attacking)\s(?:the\s)?(?:[a-z]+\s)?$")
_NAME = re.compile(r"[A-Z][\w’'-]*")
_WORD = re.compile(r"[^\W\d_][\w’'-]*|[^\w\s'’“”\"]|\d[\d.,]*")
ASKED = re.compile(
    r"\b(?i:did|does|do|has|have|had|will|would|could|can)\s(?:the\s(?:[a-z]+\s)?)?"
    r"(?P<who>[A-Z][\w’'-]{0,60}(?:\s(?:and\s|of\s|the\s)?[A-Z][\w’'-]{0,60}){0,20})"
    rf"(?P<for>(?:\s(?:{'|'.join(sorted(_ACTING_FOR))}))?)\s(?P<verb>[a-z]{{3,}})\b"
)


@dataclass(frozen=True, slots=True)
class Act:
    """That some do something: states, and other names, and the stem of what they do. `written` is
    that in words, which end at `end`."""

    states: frozenset[str]
    others: frozenset[str]
    verb: str
    written: str
    end: int


@ANOTHER_ACTS.governs(without=always(None))
def another_acts(question: str, passage: str) -> tuple[str, str] | None:
    """What a question has somebody do and a passage somebody else: "the Russians destroy" where it
    says "Ukrainian troops have destroyed", and nowhere the former. Both in words; None for nothing.

    States are held against states alone, and other names against such. It must be done to the same:
    the rest of the sentence shares a word with the question, and does not speak of the former
    in another clause ("a year after Finland"). What is done against the former is not done by them.
    """
    text, told = aligned(question), aligned(passage)
    asked = _act_asked(text)
    if asked is None or _OF_BOTH.match(asked.verb):
        return None
    target = ONLY_TARGET.chosen(_only_its_target(asked, told), without=None)
    if target is not None:
        return asked.written, target
    matter = set(terms(text)) - set(terms(asked.written))
    other = None
    for act in _acts(told):
        if act.verb != asked.verb:
            continue
        if asked.states & act.states or asked.others & act.others:
            return None
        sentence = told[act.end :].split(". ", 1)[0]
        if matter.intersection(terms(sentence)) and (act.states if asked.states else act.others):
            beside = _OTHER_CLAUSE.search(sentence)
            states, others = _named(_NAME.findall(sentence[beside.end() :])) if beside else ((), ())
            named = asked.states.intersection(states) or asked.others.intersection(others)
            if OTHER_CLAUSE.applies(bool(named)):
                return None
            other = other or act
    return (asked.written, other.written) if other is not None else None


def _only_its_target(asked: Act, told: str) -> str | None:
    """Where a text has an act done against those who are asked to have done it, and has them do
    nothing, in words: "used it against the Torvik guard"; None elsewhere."""
    for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Z])", told):
        acts = [m for m in _WORD.finditer(sentence) if key_of(m[0].lower()) == asked.verb]
        named = [m for m in _NAME.finditer(sentence) if asked.states & _named([m[0]])[0]]
        if not acts or not named or named[0].start() < acts[0].start():
            continue
        against = _AGAINST.search(sentence[acts[0].end() : named[0].start()])
        if against is not None:
            return sentence[acts[0].start() : named[0].end()]
        return None
    return None


def _act_asked(question: str) -> Act | None:
    match = ASKED.search(question)
    if match is None or match["verb"] in FUNCTION_WORDS:
        return None
    states, others = _named(match["who"].split())
    written = question[match.start("who") : match.end()]
    if not states and not others:
        return None
    return Act(states, others, key_of(match["verb"]), written, match.end())


def _acts(text: str) -> Iterator[Act]:
    """What is said of names to their right, over what only helps a verb."""
    names: list[str] = []
    start, helped, being, joined = 0, False, False, False
    for match in _WORD.finditer(text):
        word = match[0].lower()
        if match[0][0].isupper() and word not in FUNCTION_WORDS:
            if not names or helped or being:
                names, start = [], match.start()
            names.append(match[0])
            helped = being = joined = False
            continue
        if not names:
            continue
        if word == "and" and not helped and not being:
            joined = True
            continue
        if word in _HELPING or word.endswith("ly") or (word in _ACTING_FOR and not being):
            helped = helped or word not in _ACTING_FOR
            continue
        if word in _BEING:
            being = True
            continue
        if _is_a_verb(word, helped=helped, being=being) and not joined:
            states, others = _named(names)
            yield Act(states, others, key_of(word), text[start : match.end()], match.end())
        names, helped, being, joined = [], False, False, False


def _is_a_verb(word: str, *, helped: bool, being: bool) -> bool:
    """Whether a word after a name is what that does; "were seized" is done to it."""
    if not word[0].isalpha() or word in FUNCTION_WORDS:
        return False
    if being:
        return word.endswith("ing")
    return helped or word.endswith(("ed", "ing")) or key_of(word) != stem(word)


def _named(names: list[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Of capitalised words the states, each by one name, and other names as they sound."""
    states, others = set[str](), set[str]()
    for word in names:
        plain = unowned(word).lower()
        state = state_or_people(plain)
        if state is not None:
            states.add(state)
        elif word[0].isupper() and _TITLE.fullmatch(plain) is None and plain not in _ACTING_FOR:
            others.add(spelling_key(folded(plain)))
    return frozenset(states), frozenset(others)
