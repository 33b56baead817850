"""What is said in words."""

from dataclasses import replace
from datetime import date

import pytest

from index.calendar import Period
from index.types import Coverage, Scope
from rag.guardrail import wording
from rag.guardrail.verdict import Lack, Verdict
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
        (Coverage(3, 9, LAST, LAST, "s", (("fr", 2),)),
         "3 reports (2 in French), 26 December 2024"),
        (Coverage(4, 9, None, None, "s", (("fr", 2), ("de", 1))),
         "4 reports (2 in French, 1 in German), none with a date"),
    ],
    ids=["several", "one", "of one day", "undated", "none", "in French", "in two languages"],
)  # fmt: skip
def test_what_a_corpus_covers(coverage: Coverage, words: str) -> None:
    assert wording.covers(coverage) == words


@pytest.mark.parametrize(
    ("languages", "said"),
    [
        ((), ""),
        ((("fr", 1),), "1 report is in French: found by words, judged poorly."),
        ((("fr", 2),), "2 reports are in French: found by words, judged poorly."),
        ((("fr", 2), ("de", 1)),
         "2 reports are in French, 1 in German: found by words, judged poorly."),
    ],
    ids=["none", "one", "two", "two languages"],
)  # fmt: skip
def test_what_other_languages_mean(languages: tuple[tuple[str, int], ...], said: str) -> None:
    assert wording.judged_poorly(replace(SEEDS, languages=languages)) == said


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
        (Lack.OFF_TOPIC, (), Scope(), "No passage of the reports is near to this question."),
        (Lack.UNANSWERED, (), Scope(last=LAST),
         "No passage published on or before 26 December 2024 was found to answer this."),
        (Lack.UNANSWERED, ("recaptured",), Scope(),
         "No passage was found to answer this. None of the nearest has “recaptured”."),
    ],
    ids=["name", "names", "number", "off topic", "unanswered", "unsaid"],
)  # fmt: skip
def test_why_there_is_no_evidence(
    lack: Lack, missing: tuple[str, ...], scope: Scope, why: str
) -> None:
    verdict = Verdict(NEAR, 0.01, False, lack, missing)
    assert wording.no_evidence(verdict, scope, SEEDS) == (
        f"{why} The corpus holds 5 reports, 23 December 2023 to 26 December 2024."
    )


def _lacks_time(lack: Lack, *times: tuple[str, date, date]) -> Verdict:
    words = tuple(said for said, _, _ in times)
    periods = tuple(Period(0, 0, first, last) for _, first, last in times)
    return Verdict(NEAR, 0.01, False, lack, words, periods)


MAY_2031 = ("in May 2031", date(2031, 5, 1), date(2031, 5, 31))
IN_1990 = ("in 1990", date(1990, 1, 1), date(1990, 12, 31))
IN_1991 = ("in 1991", date(1991, 1, 1), date(1991, 12, 31))


@pytest.mark.parametrize(
    ("times", "why"),
    [
        ([MAY_2031], "“in May 2031” is after the last report."),
        ([IN_1990], "“in 1990” is before the first report."),
        ([IN_1990, MAY_2031],
         "“in 1990” is before the first report. “in May 2031” is after the last report."),
        ([IN_1990, IN_1991], "“in 1990” and “in 1991” are before the first report."),
    ],
    ids=["after", "before", "on either side", "two on one side"],
)  # fmt: skip
def test_times_that_no_report_is_of(times: list[tuple[str, date, date]], why: str) -> None:
    verdict = _lacks_time(Lack.OUTSIDE, *times)
    assert wording.no_evidence(verdict, Scope(), SEEDS) == (
        f"{why} The corpus holds 5 reports, 23 December 2023 to 26 December 2024."
    )


@pytest.mark.parametrize(
    ("words", "first", "last", "told"),
    [
        ("May 2024", date(2024, 5, 1), date(2024, 5, 31), "“May 2024”"),
        ("on 2 May 2024", date(2024, 5, 2), date(2024, 5, 2), "“on 2 May 2024”"),
        ("on Monday", date(2026, 10, 26), date(2026, 10, 26),
         "“on Monday” (taken for 26 October 2026)"),
        ("last week", date(2026, 10, 19), date(2026, 10, 25),
         "“last week” (taken for 19 October 2026 to 25 October 2026)"),
        ("in summer 2024", date(2024, 6, 1), date(2024, 8, 31),
         "“in summer 2024” (taken for 1 June 2024 to 31 August 2024)"),
        ("before 8 March", date.min, date(2024, 3, 7),
         "“before 8 March” (taken for any day up to 7 March 2024)"),
        ("since March", date(2024, 3, 1), date.max,
         "“since March” (taken for any day from 1 March 2024 on)"),
    ],
    ids=["month", "day", "weekday", "week", "season", "open before", "open after"],
)  # fmt: skip
def test_words_that_leave_open_which_days_are_meant(
    words: str, first: date, last: date, told: str
) -> None:
    text = wording.no_evidence(_lacks_time(Lack.TIME, (words, first, last)), Scope(), SEEDS)
    assert text == (
        f"No passage that is near the question is of the time asked: {told}. "
        "The corpus holds 5 reports, 23 December 2023 to 26 December 2024."
    )


@pytest.mark.parametrize(
    ("days", "told"),
    [((FIRST, None), "Near the question is a report of 23 December 2023."),
     ((FIRST, LAST),
      "Near the question are reports of 23 December 2023 and 26 December 2024.")],
)  # fmt: skip
def test_days_of_reports_of_another_time(days: tuple[date, date | None], told: str) -> None:
    verdict = _lacks_time(Lack.OUTSIDE, MAY_2031)
    text = wording.no_evidence(replace(verdict, before=days[0], after=days[1]), Scope(), SEEDS)
    assert text.startswith(f"“in May 2031” is after the last report. {told} The corpus")


def test_what_a_corpus_held_by_a_day() -> None:
    day = date(2024, 5, 1)
    held = Coverage(1, 3, FIRST, FIRST, "s")
    verdict = Verdict(NEAR, 0.01, False, Lack.NOWHERE, ("Rosatom",))
    assert wording.no_evidence(verdict, Scope(as_of=day), held) == (
        "No report published on or before 1 May 2024 has “Rosatom” in it. The corpus holds 1 "
        "report that was out by 1 May 2024, 23 December 2023."
    )
    assert wording.unknown_publisher("Times", [], SEEDS, day) == (
        "No report that was out by 1 May 2024 is from “Times”. Publishers of these reports: none "
        "states its publisher. The corpus holds 5 reports that were out by 1 May 2024, "
        "23 December 2023 to 26 December 2024."
    )
    for text in (wording.no_such_day(("31 June",), held, day), wording.unsupported(held, day)):
        assert text.endswith(" holds 1 report that was out by 1 May 2024, 23 December 2023.")
    several = Coverage(3, 3, FIRST, FIRST, "s", (("fr", 2), ("it", 1)))
    assert wording.holds(several, day) == (
        "The corpus holds 3 reports (2 in French, 1 in Italian) that were out by 1 May 2024, "
        "23 December 2023."
    )


@pytest.mark.parametrize(
    ("lack", "missing", "why"),
    [
        (Lack.NOWHERE, ("Rosatom",), "No report of “Times” has “Rosatom” in it."),
        (Lack.OFF_TOPIC, (), "No passage of “Times” is near to this question."),
        (Lack.UNANSWERED, (), "No passage of “Times” was found to answer this."),
        (Lack.OPINION, (),
         "No passage of “Times” answers this, as the language model reads the nearest."),
    ],
)  # fmt: skip
def test_whose_reports_were_looked_at(lack: Lack, missing: tuple[str, ...], why: str) -> None:
    verdict = Verdict(NEAR, 0.01, False, lack, missing)
    assert wording.no_evidence(verdict, Scope(), SEEDS, publisher="Times").startswith(
        f"{why} The corpus holds"
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
