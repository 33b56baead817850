"""An index: the catalog, and the two stores of vectors made from it.

The catalog is the truth. Vectors are written before the catalog names their passages and
removed after it has dropped them, so that whatever is interrupted, every passage has vectors
or can be given them again.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Self

import numpy as np

from index.embedding.embedder import Embedder, Vectors
from index.errors import IndexMismatch
from index.settings import SCAN_AT_MOST, SHIPPED_BEFORE, IndexSettings
from index.storage.catalog import Catalog
from index.storage.chroma import ChromaServer
from index.storage.encoding import Read, encode_passages
from index.storage.filters import FilterValues, event_values, filter_values
from index.storage.scan import VectorScan
from index.storage.token_vectors import (
    CURRENT,
    EARLIER,
    TOKEN_DIMENSION,
    PassageVectors,
    TokenStore,
)
from index.storage.vectors import VectorStore
from index.structure.place import read_under
from index.types import CHUNKING, Finding

METRIC = "cosine"
"""Which of Chroma's metrics the vectors are compared by."""


@dataclass(frozen=True, slots=True)
class Making:
    """What an index's vectors were made with; two indexes with the same one can be mixed."""

    embedder: str
    dimension: int
    metric: str = METRIC
    chunking: str = CHUNKING
    token_dimension: int = TOKEN_DIMENSION

    @property
    def fingerprint(self) -> str:
        stated = [f"{key}={value}" for key, value in sorted(self.as_meta().items())]
        return sha256("\n".join(stated).encode()).hexdigest()[:12]

    def as_meta(self) -> dict[str, str]:
        return {
            "embedder": self.embedder,
            "dimension": str(self.dimension),
            "metric": self.metric,
            "chunking": self.chunking,
            "token_dimension": str(self.token_dimension),
        }


class Stores:
    """The vectors of an index, both kinds."""

    def __init__(
        self,
        data_dir: Path,
        fingerprint: str,
        server: ChromaServer | None = None,
        *,
        scan_at_most: int = SCAN_AT_MOST,
        again: bool = False,
        later: bool = False,
    ) -> None:
        """`again` reads anew what another process may have changed since they were opened. With
        `later` Chroma is opened when it is first asked, which may be never."""
        self.fingerprint = fingerprint
        self._data_dir = data_dir
        self.vectors = VectorStore(data_dir, fingerprint, server, again=again, later=later)
        self.tokens = TokenStore(data_dir, fingerprint)
        self.scan = VectorScan(data_dir, fingerprint, scan_at_most)

    @classmethod
    def of(
        cls,
        settings: IndexSettings,
        fingerprint: str,
        *,
        again: bool = False,
        later: bool = False,
    ) -> Self:
        """Those that the settings name."""
        return cls(
            settings.data_dir, fingerprint, ChromaServer.of(settings),
            scan_at_most=settings.scan_at_most, again=again, later=later,
        )  # fmt: skip

    def put(
        self,
        ids: Sequence[str],
        kept: Sequence[PassageVectors],
        values: Sequence[FilterValues],
    ) -> None:
        """Chroma first: what the token store holds, Chroma holds."""
        if not ids:
            return
        pooled = np.stack([v.pooled for v in kept]).astype(np.float32)
        self.vectors.put(ids, pooled, values)
        self.tokens.put(ids, kept)

    @cached_property
    def earlier(self) -> TokenStore:
        """The vectors of passages of earlier texts, made when first asked for: they are few, and
        compared one by one."""
        return TokenStore(self._data_dir, self.fingerprint, EARLIER)

    def keep_earlier(self, ids: Sequence[str]) -> None:
        """Keeps the vectors of passages as those of an earlier text."""
        kept = self.tokens.get(ids)
        self.earlier.put(list(kept), list(kept.values()))

    def forget_earlier(self, but: Collection[str]) -> None:
        """Forgets the vectors of passages of earlier texts, but for some."""
        if self.keeps_earlier:
            self.earlier.remove(sorted(self.earlier.ids() - set(but)))

    @property
    def keeps_earlier(self) -> bool:
        """Whether there are any vectors of earlier texts."""
        return TokenStore.file(self._data_dir, self.fingerprint, EARLIER).exists()

    def earlier_vectors(self, ids: Sequence[str]) -> dict[str, PassageVectors]:
        """Vectors of passages of earlier texts by id; what is not stored is left out."""
        return self.earlier.get(ids) if ids and self.keeps_earlier else {}

    def nearest_earlier(
        self, vector: Vectors, ids: Sequence[str], limit: int
    ) -> list[tuple[str, float]]:
        """Those of some passages of earlier texts that are nearest to `vector`, with their cosine,
        ties by id."""
        return self.earlier.nearest(vector, ids, limit) if ids and self.keeps_earlier else []

    def remove(self, ids: Sequence[str]) -> None:
        self.tokens.remove(ids)
        self.vectors.remove(ids)

    def drop_others(self) -> None:
        """Deletes the vectors of this folder that were made otherwise."""
        self.vectors.drop_others()
        self.tokens.drop_others()
        self.scan.remove()
        if self.keeps_earlier:
            self.earlier.drop_others()

    def spare_chroma(self, catalog: Catalog, passages: int) -> bool:
        """Whether questions can do without Chroma: its files are there, and so are so many token
        vectors and a file to be scanned whatever is asked."""
        there = self.vectors.lies_here and len(self.tokens) >= passages
        return there and self.scan.holds_all(catalog)

    def complete_ids(self) -> set[str]:
        """Passages that have both kinds of vector."""
        return self.tokens.ids() & self.vectors.ids()


def token_stores(data_dir: Path, fingerprint: str) -> list[TokenStore]:
    """The token stores of an index that there are: of its passages, and of those of earlier
    texts."""
    return [
        TokenStore(data_dir, fingerprint, kind)
        for kind in (CURRENT, EARLIER)
        if TokenStore.file(data_dir, fingerprint, kind).exists()
    ]


def recorded_making(catalog: Catalog) -> Making | None:
    """What an index says it was made with; None before anything was embedded."""
    meta = catalog.meta()
    if "dimension" not in meta:
        return None
    return Making(
        meta["embedder"], int(meta["dimension"]), meta["metric"], meta["chunking"],
        int(meta["token_dimension"]),
    )  # fmt: skip


def check_dimension(making: Making, embedder: Embedder) -> None:
    """Raises IndexMismatch where an embedder makes vectors of another size than the index has."""
    if making.dimension != embedder.dimension:
        raise IndexMismatch(
            f"The index holds vectors of {making.dimension} numbers and {embedder.name} makes "
            f"{embedder.dimension}. Run `dateline doctor --rebuild` to make them again."
        )


def check_making(catalog: Catalog, embedder: str) -> None:
    """Raises IndexMismatch where the catalog was made with another chunking, or with another
    embedder than a setting names."""
    meta = catalog.meta()
    made = {key: meta[key] for key in ("embedder", "chunking") if key in meta}
    wanted = {"embedder": embedder, "chunking": CHUNKING}
    for key, value in made.items():
        if value != wanted[key]:
            raise IndexMismatch(
                f"The index was made with {key} {value!r}, and the settings now name "
                f"{wanted[key]!r}. {_way_back(key, value)} `dateline doctor --rebuild` to make "
                "the vectors again."
            )


def _way_back(key: str, value: str) -> str:
    # no setting brings back how an earlier version ran the shipped model, or cut reports
    if key != "embedder" or value == SHIPPED_BEFORE:
        return "Run"
    return f"Set DATELINE_EMBEDDER={value}, or run"


def put_new(
    stores: Stores,
    embedder: Callable[[], Embedder],
    ids: Sequence[str],
    read: Sequence[Read],
    values: Sequence[FilterValues],
) -> dict[str, PassageVectors]:
    """Embeds passages that are not stored yet, and gives their vectors by id; of those that are,
    what they are filtered by is renewed.

    The embedder is only asked for where something is to be embedded.
    """
    new = new_among(stores, ids, read)
    kept = encode_passages(embedder(), [read[n] for n in new]) if new else []
    put_encoded(stores, ids, values, dict(zip(new, kept, strict=True)))
    return {ids[n]: vectors for n, vectors in zip(new, kept, strict=True)}


def new_among(stores: Stores, ids: Sequence[str], read: Sequence[Read]) -> list[int]:
    """The numbers of those passages that are not stored yet."""
    known = stores.tokens.known({i: len(of[2]) for i, of in zip(ids, read, strict=True)})
    return [n for n, passage_id in enumerate(ids) if passage_id not in known]


def put_encoded(
    stores: Stores,
    ids: Sequence[str],
    values: Sequence[FilterValues],
    encoded: Mapping[int, PassageVectors],
) -> None:
    """Stores the vectors of passages by the passages' numbers; of those without, which are stored,
    what they are filtered by is renewed."""
    new = sorted(encoded)
    stores.put([ids[n] for n in new], [encoded[n] for n in new], [values[n] for n in new])
    before = [n for n in range(len(ids)) if n not in encoded]
    stores.vectors.describe([ids[n] for n in before], [values[n] for n in before])


def passage_vectors(
    stores: Stores, embedder: Embedder, findings: Sequence[Finding]
) -> dict[str, PassageVectors]:
    """Vectors of passages by id; those that were lost, or do not fit a passage as it is, are made
    again, though not stored."""
    sentences = {f.passage.id: len(f.sentences) for f in findings}
    kept_so_far = stores.tokens.get(list(sentences))
    past = [f.passage.id for f in findings if f.report.superseded_on is not None]
    kept_so_far |= stores.earlier_vectors(past)
    vectors = {i: kept for i, kept in kept_so_far.items() if kept.sentences == sentences[i]}
    bare = [f for f in findings if f.passage.id not in vectors]
    if bare:
        kept = encode_passages(embedder, [(read_under(f), f.text, f.sentences) for f in bare])
        vectors.update(zip((f.passage.id for f in bare), kept, strict=True))
    return vectors


def put_findings(
    catalog: Catalog, stores: Stores, embedder: Embedder, findings: Sequence[Finding]
) -> None:
    """Embeds passages as the catalog holds them."""
    kept = encode_passages(embedder, [(read_under(f), f.text, f.sentences) for f in findings])
    stores.put([f.passage.id for f in findings], kept, filters_of_findings(catalog, findings))


def filters_of_findings(catalog: Catalog, findings: Sequence[Finding]) -> list[FilterValues]:
    """What the vectors of passages are filtered by."""
    times = {head: catalog.times(head) for head in {f.report.id for f in findings}}
    return [
        {**filter_values(f.report), **event_values(times[f.report.id].get(f.passage.block, ()))}
        for f in findings
    ]
