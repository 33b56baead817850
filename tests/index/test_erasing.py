"""A report that is erased is in no file of the data folder any more, in any form."""

import json
import sqlite3
from pathlib import Path

import pytest

from index.errors import BeingWritten, IndexUnusable, UnknownReport
from index.ingestion.erasing import Erased, Proof, erase, search
from index.ingestion.erasings import forget, unfinished
from tests.index.corpus import Corpus, write_report

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
def corpus(tmp_path: Path, folder: Path) -> Corpus:
    made = Corpus(tmp_path / "data")
    made.ingest(folder)
    return made


def _id_of(corpus: Corpus, path: str) -> str:
    catalog = corpus.catalog()
    (found,) = [head.id for head in catalog.report_heads() if head.path == path]
    catalog.close()
    return found


def _erase(corpus: Corpus, report_id: str) -> Erased:
    """Erased, and with nothing more to do."""
    erased = erase(corpus.data_dir, report_id)
    forget(corpus.data_dir, report_id)
    return erased


def _bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_nothing_is_left_of_it(corpus: Corpus, folder: Path) -> None:
    report_id = _id_of(corpus, "secret.txt")
    erased = _erase(corpus, report_id)
    assert (erased.passages, erased.shared, erased.file_stays) == (2, 0, True)
    assert erased.file == str(folder / "secret.txt")
    assert len(erased.sought) == 2
    proof = search(corpus.data_dir, [*erased.sought, report_id])
    assert proof.found == ()
    assert proof.files > 4
    left = _bytes_of(corpus.data_dir).lower()
    for word in (b"quervain", b"zoltan", b"sluice", report_id.encode()):
        assert word not in left


def test_the_others_are_as_if_it_had_never_been(corpus: Corpus, folder: Path) -> None:
    _erase(corpus, _id_of(corpus, "secret.txt"))
    without = Corpus(folder.parent / "without")
    (folder / "secret.txt").unlink()
    without.ingest(folder)
    assert corpus.state() == without.state()
    assert corpus.ingest(folder).left != []


def test_what_an_earlier_text_said_is_gone_too(corpus: Corpus, folder: Path) -> None:
    (folder / "secret.txt").write_text(TOLD.replace("Zoltan Quervain", "A clerk"), "utf-8")
    corpus.ingest(folder)
    _erase(corpus, _id_of(corpus, "secret.txt"))
    assert b"quervain" not in _bytes_of(corpus.data_dir).lower()


def test_what_a_change_left_behind_of_an_earlier_text_is_gone_too(
    corpus: Corpus, folder: Path
) -> None:
    """Where an ingest is cut off before it removes the vectors that no passage owns any more."""
    before, catalog = _id_of(corpus, "secret.txt"), corpus.catalog()
    stores = corpus.stores(catalog)
    ids = catalog.passage_ids(before)
    vectors = [stores.tokens.get(ids)[one] for one in ids]
    (folder / "secret.txt").write_text(TOLD.replace("Zoltan Quervain", "A clerk"), "utf-8")
    corpus.ingest(folder)
    stores.put(ids, vectors, [{"published": 1} for _ in ids])
    catalog.close()
    erased = _erase(corpus, _id_of(corpus, "secret.txt"))
    assert erased.ids == (erased.report_id, before)
    assert any("Zoltan" in one for one in erased.sought)
    assert [one for one in corpus.vector_ids() if one.startswith(before)] == []
    assert b"quervain" not in _bytes_of(corpus.data_dir).lower()


def test_sentences_of_other_reports_are_not_sought(corpus: Corpus, folder: Path) -> None:
    (folder / "copy.txt").write_text(f"{TOLD}\n\nThat was all he said of it then.", "utf-8")
    corpus.ingest(folder)
    erased = _erase(corpus, _id_of(corpus, "secret.txt"))
    assert (erased.shared, erased.sought) == (2, ())


def test_a_file_in_the_data_folder_goes_with_it(corpus: Corpus) -> None:
    kept = corpus.data_dir / "uploads"
    kept.mkdir()
    (kept / "own.txt").write_text(TOLD.replace("quay", "mole"), "utf-8")
    corpus.ingest(kept / "own.txt")
    erased = _erase(corpus, _id_of(corpus, "own.txt"))
    assert not erased.file_stays
    assert not (kept / "own.txt").exists()


def test_a_mailbox_in_the_data_folder_stays_for_the_others(corpus: Corpus) -> None:
    kept = corpus.data_dir / "uploads"
    kept.mkdir()
    box = "".join(
        f"From a@lesk.example Fri May  3 10:00:0{n} 2024\nSubject: {n}\n\nThe {what} is shut.\n\n"
        for n, what in enumerate(("quay", "bridge"))
    )
    (kept / "a.mbox").write_text(box, "utf-8")
    corpus.ingest(kept / "a.mbox")
    erased = _erase(corpus, _id_of(corpus, "a.mbox#1"))
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
def test_the_search_finds_what_is_left(corpus: Corpus, write: object) -> None:
    assert callable(write)
    said = TOLD.split("\n\n")[2]
    erased = _erase(corpus, _id_of(corpus, "secret.txt"))
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


def test_another_process_that_reads_is_told_of(corpus: Corpus) -> None:
    report_id = _id_of(corpus, "secret.txt")
    reading = sqlite3.connect(corpus.data_dir / "catalog.sqlite", isolation_level=None)
    reading.execute("BEGIN")
    reading.execute("SELECT count(*) FROM reports").fetchone()
    with pytest.raises(BeingWritten, match="Another process"):
        erase(corpus.data_dir, report_id)
    reading.close()
    assert unfinished(corpus.data_dir) == [report_id]
    (corpus.data_dir.parent / "in" / "secret.txt").unlink()
    assert len(_erase(corpus, report_id).sought) == 2
    assert unfinished(corpus.data_dir) == []
    assert b"quervain" not in _bytes_of(corpus.data_dir).lower()
    with pytest.raises(UnknownReport):
        erase(corpus.data_dir, report_id)


def test_what_is_noted_of_an_erasing_and_damaged_is_told_of(corpus: Corpus) -> None:
    report_id = _id_of(corpus, "secret.txt")
    erase(corpus.data_dir, report_id)
    (noted,) = corpus.data_dir.glob("erasing-*.json")
    noted.write_text("{", "utf-8")
    with pytest.raises(IndexUnusable, match=r"cannot be read .* delete the file"):
        erase(corpus.data_dir, report_id)


def test_an_erasing_that_does_not_begin_leaves_no_note(corpus: Corpus) -> None:
    report_id, before = _id_of(corpus, "secret.txt"), corpus.state()
    writing = sqlite3.connect(corpus.data_dir / "catalog.sqlite", isolation_level=None)
    writing.execute("BEGIN IMMEDIATE")
    with pytest.raises(BeingWritten):
        erase(corpus.data_dir, report_id)
    writing.close()
    assert unfinished(corpus.data_dir) == []
    assert corpus.state() == before
