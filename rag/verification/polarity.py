"""A sentence denies what the passage denies, and nothing else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index import language
from rag.language.contradiction import NEGATIONS
from rag.language.opposites import denies_by_prefix, opposite_stems
from rag.verification.alignment import Pair
from rag.verification.reading import Reading
from rag.verification.types import Fault, FaultKind

_MORE = re.compile(
    r"\b(?:nor|non|unable|unwilling|uninterested|impossible|lack(?:s|ed|ing)?|unlikely|hardly|barely"
    r"|rather"
    r" than|instead of|no longer|absence of|rule[sd]? out|ruling out|dismiss(?:es|ed)?"
    r"|prevent(?:s|ed)?|fail(?:s|ed|ing|ure)?|avoid(?:s|ed)?|unclear|untrue|incorrect|false(?:ly)?"
    r"|fake|deny(?:ing)?|refus(?:e|ing)|reject(?:ing|ion)?|preclud(?:e|es|ed|ing)|neither)\b",
    re.IGNORECASE,
)
_NARROW = language.words("checking", "narrow_denials")
_NOT_DENYING = re.compile(
    r"\b(?:not only|not just|no fewer|no less|no more than|not least)\b", re.IGNORECASE
)
_SKIPPED = 2


@dataclass(frozen=True, slots=True)
class _Denial:
    """A negation: the word it stands at and the first word that it denies."""

    at: int
    head: int | None
    written: str
    narrow: bool


def polarity(pair: Pair) -> Iterator[Fault]:
    """Negations added or moved, and words put for their opposites."""
    mine, theirs = _denials(pair.sentence), _denials(pair.passage)
    yield from _heads_differ(pair, mine, theirs)
    yield from _opposites(pair, mine, theirs)


def _denials(reading: Reading) -> list[_Denial]:
    spared = [m.span() for m in _NOT_DENYING.finditer(reading.text)]
    spans = {m.span() for m in NEGATIONS.finditer(reading.text)}
    spans |= {m.span() for m in _MORE.finditer(reading.text)}
    found: list[_Denial] = []
    for start, end in sorted(spans):
        if any(a <= start < b for a, b in spared):
            continue
        inside = reading.within(start, end)
        if not inside or (found and found[-1].at >= inside[-1]):
            continue
        word = reading.tokens[inside[-1]].word
        narrow = reading.tokens[inside[0]].word in _NARROW or word.endswith("n't")
        written = reading.text[start:end]
        found.append(_Denial(inside[-1], _head(reading, inside[-1]), written, narrow))
    return found


def _head(reading: Reading, at: int) -> int | None:
    """The first content word after a negation in its clause, adverbs aside."""
    clause = reading.tokens[at].clause
    following = [
        n for n in range(at + 1, len(reading.tokens))
        if reading.tokens[n].clause == clause and reading.tokens[n].content
    ]  # fmt: skip
    if reading.tokens[at].word in ("neither", "nor", "none", "nobody", "nothing"):
        return None
    plain = [n for n in following[: _SKIPPED + 1] if not reading.tokens[n].word.endswith("ly")]
    return next(iter(plain or following), None)


def _denied(reading: Reading, denials: list[_Denial]) -> dict[int, list[_Denial]]:
    """For each word that a negation may reach, in its clause, those that do."""
    reached: dict[int, list[_Denial]] = {}
    for denial in denials:
        clause = reading.tokens[denial.at].clause
        for number in range(denial.at + 1, len(reading.tokens)):
            if reading.tokens[number].clause != clause:
                break
            reached.setdefault(number, []).append(denial)
    return reached


def _heads_differ(pair: Pair, mine: list[_Denial], theirs: list[_Denial]) -> Iterator[Fault]:
    reached = _denied(pair.passage, theirs)
    own = _denied(pair.sentence, mine)
    for denial in mine:
        if not denial.narrow or denial.head is None:
            continue
        found = pair.found(denial.head)
        opposed = _opposed(pair, denial.head)
        if (found or opposed) and not any(i in reached for i in found) and not opposed:
            what = pair.sentence.written(denial.head)
            yield Fault(FaultKind.NEGATION, f"the passage does not deny “{what}”")
        elif not found and not opposed and not theirs:
            yield Fault(FaultKind.NEGATION, f"the passage denies nothing: “{denial.written}”")
    heads = {d.head for d in theirs if d.narrow}
    # "took no ground" for "did not take ground"
    denying_clauses = {pair.sentence.tokens[d.at].clause for d in mine if d.narrow}
    for number, token in enumerate(pair.sentence.tokens):
        found = pair.found(number)
        denying = any(denies_by_prefix(token.word, pair.passage.tokens[i].word) for i in found)
        denied = number in own or token.clause in denying_clauses
        if token.content and found and found <= heads and not denied and not denying:
            what = pair.sentence.written(number)
            yield Fault(FaultKind.NEGATION, f"the passage denies “{what}”")


def _opposed(pair: Pair, number: int) -> frozenset[int]:
    """Words of the passage that are opposites of a word of the sentence."""
    token = pair.sentence.tokens[number]
    others = opposite_stems(token.key)
    return frozenset(
        n for n, t in enumerate(pair.passage.tokens)
        if t.key in others or denies_by_prefix(token.word, t.word)
    )  # fmt: skip


def _opposites(pair: Pair, mine: list[_Denial], theirs: list[_Denial]) -> Iterator[Fault]:
    own = _denied(pair.sentence, mine)
    reached = _denied(pair.passage, theirs)
    for number in range(len(pair.sentence.tokens)):
        if pair.same[number]:
            continue
        opposed = _opposed(pair, number)
        straight = [
            i for i in opposed if len(own.get(number, ())) % 2 == len(reached.get(i, ())) % 2
        ]
        if opposed and len(straight) == len(opposed):
            other = pair.passage.written(min(opposed))
            yield Fault(
                FaultKind.NEGATION,
                f"the passage says “{other}”, not “{pair.sentence.written(number)}”",
            )
