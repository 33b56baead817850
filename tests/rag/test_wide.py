"""All reports that have some words, counted and quoted."""

from datetime import date
from pathlib import Path

import pytest

from index.errors import BadInput
from rag.engine.query_engine import QueryEngine
from rag.engine.wide import asked_widely, search_widely
from rag.question.parsing import Query
from tests.rag.corpus import HARBOUR, KESSEL, engine_over
from ui.wide import as_csv, told

LATER = (
    "Fair on the Bridge\n\nHarbour Gazette\n\nJuly 6, 2024\n\n"
    "A fair was held. The bridge of Kessel was closed to carts for the day."
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> QueryEngine:
    return engine_over(tmp_path_factory.mktemp("wide"), {**HARBOUR, "fair.txt": LATER})


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> QueryEngine:
    return engine_over(tmp_path_factory.mktemp("lines"), LINES)


@pytest.mark.parametrize(
    ("question", "what"),
    [
        ("How many reports mention the Kessel bridge?", "the Kessel bridge"),
        ("Which reports say that trade had doubled?", "trade had doubled"),
        ("When was Ilse Brandt first mentioned?", "Ilse Brandt"),
        ("In which reports is “Torvik” named?", "Torvik"),
        ("first mention of the ferry", "the ferry"),
        ("How many people were hurt?", None),
        ("When was the bridge opened?", None),
        ("Which reports did the mayor read?", None),
    ],
)
def test_what_is_asked_widely(question: str, what: str | None) -> None:
    assert asked_widely(question) == what


def test_every_report_is_counted_once_with_a_quote_and_copies_apart(engine: QueryEngine) -> None:
    wide = search_widely(engine, "the Kessel bridge", Query("?"))
    found = [(m.passage.path, m.passage.quote, m.copy) for m in wide.mentions]
    assert found == [
        ("bridge.txt", KESSEL, False),
        ("crossing.md", KESSEL, True),
        ("fair.txt", "The bridge of Kessel was closed to carts for the day.", False),
    ]
    assert wide.months() == [
        (date(2024, 5, 1), 1), (date(2024, 6, 1), 0), (date(2024, 7, 1), 1),
    ]  # fmt: skip
    assert told(wide) == (
        "3 of 5 reports have “Kessel”, “bridge” in one passage, 1 of them word for word as "
        "another, first on 3 May 2024, last on 6 July 2024."
    )
    for mention in wide.mentions:
        report = engine.catalog.report(mention.passage.report_id)
        assert report.text[mention.passage.start : mention.passage.end] == mention.passage.quote


def test_words_must_stand_in_one_passage_and_within_the_bounds(engine: QueryEngine) -> None:
    assert search_widely(engine, "Kessel paintings", Query("?")).mentions == ()
    later = search_widely(engine, "Kessel", Query("?", first=date(2024, 6, 1)))
    assert [m.passage.path for m in later.mentions] == ["fair.txt"]
    assert later.searched == 1
    none = search_widely(engine, "Zaphod", Query("?"))
    assert told(none) == "None of 5 reports has “Zaphod” in one passage, in any spelling."


LINES = {
    "g.txt": "The G Line\n\nApril 2, 2024\n\nThe A, B & G lines were tested at night.",
    "hyphen.txt": "Tests\n\nApril 3, 2024\n\nAn opening of the G-Line was not named.",
    "r.txt": "More\n\nApril 4, 2024\n\nThe R Line opened, and a line of people waited.",
    "talk.txt": "Talks\n\nApril 5, 2024\n\nDirector G. Hoy kept lines of communication open.",
}


@pytest.mark.parametrize(
    ("what", "words", "found"),
    [
        ("the G Line", ("G Line",), ["g.txt", "hyphen.txt"]),
        ("the A Line", ("A Line",), ["g.txt"]),
        ("the A and B Lines", ("A Lines", "B Lines"), ["g.txt"]),
        ("a line", ("line",), ["g.txt", "hyphen.txt", "r.txt", "talk.txt"]),
        ("G. Hoy", ("Hoy",), ["talk.txt"]),
        ("line R", ("line R",), ["r.txt"]),
        ("the opening of the G Line", ("opening", "G Line"), ["hyphen.txt"]),
        ("G Line tests", ("G Line", "tests"), ["g.txt"]),
        ("B and G lines", ("B lines", "G lines"), ["g.txt"]),
    ],
)
def test_a_letter_that_is_part_of_a_name_is_looked_for_beside_its_word(
    lines: QueryEngine, what: str, words: tuple[str, ...], found: list[str]
) -> None:
    wide = search_widely(lines, what, Query("?"))
    assert wide.words == words
    assert [m.passage.path for m in wide.mentions] == found


@pytest.mark.parametrize("what", ["the of and", "???"])
def test_nothing_to_look_for_is_said(engine: QueryEngine, what: str) -> None:
    with pytest.raises(BadInput):
        search_widely(engine, what, Query("?"))


def test_a_table_has_a_row_for_each_report_and_no_formula(tmp_path: Path) -> None:
    text = "---\ntitle: '=HYPERLINK(1)'\ndate: 2024-05-05\n---\n\nThe ferry to Hald sank at noon."
    wide = search_widely(engine_over(tmp_path, {"a.md": text}), "ferry", Query("?"))
    head, row = as_csv(wide).splitlines()
    assert head.startswith("published_on,published_edtf,date_source,date_confidence,title")
    assert row.startswith("2024-05-05,,front_matter,high,'=HYPERLINK(1),,a.md,,The ferry to Hald")
