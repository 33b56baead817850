"""What is said in words."""

from datetime import date

import pytest

from index.types import Coverage, Scope
from rag import wording
from rag.verdict import Lack, Verdict
from tests.rag.corpus import evidence, finding, ranked

FIRST, LAST = date(2023, 12, 23), date(2024, 12, 26)
SEEDS = Coverage(5, 135, FIRST, LAST, "s")
NEAR = tuple(evidence(ranked(finding(["It."]), [0.5])))


@pytest.mark.parametrize(
    ("coverage", "words"),
    [
        (SEEDS, "5 reports, 23 December 2023 to 26 December 2024"),
        (Coverage(1, 3, LAST, LAST, "s"), "1 report, 26 December 2024"),
        (Coverage(1200, 3, LAST, LAST, "s"), "1,200 reports, 26 December 2024"),
        (Coverage(2, 3, None, None, "s"), "2 reports, none with a date"),
        (Coverage(0, 0, None, None, ""), "no reports"),
    ],
    ids=["several", "one", "of one day", "undated", "none"],
)
def test_what_a_corpus_covers(coverage: Coverage, words: str) -> None:
    assert wording.covers(coverage) == words


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        (Scope(FIRST, LAST), "between 23 December 2023 and 26 December 2024"),
        (Scope(FIRST), "on or after 23 December 2023"),
        (Scope(last=LAST), "on or before 26 December 2024"),
        (Scope(), "at any time"),
    ],
    ids=["both", "from", "to", "none"],
)
def test_bounds(scope: Scope, words: str) -> None:
    assert wording.bounds(scope) == words


@pytest.mark.parametrize(
    ("lack", "missing", "scope", "why"),
    [
        (Lack.NOWHERE, ("Rosatom",), Scope(), "No report has “Rosatom” in it."),
        (Lack.NOWHERE, ("A", "B", "C"), Scope(FIRST),
         "No report published on or after 23 December 2023 has “A”, “B” or “C” in it."),
        (Lack.NOT_NEAR, ("2024",), Scope(), "No passage that is near the question has “2024”."),
        (Lack.TIME, ("May 2024",), Scope(),
         "No passage that is near the question is of the time asked: “May 2024”."),
        (Lack.OUTSIDE, ("May 2031",), Scope(),
         "“May 2031” is outside the time that the reports tell of."),
        (Lack.SORT, ("number of dead or injured",), Scope(),
         "In the passage nearest to the question no number of dead or injured was found."),
        (Lack.OFF_TOPIC, (), Scope(), "No passage of the reports is near to this question."),
        (Lack.UNANSWERED, (), Scope(last=LAST),
         "No passage published on or before 26 December 2024 was found to answer this."),
        (Lack.UNANSWERED, ("recaptured",), Scope(),
         "No passage was found to answer this. None of the nearest has “recaptured”."),
    ],
    ids=["name", "names", "number", "time", "outside", "dead", "off topic", "unanswered",
         "unsaid"],
)  # fmt: skip
def test_why_there_is_no_evidence(
    lack: Lack, missing: tuple[str, ...], scope: Scope, why: str
) -> None:
    verdict = Verdict(NEAR, 0.01, False, lack, missing)
    assert wording.no_evidence(verdict, scope, SEEDS) == (
        f"{why} The corpus holds 5 reports, 23 December 2023 to 26 December 2024."
    )


@pytest.mark.parametrize(
    ("known", "publishers"),
    [(["Harbour Gazette", "Valley Courier"], "Harbour Gazette; Valley Courier"),
     ([], "none states its publisher")],
    ids=["some", "none"],
)  # fmt: skip
def test_an_unknown_publisher(known: list[str], publishers: str) -> None:
    assert wording.unknown_publisher("Times", known, SEEDS) == (
        f"No report is from “Times”. Publishers of these reports: {publishers}. "
        "The corpus holds 5 reports, 23 December 2023 to 26 December 2024."
    )


def test_a_question_that_is_too_long() -> None:
    assert wording.too_long(2001, 2000) == (
        "The question has 2,001 characters, and at most 2,000 are read. Ask for one thing at a "
        "time."
    )


def test_an_empty_window() -> None:
    assert wording.outside_window(Scope(last=date(2020, 1, 1)), SEEDS) == (
        "No report was published on or before 1 January 2020. The corpus holds 5 reports, "
        "23 December 2023 to 26 December 2024."
    )
