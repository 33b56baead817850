"""Which further passages are quoted beside the first."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from index.calendar import Period
from index.embedding.minilm import OnnxEmbedder
from rag.answer.further import (
    ABLE,
    ABLE_IN_A_COURSE,
    ABLE_OTHERWISE,
    ALSO_LIKELY,
    OF_SEVERAL,
    ON_A_DAY,
    OTHERWISE,
    Further,
    Leaning,
)
from rag.answer.measures import Measures
from rag.evidence.evidence import Evidence
from rag.evidence.statement import Statement, stated
from rag.reader.judge import Judgement
from rag.retrieval.reranking import Ranked
from tests.rag.corpus import evidence, finding, head, ranked

MAY_3, MAY_20 = date(2024, 5, 3), date(2024, 5, 20)
JUDGED = Judgement(1.0, None, 0.0)
SEVERAL = Leaning(several=True)
SIDES = Leaning(several=True, comparison=True)


def _scored(passages: Sequence[Ranked], scores: Sequence[float]) -> list[Evidence]:
    return [
        one
        for passage, score in zip(passages, scores, strict=True)
        for one in evidence(passage, judgement=JUDGED, score=score)
    ]


def _apart(many: int) -> list[Ranked]:
    """Passages of reports of their own."""
    return [
        ranked(finding([f"Fact {n} is told."], head(f"r{n}", MAY_3)), [0.9]) for n in range(many)
    ]


def _says(other: Evidence) -> Statement:
    return stated(other, whole=True)


def _answers(further: Further, found: Sequence[Evidence], number: int = 1) -> bool:
    return further.answers_too(found[number], _says(found[number]), [(found[0], _says(found[0]))])


@pytest.mark.parametrize(
    ("leaning", "scores", "answers"),
    [
        (Leaning(), (-1.0, -1.0 - ALSO_LIKELY + 0.1), True),
        (Leaning(), (-1.0, -1.0 - ALSO_LIKELY - 0.1), False),
        (SEVERAL, (-1.0, -1.0 - OF_SEVERAL + 0.1, -9.0), True),
        (SEVERAL, (-1.0, -1.0 - OF_SEVERAL - 0.1, -9.0), False),
        (SEVERAL, (-1.0, -3.5, -3.6, -3.7, -3.8, -3.9), False),
    ],
    ids=["about as likely", "less likely", "stands out", "too far below", "one among others"],
)
def test_what_is_likely_answers_too(
    leaning: Leaning, scores: Sequence[float], answers: bool
) -> None:
    found = _scored(_apart(len(scores)), scores)
    assert _answers(Further(found, leaning), found) is answers


@pytest.mark.parametrize(
    ("leaning", "times", "answers"),
    [(SIDES, 1, True), (SIDES, 2, False), (SEVERAL, 1, False)],
    ids=["one time named", "both named", "no comparison"],
)
def test_the_other_side_of_a_comparison_may_be_of_another_time(
    leaning: Leaning, times: int, answers: bool
) -> None:
    days = [date(2023, 1, 1), date(2024, 1, 1)][:times]
    asked = replace(leaning, times=[Period(0, 4, d, d.replace(month=12, day=31)) for d in days])
    first, other = _scored(_apart(2), (-1.0, -1.2))
    found = [first, replace(other, signals={"of_time": 0.0})]
    assert _answers(Further(found, asked), found) is answers


@pytest.mark.parametrize(
    ("report", "logit", "answers"),
    [("b", ABLE, True), ("b", ABLE - 0.1, False), ("a", ABLE, False)],
    ids=["likely by itself", "less likely", "of the report quoted"],
)
def test_what_is_likely_by_itself_is_quoted_from_another_report(
    report: str, logit: float, answers: bool
) -> None:
    passages = [
        ranked(finding(["The ferry sails."], head("a", MAY_3)), [0.9]),
        ranked(finding(["Boats leave."], head(report, MAY_20), start=100), [0.9]),
    ]
    first, other = _scored(passages, (-1.0, -9.0))
    found = [first, replace(other, logit=logit)]
    assert _answers(Further(found, Leaning()), found) is answers


def test_of_a_course_the_best_of_each_day_is_told() -> None:
    days = (MAY_3, MAY_3, MAY_20, *[MAY_20] * 4)
    passages = [
        ranked(finding([f"Fact {n} is told."], head(f"r{n}", day)), [0.9])
        for n, day in enumerate(days)
    ]
    found = _scored(passages, (-1.0, *[-1.0 - ON_A_DAY] * 6))
    course = Further(found, Leaning(several=True, course=True))
    assert [_answers(course, found, n) for n in (1, 2)] == [False, True]
    assert not _answers(Further(found, SEVERAL), found, 2)


@pytest.mark.parametrize(
    ("logit", "answers"), [(ABLE_IN_A_COURSE, True), (ABLE_IN_A_COURSE - 0.1, False)]
)
def test_a_day_of_a_course_far_below_the_best_is_told_where_it_is_likely_by_itself(
    logit: float, answers: bool
) -> None:
    texts = ("It opened on 5 July 2023.", "It shut on 9 October 2023.")
    passages = [
        ranked(finding([text], head("a", MAY_3), start=100 * n), [0.9])
        for n, text in enumerate(texts, 1)
    ]
    first, other = _scored(passages, (-1.0, -9.0))
    found = [first, replace(other, logit=logit)]
    further = Further(found, Leaning(several=True, course=True))
    assert further.may_count(found[1]) is answers
    assert _answers(further, found) is answers


def test_of_a_course_the_days_are_those_that_its_passages_name() -> None:
    texts = ("It opened on 5 July 2023.", "It shut on 9 October 2023.", *["Shut 5 July 2023."] * 5)
    passages = [
        ranked(finding([text], head("a", MAY_3), start=100 * n), [0.9])
        for n, text in enumerate(texts, 1)
    ]
    found = _scored(passages, (-1.0, *[-1.0 - ON_A_DAY] * 6))
    course = Further(found, Leaning(several=True, course=True))
    assert [_answers(course, found, n) for n in (1, 2)] == [True, False]


def test_of_a_course_what_names_another_day_beside_one_that_is_told_is_told_too() -> None:
    texts = ("It opened on 5 July 2023.", "Open since 5 July 2023, it shut on 9 October 2023.")
    passages = [
        ranked(finding([text], head("a", MAY_3), start=100 * n), [0.9])
        for n, text in enumerate(texts, 1)
    ]
    found = _scored(passages, (-1.0, -1.0 - ON_A_DAY))
    assert _answers(Further(found, Leaning(several=True, course=True)), found)


@pytest.mark.parametrize(
    ("out", "text", "course", "answers"),
    [
        (MAY_20, "The quay was shut.", True, False),
        (MAY_20, "The quay was shut on 9 May 2024.", True, True),
        (date(2024, 5, 9), "The quay was shut.", True, True),
        (MAY_20, "The quay was shut.", False, True),
    ],
    ids=["out later", "names the time", "out then", "no course"],
)
def test_a_course_ends_with_the_time_asked_about(
    out: date, text: str, course: bool, answers: bool
) -> None:
    first = ranked(finding(["The bridge was shut."], head("a", MAY_3)), [0.9])
    other = ranked(finding([text], head("b", out)), [0.9])
    found = _scored([first, other], (-1.0, -1.1))
    leaning = Leaning(several=True, course=course, times=(Period(0, 0, MAY_3, date(2024, 5, 10)),))
    assert _answers(Further(found, leaning), found, 1) is answers


def test_a_course_that_only_later_reports_tell_is_told_by_them() -> None:
    found = _scored(_apart(2), (-1.0, -1.1))
    then = Period(0, 0, date(2024, 4, 1), date(2024, 4, 30))
    leaning = Leaning(several=True, course=True, times=(then,))
    assert _answers(Further(found, leaning), found, 1)


SAYS_19 = "The quake killed at least 19 people in Olm."
SAYS_21 = "The number of people killed by the quake in Olm rose to 21."
SAYS_12 = "Police arrested 12 people in Olm."


@pytest.mark.parametrize(
    ("report", "text", "below", "answers"),
    [
        ("b", SAYS_21, OTHERWISE - 0.1, True),
        ("b", SAYS_21, OTHERWISE + 0.1, False),
        ("b", SAYS_12, OTHERWISE - 0.1, False),
        ("a", SAYS_21, OTHERWISE - 0.1, False),
    ],
    ids=["another value", "unlikely", "of something else", "of the same report"],
)
def test_another_value_of_a_figure_is_told_too(
    report: str, text: str, below: float, answers: bool
) -> None:
    first = ranked(finding([SAYS_19], head("a", MAY_3)), [0.9])
    second = ranked(finding([text], head(report, MAY_20), start=900), [0.9])
    found = _scored([first, second], (-1.0, -1.0 - below))
    further = Further(found, Leaning(), Measures(OnnxEmbedder()))
    assert _answers(further, found) is answers


PASSED_43 = "In Level 1, only 43 percent of the pupils passed the test."
PASSED_46 = "For Level 1, 46 percent of pupils passed, while 76 percent passed Level 2."


@pytest.mark.parametrize(
    ("report", "text", "words", "logit", "answers"),
    [
        ("b", PASSED_46, "46 percent", ABLE_OTHERWISE, True),
        ("b", PASSED_46, "46 percent", ABLE_OTHERWISE - 0.1, False),
        ("b", PASSED_46, "pupils", ABLE_OTHERWISE, False),
        ("a", PASSED_46, "46 percent", ABLE_OTHERWISE, False),
        ("b", PASSED_43.replace("only ", ""), "43 percent", ABLE_OTHERWISE, False),
    ],
    ids=["another value", "unlikely", "not pointed at", "of the same report", "the same value"],
)
def test_what_answers_with_another_value_is_told_too(
    report: str, text: str, words: str, logit: float, *, answers: bool
) -> None:
    def judged(said: str, pointed: str, of: str, score: float) -> Evidence:
        at = said.index(pointed)
        judgement = Judgement(1.0, (at, at + len(pointed)), -3.0)
        passage = ranked(finding([said], head(of, MAY_3), start=100 if of == "a" else 900), [0.9])
        (one,) = evidence(passage, judgement=judgement, score=score)
        return one

    first = judged(PASSED_43, "43 percent", "a", -1.0)
    found = [first, replace(judged(text, words, report, -9.0), logit=logit)]
    further = Further(found, Leaning(), Measures(OnnxEmbedder()))
    assert _answers(further, found) is answers


def test_of_the_latest_only_what_it_replaced_is_of_another_day() -> None:
    newest = ranked(finding([SAYS_21], head("b", MAY_20)), [0.9])
    older = ranked(finding([SAYS_19], head("a", MAY_3)), [0.9])
    other = ranked(finding([SAYS_12], head("c", MAY_3)), [0.9])
    found = _scored([newest, older, other], (-1.0, -1.1, -1.2))
    further = Further(found, Leaning(latest=True), Measures(OnnxEmbedder()))
    assert [_answers(further, found, n) for n in (1, 2)] == [True, False]


def test_where_somebody_is_quoted_others_are_not() -> None:
    brandt = ranked(finding(["Mayor Ilse Brandt said that it is safe."], head("a")), [0.9])
    others = ranked(finding(["Engineer Tove Lind said that it is not."], head("b")), [0.9])
    again = ranked(finding(["Brandt added that it was tested."], head("c")), [0.9])
    found = _scored([brandt, others, again], (-1.0, -1.1, -1.2))
    further = Further(found, Leaning(speaker="brandt"))
    assert [_answers(further, found, n) for n in (1, 2)] == [False, True]


@pytest.mark.parametrize(
    ("question", "latest", "leaning"),
    [
        ("How do the old and the new bridge differ?", False, SIDES),
        ("What did Ilse Brandt say of it?", False, Leaning(speaker="brandt")),
        ("What did Tove Lind say of it?", False, Leaning()),
        ("Who is Ilse Brandt?", False, Leaning()),
        ("Trace the repair of the bridge.", False, Leaning(several=True, course=True)),
        ("Who paid?", True, Leaning(latest=True)),
    ],
    ids=["two things", "who speaks", "somebody else", "who is named", "a course", "the latest"],
)
def test_what_a_question_leans_on(question: str, latest: bool, leaning: Leaning) -> None:
    first = finding(["Mayor Ilse Brandt said that it is safe."], head("a"))
    assert Leaning.of(question, first, latest=latest) == leaning
