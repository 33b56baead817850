"""What an ingest makes of files that were moved, copied or taken away."""

import shutil
from pathlib import Path

from index.ingestion.ingest_result import IngestResult, Outcome
from tests.doubles import no_embedder
from tests.index.corpus import Corpus, write_report


def test_a_moved_file_keeps_its_report(corpus: Corpus, folder: Path) -> None:
    corpus.ingest(folder)
    before = corpus.state()
    (folder / "older").mkdir()
    (folder / "001.txt").rename(folder / "older" / "001.txt")
    result = corpus.ingest(folder, embedder=no_embedder)
    assert result.changed == [Outcome("older/001.txt", "moved from 001.txt")]
    assert corpus.state() == before
    catalog = corpus.catalog()
    assert sorted(head.path for head in catalog.report_heads()) == [
        "000.txt", "002.txt", "older/001.txt",
    ]  # fmt: skip
    catalog.close()


def test_a_file_of_another_name_is_read_again(corpus: Corpus, folder: Path) -> None:
    corpus.ingest(folder)
    (folder / "001.txt").rename(folder / "moved.txt")
    result = corpus.ingest(folder)
    assert (result.changed, result.embedded) == ([Outcome("moved.txt")], 3)
    fresh = Corpus(corpus.data_dir.parent / "fresh")
    fresh.ingest(folder)
    assert corpus.state() == fresh.state()


def test_a_file_moved_over_another(corpus: Corpus, folder: Path) -> None:
    corpus.ingest(folder)
    (folder / "001.txt").rename(folder / "000.txt")
    result = corpus.ingest(folder)
    assert result.changed == [Outcome("000.txt")]
    fresh = Corpus(corpus.data_dir.parent / "fresh")
    fresh.ingest(folder)
    assert corpus.state() == fresh.state()


def test_two_files_that_change_places(corpus: Corpus, folder: Path) -> None:
    corpus.ingest(folder)
    (folder / "000.txt").rename(folder / "x")
    (folder / "001.txt").rename(folder / "000.txt")
    (folder / "x").rename(folder / "001.txt")
    corpus.ingest(folder)
    fresh = Corpus(corpus.data_dir.parent / "fresh")
    fresh.ingest(folder)
    assert corpus.state() == fresh.state()
    assert len(corpus.ingest(folder, embedder=no_embedder).left) == 3


def test_the_same_bytes_twice_are_one_report(corpus: Corpus, folder: Path) -> None:
    shutil.copy(folder / "002.txt", folder / "copy.txt")
    result = corpus.ingest(folder)
    assert result.left == [Outcome("copy.txt", "the same file as 002.txt")]
    assert len(corpus.state().blocks) == 3


def test_a_copy_stays_when_the_first_of_them_changes(corpus: Corpus, folder: Path) -> None:
    corpus.ingest(folder)
    shutil.copy(folder / "001.txt", folder / "000a copy.txt")
    corpus.ingest(folder, embedder=no_embedder)
    write_report(folder, 7, name="001.txt")
    corpus.ingest(folder)
    assert len(corpus.state().blocks) == 4
    assert len(corpus.ingest(folder, embedder=no_embedder).left) == 4


def test_what_is_gone_is_removed(corpus: Corpus, folder: Path) -> None:
    corpus.ingest(folder)
    gone = folder / "001.txt"
    gone.unlink()
    result = corpus.ingest(gone=[gone, folder / "never.txt"], embedder=no_embedder)
    assert result == IngestResult(removed=[Outcome("001.txt")])
    fresh = Corpus(corpus.data_dir.parent / "fresh")
    fresh.ingest(folder)
    assert corpus.state() == fresh.state()
