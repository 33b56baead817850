"""Measures of answers, refusals and rankings: pure functions of what was observed.

A measure that has no meaning for what it is given (no question of the sort, one class only) is
None, not zero.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import log2
from typing import TypeVar

import numpy as np

T = TypeVar("T")

LEVEL = 0.95
"""Of bootstrap intervals."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure over `n` questions, with the bounds of its bootstrap interval at LEVEL."""

    value: float
    low: float
    high: float
    n: int


def estimate(
    items: Sequence[T],
    statistic: Callable[[Sequence[T]], float | None],
    resamples: int = 1000,
    seed: int = 0,
) -> Estimate | None:
    """A statistic of items, with a percentile bootstrap interval (Efron & Tibshirani 1993).

    The same items give the same interval. None where the statistic has no meaning for them.
    """
    value = statistic(items)
    if value is None:
        return None
    drawn = np.random.default_rng(seed).integers(0, len(items), (resamples, len(items)))
    again = [statistic([items[i] for i in row]) for row in drawn]
    known = [other for other in again if other is not None] or [value]
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Estimate(value, float(low), float(high), len(items))


def mean(values: Iterable[float | None]) -> float | None:
    """The mean of those that are not None."""
    known = [value for value in values if value is not None]
    return float(np.mean(known)) if known else None


def recall_at(relevant: Sequence[bool], total: int, k: int) -> float | None:
    """R@k: of `total` relevant passages, the share among the first `k` of a ranking."""
    return sum(relevant[:k]) / total if total else None


def reciprocal_rank(relevant: Sequence[bool], k: int = 10) -> float:
    """RR@k: one over the rank of the first relevant passage, 0 where none is in the first k."""
    return next((1 / rank for rank, hit in enumerate(relevant[:k], 1) if hit), 0.0)


def ndcg(relevant: Sequence[bool], total: int, k: int = 10) -> float | None:
    """nDCG@k with binary relevance (Järvelin & Kekäläinen 2002)."""
    ideal = sum(1 / log2(rank + 1) for rank in range(1, min(total, k) + 1))
    gained = sum(1 / log2(rank + 1) for rank, hit in enumerate(relevant[:k], 1) if hit)
    return gained / ideal if ideal else None


def roc_area(labels: Sequence[bool], scores: Sequence[float]) -> float | None:
    """Area under the ROC curve: the chance that a positive outscores a negative, ties half."""
    positive = np.array([s for label, s in zip(labels, scores, strict=True) if label])
    negative = np.sort([s for label, s in zip(labels, scores, strict=True) if not label])
    if not len(positive) or not len(negative):
        return None
    below = np.searchsorted(negative, positive, "left")
    not_above = np.searchsorted(negative, positive, "right")
    return float((below + not_above).sum() / (2 * len(positive) * len(negative)))


def risk_coverage(right: Sequence[bool], confidences: Sequence[float]) -> list[tuple[float, float]]:
    """(coverage, risk) for every threshold, the most confident first (El-Yaniv & Wiener 2010).

    Coverage is the share of questions answered, risk the share of wrong ones among those.
    Questions of equal confidence are answered together.
    """
    order = sorted(zip(confidences, right, strict=True), key=lambda pair: -pair[0])
    points, wrong = list[tuple[float, float]](), 0
    for answered, (confidence, is_right) in enumerate(order, 1):
        wrong += not is_right
        if answered == len(order) or order[answered][0] != confidence:
            points.append((answered / len(order), wrong / answered))
    return points


def coverage_at(points: Sequence[tuple[float, float]], risk: float) -> float:
    """The largest coverage of a risk–coverage curve whose risk is at most so much; 0 where none."""
    return max((coverage for coverage, at in points if at <= risk), default=0.0)


def risk_coverage_area(points: Sequence[tuple[float, float]]) -> float | None:
    """AURC: the mean risk over all coverages, each point holding back to the one before it."""
    if not points:
        return None
    widths = np.diff([0.0, *(coverage for coverage, _ in points)])
    return float(sum(width * risk for width, (_, risk) in zip(widths, points, strict=True)))


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions of like confidence: how confident on average, how often right, how many."""

    confidence: float
    accuracy: float
    n: int


def calibration(right: Sequence[bool], confidences: Sequence[float], bins: int = 10) -> list[Bin]:
    """Equal-width bins over [0, 1] that have questions in them, the lowest first."""
    numbers = np.minimum((np.array(confidences, dtype=float) * bins).astype(int), bins - 1)
    values, hits = np.array(confidences, dtype=float), np.array(right, dtype=float)
    return [
        Bin(float(values[numbers == n].mean()), float(hits[numbers == n].mean()), int(inside))
        for n in range(bins)
        if (inside := (numbers == n).sum())
    ]


def calibration_error(bins: Sequence[Bin]) -> float | None:
    """ECE: the mean gap between confidence and accuracy, bins weighed by size (Naeini et al.
    2015)."""
    total = sum(b.n for b in bins)
    return sum(b.n * abs(b.confidence - b.accuracy) for b in bins) / total if total else None


def macro_f1(labels: Sequence[bool], predicted: Sequence[bool]) -> float | None:
    """Mean of the F1 of both classes; a class that is neither there nor predicted has F1 0."""
    if not labels:
        return None
    scores = []
    for side in (True, False):
        hits = sum(a == b == side for a, b in zip(labels, predicted, strict=True))
        named = sum(a == side for a in labels) + sum(b == side for b in predicted)
        scores.append(2 * hits / named if named else 0.0)
    return sum(scores) / 2
