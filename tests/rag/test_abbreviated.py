"""A question is looked up by the abbreviations that the reports explain."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from index.rules import noting, switched_off
from index.storage.catalog import Catalog
from index.types import Abbreviation, Scope
from rag.question.abbreviations import other_forms
from rag.question.parsing import ParsedQuestion, Term, parse_question
from tests.doubles import HashingEmbedder
from tests.rag.corpus import engine_over

REPORTS = {
    "council.txt": (
        "The Council Meets\n\nMay 3, 2024\n\n"
        "The National Harbour Council (NHC) met in Olm. It spoke of the pier.\n\n"
        "The Assistance for Isolated Districts (AID) fund was closed. Nobody said why."
    ),
    "later.txt": (
        "Ferries Again\n\nJune 9, 2024\n\n"
        "Night Hauliers' Corporation (NHC) bought a ferry. It is red.\n\n"
        "Unmanned aerial vehicles (UAVs) were seen over Hald. They left.\n\n"
        "The unmanned aerial vehicle (UAV) of the Department of Ebb (DoE) fell. It broke."
    ),
    "short.txt": "Pier Shut\n\nJune 12, 2024\n\nThe NHC shut the pier of Torvik. It is old.",
    "long.txt": (
        "Pier Open\n\nJune 20, 2024\n\nThe National Harbour Council opened it. A boat came to aid."
    ),
}


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    engine = engine_over(tmp_path_factory.mktemp("abbreviated"), REPORTS)
    assert engine.catalog is not None
    yield engine.catalog
    engine.catalog.close()


def _parse(text: str, catalog: Catalog, as_of: date | None = None) -> ParsedQuestion:
    return parse_question(text, HashingEmbedder(), catalog.vocabulary(as_of))


def _term(text: str, word: str, catalog: Catalog, as_of: date | None = None) -> Term:
    [term] = [term for term in _parse(text, catalog, as_of).terms if term.word == word]
    return term


@pytest.mark.parametrize(
    ("asked", "forms"),
    [
        ("Did NHC act", [(), ("national harbour council", "night hauliers corporation"), ()]),
        ("Did the National Harbour Council meet", [(), (), ("nhc",), ("nhc",), ("nhc",), ()]),
        ("Were UAVs seen", [(), ("unmanned aerial vehicle",), ()]),
        ("unmanned aerial vehicle", [("uav",)] * 3),
        ("Did AID pay", [(), ("assistance for isolated districts",), ()]),
        ("Who came to aid", [(), (), (), ()]),
        ("Assistance for Isolated Districts", [()] * 4),
        ("What does it do", [()] * 4),
        ("What did OBF do", [()] * 4),
        ("", []),
    ],
    ids=["two long forms", "in full", "one of many", "one of many in full", "a word in capitals",
         "a word", "short for a word", "a small word", "not explained", "nothing"],
)  # fmt: skip
def test_the_other_forms_of_words(
    catalog: Catalog, asked: str, forms: list[tuple[str, ...]]
) -> None:
    assert other_forms(asked.split(), catalog.vocabulary()) == forms


def test_only_reports_that_were_out_explain(catalog: Catalog) -> None:
    term = _term("What did NHC do?", "NHC", catalog, date(2024, 5, 31))
    assert term.also == ("national harbour council",)


def test_what_is_read_is_found_and_known_by_either_form(catalog: Catalog) -> None:
    short = _term("What did NHC do?", "NHC", catalog)
    assert short.frequency == catalog.vocabulary().passages_with("nhc") == 3
    assert short.said_in({"nation", "harbour", "council", "open"})
    assert not short.said_in({"nation", "council", "open"})
    long = _term("What did the National Harbour Council shut?", "Harbour", catalog)
    assert (long.said_in({"nhc"}), long.said_in({"harbour"}), long.said_in({"port"})) == (
        True, True, False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("What did NHC open?", "long.txt"),
        ("What did the National Harbour Council shut?", "short.txt"),
    ],
)
def test_passages_of_the_other_form_are_found(catalog: Catalog, text: str, found: str) -> None:
    question = _parse(text, catalog)
    names = [term.searched for term in question.terms if term.word[0].isupper()]
    ids = [i for i, _ in catalog.search(names, 20, Scope())]
    reports = [finding.report.path for finding in catalog.findings(ids).values()]
    assert found in reports


@pytest.mark.parametrize(
    ("name", "asked", "without"),
    [
        ("abbreviation-looked-up", "NHC", [()]),
        ("abbreviation-no-word", "aid", [("assistance for isolated districts",)]),
    ],
)
def test_without_a_rule(
    catalog: Catalog, name: str, asked: str, without: list[tuple[str, ...]]
) -> None:
    with noting() as fired:
        other_forms([asked], catalog.vocabulary())
    assert name in fired
    with switched_off([name]):
        assert other_forms([asked], catalog.vocabulary()) == without


def test_what_a_report_explains_is_kept_with_it(catalog: Catalog) -> None:
    ids = {head.path: head.id for head in catalog.report_heads()}
    assert catalog.abbreviations(ids["council.txt"]) == [
        Abbreviation("AID", "Assistance for Isolated Districts"),
        Abbreviation("NHC", "National Harbour Council"),
    ]
    assert catalog.abbreviations(ids["short.txt"]) == []


def test_a_report_that_goes_takes_its_abbreviations_along(tmp_path: Path) -> None:
    engine = engine_over(tmp_path, REPORTS)
    catalog = engine.catalog
    assert catalog is not None
    for report_id in [h.id for h in catalog.report_heads() if h.path != "short.txt"]:
        catalog.remove_report(report_id)
    assert catalog.vocabulary().abbreviations(["nhc", "uav"]) == []
    catalog.close()
