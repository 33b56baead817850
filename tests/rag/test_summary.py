"""A report summed up in its own leading sentences."""

import pytest

from rag.answer.replies import own_leading_sentences
from rag.answer.summary import asked_for
from rag.engine.query_engine import QueryEngine
from rag.question.parsing import Query
from tests.rag.corpus import KESSEL, answered, refused

LEAD = [
    f"{KESSEL} The work cost 3.2 million crowns.",
    "Mayor Ilse Brandt thanked the crews at the ceremony. She said that a second bridge may be "
    "built in Torvik.",
]


@pytest.mark.parametrize(
    ("question", "what"),
    [
        ("Summarise The Old Bridge Reopens", "The Old Bridge Reopens"),
        ("Please summarize “The Old Bridge Reopens” for me.", "The Old Bridge Reopens"),
        ("Can you give me a short summary of bridge.txt?", "bridge.txt"),
        ("sum up the report", "the report"),
        ("summary", ""),
        ("What was in the summary of the report?", None),
        ("Who wrote a summary of the bridge?", None),
    ],
)
def test_a_summary_is_asked_for(question: str, what: str | None) -> None:
    assert asked_for(question) == what


@pytest.mark.parametrize(
    "question",
    [
        "Summarise The Old Bridge Reopens",
        "Summarize “the old bridge reopens”, please.",
        "Summary of bridge.txt",
        "Summarise the Harbour Gazette report",
        "Summarise the report of 3 May 2024",
    ],
)
def test_a_report_is_told_in_its_own_leading_sentences(harbour: QueryEngine, question: str) -> None:
    outcome = answered(harbour.ask(Query(question)))
    assert [c.quote for c in outcome.citations] == LEAD
    assert {c.path for c in outcome.citations} == {"bridge.txt"}
    assert [s.citations for s in outcome.sentences] == [(1,), (1,), (2,), (2,)]
    assert outcome.notes == (own_leading_sentences(),)


def test_the_one_report_that_is_asked_needs_no_name(harbour: QueryEngine) -> None:
    [museum] = [r for r in harbour.catalog.report_heads() if r.path == "museum.txt"]
    outcome = answered(harbour.ask(Query("Summarise", report=museum.id)))
    assert outcome.citations[0].quote.startswith("A storm tore the roof off")


def test_what_is_no_report_is_asked_about(harbour: QueryEngine) -> None:
    outcome = harbour.ask(Query("Summarise the Kessel bridge"))
    assert outcome.understood_as == "What was reported about the Kessel bridge?"
    assert outcome.question == "Summarise the Kessel bridge"
    assert answered(outcome).citations[0].quote.startswith(KESSEL)
    assert refused(harbour.ask(Query("Summarise the trial of Zaphod Beeblebrox"))).understood_as
