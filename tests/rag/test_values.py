"""The figures and days with which statements answer, held against each other."""

from datetime import date

import pytest

from index.embedding.minilm import OnnxEmbedder
from rag.answer.disagreement import Difference, differences
from rag.answer.measures import Measures
from rag.answer.values import Compared, Values
from rag.evidence.statement import Statement, stated
from rag.reader.judge import Judgement
from tests.rag.corpus import evidence, finding, head, ranked

MAY_20 = date(2024, 5, 20)


@pytest.fixture(scope="module")
def measures() -> Measures:
    return Measures(OnnxEmbedder())


def _answering(text: str, words: str | None, report: str = "a", start: int = 100) -> Statement:
    """A statement in which the reader, unsure, points at words."""
    span = (text.index(words), text.index(words) + len(words)) if words else None
    passage = ranked(finding([text], head(report, MAY_20), start=start), [0.9])
    (one,) = evidence(passage, judgement=Judgement(0.0, span, -3.0), score=0.0)
    return stated(one)


HELD_13 = "The vote on the harbour bill was held on 13 May."
HELD_15 = "The council voted on the harbour bill on 15 May."
PASSED_43 = "In Level 1, only 43 percent of the pupils passed the test."
PASSED_46 = "For Level 1, 46 percent of pupils passed, while 76 percent passed Level 2."
LASTED_37 = "For 37 long days we halted the shelling of the harbour."
LASTED_36 = "We stopped the shelling of the harbour for 36 days and 15 hours."


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ((HELD_13, "13 May"), (HELD_15, "15 May"), Compared(False, ("13 May", "15 May"))),
        ((HELD_13, "13 May"), (HELD_15, None), Compared(False, ("13 May", "15 May"))),
        ((HELD_13, "13 May"), (HELD_13, "13 May"), Compared(True, ("13 May", "13 May"))),
        ((HELD_13, None), (HELD_15, None), None),
        ((HELD_13, "13 May"), ("The museum in Torvik opened on 15 May.", "15 May"), None),
        ((PASSED_43, "43 percent"), (PASSED_46, "46 percent"),
         Compared(False, ("43 percent", "46 percent"))),
        ((PASSED_43, "43 percent"), (PASSED_46, None), None),
        ((LASTED_37, "37 long days"), (LASTED_36, "36 days"), Compared(False, ("37", "36 days"))),
        (("The first case in Ghana was reported to WHO on 11 May.", "11 May"),
         ("The first case in Congo was reported to WHO on 10 May.", "10 May"), None),
    ],
    ids=[
        "two days", "one pointed at, one alone", "the same day", "not pointed at", "something else",
        "two figures", "a figure not pointed at", "a unit that was not read", "names of their own",
    ],
)  # fmt: skip
def test_values_that_answer_are_compared(
    measures: Measures,
    one: tuple[str, str | None],
    other: tuple[str, str | None],
    found: Compared | None,
) -> None:
    second = _answering(*other, report="b", start=300)
    assert Values(measures).compare(_answering(*one), second) == found


def test_values_of_one_report_are_tied_unless_several_are_asked_for(measures: Measures) -> None:
    both = [_answering(HELD_13, "13 May"), _answering(HELD_15, "15 May", start=300)]
    tied = Difference(0, 1, one_time=True, figures=("13 May", "15 May"))
    assert differences(both, measures) == [tied]
    assert differences(both, measures, several=True) == []


def test_figures_of_two_times_in_one_report_are_not_tied(measures: Measures) -> None:
    both = [
        _answering("In April 2024 the mill employed 140 people.", "140"),
        _answering("In May 2024 the mill employed 115 people.", "115", start=300),
    ]
    assert differences(both, measures) == []


@pytest.mark.parametrize(
    ("other", "words", "found"),
    [
        ("The Kessel museum opened on 15 May.", "15 May", None),
        ("The Torvik tunnel opened in late May or early June.", "late May or early June",
         ("13 May", "late May")),
    ],
    ids=["of another thing", "alternatives"],
)  # fmt: skip
def test_days_of_one_thing_are_held_against_each_other(
    measures: Measures, other: str, words: str, found: tuple[str, str] | None
) -> None:
    one = _answering("The Torvik tunnel opened on 13 May.", "13 May")
    assert Values(measures).differing(one, _answering(other, words, "b", 300)) == found
