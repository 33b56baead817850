"""Fitting the threshold to a wished rate of false refusals."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from rag.evaluation.record import Record


@dataclass(frozen=True, slots=True)
class Calibrated:
    """A threshold, and what it does to the questions that it was fitted to.

    `false_refusals` is the share of answerable questions refused, `refusal_recall` that of
    unanswerable ones; None where there are none. `expected` is the share of further answerable
    questions like these that is to be expected to be refused.
    """

    min_confidence: float
    false_refusals: float
    refusal_recall: float | None
    expected: float


def fit_threshold(records: Sequence[Record], wished: float) -> Calibrated | None:
    """The highest threshold that refuses at most the `wished` share of answerable questions.

    None where no question is answerable. Of further questions, the share below the k-th lowest of n
    confidences is k in n + 1 on average, however these are distributed: H. A. David and H. N.
    Nagaraja, Order Statistics, 2003, 2.3. What is refused whatever the threshold, as having a name
    that no report has, has a confidence near 0 and counts too.
    """
    confidences = sorted(r.confidence for r in records if r.known.answerable)
    if not confidences:
        return None
    spared = min(floor(wished * len(confidences) + 1e-9), len(confidences) - 1)
    threshold = confidences[spared]
    others = [r.confidence for r in records if not r.known.answerable]
    recall = _below(threshold, others) if others else None
    expected = (spared + 1) / (len(confidences) + 1)
    return Calibrated(threshold, _below(threshold, confidences), recall, expected)


def _below(threshold: float, confidences: Sequence[float]) -> float:
    return sum(confidence < threshold for confidence in confidences) / len(confidences)
