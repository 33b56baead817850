"""Questions that are held to some collections: what is looked at, counted and said."""

from pathlib import Path

import pytest

from rag.engine.query_engine import QueryEngine
from rag.question.parsing import Query
from rag.types import Reason
from tests.rag.corpus import HARBOUR, KESSEL, answered, engine_over, refused

ASKED = "When did engineers reopen the Kessel bridge?"
GLACIER = "How much ice does the Hald glacier lose each summer?"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> QueryEngine:
    """The reports of the harbour, those of a name with a "c" or a "b" in it in a folder each."""
    placed = {
        f"{'Crossings' if name[0] in 'bc' else 'others'}/{name}": text
        for name, text in HARBOUR.items()
    }
    return engine_over(Path(tmp_path_factory.mktemp("collections")), placed)


@pytest.mark.parametrize("named", [(), ("Crossings",), (" crossings ",), ("others", "Crossings")],
                         ids=["none", "its folder", "whatever the case", "one of two"])  # fmt: skip
def test_reports_of_a_collection_are_looked_at(engine: QueryEngine, named: tuple[str, ...]) -> None:
    outcome = answered(engine.ask(Query(ASKED, collections=named)))
    assert outcome.text == f"{KESSEL} [1]"
    assert outcome.citations[0].path == "Crossings/bridge.txt"
    assert outcome.corpus.reports == (2 if len(named) == 1 else 4)


def test_what_others_hold_is_not_known(engine: QueryEngine) -> None:
    outcome = refused(engine.ask(Query(GLACIER, collections=("Crossings",))))
    assert outcome.reason in (Reason.NO_EVIDENCE, Reason.OFF_TOPIC)
    assert outcome.text.endswith(
        "The collection “Crossings” holds 2 reports, 3 May 2024 to 5 May 2024."
    )
    assert {passage.path.partition("/")[0] for passage in outcome.nearest} <= {"Crossings"}
    assert " of the collection “Crossings” " in outcome.text


def test_a_collection_that_is_not_there(engine: QueryEngine) -> None:
    outcome = refused(engine.ask(Query(ASKED, collections=("board", "others"))))
    assert (outcome.reason, outcome.text) == (
        Reason.NO_EVIDENCE,
        "There is no collection “board”. Collections: Crossings; others.",
    )


def test_a_publisher_that_a_collection_has_not(engine: QueryEngine) -> None:
    outcome = refused(engine.ask(Query(ASKED, publisher="Gazette", collections=("others",))))
    assert outcome.text.startswith("No report of the collection “others” is from “Gazette”.")
