"""The guardrail: whether the evidence may be answered from, decided before anything is written.

A first rule: plain checks that the evidence speaks of what is asked, and a logistic model of how
well the best passage covers the question. The model's weights were fitted on SQuAD 2.0
(answerable questions against impossible ones and against questions whose paragraph or article
had been taken away), not on the seed reports. Its probability ranks evidence; it is not yet
calibrated.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp

from index.terms import terms
from index.types import Finding
from rag.question import ParsedQuestion, Term
from rag.reranking import Ranked

_INTERCEPT, _RELEVANCE, _NAMES_ABSENT, _FUSED = -8.748, 9.689, -1.006, 2.751
KNOWN_BY_MEANING = 0.5
"""A name that no report has is still spoken of where some token is at least this near to it, as
Japan is to Tokyo."""
LOOKED_AT = 10
"""Of the best passages so many are checked for what the question names."""
OFF_TOPIC = 0.05
"""Below this probability nothing in the corpus is even near the question."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around the passages and may supply what they leave out.

    `around` gives the text that a passage stands in, with its report's title and date;
    `in_a_title` tells whether some report's title has a word.
    """

    around: Callable[[Finding], str]
    in_a_title: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether there is evidence, which, how sure that is, and what speaks against it.

    `evidence` are the passages that may be answered from, best first. `missing` are words of the
    question that keep it from being answered: no report has them if `nowhere`, otherwise no
    passage near the question.
    """

    evidence: tuple[Ranked, ...]
    confidence: float
    enough: bool
    missing: tuple[str, ...] = ()
    nowhere: bool = False

    @property
    def off_topic(self) -> bool:
        """True where nothing in the corpus is near the question."""
        return self.confidence < OFF_TOPIC and not self.missing


def judge(
    question: ParsedQuestion,
    ranked: Sequence[Ranked],
    surroundings: Surroundings,
    min_confidence: float,
) -> Verdict:
    """A verdict on the ranked passages."""
    if not ranked or not question.terms:
        return Verdict((), 0.0, False)
    unknown = _unknown_names(question, ranked[:LOOKED_AT])
    if unknown:
        nowhere = not any(surroundings.in_a_title(name) for name in unknown)
        return Verdict(tuple(ranked), 0.01, False, unknown, nowhere)
    numbers = [term for term in question.terms if term.is_number]
    if numbers:
        having = [
            r for r in ranked[:LOOKED_AT] if _lacks(numbers, surroundings.around(r.finding)) == ()
        ]
        if not having:
            lacking = _lacks(numbers, surroundings.around(ranked[0].finding))
            return Verdict(tuple(ranked), 0.05, False, lacking)
        ranked = having
    confidence = probability(question, ranked[0])
    return Verdict(tuple(ranked), confidence, confidence >= min_confidence)


def probability(question: ParsedQuestion, ranked: Ranked) -> float:
    """That a passage answers, by the fitted model."""
    have = set(terms(ranked.finding.text))
    names = [term for term in question.terms if term.is_name]
    absent = sum(not have.intersection(name.spellings) for name in names)
    logit = (
        _INTERCEPT
        + _RELEVANCE * ranked.relevance
        + _NAMES_ABSENT * (absent / len(names) if names else 0.0)
        + _FUSED * ranked.candidate.fused
    )
    return 1 / (1 + exp(-logit))


def _unknown_names(question: ParsedQuestion, ranked: Sequence[Ranked]) -> tuple[str, ...]:
    """Names in the question that no report has, nor anything that means the same.

    Where nothing is capitalised, a word too rare for the embedder's vocabulary may be a name.
    """
    lower = not any(c.isupper() for c in question.text)
    return tuple(
        term.word
        for number, term in enumerate(question.terms)
        if term.frequency == 0
        and (_is_proper(term) or (lower and term.is_rare))
        and max(r.matches[number] for r in ranked) < KNOWN_BY_MEANING
    )


def _is_proper(term: Term) -> bool:
    return term.is_name and not term.is_number


def _lacks(numbers: Sequence[Term], text: str) -> tuple[str, ...]:
    have = set(terms(text))
    return tuple(term.word for term in numbers if term.key not in have)
