"""Metrics against scikit-learn, and by hand where it has none."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.calibration import calibration_curve
from sklearn.metrics import auc, f1_score, ndcg_score, recall_score, roc_auc_score

from rag.evaluation.metrics import (
    Bin,
    Estimate,
    calibration,
    calibration_error,
    estimate,
    macro_f1,
    mean,
    ndcg,
    recall_at,
    reciprocal_rank,
    risk_coverage,
    risk_coverage_area,
    roc_area,
)

labelled = st.lists(
    st.tuples(st.booleans(), st.integers(0, 20).map(lambda n: n / 20)), min_size=2, max_size=60
)
rankings = st.lists(st.booleans(), min_size=2, max_size=30)


@given(labelled)
def test_roc_area_is_that_of_scikit_learn(pairs: list[tuple[bool, float]]) -> None:
    labels, scores = zip(*pairs, strict=True)
    expected = roc_auc_score(labels, scores) if len(set(labels)) == 2 else None
    assert roc_area(labels, scores) == (None if expected is None else pytest.approx(expected))


@given(rankings, st.integers(1, 12))
def test_ndcg_is_that_of_scikit_learn(relevant: list[bool], k: int) -> None:
    total = sum(relevant)
    places = np.arange(len(relevant), 0, -1)
    expected = ndcg_score([relevant], [places], k=k) if total else None
    assert ndcg(relevant, total, k) == (None if expected is None else pytest.approx(expected))


def test_ndcg_counts_what_the_ranking_does_not_have() -> None:
    # one of two relevant passages, at rank 2: 1/log2(3) over 1 + 1/log2(3)
    assert ndcg([False, True], 2) == pytest.approx(0.6309298 / 1.6309298)


@given(rankings, st.integers(1, 12))
def test_recall_is_that_of_scikit_learn(relevant: list[bool], k: int) -> None:
    found = [rank < k for rank in range(len(relevant))]
    expected = recall_score(relevant, found) if any(relevant) else None
    assert recall_at(relevant, sum(relevant), k) == (
        None if expected is None else pytest.approx(expected)
    )


@pytest.mark.parametrize(
    ("relevant", "expected"),
    [([True], 1.0), ([False, False, True, True], 1 / 3), ([False], 0.0), ([], 0.0),
     ([False] * 10 + [True], 0.0)],
    ids=["first", "third", "none", "empty", "beyond ten"],
)  # fmt: skip
def test_reciprocal_rank(relevant: list[bool], expected: float) -> None:
    assert reciprocal_rank(relevant) == pytest.approx(expected)


def test_risk_coverage_by_hand() -> None:
    points = risk_coverage([True, False, True, False], [0.9, 0.8, 0.8, 0.1])
    assert points == [(0.25, 0.0), (0.75, pytest.approx(1 / 3)), (1.0, 0.5)]
    assert risk_coverage_area(points) == pytest.approx(0.5 / 3 + 0.125)


@given(labelled)
def test_the_area_is_that_of_a_step_curve(pairs: list[tuple[bool, float]]) -> None:
    right, confidences = zip(*pairs, strict=True)
    points = risk_coverage(right, confidences)
    corners_x, corners_y = [0.0], [points[0][1]]
    for n, (coverage, risk) in enumerate(points):
        corners_x += [points[n - 1][0] if n else 0.0, coverage]
        corners_y += [risk, risk]
    assert risk_coverage_area(points) == pytest.approx(auc(corners_x, corners_y))
    assert points[-1][0] == 1.0
    assert points[-1][1] == pytest.approx(1 - np.mean(right))


@given(labelled)
def test_calibration_is_that_of_scikit_learn(pairs: list[tuple[bool, float]]) -> None:
    # kept off the edges of bins, which scikit-learn counts to the bin below
    right, confidences = zip(*((r, min(c + 0.013, 1.0)) for r, c in pairs), strict=True)
    accuracy, confidence = calibration_curve(right, confidences, n_bins=10)
    bins = calibration(right, confidences)
    assert [b.accuracy for b in bins] == pytest.approx(list(accuracy))
    assert [b.confidence for b in bins] == pytest.approx(list(confidence))
    assert sum(b.n for b in bins) == len(pairs)


def test_calibration_error_weighs_bins_by_size() -> None:
    assert calibration_error([Bin(0.2, 0.1, 30), Bin(0.8, 1.0, 10)]) == pytest.approx(0.125)


@given(labelled)
def test_macro_f1_is_that_of_scikit_learn(pairs: list[tuple[bool, float]]) -> None:
    labels, scores = zip(*pairs, strict=True)
    predicted = [score > 0.5 for score in scores]
    expected = f1_score(labels, predicted, average="macro", labels=[True, False], zero_division=0.0)
    assert macro_f1(labels, predicted) == pytest.approx(expected)


def test_what_has_no_meaning_is_none() -> None:
    assert recall_at([False], 0, 5) is None
    assert ndcg([False], 0) is None
    assert roc_area([True, True], [0.1, 0.2]) is None
    assert risk_coverage([], []) == []
    assert risk_coverage_area([]) is None
    assert calibration([], []) == []
    assert calibration_error([]) is None
    assert macro_f1([], []) is None
    assert mean([None, None]) is None
    assert estimate([], mean) is None


def test_a_mean_leaves_out_what_has_none() -> None:
    assert mean([1.0, None, 0.0]) == 0.5


def test_an_interval_holds_the_figure_and_is_the_same_each_time() -> None:
    values = [1.0] * 80 + [0.0] * 20
    first = estimate(values, mean)
    assert first == estimate(values, mean)
    assert first == Estimate(0.8, pytest.approx(0.72, abs=0.02), pytest.approx(0.88, abs=0.02), 100)
