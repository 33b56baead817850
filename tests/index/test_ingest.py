"""What an ingest makes of files, and of files that change."""

import os
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from index.errors import IndexUnusable
from index.ingestion import chunking, understanding
from index.ingestion.ingest_result import IngestResult, Outcome
from index.reading import text as reading
from index.settings import IndexSettings
from index.types import Scope
from tests.doubles import HashingEmbedder, no_embedder
from tests.index.corpus import TAIL, Corpus, write_report


def test_a_first_ingest(corpus: Corpus, folder: Path) -> None:
    result = corpus.ingest(folder)
    assert result == IngestResult(
        added=[Outcome("000.txt"), Outcome("001.txt"), Outcome("002.txt")], embedded=9
    )
    state = corpus.state()
    assert len(state.blocks) == 3
    assert state.vectors == state.passages.keys()
    assert len(state.passages) == 9


def test_a_second_ingest_changes_nothing_and_loads_no_model(corpus: Corpus, folder: Path) -> None:
    corpus.ingest(folder)
    before = corpus.state()
    result = corpus.ingest(folder, embedder=no_embedder)
    assert result == IngestResult(left=[Outcome("000.txt"), Outcome("001.txt"), Outcome("002.txt")])
    assert corpus.state() == before


def test_only_what_is_new_is_embedded(corpus: Corpus, folder: Path) -> None:
    corpus.ingest(folder)
    write_report(folder, 3)
    embedder = HashingEmbedder()
    result = corpus.ingest(folder, embedder=lambda: embedder)
    assert (result.added, result.embedded, len(result.left)) == ([Outcome("003.txt")], 3, 3)
    assert all("railway 3" in text or "inspection" in text for text in embedder.texts)


def test_a_changed_file_replaces_its_report(corpus: Corpus, folder: Path) -> None:
    corpus.ingest(folder)
    write_report(folder, 7, name="001.txt")
    result = corpus.ingest(folder)
    assert (result.changed, result.embedded) == ([Outcome("001.txt")], 3)
    fresh = Corpus(corpus.data_dir.parent / "fresh")
    fresh.ingest(folder)
    assert corpus.state() == fresh.state()


def test_bad_files_are_told_and_passed_over(corpus: Corpus, folder: Path) -> None:
    (folder / "0 empty.txt").write_bytes(b"")
    (folder / "1 binary.txt").write_bytes(b"\x00\x01\x02")
    (folder / "2 latin.txt").write_bytes(b"caf\xe9")
    (folder / "3 huge.txt").write_bytes(b"x" * 100_001)
    (folder / "4 page.doc").write_bytes(b"%PDF")
    (folder / "5 title.txt").write_text("A Title Alone", "utf-8")
    result = corpus.ingest(folder)
    assert [outcome.path for outcome in result.added] == ["000.txt", "001.txt", "002.txt"]
    assert result.rejected == [
        Outcome("0 empty.txt", "is empty"),
        Outcome("1 binary.txt", "is a binary file, not text"),
        Outcome(
            "2 latin.txt",
            "is not UTF-8 (byte 4 is 0xe9); save it as UTF-8 and ingest it again",
        ),
        Outcome("3 huge.txt", "larger than 0.1 MB (setting max_file_mb)"),
        Outcome(
            "4 page.doc",
            ".doc is not a format that Dateline reads (.txt .text .md .markdown .rst .rest "
            ".pod .html .htm .docx .odt .rtf .csv .tsv .xlsx .xlsm .ods .pdf .eml .mbox .mbx .xml "
            ".rss .atom .rdf .zip)",
        ),
        Outcome("5 title.txt", "holds no text beside its title, date and page furniture"),
    ]


def test_a_file_that_turns_bad_keeps_the_report_it_gave(corpus: Corpus, folder: Path) -> None:
    corpus.ingest(folder)
    before = corpus.state()
    (folder / "001.txt").write_bytes(b"")
    assert corpus.ingest(folder, embedder=no_embedder).rejected == [
        Outcome("001.txt", "is empty; its earlier text stays")
    ]
    assert corpus.state() == before


def _tripping(
    monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str, error: Exception
) -> None:
    """Lets a function of a module raise for what speaks of a harvest, as report 001 does."""
    whole = getattr(module, name)

    def trip(text: str, *rest: Any, **more: Any) -> Any:
        if "harvest" in text:
            raise error
        return whole(text, *rest, **more)

    monkeypatch.setattr(module, name, trip)


TOO_LONG = TimeoutError("regular-expression match exceeded its 5.0s time limit")
TRIPPED = [
    pytest.param(reading, "split_pages", RuntimeError("maximum\ndepth"),
                 "cannot be read as .txt: RuntimeError: maximum depth", id="reading"),
    pytest.param(understanding, "date_report", ZeroDivisionError("by zero"),
                 "cannot be dated: ZeroDivisionError: by zero", id="dating"),
    pytest.param(understanding, "lay_out", KeyError(),
                 "cannot be told from the page around it: KeyError", id="furniture"),
    pytest.param(understanding, "times_told", OverflowError("year"),
                 "its times cannot be read: OverflowError: year", id="times"),
    pytest.param(chunking, "sentence_spans", TOO_LONG,
                 "cannot be cut into sentences: it takes too long", id="sentences"),
]  # fmt: skip


@pytest.mark.parametrize(("module", "name", "error", "reason"), TRIPPED)
def test_a_report_that_trips_a_reader_costs_its_own_line(
    corpus: Corpus, folder: Path, monkeypatch: pytest.MonkeyPatch,
    module: ModuleType, name: str, error: Exception, reason: str,
) -> None:  # fmt: skip
    _tripping(monkeypatch, module, name, error)
    result = corpus.ingest(folder)
    assert result.rejected == [Outcome("001.txt", reason)]
    assert result.added == [Outcome("000.txt"), Outcome("002.txt")]
    without = Corpus(folder.parent / "without")
    without.ingest(folder / "000.txt", folder / "002.txt")
    assert corpus.state() == without.state()


@pytest.mark.parametrize(("module", "name", "error", "reason"), TRIPPED)
def test_a_report_whose_new_text_trips_a_reader_keeps_its_earlier_one(
    corpus: Corpus, folder: Path, monkeypatch: pytest.MonkeyPatch,
    module: ModuleType, name: str, error: Exception, reason: str,
) -> None:  # fmt: skip
    corpus.ingest(folder)
    before = corpus.state()
    file = folder / "001.txt"
    file.write_text(file.read_text("utf-8") + "\n\nThe harvest came in. It was good.", "utf-8")
    _tripping(monkeypatch, module, name, error)
    result = corpus.ingest(folder)
    assert result.rejected == [Outcome("001.txt", f"{reason}; its earlier text stays")]
    assert len(result.left) == 2
    assert corpus.state() == before


def test_a_report_that_needs_too_much_memory(
    corpus: Corpus, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _tripping(monkeypatch, understanding, "lay_out", MemoryError())
    result = corpus.ingest(folder)
    assert result.rejected == [
        Outcome("001.txt", "needs too much memory to be read (setting read_memory_mb)")
    ]
    assert len(result.added) == 2


def test_a_report_without_a_date_is_indexed_and_said_so(corpus: Corpus, tmp_path: Path) -> None:
    file = tmp_path / "undated.txt"
    file.write_text("Nothing here says when. It is so all the same.", "utf-8")
    assert corpus.ingest(file).added == [Outcome("undated.txt", "no date found")]


def test_a_name_that_is_no_text(corpus: Corpus, folder: Path) -> None:
    odd = Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.txt"))
    (folder / "002.txt").rename(odd)
    assert corpus.ingest(folder).added[-1] == Outcome("caf\ufffd.txt")
    assert len(corpus.ingest(folder, embedder=no_embedder).left) == 3


def test_only_bad_files_make_an_index_of_nothing(corpus: Corpus, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"\x00")
    result = corpus.ingest(tmp_path / "bad.txt", embedder=no_embedder)
    assert (len(result.rejected), result.added) == (1, [])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write to every folder")
def test_a_read_only_folder(tmp_path: Path, folder: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    with pytest.raises(IndexUnusable, match="cannot be written to"):
        Corpus(locked / "data").ingest(folder)


def test_a_data_folder_that_is_a_file(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "data").write_text("x", "utf-8")
    with pytest.raises(IndexUnusable, match="cannot be written to"):
        Corpus(tmp_path / "data").ingest(folder)


def test_unknown_settings_are_refused() -> None:
    with pytest.raises(ValueError, match="Extra inputs"):
        IndexSettings.model_validate({"colour": "red"})


def test_a_report_dated_by_its_file_name_is_dated_again_when_that_changes(
    corpus: Corpus, tmp_path: Path
) -> None:
    old = tmp_path / "in" / "2023-05-01-note.txt"
    old.parent.mkdir()
    old.write_text("The mill was shut for repairs. Its owner said little about it.", "utf-8")
    corpus.ingest(old.parent)
    old.rename(old.with_name("2023-06-07-note.txt"))
    result = corpus.ingest(old.parent, embedder=HashingEmbedder)
    assert [outcome.path for outcome in result.changed] == ["2023-06-07-note.txt"]
    assert (result.embedded, result.reused) == (1, 0)
    catalog = corpus.catalog()
    [head] = catalog.report_heads()
    assert head.dated.published_on == date(2023, 6, 7)
    stores, query = corpus.stores(catalog), np.ones(64, dtype=np.float32)
    for day, found in ((date(2023, 6, 6), 0), (date(2023, 6, 7), 1)):
        assert len(stores.vectors.nearest(query, 5, Scope(as_of=day))) == found
    catalog.close()


def test_one_more_report_with_a_common_tail_touches_no_other(
    corpus: Corpus, tmp_path: Path
) -> None:
    for number in range(12):
        write_report(tmp_path / "in", number, TAIL)
    corpus.ingest(tmp_path / "in")
    write_report(tmp_path / "in", 12, TAIL)
    result = corpus.ingest(tmp_path / "in")
    assert (len(result.added), result.reused) == (1, 0)
