"""The course of a figure in what is quoted."""

from datetime import date

import pytest

from index.embedding.minilm import OnnxEmbedder
from rag.answer.measures import Measures
from rag.answer.series import series_of
from rag.evidence.statement import Statement, stated
from rag.types import Point
from tests.rag.corpus import evidence, finding, head, ranked

MAY_3, MAY_4, MAY_20 = date(2024, 5, 3), date(2024, 5, 4), date(2024, 5, 20)
SAYS_19 = "The quake killed at least 19 people in Olm."
SAYS_21 = "The number of people killed by the quake in Olm rose to 21."
SAYS_24 = "The quake in Olm killed 24 people, and 300 lost their homes."
ARRESTED = "Police arrested 12 people in Olm."


@pytest.fixture(scope="module")
def measures() -> Measures:
    return Measures(OnnxEmbedder())


def _statements(*told: tuple[str, date | None]) -> list[Statement]:
    found = [
        evidence(ranked(finding([text], head(f"r{n}", day)), [0.9]))[0]
        for n, (text, day) in enumerate(told)
    ]
    return [stated(one) for one in found]


COURSE = (
    Point(n=2, day=MAY_3, value=19, written="19"),
    Point(n=1, day=MAY_4, value=21, written="21"),
    Point(n=3, day=MAY_20, value=24, written="24"),
)


@pytest.mark.parametrize(
    ("told", "series"),
    [
        ([(SAYS_21, MAY_4), (SAYS_19, MAY_3), (SAYS_24, MAY_20)], COURSE),
        ([(SAYS_21, MAY_4), (SAYS_19, MAY_3), (SAYS_24, MAY_20), (ARRESTED, MAY_20)], COURSE),
        ([(SAYS_21, MAY_4), (SAYS_19, MAY_3)], ()),
        ([(SAYS_21, MAY_4), (SAYS_19, MAY_3), (ARRESTED, MAY_20)], ()),
        ([(SAYS_21, MAY_4), (SAYS_19, MAY_3), (SAYS_24, None)], ()),
        ([(SAYS_21, MAY_4), (SAYS_19, MAY_3), (SAYS_24, MAY_4)], ()),
    ],
    ids=["by day", "one measure alone", "two values", "another measure", "no day", "two days"],
)  # fmt: skip
def test_the_course_of_a_figure(
    measures: Measures, told: list[tuple[str, date | None]], series: tuple[Point, ...]
) -> None:
    assert series_of(_statements(*told), measures) == series
