"""A sentence is as sure of a thing as the passage is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from index import language
from rag.language.synonyms import alike, key_of
from rag.verification.alignment import Pair
from rag.verification.reading import Reading
from rag.verification.times import best_sentence
from rag.verification.types import Fault, FaultKind


class Hedge(StrEnum):
    """How a passage holds what it tells."""

    LIKELY = "likely"
    POSSIBLE = "possible"
    REPORTED = "reported"
    MEANT = "meant"
    FUTURE = "to come"
    IF = "a condition"
    MUST = "a duty"
    NEARLY = "nearly"
    FORMER = "former"


_PATTERNS = {
    hedge: re.compile(rf"\b(?:{found})\b", 0 if hedge is Hedge.IF else re.IGNORECASE)
    for name, found in language.patterns("checking", "hedges").items()
    for hedge in (Hedge[name.upper()],)
}
_COUNTS = re.compile(r"^\s(?:\d|half|all|every|a dozen|twice)")
_MONTH = re.compile(
    r"\b(?:in|on|since|until|by|from|\d{1,2}|of|early|late|mid|between|and|to)[\s-]$"
)
_SERVES = {
    Hedge.LIKELY: {Hedge.LIKELY},
    Hedge.POSSIBLE: {Hedge.POSSIBLE},
    Hedge.REPORTED: {Hedge.REPORTED},
    Hedge.MEANT: {Hedge.MEANT, Hedge.FUTURE},
    Hedge.FUTURE: {Hedge.FUTURE, Hedge.MEANT, Hedge.IF},
    Hedge.IF: {Hedge.IF, Hedge.POSSIBLE},
    Hedge.MUST: {Hedge.MUST, Hedge.MEANT},
    Hedge.NEARLY: {Hedge.NEARLY},
    Hedge.FORMER: {Hedge.FORMER},
}
"""The hedges of a sentence that keep one of a passage."""
_REACH = 7
"""Content words after a hedge that it may hold."""
_COVERED, _MOSTLY = 0.6, 0.75


@dataclass(frozen=True, slots=True)
class _Held:
    """A hedge with the first content word that it holds and others after it in its clause."""

    hedge: Hedge
    written: str
    at: range
    head: int | None
    reach: tuple[int, ...]


def hedges(pair: Pair) -> Iterator[Fault]:
    """Hedges that the passage has on what the sentence tells and the sentence has not, or the
    other way about."""
    mine, theirs = _held(pair.sentence), _held(pair.passage)
    used = {i for n, t in enumerate(pair.sentence.tokens) if t.content for i in pair.found(n)}
    kept = _kept(pair)
    own, best = {h.hedge for h in mine}, best_sentence(pair)
    if any(h.written.casefold() == "would" for h in mine):
        own.add(Hedge.IF)  # "a strike would close the port"
    said: set[str] = set()
    for held in theirs:
        elsewhere = pair.passage.tokens[held.at[0]].sentence != best
        if (
            elsewhere
            or own & _SERVES[held.hedge]
            or held.written in said
            or kept.intersection(held.at)
        ):
            continue
        told = _is_used(pair, held, theirs, used) or _on_its_condition(pair, held, used)
        if told and not _is_meant(pair, held):
            said.add(held.written)
            yield Fault(FaultKind.MODALITY, f"the passage’s “{held.written}” is left out")
    their = {h.hedge for h in theirs}
    for held in mine:
        if held.written.casefold() == "whether":
            continue
        served = {passage for passage, by in _SERVES.items() if held.hedge in by}
        if not their & (served | {held.hedge}) and not any(pair.same[n] for n in held.at):
            yield Fault(FaultKind.MODALITY, f"the passage has no “{held.written}”")
        elif moved := _moved(pair, held, theirs):
            yield Fault(FaultKind.MODALITY, f"“{held.written}” is not said of “{moved}”")


def _kept(pair: Pair) -> set[int]:
    """Words of the passage that the sentence has, or one of the same meaning; that one is near in
    use does not keep a hedge: "certain" for "expected"."""
    return {
        i
        for n, token in enumerate(pair.sentence.tokens)
        for i in pair.found(n)
        if i in pair.same[n] or alike(key_of(token.word), key_of(pair.passage.tokens[i].word))
    }


def _held(reading: Reading) -> list[_Held]:
    found = []
    for hedge, pattern in _PATTERNS.items():
        for match in pattern.finditer(reading.text):
            if hedge is Hedge.NEARLY and _COUNTS.match(reading.text[match.end() :]):
                continue
            is_month = match[0] == "May" and (
                _MONTH.search(reading.text[: match.start()][-9:])
                or re.match(r"\s\d", reading.text[match.end() :])
            )
            at = reading.within(*match.span())
            if is_month or not at:
                continue
            reach = _reach(reading, at[-1])
            plain = [n for n in reach if not reading.tokens[n].word.endswith("ly")]
            head = next(iter(plain or reach), None)
            if match[0].casefold() == "elect":
                head, reach = at[0] - 1, [at[0] - 1]
            found.append(_Held(hedge, match[0].strip(), at, head, tuple(reach)))
    return found


def _reach(reading: Reading, at: int) -> list[int]:
    clause = reading.tokens[at].clause
    return [
        n for n in range(at + 1, len(reading.tokens))
        if reading.tokens[n].clause == clause and reading.tokens[n].content
    ][:_REACH]  # fmt: skip


def _is_used(pair: Pair, held: _Held, theirs: list[_Held], used: set[int]) -> bool:
    """Whether the sentence tells what a hedge holds, and the passage has it nowhere plain."""
    if held.head is None or not held.reach:
        return False
    covered = sum(n in used for n in held.reach) / len(held.reach)
    if held.head not in used:
        return covered >= _MOSTLY and len(held.reach) > 2
    elsewhere = {n for other in theirs if other is not held for n in other.reach}
    plain = _also_plain(pair, held, elsewhere)
    return not plain and (covered >= _COVERED or held.hedge in _CLOSE)


def _on_its_condition(pair: Pair, held: _Held, used: set[int]) -> bool:
    """Whether the sentence tells what the passage has behind a condition: "they stay" of "If he
    pays, they stay"."""
    tokens, at = pair.passage.tokens, held.at[0]
    if held.hedge is not Hedge.IF or (at and tokens[at - 1].sentence == tokens[at].sentence):
        return False
    behind = [
        n for n in range(at, len(tokens))
        if tokens[n].sentence == tokens[at].sentence and tokens[n].clause != tokens[at].clause
        and tokens[n].content
    ]  # fmt: skip
    return bool(behind) and sum(n in used for n in behind) >= _COVERED * len(behind)


_CLOSE = frozenset({Hedge.LIKELY, Hedge.FORMER, Hedge.REPORTED, Hedge.NEARLY})
"""Hedges that hold the very next word."""


def _is_meant(pair: Pair, held: _Held) -> bool:
    """Whether the sentence too has as an aim what a passage has as one: "to take the city" for "in
    their efforts to take the city"."""
    return held.hedge is Hedge.MEANT and any(
        held.head in pair.found(n) and pair.sentence.tokens[n - 1].word == "to"
        for n in range(1, len(pair.sentence.tokens))
    )


def _also_plain(pair: Pair, held: _Held, hedged: set[int]) -> bool:
    """Whether the head of a hedge stands elsewhere in the passage without one."""
    if held.head is None:
        return False
    key = pair.passage.tokens[held.head].key
    return any(
        t.key == key and n != held.head and n not in held.reach and n not in hedged
        for n, t in enumerate(pair.passage.tokens)
    )


def _moved(pair: Pair, mine: _Held, theirs: list[_Held]) -> str | None:
    """The word that a close hedge holds in the sentence, and none of its kind in the passage."""
    if mine.hedge not in _CLOSE or mine.head is None:
        return None
    found = pair.found(mine.head)
    reached = {n for held in theirs if held.hedge is mine.hedge for n in (*held.reach, *held.at)}
    if not found or found & reached:
        return None
    return pair.sentence.written(mine.head)
