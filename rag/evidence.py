"""How likely passages are to answer a question: signals of the search and the reader, weighed.

The weights are in `rag/models/judge/fitted.json`, which `bench/reader/fit.py` writes and which
says what they were fitted to. None was fitted to the seeds' questions.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from math import exp

from index.calendar import Period
from index.place import read_after, read_under
from index.rules import Stage, declare
from index.statements import statement_hash
from index.terms import terms
from index.types import Finding
from rag.answer_types import asked_for, carries
from rag.judge import FOLDER, Judge, Judgement
from rag.question import After, ParsedQuestion
from rag.question_kinds import asks_for_course
from rag.reranking import Ranked
from rag.timewindow import days_told

IN_ITS_PLACE = declare(
    "judged-in-its-place",
    Stage.GUARDRAIL,
    "Judges a passage together with what it stands under: title, day, headings, heads of its row.",
)
AFTER_WHAT = declare(
    "judged-after-what-precedes",
    Stage.GUARDRAIL,
    "Judges a passage together with the words that stand right before it.",
)
COPIES_APART = declare(
    "copies-judged-once",
    Stage.GUARDRAIL,
    "Judges one passage alone of those that say the same word for word.",
)
DAYS_SAID = declare(
    "judged-with-its-days",
    Stage.GUARDRAIL,
    "Judges a passage with the day that it only calls “Saturday night”, where that is asked about.",
)
WITHOUT_BOUNDS = declare(
    "judged-without-bounds",
    Stage.GUARDRAIL,
    "Judges passages by a question without the time that bounds them anyway, too.",
)
AS_IT_WAS_ASKED = declare(
    "judged-as-asked",
    Stage.GUARDRAIL,
    "Judges the passages of the last answer by a follow-up as it was asked, too.",
)

READ = 30
"""So many passages are judged; what stands further down may still turn out to be a copy."""
UNLIKELY = -50.0
"""The logit, and the score, of a passage that was not read."""
_LOGIT_AT_MOST = 12.0
"""Beyond this a judge's logit says nothing more."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage and what speaks for it.

    `logit` is that of the passage answering the question, by all `signals`. `score` is what the
    passages of one question are ordered by: their softmax tells which of them answers, if any does.
    `judgement` is None where there is no judge.
    """

    ranked: Ranked
    judgement: Judgement | None
    logit: float
    score: float
    signals: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of the signals of a passage for its logit and for its score, what makes of the best
    passages' logits, and of what they lack, that of the question's having an answer, and the
    confidence below which is refused."""

    passage: Mapping[str, float]
    order: Mapping[str, float]
    question: Mapping[str, float]
    min_confidence: float


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights with a judge and without one."""

    judged: Weights
    unjudged: Weights


@cache
def fitted() -> Fitted:
    """The weights that ship."""
    stated = json.loads((FOLDER / "fitted.json").read_text("utf-8"))
    return Fitted(*(Weights(**stated[name]) for name in ("judged", "unjudged")))


def of_any_time(found: Finding) -> bool:
    """For a question that names no time."""
    return True


def weigh(
    question: ParsedQuestion,
    ranked: Sequence[Ranked],
    judge: Judge | None,
    is_of_the_time: Callable[[Finding], bool] = of_any_time,
    after: After | None = None,
) -> list[Evidence]:
    """The passages as evidence, best first; ties keep the order given.

    A passage beside the last answer is also judged by what the question was before it was made
    whole.
    """
    course = asks_for_course(question.text)
    apart = _apart(ranked, by_day=course) if judge is not None else ranked
    beside = after.beside if after is not None else ()
    read = [*apart[:READ], *(r for r in apart[READ:] if r.finding.passage.id in beside)]
    judgements = _judge(question, read, judge, after) if judge is not None else [None] * len(read)
    weights = fitted().unjudged if judge is None else fitted().judged
    measured = [
        signals(question, r, j, is_of_the_time(r.finding))
        for r, j in zip(read, judgements, strict=True)
    ]
    evidence = [
        Evidence(r, j, weighed(weights.passage, m), weighed(weights.order, m), m)
        for r, j, m in zip(read, judgements, measured, strict=True)
    ]
    evidence.sort(key=lambda e: -e.score)
    others = [r for r in ranked if not any(r is one for one in read)]
    return [*evidence, *(Evidence(r, None, UNLIKELY, UNLIKELY) for r in others)]


def certainty(evidence: Sequence[Evidence], lacking: Mapping[str, float]) -> float:
    """The probability that a question is answered by its evidence, best first, from their logits
    and the signals of what they are `lacking`, by name; those not given are 0."""
    weights = fitted().unjudged if evidence[0].judgement is None else fitted().judged
    return probability(weighed(weights.question, {**question_signals(evidence), **lacking}))


def _judge(
    question: ParsedQuestion, ranked: Sequence[Ranked], judge: Judge, after: After | None
) -> list[Judgement]:
    """What the judge holds of each passage: of the question, with and without the time that bounds
    them, or, where it was quoted last, or is beside that and answers the whole question no less, of
    the question as it was asked."""
    found = [r.finding for r in ranked]
    held = _read(judge, question.text, found, question.times)
    if WITHOUT_BOUNDS.applies(bool(question.bare)):
        bare = _read(judge, question.bare, found, question.times)
        held = [_mean(one, other) for one, other in zip(held, bare, strict=True)]
    if after is None:
        return held
    numbers = _of_the_matter(found, held, after)
    asked = _read(judge, after.asked, [found[n] for n in numbers], question.times)
    for n, other in zip(numbers, asked, strict=True):
        better = max(held[n], other, key=lambda judgement: judgement.answers)
        held[n] = AS_IT_WAS_ASKED.chosen(better, without=held[n])
    return held


def _mean(one: Judgement, other: Judgement) -> Judgement:
    """The words that the surer of two judgements points at, and the mean of what both hold."""
    surer = max(one, other, key=lambda judgement: judgement.answers)
    return replace(surer, answers=(one.answers + other.answers) / 2)


def _read(
    judge: Judge, question: str, found: Sequence[Finding], asked: Sequence[Period]
) -> list[Judgement]:
    """What the judge holds of passages that it reads with what they stand under and after, and with
    the days that they tell of without naming them, where a question asks about these."""
    under = [
        IN_ITS_PLACE.chosen(AFTER_WHAT.chosen(read_after(f), without=read_under(f)), without="")
        for f in found
    ]
    days = [DAYS_SAID.chosen(days_told(f, asked), without="") for f in found]
    under = [f"{some}: {place}" if some else place for some, place in zip(days, under, strict=True)]
    return judge.judge(question, [f.text for f in found], under)


def _of_the_matter(found: Sequence[Finding], held: Sequence[Judgement], after: After) -> list[int]:
    """The passages that were quoted last, and those beside them that are judged no worse."""
    quoted = [n for n, f in enumerate(found) if f.passage.id in after.passages]
    least = max((held[n].answers for n in quoted), default=0.0)
    beside = [
        n for n, f in enumerate(found)
        if f.passage.id in after.around and n not in quoted and held[n].answers >= least
    ]  # fmt: skip
    return [*quoted, *beside]


@COPIES_APART.governs(without=lambda ranked, **_: list(ranked))
def _apart(ranked: Sequence[Ranked], *, by_day: bool) -> list[Ranked]:
    """The passages without those that say the same word for word as a better one, of the same day
    where `by_day`: in a course of events what comes again is another event.

    A text that five have copied is one source: its copies neither bear each other out nor take the
    places of others that would be judged.
    """
    apart: dict[tuple[int | str, date | None], Ranked] = {}
    for r in ranked:
        # what is too short to tell of one thing alone is no copy: "Deaths: 14."
        statement = statement_hash(r.finding.text) or r.finding.passage.id
        apart.setdefault((statement, r.finding.published_on if by_day else None), r)
    return list(apart.values())


def signals(
    question: ParsedQuestion,
    ranked: Ranked,
    judgement: Judgement | None,
    is_of_the_time: bool = True,
) -> dict[str, float]:
    """What speaks for a passage, by name.

    `relevance`, `near` and `fused` are the search's. `asks` is 1 where the passage is of questions
    alone. `of_time` is 1 where it is of the time asked about, or
    none is. `names_absent` is the share of the question's names that the passage lacks. `answers`
    and `span` are the judge's logits. `carries` is 1 where the passage has the sort of thing that
    is asked for.
    """
    own = set(terms(f"{read_under(ranked.finding)}\n{ranked.finding.text}"))
    names = question.names
    absent = sum(not name.said_in(own) for name in names)
    found = {
        "always": 1.0,
        "relevance": ranked.relevance,
        "near": ranked.near,
        "fused": ranked.candidate.fused,
        "of_time": float(is_of_the_time),
        "names_absent": absent / len(names) if names else 0.0,
        "carries": float(carries(asked_for(question.text), ranked.finding.text)),
        "asks": float(_asks(ranked.finding.sentences)),
    }
    if judgement is not None:
        found["answers"] = _bounded(judgement.answers)
        found["span"] = _bounded(judgement.margin)
    return found


def _asks(sentences: Sequence[str]) -> bool:
    """Whether all that is said is asked."""
    return bool(sentences) and all(s.rstrip("\"'”’)] ").endswith("?") for s in sentences)


def question_signals(evidence: Sequence[Evidence]) -> dict[str, float]:
    """What speaks for a question's having an answer, from its evidence in any order; what was not
    read tells nothing."""
    return signals_of([e.logit for e in evidence if e.logit > UNLIKELY])


def signals_of(logits: Sequence[float]) -> dict[str, float]:
    """The same from the logits of passages, in any order."""
    best, *others = sorted(logits, reverse=True)
    some = others[:3]
    return {"always": 1.0, "best": best, "next": sum(some) / len(some) if some else best}


def weighed(weights: Mapping[str, float], measured: Mapping[str, float]) -> float:
    """The logit that weights make of signals; those not given are 0."""
    return sum(weight * measured.get(name, 0.0) for name, weight in weights.items())


def _bounded(logit: float) -> float:
    return max(-_LOGIT_AT_MOST, min(_LOGIT_AT_MOST, logit))


def probability(logit: float) -> float:
    """That of a logit."""
    return 1 / (1 + exp(-max(-50.0, min(50.0, logit))))
