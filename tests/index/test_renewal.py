"""An index that an earlier version made is made anew from its files; nothing else is touched."""

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from index.errors import IndexUnusable, OlderIndex
from index.ingestion.renewal import renew
from index.settings import IndexSettings
from index.storage.catalog import Catalog
from tests.doubles import HashingEmbedder
from tests.index.corpus import Corpus, write_report

TODAY = date(2025, 6, 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(3):
        write_report(tmp_path / "in", number)
    return tmp_path / "in"


@pytest.fixture
def older(tmp_path: Path, folder: Path) -> Corpus:
    """An index as a version before left it, with feedback beside it and vectors of its own."""
    corpus = Corpus(tmp_path / "data")
    corpus.ingest(folder)
    connection = sqlite3.connect(corpus.data_dir / "catalog.sqlite")
    with connection:
        connection.execute("UPDATE meta SET value = '4' WHERE key = 'schema'")
        connection.execute("ALTER TABLE passages DROP COLUMN place")
    connection.close()
    (corpus.data_dir / "feedback.sqlite").write_text("what readers thought", "utf-8")
    (corpus.data_dir / "tokens-0123.sqlite").write_text("old vectors", "utf-8")
    return corpus


def _settings(corpus: Corpus) -> IndexSettings:
    return IndexSettings(data_dir=corpus.data_dir, embedder=corpus.name, max_file_mb=0.1)


def test_it_is_told_what_to_do(older: Corpus, folder: Path) -> None:
    with pytest.raises(OlderIndex, match=r"Run `dateline doctor --rebuild` .* conversations stay"):
        Catalog.open(older.data_dir)
    with pytest.raises(OlderIndex, match="made by an earlier version of Dateline"):
        older.ingest(folder)


def test_the_new_index_is_that_of_a_fresh_ingest(older: Corpus, folder: Path) -> None:
    result, gone = renew(_settings(older), HashingEmbedder, TODAY)
    assert (len(result.added), gone) == (3, [])
    fresh = Corpus(older.data_dir.parent / "fresh")
    fresh.ingest(folder)
    assert older.state() == fresh.state()
    assert (older.data_dir / "feedback.sqlite").read_text("utf-8") == "what readers thought"
    left = {file.name.partition("-")[0] for file in older.data_dir.iterdir()}
    assert left == {"catalog.sqlite", "chroma", "feedback.sqlite", "tokens"}
    assert not (older.data_dir / "tokens-0123.sqlite").exists()


def test_one_of_the_layout_before_tells_languages_and_abbreviations_again(
    tmp_path: Path, folder: Path
) -> None:
    corpus = Corpus(tmp_path / "data")
    corpus.ingest(folder)
    connection = sqlite3.connect(corpus.data_dir / "catalog.sqlite")
    with connection:
        connection.execute("UPDATE meta SET value = '5' WHERE key = 'schema'")
        connection.execute("DELETE FROM meta WHERE key = 'languages'")
        connection.execute("ALTER TABLE reports DROP COLUMN language")
        connection.execute("DROP TABLE abbreviations")
    connection.close()
    with pytest.raises(OlderIndex, match="Run `dateline doctor --rebuild`"):
        Catalog.open(corpus.data_dir)
    renew(_settings(corpus), HashingEmbedder, TODAY)
    assert {head.language for head in corpus.catalog().report_heads()} == {"en"}


def test_reports_whose_files_are_gone_are_named(older: Corpus, folder: Path) -> None:
    (folder / "001.txt").unlink()
    result, gone = renew(_settings(older), HashingEmbedder, TODAY)
    assert (len(result.added), gone) == (2, ["001.txt"])


def test_without_any_file_the_old_index_stays(older: Corpus, folder: Path) -> None:
    before = (older.data_dir / "catalog.sqlite").read_bytes()
    for file in folder.iterdir():
        file.unlink()
    with pytest.raises(IndexUnusable, match=r"None of the files .* is there any more"):
        renew(_settings(older), HashingEmbedder, TODAY)
    assert (older.data_dir / "catalog.sqlite").read_bytes() == before


def test_one_that_was_cut_short_is_done_again(older: Corpus, folder: Path) -> None:
    def broken() -> HashingEmbedder:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        renew(_settings(older), broken, TODAY)
    with pytest.raises(OlderIndex):
        Catalog.open(older.data_dir)
    result, _ = renew(_settings(older), HashingEmbedder, TODAY)
    assert len(result.added) == 3


def test_an_index_of_a_later_version(older: Corpus) -> None:
    connection = sqlite3.connect(older.data_dir / "catalog.sqlite")
    with connection:
        connection.execute("UPDATE meta SET value = '99' WHERE key = 'schema'")
    connection.close()
    with pytest.raises(IndexUnusable, match="has layout 99, and this version of Dateline reads"):
        Catalog.open(older.data_dir)
