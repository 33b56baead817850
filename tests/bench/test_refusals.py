"""Sentences of refusals held against reports: each kind, so and not so."""

import sqlite3
from datetime import date
from pathlib import Path

import pytest

import bench.refusals
from bench import plain_text
from bench.common import Skipped
from bench.fields.corpus import HELD, OPEN
from bench.refusals import main
from bench.refusals_verified import UNKNOWN, has_the_answer, kinds, statements
from bench.shelf import Page, Shelf, shelf_of
from index.calendar import Period
from index.types import Confidence, Coverage, DateSource, ReportDate, ReportHead, Scope
from rag import wording
from rag.evaluation.questions import KnownQuestion
from rag.evaluation.run import Examiner, Ranking, Record, Trail
from rag.settings import Settings
from rag.types import Corpus, DatedPassage, Models, Reason, Refusal, Window
from rag.verdict import Lack, Verdict
from tests.rag.corpus import HARBOUR, engine_over

MAY, JUNE = date(2024, 5, 3), date(2024, 6, 9)
TEXTS = {
    "bridge": (
        "Engineers reopened the Kessel bridge on May 2 after 14 months of repairs. Mayor Ilse "
        "Brandt cut the rib-\nbon. Two hundred guests came in March 2021.",
        "The Bridge",
        "Harbour Gazette",
        MAY,
    ),
    "museum": (
        "A storm tore the roof off the museum. The Ørsted firm of the U.S. has put it on "
        "again.\n\nFORECASTER ÁVILA",
        "The Roof of Torvik",
        "Valley Courier",
        JUNE,
    ),
}
BRIDGE, MUSEUM = (TEXTS[name][0] for name in ("bridge", "museum"))
NO_NUMBER = "The old museum has paintings. Nobody was hurt there in June 2024."


def page(name: str) -> Page:
    text, title, publisher, day = TEXTS[name]
    end = text.index("\n\n") if "\n\n" in text else len(text)
    return Page(name, title, f"{name}.txt", publisher, None, day, day, day, text, ((0, end),))


SHELF = Shelf((page("bridge"), page("museum")))


def passage(quote: str, day: date = MAY) -> DatedPassage:
    return DatedPassage(
        report_id="bridge", passage_id="p", path="bridge.txt", title=None, publisher=None, url=None,
        published_on=day, date_source=DateSource.BYLINE, date_confidence=Confidence.HIGH,
        date_note=None, event_dates=(), quote=quote, start=0, end=len(quote),
    )  # fmt: skip


def record(
    text: str,
    *near: DatedPassage,
    question: str = "What did the mayor open?",
    asked: tuple[date | None, date | None] | None = None,
    as_of: date | None = None,
    lack: Lack = Lack.UNANSWERED,
    reason: Reason = Reason.NO_EVIDENCE,
    llm: str | None = None,
    report: str | None = None,
    facts: tuple[str, ...] = (),
    timed_out: bool = False,
    searched: bool = True,
) -> Record:
    """A question that was refused with a text."""
    bounds = asked or ((None, None) if as_of else None)
    window = bounds and Window(first=bounds[0], last=bounds[1], as_of=as_of, reading="“then”")
    refusal = Refusal(
        question=question, text=text, window=window or None, confidence=0.1,
        corpus=Corpus(reports=2, passages=2, first=MAY, last=JUNE, snapshot="s"),
        models=Models(embedder="e", llm=llm), timings_ms={}, reason=reason, nearest=near,
    )  # fmt: skip
    known = KnownQuestion(
        id="q1", question=question, answerable=bool(facts), facts=facts, report=report
    )
    trail = Trail(
        in_passages=None, found_at=None, read_at=None, confidence=0.1, lack=lack, rule=""
    ) if searched else None  # fmt: skip
    return Record(
        known=known, outcome=refusal, right=False, confidence=0.1, timed_out=timed_out,
        ranking=Ranking(recall=(None,), reciprocal_rank=None, ndcg=None), trail=trail,
    )  # fmt: skip


def wrong(one: Record, shelf: Shelf = SHELF) -> list[str]:
    """What is not so of the sentences of a refusal."""
    return [said.wrong for said in statements(one, shelf) if said.wrong]


B, M, N = passage(BRIDGE), passage(MUSEUM.partition("\n")[0], JUNE), passage(NO_NUMBER)
IN_2021, IN_1990 = (date(2021, 1, 1), date(2021, 12, 31)), (date(1990, 1, 1), date(1990, 12, 31))
IN_2031, IN_MAY = (date(2031, 1, 1), date(2031, 12, 31)), (date(2024, 5, 1), date(2024, 5, 31))
MONDAY = (date(2026, 10, 26),) * 2
HOLDS = "The corpus holds 2 reports, 3 May 2024 to 9 June 2024."
EMPTY = "There are no reports to answer from yet. Add some with `dateline ingest PATH`."
NO_QUESTION = "There is no question. Ask in words, for example: What was reported about Kyiv?"
TOO_LONG = (
    "The question has 2,001 characters, and at most 2,000 are read. Ask for one thing at a time."
)
GIVEN_UP = (
    "The question was given up after 30 seconds. Ask it in fewer words or of a shorter time, or "
    "raise DATELINE_QUESTION_TIMEOUT_S."
)
UNSUPPORTED = "The language model wrote nothing that the passages found say."
UNREAD = "No passage answers this, as the language model reads the nearest."
NO_NAME = "In the passage nearest to the question no name that answers it was found."
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
    record("In the passage nearest to the question no number of guests was found.", N),
    record("In the passage nearest to the question no number of mayors was found.", B),
    record("In the passage nearest to the question no number was found.", N),
    record("In the passage nearest to the question no number of dead or injured was found.", N),
    record("In the passage nearest to the question no time was found.", passage("It fell.")),
    record("In the passage nearest to the question no year was found.", passage("May 2.")),
    record(NO_NAME, B, facts=("Olm",)),
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
    record(TOO_LONG, question="x" * 2001),
    record(GIVEN_UP, timed_out=True),
]  # fmt: skip
NOT_SO = [
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
    record("In the passage nearest to the question no number of guests was found.", B, N),
    record("In the passage nearest to the question no number of guests was found."),
    record("In the passage nearest to the question no number was found.", B),
    record(
        "In the passage nearest to the question no number of dead or injured was found.",
        passage("The storm killed 12."),
    ),
    record(
        "In the passage nearest to the question no length of time was found.",
        passage("It took 14 months."),
    ),
    record("In the passage nearest to the question no time was found.", B),
    record("In the passage nearest to the question no year was found.", B),
    record(NO_NAME, B, facts=("Ilse Brandt",)),
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
    words = ("number",) if lack is Lack.SORT else ("in 1990", "on Monday")
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


def test_the_reports_of_an_index_are_only_read(tmp_path: Path) -> None:
    engine_over(tmp_path, HARBOUR)
    before = {file: file.read_bytes() for file in (tmp_path / "data").glob("catalog*")}
    shelf = shelf_of(tmp_path / "data")
    assert {p.name for p in shelf.pages} == set(HARBOUR)
    assert {file: file.read_bytes() for file in (tmp_path / "data").glob("catalog*")} == before
    with pytest.raises(sqlite3.Error):
        shelf_of(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_a_refusal_that_shows_the_answer() -> None:
    text = "No passage was found to answer this."
    assert has_the_answer(record(text, B, facts=("May 2",)))
    assert not has_the_answer(record(text, B, facts=("May 3",)))
    assert not has_the_answer(record(text, B))


class _Field:
    settings = Settings()


def _kept(monkeypatch: pytest.MonkeyPatch, records: list[Record]) -> None:
    monkeypatch.setattr(bench.refusals, "load", lambda name: _Field())
    monkeypatch.setattr(bench.refusals, "shelf_of", lambda _: SHELF)
    monkeypatch.setattr(bench.refusals, "answers_of", lambda *_: records)


def test_the_program_ends_with_1_where_something_is_not_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _kept(monkeypatch, [record(f"No report has “Rosatom” in it. {HOLDS}")])
    assert main([OPEN[0], "--code", "abc"]) == 0
    told = capsys.readouterr().out
    assert "| No report has … | 1 | 1 | 0 |" in told
    _kept(monkeypatch, [record(f"No report has “Brandt” in it. {HOLDS}")])
    assert main([OPEN[0], "--code", "abc"]) == 1
    told = capsys.readouterr().out
    assert "| No report has … | 1 | 0 | 1 |" in told
    assert "| q1 | No report has “Brandt” in it. | “Brandt” is in 1 |" in told
    assert "Engineers" not in told


def test_nothing_kept_is_no_success(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _kept(monkeypatch, [])
    assert main([HELD[0]]) == 1
    assert "no answers of" in capsys.readouterr().err
    monkeypatch.setattr(bench.refusals, "answers_of", _raise)
    assert main([HELD[0]]) == 1


def _raise(*_: object) -> list[Record]:
    raise Skipped("of another version")


def test_what_is_shut_is_not_read(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["letters"])
    assert "is no open field" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("on 2 May 2024", ["2024-05-02 2024-05-02"]),
        ("on May 2nd, 2024 and 2024-06-30", ["2024-05-02 2024-05-02", "2024-06-30 2024-06-30"]),
        ("in Dec. 2023", ["2023-12-01 2023-12-31"]),
        ("1867, Oct. 5th", ["1867-10-05 1867-10-05"]),
        ("in 2016-17", ["2016-01-01 2017-12-31"]),
        ("on 20 December", ["2023-12-20 2023-12-20"]),
        ("31 June 2024", []),
        ("$2024 and 2,024 and 2024.5", []),
    ],
)
def test_days_by_their_looks(text: str, days: list[str]) -> None:
    found = plain_text.stretches(text, date(2024, 1, 5))
    assert [f"{s.first} {s.last}" for s in found] == days


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("In May 2024, 12 of 1,300 came", 2), ("COVID-19 on May 3 at 6:30", 0),
     ("two hundred", 2), ("none came", 0)],
)  # fmt: skip
def test_numbers_by_their_looks(text: str, numbers: int) -> None:
    assert len(plain_text.numbers_in(text)) == numbers


def test_nothing_of_the_program_is_asked() -> None:
    source = Path(plain_text.__file__).read_text("utf-8")
    assert not [x for x in source.splitlines() if x.startswith(("from index", "from rag"))]
