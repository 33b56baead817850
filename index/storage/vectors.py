"""The vector store: one Chroma collection a fingerprint, in the data folder or on a server."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from index.embedding.embedder import Vectors
from index.storage.chroma import ChromaServer, Collection, FolderChroma, ServedChroma
from index.storage.filters import FilterValues, chroma_where
from index.types import Scope

_IDS_AT_ONCE = 50_000


class VectorStore:
    """Passage vectors under cosine, found by passage id; no text is kept here.

    Of those in the data folder every error is an IndexUnusable; of those on a server it is a
    VectorsOut where that does not answer.
    """

    def __init__(
        self,
        data_dir: Path,
        fingerprint: str,
        server: ChromaServer | None = None,
        *,
        again: bool = False,
    ) -> None:
        """`again` reads anew what another process may have changed since this one first looked."""
        self.server = server
        self._chroma = (
            FolderChroma(data_dir, fingerprint, again=again)
            if server is None
            else ServedChroma(server, data_dir, fingerprint)
        )

    def __len__(self) -> int:
        return int(self._chroma.asked(Collection.count))

    def lacking(self, passages: int) -> int:
        """How many vectors a server lacks, at least, where so many passages are to have one. Those
        in the data folder are filled in when they are opened."""
        return max(passages - len(self), 0) if self.server is not None else 0

    def put(self, ids: Sequence[str], vectors: Vectors, values: Sequence[FilterValues]) -> None:
        """Adds or replaces vectors, each with what it can be filtered by."""
        for some in _batches(len(ids), self._chroma.at_once):
            self._chroma.asked(
                Collection.upsert,
                ids=list(ids[some]),
                embeddings=vectors[some],
                metadatas=[dict(value) for value in values[some]],
            )

    def describe(self, ids: Sequence[str], values: Sequence[FilterValues]) -> None:
        """Renews what stored vectors are filtered by."""
        for some in _batches(len(ids), self._chroma.at_once):
            filtered_by = [dict(value) for value in values[some]]
            self._chroma.asked(Collection.update, ids=list(ids[some]), metadatas=filtered_by)

    def remove(self, ids: Sequence[str]) -> None:
        """Forgets vectors; unknown ids are no error."""
        for some in _batches(len(ids), self._chroma.at_once):
            self._chroma.asked(Collection.delete, ids=list(ids[some]))

    def drop_others(self) -> None:
        """Deletes the collections of other fingerprints of this index."""
        self._chroma.drop_others()

    def ids(self) -> set[str]:
        """All that have a vector."""
        found: set[str] = set()
        for at in range(0, len(self), _IDS_AT_ONCE):
            some = self._chroma.asked(Collection.get, include=[], limit=_IDS_AT_ONCE, offset=at)
            found.update(some["ids"])
        return found

    def nearest(self, vector: Vectors, limit: int, scope: Scope) -> list[tuple[str, float]]:
        """Passage ids with their cosine to `vector`, the nearest first, ties by id."""
        if limit < 1 or scope.publishers == ():
            return []
        where = chroma_where(scope)
        found = self._chroma.asked(
            Collection.query,
            query_embeddings=[np.asarray(vector, dtype=np.float32)],
            n_results=limit,
            include=["distances"],
            **({"where": where} if where else {}),
        )
        # a server writes a distance in as few digits as tell it from other 32-bit numbers
        distances = np.array((found["distances"] or [[]])[0], dtype=np.float32).astype(float)
        scored = [(i, 1.0 - float(d)) for i, d in zip(found["ids"][0], distances, strict=True)]
        return sorted(scored, key=lambda item: (-item[1], item[0]))


def _batches(count: int, size: int) -> Iterator[slice]:
    for at in range(0, count, size):
        yield slice(at, at + size)
