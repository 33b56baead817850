"""How many reports say what an answer says, and of how many sources."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from index.embedding.minilm import OnnxEmbedder
from index.types import ReportHead
from rag.answer.corroboration import ABLE, POINTING, corroboration, same_words
from rag.answer.measures import Measures
from rag.answer.noting import of_corroboration
from rag.evidence.citations import cite
from rag.evidence.evidence import Evidence
from rag.evidence.statement import Corroboration, stated
from rag.reader.judge import Judgement
from tests.rag.corpus import evidence, finding, head, ranked

MAY_3, MAY_4, MAY_5 = date(2024, 5, 3), date(2024, 5, 4), date(2024, 5, 5)


@pytest.fixture(scope="module")
def measures() -> Measures:
    return Measures(OnnxEmbedder())


def _by(report: str, day: date | None, publisher: str | None) -> ReportHead:
    return replace(head(report, day), publisher=publisher)


def _evidence(
    text: str, report: ReportHead, score: float = 0.0, answer: str | None = None
) -> Evidence:
    span = (text.index(answer), text.index(answer) + len(answer)) if answer else None
    judged = Judgement(score, span, 1.0 if answer else -9.0)
    passage = ranked(finding([text], report), [0.9])
    (one,) = evidence(passage, judgement=judged, score=score)
    return one


FIRST = _evidence("The fire burned 40 houses in Olm.", _by("a", MAY_4, "Gazette"))


@pytest.mark.parametrize(
    ("others", "reports", "sources"),
    [
        ([_evidence("In Olm 40 houses were burned.", _by("b", MAY_3, "Courier"), -1.0)], ["b"], 2),
        ([_evidence("In Olm 40 houses were burned.", _by("b", MAY_3, "Courier"), -3.0)], [], 1),
        ([_evidence("In Olm 60 houses were burned.", _by("b", MAY_3, "Courier"), -1.0)], [], 1),
        ([_evidence("In Olm 40 houses were burned.", _by("b", MAY_3, "Gazette"), -1.0)], ["b"], 1),
        ([_evidence("The Gazette reported that 40 houses were burned in Olm.",
                    _by("b", MAY_5, "Courier"), -1.0)], ["b"], 1),
        ([_evidence("The fire burned 40 houses in Olm.", _by("b", MAY_3, "Courier"), -1.0)], [], 1),
        ([_evidence("In Olm 40 houses were burned.", _by("c", MAY_5, None), -1.0),
          _evidence("The fire in Olm burned 40 houses down.", _by("b", MAY_3, None), -1.1)],
         ["b", "c"], 3),
        ([replace(_evidence("In Olm 40 houses were burned.", _by("b", MAY_3, "Courier"), -3.0),
                  logit=ABLE)], ["b"], 2),
        ([_evidence("On Friday the fire burned 40 houses in Olm.", _by("b", MAY_3, "Courier"),
                    -1.0)], ["b"], 1),
        ([_evidence("In Olm, they write, the “fire burned 40 houses” last week.",
                    _by("b", MAY_5, "Courier"), -1.0)], ["b"], 1),
    ],
    ids=[
        "in other words", "unlikely", "another figure", "of one publisher", "quoting the first",
        "a copy", "the earliest first", "likely by itself", "nearly word for word",
        "in quotation marks",
    ],
)  # fmt: skip
def test_reports_that_say_the_same(
    measures: Measures, others: list[Evidence], reports: list[str], sources: int
) -> None:
    found = corroboration(stated(FIRST), [FIRST, *others], measures)
    assert ([report.id for report in found.reports], found.sources) == (reports, sources)


def test_what_answers_with_another_value_bears_nothing_out(measures: Measures) -> None:
    first = _evidence(
        "In Olm 40 houses and 12 barns were burned.", _by("a", MAY_4, "Gazette"), 0.0, "40"
    )
    other = _evidence(
        "In Olm 46 houses and 12 barns were burned.", _by("b", MAY_4, "Post"), -1.0, "46"
    )
    assert corroboration(stated(first), [first, other], measures).reports == ()


def _of_flames(read: Sequence[Evidence]) -> list[bool]:
    return ["Flames" in e.ranked.finding.text for e in read]


def test_where_it_is_asked_what_bears_a_claim_out_counts_too(measures: Measures) -> None:
    other = _evidence("Flames took the town.", _by("b", MAY_3, "Courier"), -1.0)
    found = corroboration(stated(FIRST), [FIRST, other], measures, _of_flames)
    assert ([report.id for report in found.reports], found.sources) == (["b"], 2)


@pytest.mark.parametrize(
    ("answer", "other", "same"),
    [
        ("94 to 3", "94-3", True),
        ("709,632", "709632", True),
        ("94 to 3", "90 to 6", False),
        ("six feet four inches", "Six feet four", True),
        ("14 March", "14 April", False),
        ("12 million", "12 thousand", False),
        ("up 20 percent", "down 20 percent", False),
        ("3.5 percent", "5.3 percent", False),
        ("Northern Olm District Council", "Southern Olm District Council", False),
        ("Ilse Brandt", "Ilse Lind", False),
        ("the mayor", "the mayor", False),
    ],
    ids=[
        "a vote",
        "thousands",
        "another vote",
        "in words",
        "another month",
        "another magnitude",
        "another direction",
        "another order",
        "another council",
        "another name",
        "one word",
    ],
)
def test_where_it_is_asked_the_same_words_are_counted_however_unsure(
    measures: Measures, answer: str, other: str, same: bool
) -> None:
    first = _evidence(f"It was {answer} then.", _by("a", MAY_4, "Gazette"), 0.0, answer)
    far = _evidence(f"They had it: {other}.", _by("b", MAY_3, "Courier"), -9.0, other)
    far = replace(far, logit=POINTING)
    found = corroboration(stated(first), [first, far], measures, lambda read: [False] * len(read))
    assert bool(found.reports) is same


@pytest.mark.parametrize(
    ("path", "sources"),
    [("2024-05-10_olm-weekly.md", 1), ("2024-05-10_hald-weekly.md", 2), ("10.md", 2)],
    ids=["of one series", "of another", "without a name"],
)
def test_reports_of_one_series_are_one_source(measures: Measures, path: str, sources: int) -> None:
    first = _evidence(
        "The fire burned 40 houses in Olm.",
        replace(_by("a", MAY_4, None), path="2024-05-03_olm-weekly.md"),
    )
    other = _evidence(
        "In Olm 40 houses were burned.", replace(_by("b", MAY_5, None), path=path), -1.0
    )
    assert corroboration(stated(first), [first, other], measures).sources == sources


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("27 people", "27"),
        ("3,200 homes", "3200 homes"),
        ("10 a.m.", "10am"),
        ("50km", "50 kilometres"),
        ("£12m", "£12 million"),
        ("12%", "12 percent"),
        ("$5", "5 dollars"),
        ("3rd May", "3 May"),
        ("pier F-16", "pier F16"),
    ],
)
def test_figures_written_in_two_ways_are_the_same(one: str, other: str) -> None:
    assert same_words(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("10am", "10pm"),
        ("11:30am", "11:30pm"),
        ("gate B22", "gate C22"),
        ("50km", "50kg"),
        ("41ft", "41m"),
        ("41ft", "41"),
        ("£12m", "£12bn"),
        ("EUR12m", "USD12m"),
        ("12", "12 thousand"),
        ("12%", "12"),
    ],
)
def test_figures_of_two_units_are_not_the_same(one: str, other: str) -> None:
    assert not same_words(one, other)


def test_the_same_words_answer(measures: Measures) -> None:
    first = _evidence("The mayor is Ilse Brandt.", _by("a", MAY_4, "Gazette"), 0.0, "Ilse Brandt")
    other = _evidence(
        "Ilse Brandt was sworn in as mayor.", _by("b", MAY_3, "Courier"), -1.0, "Ilse Brandt"
    )
    someone = _evidence("Tove Lind is no mayor.", _by("c", MAY_3, "Post"), -1.0, "Tove Lind")
    found = corroboration(stated(first), [first, other, someone], measures)
    assert ([report.id for report in found.reports], found.sources) == (["b"], 2)


def test_that_no_other_says_so_is_told_where_it_is_asked() -> None:
    cited = cite(1, stated(FIRST).quote)
    assert of_corroboration(Corroboration((), 1), cited, asked=True) == [
        "No other report was found to say what [1] says."
    ]


def test_copies_are_counted_where_it_is_asked() -> None:
    copies = (_by("b", MAY_3, "Courier"), _by("c", MAY_5, None))
    cited = cite(1, stated(FIRST).quote, copies)
    assert of_corroboration(Corroboration((), 1), cited) == []
    assert of_corroboration(Corroboration((), 1), cited, asked=True) == [
        "Three reports, of one source, say what [1] says, first b.txt on 3 May 2024."
    ]


@pytest.mark.parametrize(
    ("found", "notes"),
    [
        (Corroboration((), 1), []),
        (Corroboration((_by("b", MAY_3, "Courier"),), 2),
         ["Two reports, of two sources, say what [1] says, first Courier on 3 May 2024."]),
        (Corroboration((_by("b", None, None), _by("c", None, None)), 1),
         ["Three reports, of one source, say what [1] says, first Gazette on 4 May 2024."]),
    ],
    ids=["none", "an earlier one", "undated ones"],
)  # fmt: skip
def test_what_is_noted_of_it(found: Corroboration, notes: list[str]) -> None:
    assert of_corroboration(found, cite(1, stated(FIRST).quote)) == notes


@pytest.mark.parametrize(
    ("mine", "theirs", "counted"),
    [
        ("As of 22 May, nine wells were dry in Olm.", "As of 7 May, 9 were dry there.", False),
        ("As of 22 May, nine wells were dry in Olm.", "In Olm 9 wells were dry on 22 May.", True),
        ("The lake fell from 160 metres on 1 April to 73 on 11 May.",
         "The lake had fallen from 160 metres on 1 April to below its mean on 2 May.", False),
        ("As of 22 May, nine wells were dry in Olm.", "In Olm 9 wells were dry.", True),
    ],
)  # fmt: skip
def test_what_is_of_other_times_does_not_say_the_same(
    measures: Measures, mine: str, theirs: str, *, counted: bool
) -> None:
    day = date(2024, 5, 23)
    first = _evidence(mine, _by("a", day, "Gazette"))
    other = _evidence(theirs, _by("b", day, "Courier"), -1.0)
    found = corroboration(stated(first), [first, other], measures)
    assert bool(found.reports) is counted
