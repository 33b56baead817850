"""How likely passages are to answer a question: signals of the search and the judge, weighed.

The weights are in `rag/models/judge/fitted.json`, which `bench/judge/fit.py` writes and which
says what they were fitted to. None was fitted to the seeds' questions.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from math import exp

from index.place import read_under
from index.rules import Rule, Stage, declare
from index.statements import statement_key
from index.terms import terms
from index.types import Finding
from rag.answer_types import Asked, asked_for, carries
from rag.judge import FOLDER, Judge, Judgement
from rag.question import After, ParsedQuestion
from rag.reranking import Ranked

IN_ITS_PLACE = declare(
    "judged-in-its-place",
    Stage.GUARDRAIL,
    "Judges a passage together with what it stands under: title, headings, heads of its row.",
)
COPIES_APART = declare(
    "copies-judged-once",
    Stage.GUARDRAIL,
    "Judges one passage alone of those that say the same word for word.",
)
WITHOUT_TIME = declare(
    "judged-without-its-time",
    Stage.GUARDRAIL,
    "Judges a passage that is of the time asked by the question without that time, too.",
)
AS_IT_WAS_ASKED = declare(
    "judged-as-asked",
    Stage.GUARDRAIL,
    "Judges the passages of the last answer by a follow-up as it was asked, too.",
)
MEASURE_FIRST = declare(
    "measure-first",
    Stage.GUARDRAIL,
    "Puts passages with a measure or a sum first where one is asked for.",
)
SORT_COUNTS = declare(
    "sort-counts",
    Stage.GUARDRAIL,
    "Lets it count against a passage that it has nothing of the sort that is asked for.",
)
NAMES_COUNT = declare(
    "names-count",
    Stage.GUARDRAIL,
    "Lets it count against a passage that it lacks names of the question.",
)

UNJUDGED = {"always": -8.748, "relevance": 9.689, "names_absent": -1.006, "fused": 2.751}
"""Weights for when there is no judge; fitted on SQuAD 2.0."""
JUDGED = 7
"""So many passages are judged; what stands further down may still turn out to be a copy."""
TELLING_AT_MOST = 2.0
"""So much below the best logit a passage may lie that has the measure or the sum asked for."""
UNLIKELY = -50.0
"""The logit of a passage that was not judged where others were."""
_LOGIT_AT_MOST = 12.0
"""Beyond this a judge's logit says nothing more."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage and what speaks for it.

    `logit` is that of the passage answering the question, by all signals. `judgement` is None
    where there is no judge.
    """

    ranked: Ranked
    judgement: Judgement | None
    logit: float


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights of the signals of a passage, what makes of the best passages' logits that of the
    question's having an answer, and the confidence below which is refused."""

    passage: Mapping[str, float]
    question: Mapping[str, float]
    min_confidence: float


@cache
def fitted() -> Fitted:
    """The weights that ship."""
    stated = json.loads((FOLDER / "fitted.json").read_text("utf-8"))
    return Fitted(stated["passage"], stated["question"], stated["min_confidence"])


def weigh(
    question: ParsedQuestion,
    ranked: Sequence[Ranked],
    judge: Judge | None,
    is_of_the_time: Callable[[Finding], bool] = lambda _: False,
    after: After | None = None,
) -> tuple[list[Evidence], float]:
    """The passages as evidence, best first, and the probability that they answer.

    Ties keep the order given. A passage that is surely of the question's time is also judged
    without the words of that time, which it need not have, and one beside the last answer also by
    what the question was before it was made whole. Where a measure or a sum of money is
    asked for, which few passages have, those that have one and are not far behind come first.
    """
    if judge is None:
        evidence = [Evidence(r, None, _sum(UNJUDGED, signals(question, r, None))) for r in ranked]
        return evidence, _probability(evidence[0].logit)
    apart = _apart(ranked)
    beside = after.beside if after is not None else ()
    judged = [*apart[:JUDGED], *(r for r in apart[JUDGED:] if r.finding.passage.id in beside)]
    judgements = _judge(question, [r.finding for r in judged], judge, is_of_the_time, after)
    weights = fitted()
    evidence = [
        Evidence(r, j, _sum(weights.passage, signals(question, r, j)))
        for r, j in zip(judged, judgements, strict=True)
    ]
    asked = asked_for(question.text)
    telling = asked in (Asked.AREA, Asked.MEASURE, Asked.MONEY)
    least = max(e.logit for e in evidence) - TELLING_AT_MOST

    def lacks(one: Evidence) -> bool:
        return MEASURE_FIRST.applies(
            telling and not (one.logit >= least and carries(asked, one.ranked.finding.text))
        )

    evidence.sort(key=lambda e: (lacks(e), -e.logit))
    confidence = _probability(_sum(weights.question, question_signals(evidence)))
    others = [r for r in ranked if not any(r is j for j in judged)]
    return [*evidence, *(Evidence(r, None, UNLIKELY) for r in others)], confidence


def _judge(
    question: ParsedQuestion,
    found: Sequence[Finding],
    judge: Judge,
    is_of_the_time: Callable[[Finding], bool],
    after: After | None,
) -> list[Judgement]:
    """What the judge holds of each passage: of the question, or, where a passage answers it better
    and is of its time, of the question without its time, and where it was quoted last, or is
    beside that and answers the whole question no less, of the question as it was asked."""
    read = partial(_read, judge)
    held = read(question.text, found)
    of_it = [n for n, f in enumerate(found) if is_of_the_time(f)]
    others: list[tuple[Rule, str, list[int]]] = [(WITHOUT_TIME, question.read, of_it)]
    if after is not None:
        others.append((AS_IT_WAS_ASKED, after.asked, _of_the_matter(found, held, after)))
    for rule, asked, numbers in others:
        judged = read(asked, [found[n] for n in numbers])
        for n, other in zip(numbers, judged, strict=True):
            better = max(held[n], other, key=lambda judgement: judgement.answers)
            held[n] = rule.chosen(better, without=held[n])
    return held


def _read(judge: Judge, question: str, found: Sequence[Finding]) -> list[Judgement]:
    """What the judge holds of passages that it reads with what they stand under."""
    under = [IN_ITS_PLACE.chosen(read_under(f, dated=False), without="") for f in found]
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


@COPIES_APART.governs(without=list)
def _apart(ranked: Sequence[Ranked]) -> list[Ranked]:
    """The passages without those that say the same word for word as a better one.

    A text that five have copied is one source: its copies neither bear each other out nor take the
    places of others that would be judged.
    """
    apart: dict[str, Ranked] = {}
    for r in ranked:
        apart.setdefault(statement_key(r.finding.text), r)
    return list(apart.values())


def signals(
    question: ParsedQuestion,
    ranked: Ranked,
    judgement: Judgement | None,
) -> dict[str, float]:
    """What speaks for a passage, by name.

    `relevance` and `fused` are the search's. `names_absent` is the share of the question's names
    that the passage lacks. `answers` and `span` are the judge's logits. `carries` is 1 where the
    passage has the sort of thing that is asked for.
    """
    own = set(terms(f"{read_under(ranked.finding)}\n{ranked.finding.text}"))
    names = question.names
    absent = sum(not own.intersection(name.spellings) for name in names)
    has = float(carries(asked_for(question.text), ranked.finding.text))
    found = {
        "always": 1.0,
        "relevance": ranked.relevance,
        "fused": ranked.candidate.fused,
        "names_absent": NAMES_COUNT.chosen(absent / len(names) if names else 0.0, without=0.0),
        "carries": SORT_COUNTS.chosen(has, without=1.0),
    }
    if judgement is not None:
        found["answers"] = _bounded(judgement.answers)
        found["span"] = _bounded(judgement.margin)
    return found


def question_signals(evidence: Sequence[Evidence]) -> dict[str, float]:
    """What speaks for a question's having an answer, from its evidence in any order."""
    logits = sorted((e.logit for e in evidence), reverse=True)
    return {
        "always": 1.0,
        "best": logits[0],
        "next": sum(logits[1:4]) / len(logits[1:4]) if logits[1:] else logits[0],
    }


def _sum(weights: Mapping[str, float], measured: Mapping[str, float]) -> float:
    return sum(weight * measured[name] for name, weight in weights.items())


def _bounded(logit: float) -> float:
    return max(-_LOGIT_AT_MOST, min(_LOGIT_AT_MOST, logit))


def _probability(logit: float) -> float:
    return 1 / (1 + exp(-max(-50.0, min(50.0, logit))))
