"""Texts of reports that others took the place of: when each was known, and what is kept of them."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from index.ingestion.versions import known_on
from index.storage.catalog import Catalog
from index.storage.catalog_file import CATALOG_FILE
from index.storage.database import Database
from index.types import Confidence, DateSource, ReportDate, ReportHead, Scope
from tests.index.corpus import Corpus, write_report

BEFORE, NOW = date(2024, 6, 30), date(2025, 6, 1)


def _head(dated: ReportDate, read: datetime | None = None) -> ReportHead:
    return ReportHead("id", "a.txt", None, None, None, dated, retrieved_at=read)


def _stated(published: date, modified: date | None = None) -> ReportDate:
    return ReportDate(published, DateSource.BYLINE, Confidence.HIGH, date_modified=modified)


@pytest.mark.parametrize(
    ("dated", "known"),
    [
        (_stated(date(2024, 5, 1)), date(2024, 7, 20)),
        (_stated(date(2024, 5, 1), date(2024, 7, 14)), date(2024, 7, 14)),
        (_stated(date(2024, 7, 12), date(2024, 7, 14)), date(2024, 7, 12)),
        (_stated(date(2024, 5, 1), date(2024, 7, 10)), date(2024, 7, 20)),
        (_stated(date(2024, 5, 1), date(2024, 8, 1)), date(2024, 7, 20)),
        (ReportDate(date(2024, 7, 14), DateSource.TEXT, Confidence.LOW), date(2024, 7, 20)),
    ],
    ids=["nothing stated", "changed since", "of a later day", "changed on the day it was read",
         "of a day to come", "in doubt"],
)  # fmt: skip
def test_a_text_is_known_from_the_day_on_which_it_was_read_or_one_that_it_states(
    dated: ReportDate, known: date
) -> None:
    earlier = _head(_stated(date(2024, 5, 1)), datetime(2024, 7, 10, 9, tzinfo=UTC))
    assert known_on(earlier, _head(dated), datetime(2024, 7, 20, 9, tzinfo=UTC)) == known


@pytest.fixture
def corpus(corpus: Corpus, folder: Path) -> Corpus:
    corpus.ingest(folder)
    return corpus


def test_without_a_change_it_is_the_same_catalog(corpus: Corpus) -> None:
    catalog = corpus.catalog()
    assert catalog.known_on(BEFORE) is catalog
    assert not list(corpus.data_dir.glob("earlier-*"))


def test_words_passages_and_counts_are_of_what_was_known(corpus: Corpus, folder: Path) -> None:
    before = corpus.catalog()
    first, passages = before.vocabulary().coverage, set(before.passage_ids())
    frequency = before.vocabulary().document_frequency(["bridg"])
    found = {one for one, _ in before.search([["bridg"]], 20, Scope())}
    write_report(folder, 0, ["Masons of Ulmstead were hired for it.", "They came by boat."])
    corpus.ingest(folder)
    now = corpus.catalog()
    then = now.known_on(BEFORE)
    scope = Scope(as_of=BEFORE)
    assert set(then.passages_in(scope)) == passages != set(now.passage_ids())
    assert {one for one, _ in then.search([["bridg"]], 20, scope)} == found
    words = then.vocabulary(BEFORE)
    assert words.document_frequency(["ulmstead", "bridg"])["ulmstead"] == 0
    assert words.document_frequency(["bridg"]) == frequency
    assert (words.coverage.reports, words.coverage.passages) == (first.reports, first.passages)
    assert now.vocabulary().document_frequency(["ulmstead"]) == {"ulmstead": 1}
    assert then.within(list(passages), scope) == passages
    assert {f.report.superseded_on for f in then.findings(list(passages)).values()} == {None, NOW}
    assert now.known_on(NOW) is now


def test_a_text_that_lies_elsewhere_too_is_no_earlier_one(corpus: Corpus, folder: Path) -> None:
    copy = (folder / "000.txt").read_bytes()
    write_report(folder, 0, ["Masons of Ulmstead were hired for it."])
    corpus.ingest(folder)
    (folder / "copy.txt").write_bytes(copy)
    corpus.ingest(folder)
    catalog = corpus.catalog()
    for day, paths in ((BEFORE, {"copy.txt"}), (NOW, {"copy.txt", "000.txt"})):
        heads = catalog.known_on(day).report_heads()
        assert {head.path for head in heads} == paths | {"001.txt", "002.txt"}
        assert {head.superseded_on for head in heads} == {None}


def test_an_index_that_kept_texts_alone_shows_no_later_one(corpus: Corpus, folder: Path) -> None:
    """Of an earlier layout: what was known then can be told, though not searched."""
    write_report(folder, 0, ["Masons of Ulmstead were hired for it."])
    corpus.ingest(folder)
    db = Database(corpus.data_dir / CATALOG_FILE, "")
    for (name,) in db.rows("SELECT name FROM sqlite_schema WHERE name GLOB 'earlier_*'"
                           " AND type = 'table' AND name NOT GLOB 'earlier_words_*'"):  # fmt: skip
        db.rows(f"DROP TABLE {name}")
    db.rows("DROP TABLE versions")
    db.rows("UPDATE meta SET value = '9' WHERE key = 'schema'")
    db.close()
    catalog = Catalog.open(corpus.data_dir)
    assert catalog is not None
    assert {head.path for head in catalog.known_on(BEFORE).report_heads()} == {
        "001.txt", "002.txt",
    }  # fmt: skip
    assert len(catalog.known_on(NOW).report_heads()) == 3
    write_report(folder, 0, ["More masons were hired for it."])
    corpus.ingest(folder)
    assert len(corpus.catalog().known_on(BEFORE).report_heads()) == 2


def test_a_file_that_changes_places_replaces_nothing(corpus: Corpus, folder: Path) -> None:
    """What lay at the place of a new report lies elsewhere now: both were known all along."""
    ids = {head.path: head.id for head in corpus.catalog().report_heads()}
    first, other = (folder / "000.txt").read_bytes(), (folder / "001.txt").read_bytes()
    (folder / "000.txt").write_bytes(other)
    (folder / "001.txt").write_bytes(first)
    corpus.ingest(folder)
    heads = corpus.catalog().known_on(BEFORE).report_heads()
    assert {head.id for head in heads} == set(ids.values())
    assert {head.superseded_on for head in heads} == {None}
