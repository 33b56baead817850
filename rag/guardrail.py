"""The guardrail: whether the evidence may be answered from, decided before anything is written.

Plain checks come first: that the reports speak of the names, the numbers and the time that are
asked about. What passes is weighed by `rag.evidence`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from index.periods import Period
from index.terms import spelling_key, terms, words
from index.types import Finding
from rag.asked import compares, is_overview, speaker_in
from rag.evidence import Evidence, weigh
from rag.judge import Judge
from rag.names import also_called
from rag.question import ParsedQuestion, Term
from rag.reranking import Ranked
from rag.timing import asked_periods, asks_of_reports, speaks_of

KNOWN_BY_MEANING = 0.5
"""A name that no report has is still spoken of where some token is at least this near to it, as
Japan is to Tokyo."""
LOOKED_AT = 12
"""Of the best passages so many are checked for what the question names."""
LOOKED_AT_FOR_TIMES = 40
"""So many, where it names a time: those that speak of it may stand below others that do not."""
SAID_BY_MEANING = 0.6
"""A word of the question is said by a passage that has a token at least this near to it."""
NEAR, ON_TOPIC = 0.45, 0.35
"""Below the first late interaction no passage is near enough to answer: of 300 answerable
questions on other reports (`bench/judge`) none stands below 0.47. Below the second, nothing in the
corpus even speaks of the matter."""
NEAREST = 3
"""Of the nearest passages so many are looked at for what they leave unsaid."""
_SURELY_NOT = 0.01
"""The confidence where a check fails."""


class Lack(StrEnum):
    """What keeps a question from being answered."""

    NOTHING = "nothing"
    NOWHERE = "words that no report has"
    NOT_NEAR = "words that no passage near the question has"
    SPEAKER = "a name whose words no passage near the question has"
    TIME = "a time that no passage near the question speaks of"
    OUTSIDE = "a time that the reports do not cover"
    UNANSWERED = "none of the passages near the question answers it"
    OFF_TOPIC = "no passage is near the question"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around the passages and may supply what they leave out.

    `around` gives the paragraph that a passage stands in, `stated` what its report's title,
    publisher and date are; `in_a_title` tells whether some report's title has a word. `covered`
    are the first and the last day of the corpus.
    """

    around: Callable[[Finding], str]
    stated: Callable[[Finding], str]
    in_a_title: Callable[[str], bool]
    covered: Period | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether there is evidence, which, how sure that is, and what is lacking.

    `evidence` are the passages that may be answered from, best first; where the question names
    several times, the first `leading` of them are the best for each. `missing` are the words of
    the question that are meant by `lack`.
    """

    evidence: tuple[Evidence, ...]
    confidence: float
    enough: bool
    lack: Lack = Lack.NOTHING
    missing: tuple[str, ...] = ()
    leading: int = 1


def decide(
    question: ParsedQuestion,
    ranked: Sequence[Ranked],
    surroundings: Surroundings,
    judge: Judge | None,
    min_confidence: float,
) -> Verdict:
    """A verdict on the ranked passages."""
    if not ranked or not question.terms:
        return Verdict((), 0.0, False, Lack.OFF_TOPIC)
    checked = _check(question, ranked, surroundings)
    if isinstance(checked, Verdict):
        return checked
    in_one_place = not checked.beside and not is_overview(question.text)
    evidence, confidence = weigh(question, checked.passages, judge if in_one_place else None)
    near = max(r.relevance for r in ranked[:LOOKED_AT])
    if in_one_place and near < NEAR:
        confidence = min(confidence, _SURELY_NOT)
    if near < ON_TOPIC:
        return Verdict(tuple(evidence), min(confidence, _SURELY_NOT), False, Lack.OFF_TOPIC)
    if confidence >= min_confidence:
        first = _best_of_each(checked, evidence)
        rest = [e for e in evidence if e not in first]
        return Verdict((*first, *rest), confidence, enough=True, leading=max(1, len(first)))
    unsaid = _unsaid(question, [e.ranked for e in evidence[:NEAREST]], surroundings)
    return Verdict(tuple(evidence), confidence, False, Lack.UNANSWERED, unsaid)


@dataclass(frozen=True, slots=True)
class _Checked:
    """Passages that may be answered from, as far as plain checks tell, best first.

    `beside` are the times that the question sets beside each other, none if it does not, and
    `spoken_of` gives by the identity of a passage those it speaks of.
    """

    passages: Sequence[Ranked]
    beside: Sequence[Period]
    spoken_of: Mapping[int, Sequence[Period]]


def _check(
    question: ParsedQuestion, ranked: Sequence[Ranked], surroundings: Surroundings
) -> Verdict | _Checked:
    """The passages that have the names, the time, the numbers and the speaker asked about."""
    unknown = _unknown_names(question, ranked[:LOOKED_AT])
    if unknown:
        nowhere = not any(surroundings.in_a_title(name) for name in unknown)
        return _refused(ranked, Lack.NOWHERE if nowhere else Lack.NOT_NEAR, unknown)
    asked, of_reports = asked_periods(question.text), asks_of_reports(question.text)
    beside = asked if len(asked) > 1 and compares(question.text) else ()
    looked_at = ranked[: LOOKED_AT_FOR_TIMES if asked else LOOKED_AT]
    spoken_of = {
        id(r): [p for p in asked if _is_of_the_time(r, p, surroundings, of_reports=of_reports)]
        for r in looked_at
    }
    lacking = [p for p in asked if not any(p in of for of in spoken_of.values())]
    if lacking and (beside or len(lacking) == len(asked) or _outside(lacking, surroundings)):
        return _refused(ranked, *_time_lacking(question, lacking, surroundings))
    kept = [r for r in looked_at if spoken_of[id(r)] or not asked]
    numbers = _numbers_but(question, asked)
    having = [r for r in kept if not (numbers and _absent(numbers, _whole(r, surroundings)))]
    if not having:
        return _refused(ranked, Lack.NOT_NEAR, _absent(numbers, _whole(kept[0], surroundings)))
    speaker = speaker_in(question.text)
    told = [r for r in having if speaker is None or _names(speaker, r, surroundings)]
    if not told:
        return _refused(ranked, Lack.SPEAKER, (speaker or "",))
    passages = told[:LOOKED_AT]
    for period in beside:
        of_it = [r for r in told[LOOKED_AT:] if period in spoken_of[id(r)]]
        passages += of_it[:NEAREST]
    return _Checked(passages, beside, spoken_of)


def _best_of_each(checked: _Checked, evidence: Sequence[Evidence]) -> list[Evidence]:
    """For each of the times set beside each other the best evidence of it."""
    found: list[Evidence] = []
    for period in checked.beside:
        of_it = (e for e in evidence if period in checked.spoken_of[id(e.ranked)])
        best = next((e for e in of_it if e not in found), None)
        found += [best] if best is not None else []
    return found


def _refused(ranked: Sequence[Ranked], lack: Lack, missing: tuple[str, ...]) -> Verdict:
    unjudged = tuple(Evidence(r, None, r.relevance) for r in ranked)
    return Verdict(unjudged, _SURELY_NOT, False, lack, missing)


def _unknown_names(question: ParsedQuestion, ranked: Sequence[Ranked]) -> tuple[str, ...]:
    """Names in the question that no report has, nor anything that means the same.

    Where nothing is capitalised, a word too rare for the embedder's vocabulary may be a name.
    """
    lower = not any(c.isupper() for c in question.text)
    return tuple(
        term.word
        for number, term in enumerate(question.terms)
        if term.frequency == 0
        and ((term.is_name and not term.is_number) or (lower and term.is_rare))
        and max(r.matches[number] for r in ranked) < KNOWN_BY_MEANING
    )


def _is_of_the_time(
    ranked: Ranked, asked: Period, surroundings: Surroundings, *, of_reports: bool
) -> bool:
    found = ranked.finding
    published_on = found.report.dated.published_on
    around = surroundings.around(found)
    return speaks_of(asked, found.text, around, published_on, of_reports=of_reports)


def _outside(asked: Sequence[Period], surroundings: Surroundings) -> list[Period]:
    """Those of the periods that the corpus does not cover."""
    covered = surroundings.covered
    return [p for p in asked if covered is not None and not p.overlaps(covered)]


def _time_lacking(
    question: ParsedQuestion, asked: Sequence[Period], surroundings: Surroundings
) -> tuple[Lack, tuple[str, ...]]:
    outside = _outside(asked, surroundings)
    named = tuple(question.text[p.start : p.end] for p in outside or asked)
    return (Lack.OUTSIDE if outside else Lack.TIME), named


def _numbers_but(question: ParsedQuestion, asked: Sequence[Period]) -> list[Term]:
    """The numbers of a question that are not part of the times it names."""
    of_times = {word for p in asked for word in terms(question.text[p.start : p.end])}
    return [term for term in question.terms if term.is_number and term.key not in of_times]


def _whole(ranked: Ranked, surroundings: Surroundings) -> set[str]:
    found = ranked.finding
    return set(terms(f"{surroundings.around(found)}\n{surroundings.stated(found)}"))


def _names(speaker: str, ranked: Ranked, surroundings: Surroundings) -> bool:
    """Whether the paragraph of a passage has a name, or what it stands for, or its report is
    that body's own, by its initials too: ISW."""
    found = ranked.finding
    stated = surroundings.stated(found)
    have = set(words(f"{surroundings.around(found)}\n{stated}"))
    initials = "".join(re.findall(r"\b[A-Z]", stated))
    known = words(speaker)
    alike = {other for word in known for other in also_called(word)}
    near_enough = any(spelling_key(word) in map(spelling_key, have) for word in known)
    return near_enough or bool(have & alike) or (speaker.isupper() and speaker in initials)


def _absent(asked: Sequence[Term], have: set[str]) -> tuple[str, ...]:
    return tuple(term.word for term in asked if not have.intersection(term.spellings))


def _unsaid(
    question: ParsedQuestion, nearest: Sequence[Ranked], surroundings: Surroundings
) -> tuple[str, ...]:
    """Words of the question that none of the nearest passages has, nor anything like them."""
    have = set[str]().union(*(_whole(ranked, surroundings) for ranked in nearest))
    return tuple(
        term.word
        for number, term in enumerate(question.terms)
        if not have.intersection(term.spellings)
        and max(r.matches[number] for r in nearest) < SAID_BY_MEANING
    )
