"""What a person takes out of the index stays out until it is asked for, and what is gone is called
that."""

from pathlib import Path

import pytest

from index.files import find_files
from index.ingestion.ingest import Ingest
from tests.doubles import HashingEmbedder
from tests.index.corpus import Corpus, write_report
from tests.index.edits import (
    AT,
    TODAY,
    editor_of,
    mailbox,
    news_in,
    read_again,
    rebuilt,
    renewed,
    settings_of,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return news_in(tmp_path / "in")


@pytest.fixture
def corpus(corpus: Corpus, folder: Path) -> Corpus:
    corpus.ingest(folder)
    return corpus


def _removed(corpus: Corpus) -> None:
    receipt = editor_of(corpus).remove(corpus.heads()["news/000.txt"].id)
    assert (receipt.before.path, receipt.after) == ("news/000.txt", None)


def test_what_is_removed_is_as_if_it_had_never_been(corpus: Corpus, folder: Path) -> None:
    _removed(corpus)
    without = Corpus(folder.parent / "without")
    kept = write_report(folder.parent, 0, name="kept.txt")
    (folder / "news" / "000.txt").unlink()
    without.ingest(folder)
    assert corpus.state() == without.state()
    assert kept.exists()


def _copied(corpus: Corpus, folder: Path) -> None:
    (folder / "copy.txt").write_bytes((folder / "news" / "000.txt").read_bytes())
    corpus.ingest(folder)


def _edited_file(corpus: Corpus, folder: Path) -> None:
    file = folder / "news" / "000.txt"
    file.write_text(file.read_text("utf-8") + "\n\nA mason was hired.", "utf-8")
    corpus.ingest(folder)


@pytest.mark.parametrize("then", [read_again, _copied, _edited_file, rebuilt, renewed])
def test_what_is_removed_stays_out(corpus: Corpus, folder: Path, then: object) -> None:
    assert callable(then)
    _removed(corpus)
    then(corpus, folder)
    assert sorted(corpus.heads()) == ["news/001.txt", "news/002.txt"]
    said = [one for one in corpus.ingest(folder).left if one.remark]
    assert {one.remark for one in said} == {
        "removed on 1 June 2025; `dateline ingest --removed` reads it again"
    }


def test_what_is_removed_comes_back_where_it_is_asked_for(corpus: Corpus, folder: Path) -> None:
    before = corpus.state()
    _removed(corpus)
    settings = settings_of(corpus)
    restored = Ingest(settings, HashingEmbedder, TODAY, restore=True).run(find_files([folder]))
    assert [one.path for one in restored.added] == ["news/000.txt"]
    assert corpus.state() == before
    assert [one.remark for one in corpus.ingest(folder).left] == ["", "", ""]


def test_a_message_is_removed_from_its_mailbox(corpus: Corpus, folder: Path) -> None:
    box = mailbox("quay", "bridge", "mole")
    first = box[: box.rindex("From ")]
    (folder / "a.mbox").write_text(first, "utf-8")
    corpus.ingest(folder)
    editor_of(corpus).remove(corpus.heads()["a.mbox#1"].id)
    (folder / "a.mbox").write_text(box, "utf-8")
    corpus.ingest(folder)
    assert {"a.mbox#1", "a.mbox#2", "a.mbox#3"} & corpus.heads().keys() == {"a.mbox#2", "a.mbox#3"}
    Ingest(settings_of(corpus), HashingEmbedder, TODAY, restore=True).run(find_files([folder]))
    assert "a.mbox#1" in corpus.heads()


def test_what_a_removed_report_is_copied_over_is_gone(corpus: Corpus, folder: Path) -> None:
    _removed(corpus)
    (folder / "news" / "001.txt").write_bytes((folder / "news" / "000.txt").read_bytes())
    assert [one.path for one in corpus.ingest(folder).removed] == ["001.txt"]
    assert sorted(corpus.heads()) == ["news/002.txt"]


def test_a_report_whose_file_is_gone_is_called_that(corpus: Corpus, folder: Path) -> None:
    (folder / "news" / "000.txt").rename(folder.parent / "away.txt")
    result = Ingest(settings_of(corpus), HashingEmbedder, TODAY, clock=lambda: AT).run(
        find_files([folder]), missing=[str((folder / "news" / "000.txt").resolve())]
    )
    assert [one.path for one in result.missing] == ["000.txt"]
    assert corpus.heads()["news/000.txt"].gone_since == AT
    (folder.parent / "away.txt").rename(folder / "news" / "000.txt")
    corpus.ingest(folder)
    assert corpus.heads()["news/000.txt"].gone_since is None


def test_a_moved_file_is_not_gone(corpus: Corpus, folder: Path) -> None:
    (folder / "news" / "000.txt").rename(folder / "news" / "other.txt")
    result = Ingest(settings_of(corpus), HashingEmbedder, TODAY).run(
        find_files([folder]), missing=[str((folder / "news" / "000.txt").resolve())]
    )
    assert result.missing == []
    assert {head.gone_since for head in corpus.heads().values()} == {None}
