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
from index.rules import Stage, declare
from index.structure.place import in_its_place, read_after
from index.text.statements import statement_hash
from index.types import Finding
from rag.question.kinds import asks_for_course
from rag.question.parsing import After, ParsedQuestion
from rag.reader.judge import FOLDER, Judge, Judgement
from rag.retrieval.passage_times import days_told
from rag.retrieval.reranking import Ranked

DAYS_SAID = declare(
    "judged-with-its-days",
    Stage.GUARDRAIL,
    "Judges a passage with the day that it only calls “Saturday night”, where that is asked about.",
)

READ = 30
"""So many passages are judged; what stands further down may still turn out to be a copy."""
UNLIKELY = -50.0
"""The logit, and the score, of a passage that was not read."""
OF_A_QUESTION = ("relevance", "near", "fused", "of_time", "answers", "span")
"""Signals of passages that tell of the question, too."""
LIKE = 0.5
"""Where no passage is this much like a question, in late interaction, the reports may be of other
matters altogether."""
_LOGIT_AT_MOST = 12.0
"""Beyond this a judge's logit says nothing more."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage and what speaks for it.

    `logit` is that of the passage answering the question, by all `signals`. `score` is what the
    passages of one question are ordered by: their softmax tells which of them answers, if any does;
    `nearness` what they are ordered by where none does: it tells which speaks of what the question
    takes for granted. `judgement` is None where there is no judge.
    """

    ranked: Ranked
    judgement: Judgement | None
    logit: float
    score: float
    nearness: float = UNLIKELY
    signals: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of the signals of a passage for its logit, its score and its nearness, those of a
    question for its having an answer, and the confidence below which is refused."""

    passage: Mapping[str, float]
    order: Mapping[str, float]
    nearest: Mapping[str, float]
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
        Evidence(
            r,
            j,
            weighed(weights.passage, m),
            weighed(weights.order, m),
            weighed(weights.nearest, m),
            m,
        )
        for r, j, m in zip(read, judgements, measured, strict=True)
    ]
    evidence.sort(key=lambda e: -e.score)
    if judge is not None:
        evidence[0] = _supported(question, evidence[0], judge)
    others = [r for r in ranked if not any(r is one for one in read)]
    return [*evidence, *(Evidence(r, None, UNLIKELY, UNLIKELY) for r in others)]


def _supported(question: ParsedQuestion, best: Evidence, judge: Judge) -> Evidence:
    """The best evidence with how far the judge holds that it bears out what the question says: it
    does not bear out what is taken for granted and is not so."""
    found = best.ranked.finding
    (text,) = in_its_place([found.text], [read_after(found)])
    (support,) = judge.support(question.judged, [text])
    return replace(best, signals={**best.signals, "support": _bounded(support)})


def certainty(evidence: Sequence[Evidence]) -> float:
    """The probability that a question is answered by its evidence, best first; 0 where nothing of
    it was read."""
    read = [e.signals for e in evidence if e.signals]
    if not read:
        return 0.0
    weights = fitted().unjudged if evidence[0].judgement is None else fitted().judged
    return probability(weighed(weights.question, question_signals(read)))


def _judge(
    question: ParsedQuestion, ranked: Sequence[Ranked], judge: Judge, after: After | None
) -> list[Judgement]:
    """What the judge holds of each passage: of the question, or, where it was quoted last, or is
    beside that and answers the whole question no less, of the question as it was asked."""
    found = [r.finding for r in ranked]
    held = _read(judge, question.judged, found, question.times)
    if after is None:
        return held
    numbers = _of_the_matter(found, held, after)
    asked = _read(judge, after.asked, [found[n] for n in numbers], question.times)
    for n, other in zip(numbers, asked, strict=True):
        held[n] = max(held[n], other, key=lambda judgement: judgement.answers)
    return held


def _read(
    judge: Judge, question: str, found: Sequence[Finding], asked: Sequence[Period]
) -> list[Judgement]:
    """What the judge holds of passages that it reads with what they stand under and after, and with
    the days that they tell of without naming them, where a question asks about these."""
    days = [DAYS_SAID.chosen(days_told(f, asked), without="") for f in found]
    under = [
        f"{some}: {read_after(f)}" if some else read_after(f)
        for some, f in zip(days, found, strict=True)
    ]
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
    alone. `of_time` is 1 where it is of the time asked about, or none is. `answers` and `span` are
    the judge's logits.
    """
    found = {
        "always": 1.0,
        "relevance": ranked.relevance,
        "near": ranked.near,
        "fused": ranked.candidate.fused,
        "of_time": float(is_of_the_time),
        "asks": float(_asks(ranked.finding.sentences)),
    }
    if judgement is not None:
        found["answers"] = _bounded(judgement.answers)
        found["span"] = _bounded(judgement.margin)
    return found


def _asks(sentences: Sequence[str]) -> bool:
    """Whether all that is said is asked."""
    return bool(sentences) and all(s.rstrip("\"'”’)] ").endswith("?") for s in sentences)


def question_signals(read: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """What speaks for a question's having an answer, by name, from the signals of the passages that
    were read, best first.

    `most_` goes before the highest of a signal, `first_` before that of the best passage. `timed`
    is 1 where some passage is not of the time asked about. `support` is the judge's logit that the
    best passage bears out what the question says, and `unlike` how far the one that is most like
    the question is from being like it. The best passage speaks against an answer where it is not
    that one.
    """
    found = {"always": 1.0, "timed": float(any(s["of_time"] < 1 for s in read))}
    for name in OF_A_QUESTION:
        if name in read[0]:
            found[f"most_{name}"] = max(s[name] for s in read)
            found[f"first_{name}"] = read[0][name]
    found["unlike"] = max(0.0, LIKE - found["most_relevance"])
    supports = [s["support"] for s in read if "support" in s]
    return found | ({"support": max(supports)} if supports else {})


def weighed(weights: Mapping[str, float], measured: Mapping[str, float]) -> float:
    """The logit that weights make of signals; those not given are 0."""
    return sum(weight * measured.get(name, 0.0) for name, weight in weights.items())


def _bounded(logit: float) -> float:
    return max(-_LOGIT_AT_MOST, min(_LOGIT_AT_MOST, logit))


def probability(logit: float) -> float:
    """That of a logit."""
    return 1 / (1 + exp(-max(-50.0, min(50.0, logit))))
