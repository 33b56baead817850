"""Which statements of an answer say otherwise than others, and what is noted of it."""

from datetime import date

import pytest

from index.embedding.minilm import OnnxEmbedder
from rag.answer.composing import Composition
from rag.answer.disagreement import Difference, differences
from rag.answer.measures import Measures
from rag.answer.noting import of_differences
from rag.evidence.citations import cite
from rag.evidence.statement import Statement, stated
from tests.rag.corpus import evidence, finding, head, ranked

MAY_3, MAY_4, MAY_20 = date(2024, 5, 3), date(2024, 5, 4), date(2024, 5, 20)
SAYS_19 = "The quake killed at least 19 people in Olm."
SAYS_21 = "The number of people killed by the quake in Olm rose to 21."
POLICE = "The police said that 300 people marched in Olm."
UNIONS = "Tove Lind said that 1,200 people marched in Olm."
BRANDT = "Ilse Brandt said that 320 people marched in Olm."
SAFE = "The old Kessel bridge is safe for lorries."
UNSAFE = "The old Kessel bridge is not safe for lorries."
ONE, OTHER = "[1] (3 May 2024)", "[2] (20 May 2024)"


@pytest.fixture(scope="module")
def measures() -> Measures:
    return Measures(OnnxEmbedder())


def _statement(text: str, report: str, day: date | None, start: int = 100) -> Statement:
    (one,) = evidence(ranked(finding([text], head(report, day), start=start), [0.9]))
    return stated(one)


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ((SAYS_19, "a", MAY_3), (SAYS_21, "b", MAY_20), Difference(0, 1, False, ("19", "21"))),
        ((SAYS_21, "b", MAY_20), (SAYS_19, "a", MAY_3), Difference(1, 0, False, ("19", "21"))),
        ((SAYS_19, "a", MAY_3), (SAYS_21, "b", MAY_3), Difference(0, 1, True, ("19", "21"))),
        ((UNIONS, "a", MAY_3), (BRANDT, "b", MAY_4), Difference(0, 1, True, ("1,200", "320"))),
        ((UNIONS, "a", MAY_3), (BRANDT, "b", MAY_20), Difference(0, 1, False, ("1,200", "320"))),
        ((SAFE, "a", MAY_3), (UNSAFE, "b", MAY_20), Difference(0, 1, False)),
        ((SAYS_19, "a", None), (SAYS_21, "b", MAY_3), Difference(0, 1, True, ("19", "21"))),
        ((SAYS_19, "a", MAY_3), (SAYS_21, "a", MAY_3), None),
        ((SAYS_19, "a", MAY_3), (SAYS_19, "b", MAY_20), None),
    ],
    ids=[
        "another figure later", "the later one first", "of one day", "two voices, a day apart",
        "two voices, weeks apart", "a negation", "undated", "of one report", "the same",
    ],
)  # fmt: skip
def test_what_says_otherwise(
    measures: Measures,
    one: tuple[str, str, date | None],
    other: tuple[str, str, date | None],
    found: Difference | None,
) -> None:
    second = _statement(*other, start=300)
    assert differences([_statement(*one), second], measures) == ([found] if found else [])


def test_two_voices_of_one_report_contradict_each_other(measures: Measures) -> None:
    both = [_statement(UNIONS, "a", MAY_3), _statement(BRANDT, "a", MAY_3, start=300)]
    assert differences(both, measures) == [Difference(0, 1, True, ("1,200", "320"))]


def test_in_a_course_of_events_another_figure_at_another_time_is_no_difference(
    measures: Measures,
) -> None:
    later = [_statement(SAYS_19, "a", MAY_3), _statement(SAYS_21, "b", MAY_20)]
    assert differences(later, measures, course=True) == []
    denied = [_statement(SAFE, "a", MAY_3), _statement(UNSAFE, "b", MAY_20)]
    assert differences(denied, measures, course=True) == [Difference(0, 1, False)]


def test_citations_name_what_says_otherwise(measures: Measures) -> None:
    said = Composition.of(
        [
            _statement(UNIONS, "a", MAY_3),
            _statement(BRANDT, "b", MAY_3),
            _statement(POLICE, "c", MAY_20),
        ],
        measures=measures,
    )
    told = [(c.contradicts, c.later_otherwise) for c in said.citations()]
    assert told == [((2,), (3,)), ((1,), (3,)), ((), ())]


@pytest.mark.parametrize(
    ("difference", "note"),
    [
        (Difference(0, 1, False, ("19", "21")), f"Later {OTHER} has 21, where {ONE} has 19."),
        (Difference(0, 1, False), f"Later {OTHER} may say otherwise than {ONE}."),
        (Difference(0, 1, True, ("19", "21")),
         f"The reports differ: {ONE} has 19, {OTHER} 21; neither is preferred here."),
        (Difference(0, 1, True),
         f"{ONE} and {OTHER} may contradict each other; neither is preferred here."),
    ],
    ids=["figures, later", "later", "figures, at one time", "at one time"],
)  # fmt: skip
def test_what_is_noted_of_a_difference(difference: Difference, note: str) -> None:
    statements = [_statement(SAYS_19, "a", MAY_3), _statement(SAYS_21, "b", MAY_20)]
    cited = [cite(n, s.quote) for n, s in enumerate(statements, 1)]
    assert of_differences([difference], cited) == [note]


def test_a_note_names_who_speaks(measures: Measures) -> None:
    said = Composition.of(
        [_statement(UNIONS, "a", MAY_3), _statement(BRANDT, "b", MAY_3)], measures=measures
    )
    assert of_differences(said.differences(), said.citations()) == [
        "The reports differ: [1] (Tove Lind, 3 May 2024) has 1,200, "
        "[2] (Ilse Brandt, 3 May 2024) 320; neither is preferred here."
    ]
