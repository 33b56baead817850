"""A language model that gives log-probabilities asked, passage by passage, whether it answers."""

from collections.abc import Sequence
from math import exp, log

from rag.deadline import Deadline
from rag.evidence.evidence import Evidence
from rag.generation.language_model import LanguageModel
from rag.generation.prompts import Offered, evidence_messages

ASKED_OF = 3
"""So many of the best passages it is asked of."""
_CERTAIN = 1e-4
"""A probability nearer to none or all than this says nothing more."""


def second_opinion(
    model: LanguageModel,
    question: str,
    evidence: Sequence[Evidence],
    confidence: float,
    limit: Deadline,
) -> float:
    """The confidence that a question is answered, with the model's opinion on the best passages.

    It is the mean of both in logits; `confidence` itself where the model gives no probabilities.
    Only the best of what the model says counts: one passage that answers is enough. Raises
    ModelFailed.
    """
    given = [
        model.probability_of_yes(evidence_messages(question, _offered(n, e)), limit)
        for n, e in enumerate(evidence[:ASKED_OF], 1)
    ]
    told = [p for p in given if p is not None]
    if not told:
        return confidence
    mean = (_logit(confidence) + _logit(max(told))) / 2
    return 1 / (1 + exp(-mean))


def _offered(number: int, evidence: Evidence) -> Offered:
    found = evidence.ranked.finding
    head = found.report
    return Offered(f"P{number}", head.title, head.publisher, found.published_on, found.text)


def _logit(probability: float) -> float:
    kept = min(max(probability, _CERTAIN), 1 - _CERTAIN)
    return log(kept / (1 - kept))
