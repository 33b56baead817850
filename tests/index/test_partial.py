"""A catalog of which some collections alone are seen."""

from pathlib import Path

import pytest

from index.storage.catalog import Catalog
from index.storage.partial import SHADOWED, WHOLE
from tests.index.corpus import Corpus, write_report

_OF_FTS = ("passage_words_", "earlier_words_")


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    folder = tmp_path_factory.mktemp("partial")
    for number in range(6):
        write_report(folder / "in" / ("board" if number % 2 else "press"), number)
    Corpus(folder / "data").ingest(folder / "in")
    found = Catalog.open(folder / "data")
    assert found is not None
    return found


def test_every_table_is_hidden_or_has_no_reports(catalog: Catalog) -> None:
    """A table that is added must be thought of."""
    rows = catalog._db.rows("SELECT name FROM main.sqlite_schema WHERE type = 'table'")
    tables = {name for (name,) in rows if not name.startswith(_OF_FTS)}
    assert tables == SHADOWED | WHOLE


def test_rows_of_other_reports_are_not_there(catalog: Catalog) -> None:
    part = catalog.part(["board"])
    seen = {head.id for head in part.report_heads()}
    assert {head.path.partition("/")[0] for head in part.report_heads()} == {"board"}
    for table in ("blocks", "times", "passages", "statements", "collections", "edits", "gone"):
        rows = part._db.rows(f"SELECT report_id FROM {table}")
        assert {value for (value,) in rows} <= seen, table
    assert part.collections() == {"board": 3}
    hidden = next(head.id for head in catalog.report_heads() if head.id not in seen)
    assert (part.report(hidden), part.heads([hidden])) == (None, {})
    assert part.findings(catalog.passage_ids(hidden)) == {}


def test_it_covers_what_is_seen(catalog: Catalog) -> None:
    part, whole = catalog.part(["board"]).coverage(), catalog.coverage()
    assert (part.reports, whole.reports) == (3, 6)
    assert part.passages == len(catalog.part(["board"]).passage_ids())
    assert part.snapshot not in ("", whole.snapshot)
    both = catalog.part(["press", "board"]).coverage()
    assert (both.reports, both.passages, both.first) == (6, whole.passages, whole.first)
    none = catalog.part(["bo'ard\"; DROP TABLE reports; --"]).coverage()
    assert (none.reports, none.passages, none.first) == (0, 0, None)


def test_words_of_other_reports_are_not_counted(catalog: Catalog) -> None:
    words = catalog.part(["board"]).vocabulary()
    assert words.document_frequency(["museum"]) == {"museum": 0}  # stands in report 2
    assert words.alike("museum") == words.beginning("museu") == []
    assert words.passages_with("museum 2") == 0
    assert catalog.vocabulary().passages_with("museum 2") > 0


def test_its_snapshot_is_changed_by_nothing_that_is_not_seen(tmp_path: Path) -> None:
    write_report(tmp_path / "in" / "board", 1)
    Corpus(tmp_path / "data").ingest(tmp_path / "in")
    whole = Catalog.open(tmp_path / "data")
    assert whole is not None
    part = whole.part(["board"])
    before = part.coverage()
    write_report(tmp_path / "in" / "press", 2)
    Corpus(tmp_path / "data").ingest(tmp_path / "in")
    assert part.coverage() == before
    write_report(tmp_path / "in" / "board", 3)
    Corpus(tmp_path / "data").ingest(tmp_path / "in")
    assert part.coverage().reports == 2
