"""Sentences of refusals held against reports: each kind, so and not so."""

from datetime import date
from pathlib import Path

import pytest

from bench.refusals_verified import UNKNOWN, kinds, statements
from bench.shelf import Shelf, shelf_of
from index.calendar import Period
from index.types import Coverage, ReportDate, ReportHead, Scope
from rag.evaluation.questions import KnownQuestion
from rag.evaluation.record import Record
from rag.evaluation.run import Examiner
from rag.guardrail import wording
from rag.guardrail.small_talk import Talk, reply
from rag.guardrail.verdict import Lack, Verdict
from rag.types import Reason
from tests.bench.refusals import HOLDS, JUNE, MAY, SHELF, B, M, passage, record, wrong
from tests.rag.corpus import HARBOUR, engine_over

IN_2021, IN_1990 = (date(2021, 1, 1), date(2021, 12, 31)), (date(1990, 1, 1), date(1990, 12, 31))
IN_2031, IN_MAY = (date(2031, 1, 1), date(2031, 12, 31)), (date(2024, 5, 1), date(2024, 5, 31))
MONDAY = (date(2026, 10, 26),) * 2
EMPTY = "There are no reports to answer from yet. Add some with `dateline ingest PATH`."
NO_QUESTION = "There is no question. Ask in words: who did or said what, and when?"
HELLO = "Hello. Ask what the reports tell. Ask in words: who did or said what, and when?"
TOO_LONG = (
    "The question has 2,001 characters, and at most 2,000 are read. Ask for one thing at a time."
)
GIVEN_UP = (
    "The question was given up after 30 seconds. Ask it in fewer words or of a shorter time, or "
    "raise DATELINE_QUESTION_TIMEOUT_S."
)
UNSUPPORTED = "The language model wrote nothing that the passages found say."
UNREAD = "No passage answers this, as the language model reads the nearest."
OUT_IN_MAY = "The corpus holds 1 report that was out by 3 May 2024, 3 May 2024."

SO = [
    record("No report has “Rosatom” in it."),
    record("No report published on or before 3 May 2024 has “storm” in it."),
    record("No report of “Harbour Gazette” has “storm” or “roof” in it."),
    record("No passage in the report “The Bridge” has “storm” in it."),
    record("No report has “bri” in it."),
    record("No passage that is near the question has “Ávila”.", M),
    record("None of the nearest has “storm” or “opens”.", B),
    record(
        "No passage that is near the question is of the time asked: “in 1990”.",
        B, M, asked=IN_1990,
    ),
    record(
        "No passage that is near the question is of the time asked: “on Monday” (taken for "
        "26 October 2026).",
        passage("It fell on Monday."), asked=MONDAY,
    ),
    record("“in 1990” is before the first report.", asked=IN_1990),
    record("“in 2031” is after the last report.", asked=IN_2031),
    record("“on Monday” (taken for 26 October 2026) is after the last report.", asked=MONDAY),
    record(
        "“May” (taken for 1 May 2031 to 31 May 2031) and “in 2032” are after the last report.",
        asked=(date(2031, 5, 1), date(2032, 12, 31)),
    ),
    record(
        "“after 2031” (taken for any day from 1 January 2032 on) is after the last report.",
        asked=(date(2032, 1, 1), None),
    ),
    record("No passage of the reports is near to this question.", question="Why do cats purr?"),
    record("No passage was found to answer this."),
    record(f"{UNREAD}", llm="m"),
    record(f"{UNSUPPORTED}", llm="m", reason=Reason.UNSUPPORTED),
    record("Near the question is a report of 3 May 2024.", asked=IN_2031, question="Which mayor?"),
    record(
        "Near the question are reports of 3 May 2024 and 9 June 2024.",
        asked=(date(2024, 5, 8),) * 2, question="Which mayors saw museums?",
    ),
    record(HOLDS),
    record(OUT_IN_MAY),
    record("No report was published on or before 1 January 2020."),
    record("No report is known to have been out by 1 January 2020."),
    record("No report of “Harbour Gazette” was published between 1 June 2024 and 30 June 2024."),
    record(
        "The report “The Bridge” is not among those of “Valley Courier” published on or after "
        "1 May 2024.",
        report="bridge",
    ),
    record(f"“31 June 2024” or “30 February” is no day of the calendar. {HOLDS}"),
    record(
        "No report is from “Times”. Publishers of these reports: Harbour Gazette; Valley Courier. "
        + HOLDS
    ),
    record("No report that was out by 3 May 2024 is from “Courier”."),
    record(NO_QUESTION, question="??"),
    record(HELLO, question="hi", reason=Reason.NOT_A_QUESTION),
    record(TOO_LONG, question="x" * 2001),
    record(GIVEN_UP, timed_out=True),
]  # fmt: skip
NOT_SO = [
    record(HELLO, question="hi", reason=Reason.NO_EVIDENCE),
    record("No report has “Brandt” in it."),
    record("No report has “kessel” in it."),
    record("No report has “Rosatom” or “Avila” in it."),
    record("No report has “US” in it."),
    record("No report has “Orsted” in it."),
    record("No report has “ribbon” in it."),
    record("No report has “Gazette” in it."),
    record("No report published on or after 3 May 2024 has “storm” in it."),
    record("No passage in the report “The Bridge” has “mayor” in it."),
    record("No passage that is near the question has “storm”.", M),
    record("None of the nearest has “Rosatom” or “guests”.", M, B),
    record("None of the nearest has “Rosatom”."),
    record(
        "No passage that is near the question is of the time asked: “in 2021”.",
        B, asked=IN_2021,
    ),
    record(
        "No passage that is near the question is of the time asked: “in March 2021”.",
        B, asked=(date(2021, 3, 1), date(2021, 3, 31)),
    ),
    record(
        "No passage that is near the question is of the time asked: “in May 2024”.",
        passage("It fell in March 2021."), asked=IN_MAY,
    ),
    record(
        "No passage that is near the question is of the time asked: “on Monday”.",
        passage("It fell on Monday."), asked=MONDAY,
    ),
    record("No passage that is near the question is of the time asked: “in 1990”.", B),
    record("“in 2021” is after the last report.", asked=IN_2021),
    record("“in 2031” is before the first report.", asked=IN_2031),
    record("“in May 2024” is before the first report.", asked=IN_MAY),
    record("“on Monday” is after the last report.", asked=MONDAY),
    record("“in summer 2031” is after the last report.", asked=IN_2031),
    record("“on Monday” (taken for 5 October 2026) is after the last report.", asked=MONDAY),
    record("“May” (taken for 1 May 2031 to 31 May 2031) is after the last report."),
    record(
        "“in 2024” is after the last report published on or before 3 May 2024.",
        asked=(date(2024, 1, 1), date(2024, 12, 31)),
    ),
    record(
        "No passage of the reports is near to this question.",
        question="Which engineers reopened bridges?",
    ),
    record("No passage was found to answer this.", lack=Lack.NOWHERE),
    record("No passage was found to answer this.", searched=False),
    record(UNREAD),
    record(UNSUPPORTED, reason=Reason.UNSUPPORTED),
    record(UNSUPPORTED, llm="m"),
    record("Near the question is a report of 4 May 2024.", asked=IN_2031),
    record("Near the question is a report of 3 May 2024.", asked=IN_MAY),
    record("Near the question is a report of 3 May 2024."),
    record("Near the question is a report of 3 May 2024.", asked=IN_2031, question="Do cats purr?"),
    record("Near the question is a report of 9 June 2024.", asked=IN_2031, as_of=MAY),
    record("The corpus holds 3 reports, 3 May 2024 to 9 June 2024."),
    record("The corpus holds 2 reports, 3 May 2024 to 8 June 2024."),
    record("The corpus holds 2 reports, none with a date."),
    record("The corpus holds no reports."),
    record("The corpus holds 1 report, 3 May 2024.", as_of=MAY),
    record("The corpus holds 2 reports that were out by 3 May 2024, 3 May 2024 to 9 June 2024."),
    record("No report was published on or before 3 May 2024."),
    record("No report is known to have been out by 3 May 2024."),
    record("No report of “Valley Courier” was published between 1 June 2024 and 30 June 2024."),
    record(
        "The report “The Bridge” is not among those published on or after 1 May 2024.",
        report="bridge",
    ),
    record("“30 June 2024” is no day of the calendar."),
    record("No report is from “gazette”."),
    record(f"Publishers of these reports: none states its publisher. {HOLDS}"),
    record(f"Publishers of these reports: Harbour Gazette. {HOLDS}"),
    record(EMPTY, reason=Reason.EMPTY_CORPUS),
    record(NO_QUESTION),
    record(TOO_LONG),
    record(GIVEN_UP),
    record("Nothing is known of that."),
]  # fmt: skip


@pytest.mark.parametrize("one", SO, ids=lambda one: one.outcome.text)
def test_what_is_so(one: Record) -> None:
    assert wrong(one) == []


@pytest.mark.parametrize("one", NOT_SO, ids=lambda one: one.outcome.text)
def test_what_is_not_so(one: Record) -> None:
    assert len(wrong(one)) == 1


def test_an_empty_corpus_is_said_to_be_empty() -> None:
    assert wrong(record(EMPTY), Shelf(())) == []


def test_each_kind_is_shown_to_be_so_and_not_so() -> None:
    so = {s.kind for one in (*SO, record(EMPTY)) for s in statements(one, SHELF)}
    not_so = {s.kind for one in NOT_SO for s in statements(one, SHELF) if s.wrong}
    assert so == set(kinds())
    assert not_so == {*kinds(), UNKNOWN}


def _verdict(lack: Lack) -> Verdict:
    words = ("in 1990", "on Monday")
    times = (Period(0, 0, *IN_1990), Period(0, 0, *MONDAY))
    timed = lack in (Lack.TIME, Lack.OUTSIDE)
    return Verdict((), 0.01, False, lack, words, times if timed else (), before=MAY, after=JUNE)


HEAD = ReportHead("b", "b.txt", "“Olm” has it.", None, None, ReportDate(note="none"))
SCOPES = [Scope(), Scope(last=JUNE), Scope(MAY, MAY), Scope(MAY), Scope(MAY, JUNE, as_of=JUNE)]
COVERED = [
    Coverage(1200, 3, MAY, JUNE, "s"), Coverage(1, 1, MAY, MAY, "s"),
    Coverage(2, 2, None, None, ""), Coverage(0, 0, None, None, ""),
]  # fmt: skip
SAID = [
    *(
        wording.no_evidence(_verdict(lack), scope, coverage, only, publisher)
        for lack in Lack
        for scope in SCOPES
        for coverage in COVERED
        for only in (None, HEAD)
        for publisher in (None, "Dr. O. Times")
    ),
    *(
        wording.outside_window(scope, coverage, publisher, only)
        for scope in SCOPES
        for coverage in COVERED
        for only in (None, HEAD)
        for publisher in (None, "Dr. O. Times")
    ),
    *(
        said
        for coverage in COVERED
        for as_of in (None, MAY)
        for said in (
            wording.no_such_day(("31 June",), coverage, as_of),
            wording.unknown_publisher("Dr. O.", ["A. B.", "C"], coverage, as_of),
            wording.unknown_publisher("Dr. O.", [], coverage, as_of),
            wording.unsupported(coverage, as_of),
            *(reply(talk, coverage, as_of) for talk in Talk),
        )
    ),
    wording.empty_corpus(), wording.not_a_question(), wording.too_long(2001, 2000),
]  # fmt: skip


def test_every_sentence_that_a_refusal_can_have_is_known() -> None:
    kinds_said = {text: [s.kind for s in statements(record(text), SHELF)] for text in SAID}
    assert [text for text, found in kinds_said.items() if UNKNOWN in found] == []


ASKED = [
    "Did Zaphod Beeblebrox attend the ceremony?", "Is the Valley Courier in Zaphodville?",
    "What about the repairs of the bridge in 1987?", "What of the Kessel bridge last week?",
    "What did the Kessel bridge cost in June 2023?", "Why do cats purr when they are stroked?",
    "How many ships passed the Kessel bridge?", "Who mended the Kessel bridge on 31 June 2024?",
    "What was known of Zaphod as of 1 January 2024?", "", "x" * 2001,
]  # fmt: skip


def test_what_an_engine_says_is_so(tmp_path: Path) -> None:
    engine = engine_over(tmp_path, HARBOUR).with_min_confidence(0.99)
    assert engine.catalog is not None
    shelf, examiner = shelf_of(tmp_path / "data"), Examiner(engine, engine.catalog)
    said = set[str]()
    for number, text in enumerate(ASKED):
        asked = KnownQuestion(id=str(number), question=text, answerable=False)
        for publisher in (None, "Courier"):
            one = examiner.record(asked.model_copy(update={"publisher": publisher}))
            assert one.refused
            assert wrong(one, shelf) == []
            said |= {statement.kind for statement in statements(one, shelf)}
    assert len(said) >= 9
