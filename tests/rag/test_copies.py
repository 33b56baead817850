"""A statement's copies in all of the corpus."""

from datetime import date

import pytest

from rag.engine import QueryEngine
from rag.question import Query
from tests.rag.corpus import KESSEL, answered, engine_over

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
