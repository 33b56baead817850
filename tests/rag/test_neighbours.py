"""Passages are raised by better ones beside them."""

from dataclasses import replace

import pytest

from index.rules import switched_off
from rag.retrieval.neighbours import BESIDE, BESIDE_A_BETTER, TOWARDS, raised
from rag.retrieval.reranking import Ranked
from tests.rag.corpus import finding, ranked


def _scored(score: float, start: int, report: str = "r") -> Ranked:
    found = finding(["A ferry sank."], start=start)
    passage = replace(found.passage, report_id=report, id=f"{report}-{start}")
    return replace(ranked(replace(found, passage=passage), [score]), score=score)


@pytest.mark.parametrize(
    ("start", "report", "score"),
    [
        (113, "r", 0.2 + TOWARDS * 0.6),
        (113 + BESIDE, "r", 0.2 + TOWARDS * 0.6),
        (114 + BESIDE, "r", 0.2),
        (106, "r", 0.2),
        (113, "another", 0.2),
    ],
    ids=["right behind", "a few lines on", "far", "sharing words", "in another report"],
)
def test_a_passage_is_raised_by_a_better_one_beside_it(
    start: int, report: str, score: float
) -> None:
    better, between, other = _scored(0.8, 100), _scored(0.3, 5000), _scored(0.2, start, report)
    found = {r.finding.passage.id: r.score for r in raised([better, between, other])}
    assert found == pytest.approx({"r-100": 0.8, "r-5000": 0.3, f"{report}-{start}": score})
    assert [r.score for r in raised([other, better])] == pytest.approx([0.8, score])
    with switched_off([BESIDE_A_BETTER.name]):
        assert raised([better, between, other]) == [better, between, other]
