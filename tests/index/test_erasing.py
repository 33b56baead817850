"""A report that is erased is in no file of the data folder any more, in any form."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from index.errors import BadInput, BeingWritten, IndexUnusable, UnknownReport
from index.ingestion.erasing import Erased, erase, prove
from index.ingestion.traces import Proof, search
from tests.index import memory_left
from tests.index.corpus import Corpus, write_report

ROOT = Path(__file__).parents[2]
TOLD = (
    "The quay\n\nMay 3, 2024\n\nZoltan Quervain told “us” that the sluice gate was left open.\n\n"
    "He had kept the key since the year before, and nobody had asked for it."
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(12):
        write_report(tmp_path / "in", number)
    (tmp_path / "in" / "secret.txt").write_text(TOLD, "utf-8")
    return tmp_path / "in"


@pytest.fixture
def corpus(corpus: Corpus, folder: Path) -> Corpus:
    corpus.ingest(folder)
    return corpus


def _erased(corpus: Corpus, path: str) -> Erased:
    """Erases a report and proves that."""
    erased = erase(corpus.data_dir, corpus.heads()[path].id)
    assert prove(corpus.data_dir, erased).found == ()
    return erased


def _bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_nothing_is_left_of_it(corpus: Corpus, folder: Path) -> None:
    report_id = corpus.heads()["secret.txt"].id
    erased = _erased(corpus, "secret.txt")
    assert (erased.passages, erased.shared, erased.file_stays) == (2, 0, True)
    assert erased.file == str(folder / "secret.txt")
    assert len(erased.sought) == 2
    proof = search(corpus.data_dir, [*erased.sought, report_id])
    assert proof.found == ()
    assert proof.files > 4
    left = _bytes_of(corpus.data_dir).lower()
    for word in (b"quervain", b"zoltan", b"sluice", report_id.encode()):
        assert word not in left


@pytest.mark.skipif(sys.platform != "linux", reason="memory is filled by way of glibc")
def test_what_memory_has_of_it_is_not_written(corpus: Corpus) -> None:
    """Chroma writes memory to its files that it has not set."""
    report_id = corpus.heads()["secret.txt"].id
    command = [sys.executable, "-m", memory_left.__name__, str(corpus.data_dir), report_id]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "MALLOC_ARENA_MAX": "1"}
    subprocess.run(command, cwd=ROOT, env=environment, check=True, timeout=120)


@pytest.mark.nightly
def test_the_others_are_as_if_it_had_never_been(corpus: Corpus, folder: Path) -> None:
    _erased(corpus, "secret.txt")
    without = Corpus(folder.parent / "without")
    (folder / "secret.txt").unlink()
    without.ingest(folder)
    assert corpus.state() == without.state()
    assert corpus.ingest(folder).left != []


def test_what_an_earlier_text_said_is_gone_too(corpus: Corpus, folder: Path) -> None:
    (folder / "secret.txt").write_text(TOLD.replace("Zoltan Quervain", "A clerk"), "utf-8")
    corpus.ingest(folder)
    _erased(corpus, "secret.txt")
    assert b"quervain" not in _bytes_of(corpus.data_dir).lower()


def test_what_a_change_left_behind_of_an_earlier_text_is_gone_too(
    corpus: Corpus, folder: Path
) -> None:
    """Where an ingest is cut off before it removes the vectors that no passage owns any more."""
    before, catalog = corpus.heads()["secret.txt"].id, corpus.catalog()
    stores = corpus.stores(catalog)
    ids = catalog.passage_ids(before)
    vectors = [stores.tokens.get(ids)[one] for one in ids]
    (folder / "secret.txt").write_text(TOLD.replace("Zoltan Quervain", "A clerk"), "utf-8")
    corpus.ingest(folder)
    stores.put(ids, vectors, [{"published": 1} for _ in ids])
    catalog.close()
    erased = _erased(corpus, "secret.txt")
    assert erased.ids == (erased.report_id, before)
    assert any("Zoltan" in one for one in erased.sought)
    assert before.encode() not in _bytes_of(corpus.data_dir)
    assert b"quervain" not in _bytes_of(corpus.data_dir).lower()


@pytest.mark.nightly
def test_sentences_of_other_reports_are_not_sought(corpus: Corpus, folder: Path) -> None:
    (folder / "copy.txt").write_text(f"{TOLD}\n\nThat was all he said of it then.", "utf-8")
    corpus.ingest(folder)
    erased = erase(corpus.data_dir, corpus.heads()["secret.txt"].id)
    assert (erased.shared, erased.sought) == (2, ())


def test_a_file_in_the_data_folder_goes_with_it(corpus: Corpus) -> None:
    kept = corpus.data_dir / "uploads"
    kept.mkdir()
    (kept / "own.txt").write_text(TOLD.replace("quay", "mole"), "utf-8")
    corpus.ingest(kept / "own.txt")
    erased = erase(corpus.data_dir, corpus.heads()["own.txt"].id)
    assert not erased.file_stays
    assert not (kept / "own.txt").exists()


@pytest.mark.nightly
def test_a_mailbox_in_the_data_folder_stays_for_the_others(corpus: Corpus) -> None:
    kept = corpus.data_dir / "uploads"
    kept.mkdir()
    box = "".join(
        f"From a@lesk.example Fri May  3 10:00:0{n} 2024\nSubject: {n}\n\nThe {what} is shut.\n\n"
        for n, what in enumerate(("quay", "bridge"))
    )
    (kept / "a.mbox").write_text(box, "utf-8")
    corpus.ingest(kept / "a.mbox")
    erased = erase(corpus.data_dir, corpus.heads()["a.mbox#1"].id)
    assert erased.file_stays
    assert (kept / "a.mbox").exists()


@pytest.mark.parametrize(
    "write",
    [
        lambda said: said.encode(),
        lambda said: json.dumps({"quote": said}).encode(),
        lambda said: json.dumps({"quote": said}, ensure_ascii=False).encode(),
        lambda said: b"zoltan quervain told us that the sluice gate was left open",
    ],
    ids=["text", "JSON", "JSON in ASCII alone", "words"],
)
@pytest.mark.nightly
def test_the_search_finds_what_is_left(corpus: Corpus, write: object) -> None:
    assert callable(write)
    said = TOLD.split("\n\n")[2]
    erased = _erased(corpus, "secret.txt")
    (corpus.data_dir / "log").mkdir()
    (corpus.data_dir / "log" / "left.txt").write_bytes(b"x" * 9_000 + write(said))
    assert search(corpus.data_dir, erased.sought).found == ("log/left.txt",)


def test_an_empty_folder_holds_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    assert search(tmp_path, ["Zoltan Quervain told us"]) == Proof(1, 0, ())


def test_what_is_not_there_cannot_be_erased(corpus: Corpus, tmp_path: Path) -> None:
    with pytest.raises(UnknownReport):
        erase(corpus.data_dir, "0123456789abcdef")
    with pytest.raises(IndexUnusable, match="There is no index"):
        erase(tmp_path / "none", "0123456789abcdef")


def assert_told_of_a_reader(corpus: Corpus, report_id: str) -> None:
    """While another process reads, an erasing is broken off."""
    reading = sqlite3.connect(corpus.data_dir / "catalog.sqlite", isolation_level=None)
    reading.execute("BEGIN")
    reading.execute("SELECT count(*) FROM reports").fetchone()
    with pytest.raises(BeingWritten, match="Another process"):
        erase(corpus.data_dir, report_id)
    reading.close()


def test_another_process_that_reads_is_told_of(corpus: Corpus) -> None:
    report_id = corpus.heads()["secret.txt"].id
    assert_told_of_a_reader(corpus, report_id)


def test_an_erasing_that_was_cut_off_is_finished(corpus: Corpus, folder: Path) -> None:
    """After the report is out of the catalog, and before it is out of the files."""
    (folder / "secret.txt").write_text(TOLD.replace("Zoltan Quervain", "A clerk"), "utf-8")
    corpus.ingest(folder)
    report_id = corpus.heads()["secret.txt"].id
    assert_told_of_a_reader(corpus, report_id)
    assert corpus.catalog().report(report_id) is None
    erased = erase(corpus.data_dir, report_id)
    assert (erased.report_id, erased.passages, len(erased.ids)) == (report_id, 2, 2)
    assert erased.file == str(folder / "secret.txt")
    assert any("Zoltan" in one for one in erased.sought)
    assert prove(corpus.data_dir, erased).found == ()
    for word in (b"quervain", b"sluice", *map(str.encode, erased.ids)):
        assert word not in _bytes_of(corpus.data_dir).lower()
    with pytest.raises(UnknownReport):
        erase(corpus.data_dir, report_id)


@pytest.mark.nightly
def test_what_is_found_can_be_erased_again(corpus: Corpus) -> None:
    report_id = corpus.heads()["secret.txt"].id
    (corpus.data_dir / "left.txt").write_text(report_id, "utf-8")
    assert prove(corpus.data_dir, erase(corpus.data_dir, report_id)).found == ("left.txt",)
    (corpus.data_dir / "left.txt").unlink()
    again = erase(corpus.data_dir, report_id)
    assert again.passages == 2
    assert prove(corpus.data_dir, again).found == ()


@pytest.mark.parametrize("by", ["its last id", "that of an earlier text"])
def test_what_a_report_said_that_was_dropped_is_erased(
    corpus: Corpus, folder: Path, by: str
) -> None:
    file, first = folder / "secret.txt", corpus.heads()["secret.txt"].id
    file.write_text(TOLD.replace("Zoltan Quervain", "A clerk"), "utf-8")
    corpus.ingest(folder)
    last = corpus.heads()["secret.txt"].id
    with pytest.raises(BadInput, match=f"{first} is an earlier text of the report {last}."):
        erase(corpus.data_dir, first)
    file.unlink()
    corpus.ingest(gone=[file])
    [left] = corpus.catalog().all_left()
    assert (left.report_id, left.path, left.location, left.texts) == (
        last, "secret.txt", str(file), 1,
    )  # fmt: skip
    erased = erase(corpus.data_dir, last if by == "its last id" else first)
    assert (erased.report_id, erased.ids, erased.passages) == (last, (last, first), 2)
    assert (erased.file, erased.file_stays) == (str(file), False)
    assert any("Zoltan" in one for one in erased.sought)
    assert prove(corpus.data_dir, erased).found == ()
    assert corpus.catalog().all_left() == []
    for word in (b"quervain", b"sluice", first.encode(), last.encode()):
        assert word not in _bytes_of(corpus.data_dir).lower()
