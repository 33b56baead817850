"""A statement's copies in all of the corpus."""

from datetime import date
from pathlib import Path

import pytest

from rag.answer.copies import _found_in
from rag.engine.query_engine import QueryEngine
from rag.evidence.citations import Quote
from rag.evidence.statement import Statement
from rag.question.parsing import Query
from tests.rag.corpus import KESSEL, answered, engine_over, finding, head

ASKED = "When did engineers reopen the Kessel bridge after 14 months of repairs?"
WRITTEN = "Engineers reopened the Kessel bridge on {day} after {months} months of repairs."


def _report(number: int, sentence: str, beside: str = "") -> str:
    return f"Notice {number}\n\nThe Post\n\nMay {number}, 2024\n\n{sentence} {beside}".strip()


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> QueryEngine:
    """Of twelve reports with one text three are looked at for a question."""
    reports = {f"{n:02}.txt": _report(n, KESSEL) for n in range(4, 14)}
    reports["03.txt"] = _report(3, "Nobody knows what the glacier, ferries and bees did.", KESSEL)
    reports["14.txt"] = _report(14, KESSEL.replace("the Kessel", "The Kessel").replace(".", ""))
    reports["15.txt"] = _report(15, WRITTEN.format(day="May 3", months=14))
    reports["16.txt"] = _report(16, WRITTEN.format(day="May 2", months=15))
    return engine_over(tmp_path_factory.mktemp("copied"), reports, candidates=3, max_sentences=1)


def test_the_earliest_of_all_is_quoted_and_all_others_are_named(copied: QueryEngine) -> None:
    looked_at = {ranked.finding.report.path for ranked in copied.search(Query(ASKED))}
    assert "03.txt" not in looked_at
    (cited,) = answered(copied.ask(Query(ASKED))).citations
    assert (cited.path, cited.quote) == ("03.txt", KESSEL)
    assert [copy.path for copy in cited.also_in] == [f"{n:02}.txt" for n in range(4, 15)]


def test_copies_keep_to_the_bounds(copied: QueryEngine) -> None:
    (cited,) = answered(copied.ask(Query(ASKED, date(2024, 5, 5), date(2024, 5, 8)))).citations
    assert cited.path == "05.txt"
    assert [copy.path for copy in cited.also_in] == ["06.txt", "07.txt", "08.txt"]
    known = Query(ASKED, first=date(2024, 5, 4), as_of=date(2024, 5, 6))
    (cited,) = answered(copied.ask(known)).citations
    assert (cited.path, [copy.path for copy in cited.also_in]) == ("04.txt", ["05.txt", "06.txt"])


def test_copies_keep_to_the_time_that_reports_are_asked_of(copied: QueryEngine) -> None:
    asked = "What did reports from 6 May 2024 say of when engineers reopened the Kessel bridge?"
    (cited,) = answered(copied.ask(Query(asked))).citations
    assert (cited.path, cited.also_in) == ("06.txt", ())


DRONES = "Drones struck the Kessel oil depot overnight and twelve people were wounded."


@pytest.mark.parametrize(
    "question",
    [
        "How many people were wounded at the Kessel oil depot on 3 May 2024?",
        "How many people were wounded at the Kessel oil depot after 1 January 2024?",
        "What was reported about the Kessel oil depot in May 2024?",
        "What were the latest drone strikes on the Kessel oil depot?",
    ],
    ids=["day", "after", "either", "latest"],
)
def test_the_same_words_of_another_time_take_no_quotes_place(tmp_path: Path, question: str) -> None:
    engine = engine_over(tmp_path, {
        f"{year}.txt": f"Strike\n\nThe Post\n\nMay 3, {year}\n\n{DRONES}" for year in (2023, 2024)
    })  # fmt: skip
    (cited,) = answered(engine.ask(Query(question))).citations
    assert (cited.path, cited.quote) == ("2024.txt", DRONES)


def test_the_words_that_answer_are_found_again_or_not_marked() -> None:
    text = "In 2015 the depot had guards, and now 5 of the guards are left."
    late = Quote(finding([text], head("late", date(2024, 5, 5)), 0), 0, len(text))
    early = Quote(finding([text], head("early", date(2024, 5, 3)), 700), 700, 700 + len(text))
    whole = Statement(late, ((0, len(text)),), (), (38, 39))
    assert _found_in(early, whole.quote, whole.answer) == (738, 739)
    assert _found_in(early, whole.quote, (60, 90)) is None


def test_the_latest_that_is_asked_for_is_not_quoted_from_an_earlier_report(tmp_path: Path) -> None:
    engine = engine_over(tmp_path, {
        f"{day:02}.txt": f"Strike\n\nThe Post\n\nMay {day}, 2024\n\n{DRONES}" for day in (1, 10)
    })  # fmt: skip
    asked = Query("What is the latest strike of drones on the Kessel oil depot?")
    (cited,) = answered(engine.ask(asked)).citations
    assert cited.path == "10.txt"


ROADS = "The following roads in the Kessel district are closed this morning until further notice:"


def test_a_lead_in_is_no_copy_of_one_that_leads_to_another_list(tmp_path: Path) -> None:
    engine = engine_over(tmp_path, {
        f"{day:02}.md": f"Roads\n\nThe Post\n\nMay {day}, 2024\n\nIt rained all night. {ROADS}\n\n"
        f"- Mill Lane\n- {road}\n" for day, road in ((3, "Olm Street"), (10, "Torvik Road"))
    })  # fmt: skip
    answer = answered(
        engine.ask(Query("Which roads in the Kessel district were closed on 10 May?"))
    )
    for cited in answer.citations:
        own = {"03.md": "Olm Street", "10.md": "Torvik Road"}[cited.path]
        if ROADS in cited.quote:
            assert own in cited.quote
            assert not cited.also_in
