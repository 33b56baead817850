"""Fitting the threshold to a wished rate of false refusals."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from rag.evaluation.record import Record


@dataclass(frozen=True, slots=True)
class Calibrated:
    """A threshold, and what it does to the questions that it was fitted to.

    `false_refusals` is the share of answerable questions refused, `refusal_recall` that of
    unanswerable ones; None where there are none.
    """

    min_confidence: float
    false_refusals: float
    refusal_recall: float | None


def fit_threshold(records: Sequence[Record], wished: float) -> Calibrated | None:
    """The highest threshold that refuses at most the `wished` share of answerable questions.

    None where no question is answerable. What is refused whatever the threshold, as having a name
    that no report has, has a confidence near 0 and counts too.
    """
    confidences = sorted(r.confidence for r in records if r.known.answerable)
    if not confidences:
        return None
    spared = min(floor(wished * len(confidences) + 1e-9), len(confidences) - 1)
    threshold = confidences[spared]
    others = [r.confidence for r in records if not r.known.answerable]
    recall = _below(threshold, others) if others else None
    return Calibrated(threshold, _below(threshold, confidences), recall)


def _below(threshold: float, confidences: Sequence[float]) -> float:
    return sum(confidence < threshold for confidence in confidences) / len(confidences)
