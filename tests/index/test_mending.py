"""Vectors that passages lack are made again, and those that no passage owns do no harm."""

from collections.abc import Callable, Collection
from pathlib import Path

import pytest

from index.errors import IndexUnusable
from index.ingestion import ingest
from index.ingestion.mending import expects_unowned, fill, mend, tidy
from index.storage.catalog import Catalog
from index.storage.filters import UNKNOWN
from index.storage.store import Stores
from tests.doubles import HashingEmbedder
from tests.index.corpus import Corpus, write_report

_Opened = Callable[[Catalog], Stores]


def _never() -> HashingEmbedder:
    raise AssertionError("the embedder was asked for")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(3):
        write_report(tmp_path / "in", number)
    return tmp_path / "in"


@pytest.mark.parametrize("lost", ["tokens", "vectors", "both"])
def test_lost_vectors_are_made_again(corpus: Corpus, folder: Path, lost: str) -> None:
    corpus.ingest(folder / "000.txt", folder / "001.txt")
    before = corpus.state()
    catalog = corpus.catalog()
    stores, some = corpus.stores(catalog), catalog.passage_ids()[:2]
    if lost in ("tokens", "both"):
        stores.tokens.remove(some)
    if lost in ("vectors", "both"):
        stores.vectors.remove(some)
    embedder = HashingEmbedder()
    assert mend(corpus.data_dir, catalog, stores, lambda: embedder) == (2, 0)
    assert len(embedder.texts) == (0 if lost == "vectors" else 2)  # those kept are put as they are
    assert mend(corpus.data_dir, catalog, stores, _never) == (0, 0)
    catalog.close()
    assert corpus.state() == before


def test_vectors_that_no_passage_owns_are_dropped(corpus: Corpus, folder: Path) -> None:
    corpus.ingest(folder / "000.txt")
    before = corpus.state()
    catalog = corpus.catalog()
    stores = corpus.stores(catalog)
    (kept,) = stores.tokens.get(catalog.passage_ids()[:1]).values()
    stores.put(["left over"], [kept], [UNKNOWN])
    assert corpus.state() != before
    assert mend(corpus.data_dir, catalog, stores, _never) == (0, 1)
    catalog.close()
    assert corpus.state() == before


def test_mended_vectors_are_those_of_ingest(corpus: Corpus, folder: Path) -> None:
    corpus.ingest(folder / "000.txt")
    catalog = corpus.catalog()
    stores, (first, *_) = corpus.stores(catalog), catalog.passage_ids()
    made = stores.tokens.get([first])[first]
    stores.remove([first])
    mend(corpus.data_dir, catalog, stores, HashingEmbedder)
    again = stores.tokens.get([first])[first]
    catalog.close()
    assert made.pooled.tolist() == again.pooled.tolist()
    assert made.tokens.tolist() == again.tokens.tolist()
    assert made.counts.tolist() == again.counts.tolist()


def test_orphans_do_not_hide_that_vectors_are_missing(corpus: Corpus, folder: Path) -> None:
    corpus.ingest(folder / "000.txt")
    catalog = corpus.catalog()
    stores, ids = corpus.stores(catalog), catalog.passage_ids()
    (kept,) = stores.tokens.get(ids[:1]).values()
    assert fill(catalog, stores, _never) == 0
    stores.remove(ids[:1])
    stores.put(["left over"], [kept], [UNKNOWN])
    catalog.set_meta({"whole": "an ingest that was cut short after its commit"})
    assert fill(catalog, stores, HashingEmbedder) == 1
    assert fill(catalog, stores, _never) == 0
    catalog.close()


def test_mending_waits_for_an_ingest_to_end(corpus: Corpus, folder: Path) -> None:
    corpus.ingest(folder / "000.txt")
    mine, other = corpus.catalog(), corpus.catalog()
    with other.writing(), pytest.raises(IndexUnusable, match="Another process is writing"):
        mend(corpus.data_dir, mine, corpus.stores(mine), _never)
    mine.close()
    other.close()


def _stored(corpus: Corpus) -> set[str]:
    """All vectors of either kind, whether a passage owns them or not."""
    catalog = corpus.catalog()
    stores = corpus.stores(catalog)
    catalog.close()
    return stores.tokens.ids() | stores.vectors.ids()


def _interrupt(corpus: Corpus, folder: Path) -> None:
    """Leaves vectors of reports that are in no catalog: many are put in before it ends."""
    for number in range(100, 120):
        write_report(folder, number)
    embedder = HashingEmbedder(interrupt_at=2)
    with pytest.raises(KeyboardInterrupt):
        corpus.ingest(folder, embedder=lambda: embedder)


def test_the_next_ingest_removes_what_an_interrupted_one_left(
    corpus: Corpus, folder: Path, tmp_path: Path
) -> None:
    corpus.ingest(folder)
    before = corpus.state()
    _interrupt(corpus, tmp_path / "more")
    assert _stored(corpus) > before.vectors
    assert corpus.state().passages == before.passages
    assert len(corpus.ingest(folder, embedder=_never).left) == 3
    assert _stored(corpus) == before.vectors
    assert not expects_unowned(corpus.data_dir)


def test_an_ingest_that_goes_on_removes_what_it_does_not_need(
    corpus: Corpus, folder: Path, tmp_path: Path
) -> None:
    corpus.ingest(folder)
    _interrupt(corpus, tmp_path / "more")
    for number in range(100, 110):
        (tmp_path / "more" / f"{number}.txt").unlink()
    corpus.ingest(tmp_path / "more")
    state = corpus.state()
    assert _stored(corpus) == state.vectors == state.passages.keys()


def test_another_ingest_between_a_prune_and_its_removal(
    corpus: Corpus, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the prune dropped is there again: the vectors stay."""
    corpus.ingest(folder)
    before = corpus.state()

    def later(
        data_dir: Path, catalog: Catalog, stores: _Opened, among: Collection[str] | None
    ) -> None:
        monkeypatch.setattr(ingest, "tidy", tidy)
        assert corpus.ingest(folder).embedded == 0
        tidy(data_dir, catalog, stores, among)

    monkeypatch.setattr(ingest, "tidy", later)
    gone = folder / "000.txt"
    corpus.ingest(folder / "001.txt", gone=[gone])
    assert corpus.state() == before
    assert _stored(corpus) == before.vectors


def test_a_removal_that_another_process_is_in_the_way_of(
    corpus: Corpus, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus.ingest(folder)

    def meanwhile(
        data_dir: Path, catalog: Catalog, stores: _Opened, among: Collection[str] | None
    ) -> None:
        other = corpus.catalog()
        with other.writing():
            tidy(data_dir, catalog, stores, among)
        other.close()

    with monkeypatch.context() as patch:
        patch.setattr(ingest, "tidy", meanwhile)
        assert len(corpus.ingest(gone=[folder / "000.txt"]).removed) == 1
    assert expects_unowned(corpus.data_dir)
    assert len(_stored(corpus)) > len(corpus.state().passages)
    corpus.ingest(folder / "001.txt", embedder=_never)
    assert _stored(corpus) == corpus.state().passages.keys()
