"""Places in files, found again in the reports that were made from them."""

from pathlib import Path

import pytest

from rag.engine.query_engine import QueryEngine
from rag.evaluation.causes import Cause, cause_of
from rag.evaluation.gold import Span
from rag.evaluation.places import Files
from rag.evaluation.questions import KnownQuestion
from rag.evaluation.record import Record
from rag.evaluation.run import evaluate
from tests.rag.corpus import HARBOUR, KESSEL, engine_over

PAGE = (
    "<html><head><title>Ferry</title></head><body><nav><a href='/'>Home</a></nav><article>"
    "<h1>The Ferry Sails Again</h1><p>The ferry to Hald sails <b>every</b> second day since "
    "March 4, 2024, &amp; carries forty cars. Its captain is Mette Lund, who has sailed the strait "
    "for thirty years and knows every rock in it.</p></article></body></html>"
)
NOTE = (
    "\ufeffA Note\r\n\r\nMay 6, 2024\r\n\r\nThe pier was closed.\r\nDivers found a crack in it.\r\n"
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> QueryEngine:
    reports = {**HARBOUR, "ferry.html": PAGE, "note.txt": NOTE}
    return engine_over(tmp_path_factory.mktemp("places"), reports)


def _words(engine: QueryEngine, span: Span | None) -> str:
    assert span is not None
    assert engine.catalog is not None
    report = engine.catalog.report(span.report_id)
    assert report is not None
    return report.text[span.start : span.end]


def _place(file: str, raw: str, words: str) -> tuple[str, int, int]:
    at = raw.index(words)
    return file, at, at + len(words)


def test_a_place_in_a_plain_file_is_where_it_says(engine: QueryEngine) -> None:
    assert engine.catalog is not None
    place = _place("bridge.txt", HARBOUR["bridge.txt"], KESSEL)
    assert _words(engine, Files(engine.catalog).span(place)) == KESSEL


def test_line_ends_count_as_one_and_the_mark_of_byte_order_counts(engine: QueryEngine) -> None:
    assert engine.catalog is not None
    words = "Divers found a crack in it."
    place = _place("note.txt", NOTE.replace("\r\n", "\n"), words)
    assert _words(engine, Files(engine.catalog).span(place)) == words


def test_a_place_in_a_page_is_found_by_its_words(engine: QueryEngine) -> None:
    assert engine.catalog is not None
    start = PAGE.index("The ferry to")
    found = Files(engine.catalog).span(("ferry.html", start, PAGE.index(" Its captain")))
    assert " ".join(_words(engine, found).split()) == (
        "The ferry to Hald sails every second day since March 4, 2024, & carries forty cars."
    )


@pytest.mark.parametrize(
    "place", [("none.txt", 0, 5), ("bridge.txt", 90_000, 90_005)], ids=["no file", "past its end"]
)
def test_a_place_that_is_nowhere(engine: QueryEngine, place: tuple[str, int, int]) -> None:
    assert engine.catalog is not None
    assert Files(engine.catalog).span(place) is None


RICH = r"{\rtf1\ansi The pilings at Lesk are rotten.\par Divers found worms in 40 of them.\par}"
BOX = (
    "From a Mon May  6 09:00:00 2024\nFrom: a@x.org\nSubject: Pilings\n"
    "Date: Mon, 6 May 2024 09:00:00 +0000\n\nThe pilings at Lesk will be drawn in June.\n"
)


@pytest.mark.parametrize(
    ("path", "words"),
    [("rich.rtf", "Divers found worms in 40 of them."), ("box.mbox#1", "will be drawn in June")],
    ids=["a document", "a message of a mailbox"],
)
def test_a_place_in_a_text_that_is_built_is_one_of_that_text(
    tmp_path: Path, path: str, words: str
) -> None:
    engine = engine_over(tmp_path, {"rich.rtf": RICH, "box.mbox": BOX})
    assert engine.catalog is not None
    (report,) = [
        found for head in engine.catalog.report_heads()
        if head.path == path and (found := engine.catalog.report(head.id)) is not None
    ]  # fmt: skip
    place = _place(path, report.text, words)
    assert _words(engine, Files(engine.catalog).span(place)) == words


def test_the_files_may_be_gone_since(tmp_path: Path) -> None:
    engine = engine_over(tmp_path, HARBOUR)
    assert engine.catalog is not None
    (tmp_path / "in" / "bridge.txt").unlink()
    place = _place("bridge.txt", HARBOUR["bridge.txt"], KESSEL)
    assert _words(engine, Files(engine.catalog).span(place)) == KESSEL


def _asked(engine: QueryEngine, **known: object) -> Record:
    (record,) = evaluate(engine, [KnownQuestion.model_validate({"id": "q", **known})])
    return record


def test_evidence_is_a_place_that_a_quote_covers_by_half(engine: QueryEngine) -> None:
    place = _place("bridge.txt", HARBOUR["bridge.txt"], KESSEL)
    record = _asked(
        engine, question="When did engineers reopen the Kessel bridge?", answerable=True,
        facts=["may 2"], spans=[place], dates=["2024-05-03"],
    )  # fmt: skip
    assert (record.facts_right, record.evidence_found, record.date_right) == (True, True, True)
    assert record.first_report_right is True
    assert record.citation_recall is None
    assert cause_of(record) is None


def test_the_tempting_neighbour(engine: QueryEngine) -> None:
    place = _place("bridge.txt", HARBOUR["bridge.txt"], KESSEL)
    record = _asked(
        engine, question="When did engineers reopen the Kessel bridge?", answerable=False,
        nearest=[place],
    )  # fmt: skip
    assert record.tempted is True
    assert record.wrong == (
        "Answered, though no report does.",
        "What is quoted looks like an answer, and is none.",
    )
    assert cause_of(record) is Cause.TEMPTED


def test_a_fact_beside_the_quote(engine: QueryEngine) -> None:
    place = _place("bridge.txt", HARBOUR["bridge.txt"], KESSEL)
    record = _asked(
        engine, question="When did engineers reopen the Kessel bridge?", answerable=True,
        facts=["3\\.2 million", "may 2"], spans=[place],
    )  # fmt: skip
    assert (record.facts_right, record.evidence_found, record.beside) == (False, True, True)
    assert cause_of(record) is Cause.FACT_BESIDE


def test_a_quote_that_is_cut_off_before_the_fact(engine: QueryEngine) -> None:
    text = HARBOUR["bridge.txt"]
    end = text.index("million crowns.") + len("million crowns.")
    record = _asked(
        engine, question="When did engineers reopen the Kessel bridge?", answerable=True,
        facts=["may 2", "3\\.2 million"], spans=[("bridge.txt", text.index(KESSEL), end)],
    )  # fmt: skip
    assert (record.facts_right, record.evidence_found, record.cut) == (False, True, True)
    assert cause_of(record) is Cause.QUOTE_CUT


def test_an_answer_that_no_passage_has(engine: QueryEngine) -> None:
    record = _asked(
        engine.with_min_confidence(1.0), question="When did engineers reopen the Kessel bridge?",
        answerable=True, facts=["may 2"], spans=[("none.txt", 0, 9)],
    )  # fmt: skip
    assert record.refused
    assert cause_of(record) is Cause.NOT_IN_PASSAGES
