"""Time from end to end: windows that close, what was known when, courses of events, the latest."""

from datetime import date
from pathlib import Path

import pytest

from rag.build import build_engine
from rag.engine.query_engine import QueryEngine
from rag.question.parsing import Query
from rag.searched import Window
from rag.settings import Settings
from rag.types import Answer, Reason, Refusal
from tests.doubles import HashingEmbedder
from tests.rag.corpus import answered, engine_over, refused

TODAY = date(2025, 3, 1)
FERRY = {
    "2023.txt": (
        "Ferry to Olm\n\nHarbour Gazette\n\nMarch 4, 2023\n\n"
        "The Olm ferry carried 900 passengers a day on March 3. The old pier needs repairs."
    ),
    "spring.txt": (
        "Ferry in Spring\n\nHarbour Gazette\n\nApril 9, 2024\n\n"
        "The Olm ferry carried 1,200 passengers a day on April 8. Mayor Ilse Brandt is willing to "
        "sell the Olm ferry to a private owner."
    ),
    "autumn.txt": (
        "Ferry in Autumn\n\nValley Courier\n\nOctober 2, 2024\n\n"
        "The Olm ferry carried 400 passengers a day on October 1. Mayor Ilse Brandt is unwilling "
        "to sell the Olm ferry to a private owner."
    ),
}
LATER = {
    "later.txt": (
        "Olm Ferry Sinks in Zaphodville\n\nZaphod Post\n\nDecember 5, 2024\n\n"
        "The Olm ferry carried 3,000 passengers a day on December 4. The Olm ferry carried 900 "
        "passengers a day on March 3. Passengers, passengers and passengers of the Olm ferry."
    ),
    "copy.txt": (
        "Olm Ferry Again\n\nZaphod Post\n\nDecember 6, 2024\n\n"
        "The Olm ferry carried 1,200 passengers a day on April 8. Ferries carry passengers."
    ),
}


@pytest.fixture(scope="module")
def ferry(tmp_path_factory: pytest.TempPathFactory) -> QueryEngine:
    return _on_a_day(tmp_path_factory.mktemp("ferry"), FERRY)


def _on_a_day(folder: Path, reports: dict[str, str]) -> QueryEngine:
    engine_over(folder, reports)
    return _reopened(folder)


@pytest.mark.parametrize(
    ("question", "paths"),
    [
        ("How many passengers a day did the Olm ferry carry in 2023?", {"2023.txt"}),
        ("How many passengers a day did the Olm ferry carry before 2024?", {"2023.txt"}),
        ("How many passengers a day did the Olm ferry carry in April 2024?", {"spring.txt"}),
        ("How many passengers a day did the Olm ferry carry on 1 October?", {"autumn.txt"}),
        ("How many passengers a day did the Olm ferry carry last year?",
         {"spring.txt", "autumn.txt"}),
        ("How many passengers a day did the Olm ferry carry since the summer?", {"autumn.txt"}),
    ],
    ids=["in", "before", "month", "day", "last year", "since"],
)  # fmt: skip
def test_only_what_is_of_the_time_is_cited(
    ferry: QueryEngine, question: str, paths: set[str]
) -> None:
    assert {c.path for c in answered(ferry.ask(Query(question))).citations} <= paths


def test_the_window_and_its_words_are_told(ferry: QueryEngine) -> None:
    outcome = ferry.ask(Query("How many passengers did reports published in 2023 give for Olm?"))
    assert outcome.window == Window(
        first=date(2023, 1, 1), last=date(2023, 12, 31), as_of=None,
        reading="“in 2023” (published then)",
        of="published",
    )  # fmt: skip
    both = ferry.ask(Query("Who is willing to sell the ferry in 2024?", first=date(2024, 6, 1)))
    assert both.window == Window(
        first=date(2024, 6, 1), last=date(2024, 12, 31), as_of=None,
        reading="from 2024-06-01, “in 2024” (told of then, or published then or soon after)",
        of="event",
    )  # fmt: skip


def test_a_matter_that_is_only_named_is_told_of_its_time_alone(ferry: QueryEngine) -> None:
    outcome = answered(ferry.ask(Query("What was reported about the Olm ferry in April 2024?")))
    assert {citation.path for citation in outcome.citations} == {"spring.txt"}


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("How many passengers a day did the Olm ferry carry in 2021?",
         "“in 2021” is before the first report. Near the question is a report of 4 March 2023. The "
         "corpus holds 3 reports, 4 March 2023 to 2 October 2024."),
        ("How many passengers a day did the Olm ferry carry in July 2023?",
         "No passage that is near the question is of the time asked: “in July 2023”. Near the "
         "question are reports of 4 March 2023 and 9 April 2024. The corpus holds 3 reports, 4 "
         "March 2023 to 2 October 2024."),
        ("How many passengers a day did the Olm ferry carry last month?",
         "“last month” (taken for 1 February 2025 to 28 February 2025) is after the last report. "
         "Near the question is a report of 2 October 2024. The corpus holds 3 reports, 4 March "
         "2023 to 2 October 2024."),
        ("What was reported about the Olm ferry in 1987?",
         "“in 1987” is before the first report. Near the question is a report of 4 March 2023. The "
         "corpus holds 3 reports, 4 March 2023 to 2 October 2024."),
        ("What was reported about the Olm ferry last month?",
         "“last month” (taken for 1 February 2025 to 28 February 2025) is after the last report. "
         "Near the question is a report of 2 October 2024. The corpus holds 3 reports, 4 March "
         "2023 to 2 October 2024."),
    ],
    ids=["before all", "between", "after all", "a matter before all", "a matter after all"],
)  # fmt: skip
def test_a_closed_window(ferry: QueryEngine, question: str, text: str) -> None:
    outcome = refused(ferry.ask(Query(question)))
    assert (outcome.reason, outcome.text) == (Reason.OUT_OF_WINDOW, text)


ASKED = [
    "How many passengers a day did the Olm ferry carry?",
    "What is the latest on the Olm ferry?",
    "Trace how many passengers the Olm ferry carried over time.",
    "What happened in Zaphodville?",
    "What did the Zaphod Post report about ferries?",
    "How many passengers a day did the Olm ferry carry on April 8?",
    "Was the ferri sold?",
]


@pytest.mark.parametrize("question", ASKED)
@pytest.mark.parametrize("worded", [False, True], ids=["option", "in words"])
def test_nothing_published_later_leaks(
    tmp_path_factory: pytest.TempPathFactory, question: str, worded: bool
) -> None:
    """As of a day, an index with later reports says what one without them says, to the letter."""
    root = tmp_path_factory.getbasetemp()
    if not (root / "without" / "data").exists():
        _on_a_day(root / "without", FERRY)
        _on_a_day(root / "with", {**FERRY, **LATER})
    said = [_as_of(_reopened(root / name), question, worded=worded) for name in ("without", "with")]
    assert said[0] == said[1]


def _reopened(folder: Path) -> QueryEngine:
    settings = Settings(data_dir=folder / "data", embedder="hashing", judge="none")
    return build_engine(settings, HashingEmbedder, lambda: TODAY)


def _as_of(engine: QueryEngine, question: str, *, worded: bool) -> dict[str, object]:
    day = date(2024, 11, 1)
    asked = Query(f"As of 1 November 2024, {question}") if worded else Query(question, as_of=day)
    outcome = engine.ask(asked)
    said = outcome.model_dump(mode="json", exclude={"timings_ms"})
    said["corpus"].pop("snapshot")
    return said


def test_a_course_is_told_by_date_with_what_was_reported_otherwise_later(
    ferry: QueryEngine,
) -> None:
    asked = "Trace the mayor's position on selling the Olm ferry to a private owner in 2024."
    outcome = answered(ferry.ask(Query(asked)))
    assert [c.published_on for c in outcome.citations] == [date(2024, 4, 9), date(2024, 10, 2)]
    assert outcome.text.splitlines() == [
        "9 April 2024: The Olm ferry carried 1,200 passengers a day on April 8. [1] "
        "Mayor Ilse Brandt is willing to sell the Olm ferry to a private owner. [1] "
        "(later reported otherwise: [2])",
        "2 October 2024: The Olm ferry carried 400 passengers a day on October 1. [2] "
        "Mayor Ilse Brandt is unwilling to sell the Olm ferry to a private owner. [2]",
    ]
    assert [c.later_otherwise for c in outcome.citations] == [(2,), ()]


@pytest.mark.parametrize(
    ("question", "path"),
    [
        ("What is the latest number of passengers that the Olm ferry carried?", "autumn.txt"),
        ("What is the earliest report of how many passengers the Olm ferry carried?", "2023.txt"),
    ],
    ids=["latest", "first"],
)
def test_the_latest_and_the_first(ferry: QueryEngine, question: str, path: str) -> None:
    assert answered(ferry.ask(Query(question))).citations[0].path == path


def test_old_evidence_is_said_to_be_old(ferry: QueryEngine) -> None:
    outcome = answered(ferry.ask(Query("What is the latest on the old pier?")))
    assert outcome.notes == (
        "The newest evidence found is of 4 March 2023; the reports go on to 2 October 2024.",
    )
    past = answered(ferry.ask(Query("What does the old pier need?")))
    assert past.notes == ()  # it is not asked how things stand
    fresh = answered(ferry.ask(Query("Who is unwilling to sell the Olm ferry?")))
    assert fresh.notes == ()


def test_an_outcome_is_one_of_two(ferry: QueryEngine) -> None:
    for question in ASKED:
        assert isinstance(ferry.ask(Query(question)), Answer | Refusal)


def test_as_of_without_its_year_is_read_by_all_that_is_covered(ferry: QueryEngine) -> None:
    outcome = ferry.ask(Query("How many passengers did the Olm ferry carry as of May?"))
    assert outcome.window == Window(
        first=None, last=None, as_of=date(2024, 5, 31), reading="“as of May”", of="published"
    )


@pytest.mark.parametrize("worded", [False, True], ids=["bound", "worded"])
def test_last_week_is_told_from_the_day_that_is_asked_as_of(
    ferry: QueryEngine, *, worded: bool
) -> None:
    asked = Query("How many passengers did the Olm ferry carry last week?", as_of=date(2024, 4, 17))
    if worded:
        asked = Query(f"As of 17 April 2024, {asked.question}")
    outcome = ferry.ask(asked)
    assert outcome.window is not None
    assert (outcome.window.first, outcome.window.last) == (date(2024, 4, 8), date(2024, 4, 14))
    assert [c.path for c in answered(outcome).citations] == ["spring.txt"]


def test_as_of_yesterday_moves_no_other_time(ferry: QueryEngine) -> None:
    asked = "did the Olm ferry sail last week?"
    plain, moved = (
        ferry.ask(Query(words)).window
        for words in (asked.capitalize(), f"As of yesterday, {asked}")
    )
    assert plain is not None
    assert moved is not None
    assert (moved.first, moved.last) == (plain.first, plain.last)


def test_a_day_that_no_calendar_has(ferry: QueryEngine) -> None:
    outcome = refused(ferry.ask(Query("How many passengers did the ferry carry on 31 June 2024?")))
    assert (outcome.reason, outcome.text) == (
        Reason.OUT_OF_WINDOW,
        "“31 June 2024” is no day of the calendar. "
        "The corpus holds 3 reports, 4 March 2023 to 2 October 2024.",
    )


def test_a_course_is_of_one_matter(tmp_path: Path) -> None:
    engine = _on_a_day(tmp_path, {
        **FERRY,
        "crash.txt": "A Crash\n\nThe Post\n\nJune 3, 2024\n\nA Hald Airlines plane crashed near "
        "Olm on June 2. The crash of the Hald Airlines plane killed four people.",
        "other.txt": "Another Crash\n\nThe Post\n\nMay 3, 2023\n\nA transport plane crashed near "
        "Torvik on May 2. The cause of the crash of the plane is unclear.",
    })  # fmt: skip
    outcome = answered(engine.ask(Query("How did the crash of the Hald Airlines plane unfold?")))
    assert {c.path for c in outcome.citations} == {"crash.txt"}
