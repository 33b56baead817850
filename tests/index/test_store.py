"""What holds when an ingest is cut short, when two run at once, and when stores disagree."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.errors import IndexMismatch, IndexUnusable
from index.settings import SHIPPED_BEFORE, SHIPPED_EMBEDDER
from index.storage.encoding import reading_text
from index.storage.store import Making, check_making, passage_vectors
from tests.doubles import HashingEmbedder
from tests.index.corpus import Corpus, write_report


def _never() -> HashingEmbedder:
    raise AssertionError("the embedder was asked for")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(40):
        write_report(tmp_path / "in", number)
    return tmp_path / "in"


def test_an_interrupted_ingest_leaves_nothing_and_is_gone_on_with(
    corpus: Corpus, folder: Path
) -> None:
    embedder = HashingEmbedder(interrupt_at=2)
    with pytest.raises(KeyboardInterrupt):
        corpus.ingest(folder, embedder=lambda: embedder)
    catalog = corpus.catalog()
    assert (catalog.coverage().reports, catalog.passage_ids()) == (0, [])
    catalog.close()
    result = corpus.ingest(folder)
    assert (len(result.added), result.reused, result.embedded) == (40, 24, 96)
    state = corpus.state()
    assert state.vectors == state.passages.keys()


def test_an_interrupted_change_leaves_the_index_as_it_was(corpus: Corpus, folder: Path) -> None:
    corpus.ingest(folder / "000.txt", folder / "001.txt")
    before = corpus.state()
    write_report(folder, 90, name="000.txt")
    with pytest.raises(KeyboardInterrupt):
        corpus.ingest(folder / "000.txt", embedder=lambda: HashingEmbedder(interrupt_at=1))
    assert corpus.state() == before


def test_two_at_once(corpus: Corpus, folder: Path) -> None:
    corpus.ingest(folder / "000.txt")
    before = corpus.state()
    catalog = corpus.catalog()
    with catalog.writing(), pytest.raises(IndexUnusable, match="Another process is writing"):
        corpus.ingest(folder / "001.txt", embedder=_never)
    catalog.close()
    assert corpus.state() == before


def test_another_embedder(corpus: Corpus, folder: Path) -> None:
    corpus.ingest(folder / "000.txt")
    other = Corpus(corpus.data_dir, "other")
    with pytest.raises(IndexMismatch) as caught:
        other.ingest(folder / "001.txt", embedder=_never)
    assert str(caught.value) == (
        "The index was made with embedder 'hashing', and the settings now name 'other'. Set "
        "DATELINE_EMBEDDER=hashing, or run `dateline doctor --rebuild` to make the vectors again."
    )


def test_the_model_that_an_earlier_version_shipped(corpus: Corpus, folder: Path) -> None:
    earlier = Corpus(corpus.data_dir, SHIPPED_EMBEDDER)
    earlier.ingest(folder / "000.txt")
    catalog = earlier.catalog()
    check_making(catalog, SHIPPED_EMBEDDER)
    with catalog.writing():
        catalog.set_meta({"embedder": SHIPPED_BEFORE})
    with pytest.raises(IndexMismatch) as caught:
        check_making(catalog, SHIPPED_EMBEDDER)
    catalog.close()
    assert str(caught.value) == (
        "The index was made with embedder 'all-MiniLM-L6-v2 (ONNX, 8 bits)', and the settings now "
        "name 'dateline-encoder-1'. Run `dateline doctor --rebuild` to make the vectors again."
    )


def test_the_shipped_model_is_named_as_the_setting_names_it(corpus: Corpus, folder: Path) -> None:
    shipped = Corpus(corpus.data_dir, SHIPPED_EMBEDDER)
    shipped.ingest(folder / "000.txt")
    catalog = shipped.catalog()
    with pytest.raises(IndexMismatch, match=r"Set DATELINE_EMBEDDER=dateline-encoder-1, or run"):
        check_making(catalog, "other")
    catalog.close()


def test_fingerprints_tell_every_part_of_the_making_apart() -> None:
    makings = [
        Making("a", 64), Making("b", 64), Making("a", 65), Making("a", 64, "l2"),
        Making("a", 64, chunking="other"), Making("a", 64, token_dimension=32),
    ]  # fmt: skip
    assert len({making.fingerprint for making in makings}) == 6
    assert Making("a", 64).fingerprint == Making("a", 64).fingerprint


def test_vectors_of_a_passage_that_had_other_sentences_are_made_again(
    corpus: Corpus, folder: Path
) -> None:
    """As when a version tells sentences apart otherwise than the one that encoded them."""
    corpus.ingest(folder / "000.txt")
    catalog = corpus.catalog()
    stores, (first, *_) = corpus.stores(catalog), catalog.passage_ids()
    found = catalog.findings([first])[first]
    (whole,) = stores.tokens.get([first]).values()
    stores.tokens.put([first], [replace(whole, counts=np.append(whole.counts, np.uint16(0)))])
    embedder = HashingEmbedder()
    read = passage_vectors(stores, embedder, [found])[first]
    assert (read.counts.tolist(), len(embedder.texts)) == (whole.counts.tolist(), 1)
    catalog.close()
    for file in corpus.data_dir.glob("catalog*"):
        file.unlink()
    assert corpus.ingest(folder / "000.txt").embedded == 1
    assert stores.tokens.get([first])[first].counts.tolist() == whole.counts.tolist()


def test_what_the_embedder_reads_of_a_passage() -> None:
    sentences = ["One  “came”.", "Two\nleft."]
    assert reading_text("Ships:", "One  “came”.[1] Two\nleft.", sentences) == (
        'Ships: One "came". Two left.',
        [6, 18, 28],
    )
    assert reading_text("", "No sentence", []) == ("No sentence", [0, 11])
