"""Times that reports tell of in other words than they are asked about, from end to end."""

from datetime import date
from pathlib import Path

import pytest

from index.calendar import Period
from rag.answer.selection import Statement
from rag.answer.trimming import of_the_time
from rag.evidence.citations import Quote
from rag.guardrail.checks import outside
from rag.guardrail.verdict import Surroundings
from rag.question.parsing import Query
from rag.retrieval.passage_times import days_told
from rag.types import Reason
from tests.rag.corpus import answered, engine_over, finding, head

REPORTS = {
    "dengue.txt": (
        "Dengue bulletin\n\nIsland Health\n\n5 April 2024\n\n"
        "The wave is over on Great Marl, where spraying ended last Friday."
    ),
    "ferry.txt": (
        "Ferry sinks off Lesk\n\nHarbour Gazette\n\n9 March 2025\n\n"
        "VELDEN, March 9 (NW) - A ferry carrying 143 people sank off Lesk on Saturday night."
    ),
    "inquiry.txt": (
        "Report of the inquiry\n\nThe Board\n\n18 April 2019\n\n"
        "On January 26, 2017, the minister learned that Halvek had lied. On January 27, the "
        "minister invited Director Commer to dinner."
    ),
    "energy.txt": (
        "Energy outlook\n\nGrid Office\n\n3 December 2020\n\n"
        "Demand peaked at 9.4 GW on 30 November. Last winter demand peaked at 8.8 GW on 22 January."
    ),
}


@pytest.mark.parametrize(
    ("question", "path", "event_times"),
    [
        ("Where did spraying end on 29 March 2024?", "dengue.txt", ("2024-03-29",)),
        ("What sank off Lesk on 8 March 2025?", "ferry.txt", ("2025-03-08",)),
        ("Whom did the minister invite to dinner on 27 January 2017?", "inquiry.txt",
         ("2017-01-27",)),
        ("When was Commer invited to dinner on 27 January?", "inquiry.txt", ("2017-01-27",)),
        ("Where did demand peak in the winter of 2019/20?", "energy.txt",
         ("2019-24", "2020-01-22")),
    ],
    ids=["last Friday", "Saturday night", "narrative", "the year that is told", "last winter"],
)  # fmt: skip
def test_what_is_asked_by_its_day_is_found(
    tmp_path: Path, question: str, path: str, event_times: tuple[str, ...]
) -> None:
    outcome = answered(engine_over(tmp_path, REPORTS).ask(Query(question)))
    assert (outcome.citations[0].path, outcome.citations[0].event_times) == (path, event_times)


def test_a_time_that_a_report_tells_of_is_not_outside_the_reports_time(tmp_path: Path) -> None:
    told = engine_over(tmp_path, REPORTS).ask(Query("What did Halvek buy in January 2017?"))
    assert getattr(told, "reason", None) is not Reason.OUT_OF_WINDOW or (
        "before the first report" not in told.text
    )
    untold = engine_over(tmp_path, REPORTS).ask(Query("What did Halvek buy in January 2011?"))
    assert "is before the first report" in untold.text


def test_outside_is_what_neither_a_report_is_of_nor_one_tells_of() -> None:
    covered = Period(0, 0, date(2024, 1, 1), date(2024, 12, 31))
    told, untold = (Period(0, 0, date(y, 5, 1), date(y, 5, 31)) for y in (2019, 2018))
    around = Surroundings(str, str, lambda _: False, covered, lambda period: period is told)
    assert outside([told, untold, covered], around) == [untold]


WINTER = Period(0, 0, date(2023, 12, 1), date(2024, 2, 29))


@pytest.mark.parametrize(
    ("sentences", "kept"),
    [
        (["It fell on May 2.", "It rose on 3 January 2024."], ["It rose on 3 January 2024."]),
        (["It rose on 3 January 2024.", "It fell on May 2."], ["It rose on 3 January 2024."]),
        (["He spoke.", "It rose on 3 January 2024."], ["He spoke.", "It rose on 3 January 2024."]),
        (["It fell on May 2.", "It rose."], ["It fell on May 2.", "It rose."]),
    ],
    ids=["before", "behind", "what tells no time stays", "none is of it"],
)
def test_sentences_of_other_times_are_left_out(sentences: list[str], kept: list[str]) -> None:
    found = finding(sentences)
    spans = found.passage.sentences
    whole = Statement(Quote(found, spans[0][0], spans[-1][1]), spans, answer=spans[0])
    assert of_the_time(whole, [WINTER]).texts == kept


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("It sank on Saturday night.", "4 May 2024"),
        ("It sank last week.", "29 April 2024 to 5 May 2024"),
        ("It sank on May 4.", ""),
        ("It sank on 4 May 2024.", ""),
        ("It sank in the six months to June 2024.", ""),
        ("It sank last year.", ""),
    ],
    ids=[
        "a weekday",
        "a week",
        "named without its year",
        "named",
        "named by its end",
        "another time",
    ],
)
def test_days_that_are_told_and_not_named(sentence: str, told: str) -> None:
    asked = [Period(0, 0, date(2024, 5, 4), date(2024, 5, 4))]
    found = finding([sentence], head(day=date(2024, 5, 6)))
    assert days_told(found, asked) == told
    assert days_told(found, []) == ""
