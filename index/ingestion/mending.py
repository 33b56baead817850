"""Vectors that passages lack, and vectors that no passage owns.

Vectors are written before the catalog names their passages and removed after it has dropped them.
A mark in the data folder says, from before the first is written until after the last is removed,
that some may have no passage: it outlives an ingest that was interrupted. It is set and taken away
only by the process that holds the catalog.
"""

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from index.embedding.embedder import Embedder
from index.errors import BeingWritten, IndexUnusable, VectorsOut
from index.storage.catalog import Catalog
from index.storage.chroma import remove_folder
from index.storage.database import not_writable
from index.storage.encoding import encode_passages
from index.storage.store import (
    Stores,
    filters_of_findings,
    put_findings,
    recorded_making,
)
from index.structure.place import read_under

_WHOLE = "whole"
"""In the catalog's meta: the snapshot for which all vectors are known to be there."""
_TOGETHER = 512
"""Passages that are mended at one time."""
_MARK = "unfinished"


def expect_unowned(data_dir: Path) -> None:
    """Notes that there may be vectors without a passage from now on. Raises IndexUnusable."""
    try:
        (data_dir / _MARK).touch()
    except OSError as error:
        raise not_writable(data_dir, error.strerror or str(error)) from error


def expects_unowned(data_dir: Path) -> bool:
    """Whether there may be vectors without a passage."""
    return (data_dir / _MARK).exists()


def remove_unowned(
    data_dir: Path, catalog: Catalog, stores: Stores, among: Collection[str] | None = None
) -> int:
    """Removes the vectors that no passage owns, and says how many there were; `among` are all that
    may be such, where that is known.

    Only for the process that holds the catalog: no other is about to name passages for some.
    """
    if among is None:
        found = (stores.tokens.ids() | stores.vectors.ids()) - set(catalog.passage_ids())
    else:
        found = set(among) - catalog.known(sorted(among))
    if found:
        stores.remove(sorted(found))
    stores.forget_earlier(catalog.earlier_passage_ids())
    (data_dir / _MARK).unlink(missing_ok=True)
    return len(found)


def mend(
    data_dir: Path, catalog: Catalog, stores: Stores, embedder: Callable[[], Embedder]
) -> tuple[int, int]:
    """Gives vectors to the passages that lack them and drops those that no passage owns.

    Returns how many of each. The embedder is only asked for where something is to be embedded.
    Raises IndexUnusable while another process writes: its vectors have no passages yet.
    """
    with catalog.writing():
        given = _give_missing(catalog, stores, embedder)
        unowned = remove_unowned(data_dir, catalog, stores)
        declare_whole(catalog)
    return given, unowned


def fill(catalog: Catalog, stores: Stores, embedder: Callable[[], Embedder]) -> int:
    """Gives vectors to passages that lack them, after a crash; drops none. Returns how many.

    Nothing is looked through where the last change ended well and no vectors are missing; where
    whatever is asked is answered by a scan of them, Chroma, which is long to open, is not. While
    the server that keeps them is out, none are given: whoever asks it is told so.
    """
    coverage = catalog.coverage()
    ended_well = catalog.meta().get(_WHOLE) == coverage.snapshot
    if ended_well and stores.spare_chroma(catalog, coverage.passages):
        return 0
    try:
        if ended_well and min(len(stores.vectors), len(stores.tokens)) >= coverage.passages:
            return 0
        given = _give_missing(catalog, stores, embedder)
    except VectorsOut:
        return 0
    with suppress(IndexUnusable):
        declare_whole(catalog)
    return given


def make_vectors_again(data_dir: Path, catalog: Catalog, fingerprint: str) -> None:
    """Makes Chroma's files anew from the vectors that are kept beside the tokens': nothing is
    embedded, and nothing is left in them of what was deleted. Passages that have none kept are left
    to `fill`.

    Only for the process that holds the catalog.
    """
    remove_folder(data_dir)
    stores = Stores(data_dir, fingerprint, again=True)
    left = catalog.passage_ids()
    _put_kept(catalog, stores, left)
    if len(stores.vectors) == len(left):
        declare_whole(catalog)


def _put_kept(catalog: Catalog, stores: Stores, passages: Sequence[str]) -> None:
    """Puts the vectors of passages into Chroma that are kept beside the tokens'."""
    for at in range(0, len(passages), _TOGETHER):
        findings = list(catalog.findings(passages[at : at + _TOGETHER]).values())
        kept = stores.tokens.pooled([one.passage.id for one in findings])
        there = [one for one in findings if one.passage.id in kept]
        if there:
            pooled = np.stack([kept[one.passage.id] for one in there])
            ids, values = [one.passage.id for one in there], filters_of_findings(catalog, there)
            stores.vectors.put(ids, pooled.astype(np.float32), values)


def tidy(
    data_dir: Path,
    catalog: Catalog,
    stores: Callable[[Catalog], Stores],
    among: Collection[str] | None = None,
) -> None:
    """Removes the vectors without a passage after a change, and makes the file that is scanned
    anew; `among` are all vectors without one that there may be, where that is known. Where another
    process has begun to write, they are left to it."""
    changed = stores(catalog) if recorded_making(catalog) is not None else None
    with suppress(BeingWritten), catalog.writing():
        if changed is not None:
            remove_unowned(data_dir, catalog, changed, among)
        declare_whole(catalog)
    if changed is not None:
        changed.scan.renew(catalog, changed.tokens)


def declare_whole(catalog: Catalog) -> None:
    """Notes that every passage of the catalog, as it is, has its vectors."""
    catalog.set_meta({_WHOLE: catalog.coverage().snapshot})


def give_earlier(catalog: Catalog, stores: Stores, embedder: Callable[[], Embedder]) -> int:
    """Gives vectors to the passages of earlier texts that lack them; says to how many."""
    owned = catalog.earlier_passage_ids()
    have = stores.earlier.ids() if owned and stores.keeps_earlier else set()
    missing = sorted(owned - have)
    found = list(catalog.with_earlier().findings(missing).values()) if missing else []
    if found:
        read = [(read_under(f), f.text, f.sentences) for f in found]
        ids = [f.passage.id for f in found]
        stores.earlier.put(ids, encode_passages(embedder(), read))
    return len(found)


def _give_missing(catalog: Catalog, stores: Stores, embedder: Callable[[], Embedder]) -> int:
    """Those that are kept beside the tokens' are put into Chroma as they are; where there are
    none, the passage is embedded."""
    owned, have, kept = catalog.passage_ids(), stores.vectors.ids(), stores.tokens.ids()
    kept_alone = kept - have
    lacking = [passage_id for passage_id in owned if passage_id in kept_alone]
    _put_kept(catalog, stores, lacking)
    missing = [passage_id for passage_id in owned if passage_id not in kept]
    for at in range(0, len(missing), _TOGETHER):
        found = catalog.findings(missing[at : at + _TOGETHER])
        put_findings(catalog, stores, embedder(), list(found.values()))
    if missing:
        stores.scan.remove()
    return len(lacking) + len(missing) + give_earlier(catalog, stores, embedder)
