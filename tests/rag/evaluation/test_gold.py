"""Where evidence stands, and what counts as having it."""

import pytest

from rag.engine.query_engine import QueryEngine
from rag.evaluation.gold import Reports, Span, is_relevant
from tests.rag.corpus import HARBOUR, KESSEL


@pytest.fixture(scope="module")
def reports(harbour: QueryEngine) -> Reports:
    assert harbour.catalog is not None
    return Reports(harbour.catalog)


def test_a_sentence_is_found_in_every_report_that_has_it(
    reports: Reports, harbour: QueryEngine
) -> None:
    assert harbour.catalog is not None
    heads = {head.path: head.id for head in harbour.catalog.report_heads()}
    shown = {name: HARBOUR[name].split("---\n\n")[-1] for name in heads}
    expected = {
        Span(heads[name], at, at + len(KESSEL))
        for name in ("bridge.txt", "crossing.md")
        for at in [shown[name].index(KESSEL)]
    }
    assert set(reports.places(KESSEL)) == expected
    assert set(reports.places(KESSEL.replace(" ", "\n "))) == expected


@pytest.mark.parametrize("sentence", ["", "Engineers closed the bridge."])
def test_what_stands_nowhere(reports: Reports, sentence: str) -> None:
    assert reports.places(sentence) == []


def test_relevant_passages_are_counted(reports: Reports) -> None:
    # each of the two reports has one window of both of its paragraph's sentences
    assert reports.relevant(reports.places(KESSEL)) == 2
    assert reports.relevant([]) == 0


def test_what_is_verbatim_and_what_is_furniture(reports: Reports) -> None:
    place = reports.places(KESSEL)[0]
    assert reports.is_verbatim(place, KESSEL)
    assert not reports.is_verbatim(place, KESSEL.upper())
    assert not reports.is_verbatim(Span("none", 0, 3), "The")
    assert not reports.is_furniture(place)
    assert reports.is_furniture(Span(place.report_id, 0, 5))


@pytest.mark.parametrize(
    ("span", "expected"),
    [(Span("a", 100, 200), True), (Span("a", 150, 250), True), (Span("a", 151, 251), False),
     (Span("a", 120, 130), True), (Span("a", 0, 400), True), (Span("b", 100, 200), False),
     (Span("a", 200, 300), False)],
    ids=["the same", "half of it", "less than half", "inside", "around", "other report", "beside"],
)  # fmt: skip
def test_relevance(span: Span, expected: bool) -> None:
    assert is_relevant(span, [Span("a", 100, 200)]) is expected
