"""The vector store: one Chroma collection a fingerprint, in the data folder or on a server."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from index.embedding.embedder import Vectors
from index.storage.chroma import VECTORS_FOLDER, ChromaServer
from index.storage.filters import FilterValues, chroma_where
from index.types import Scope

if TYPE_CHECKING:
    from index.storage.chroma.folder import FolderChroma
    from index.storage.chroma.server import ServedChroma

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
        later: bool = False,
    ) -> None:
        """`again` reads anew what another process may have changed since this one first looked.
        With `later` Chroma is opened when it is first asked, which may be never."""
        self.server = server
        self._data_dir, self._fingerprint, self._again = data_dir, fingerprint, again
        self._open: FolderChroma | ServedChroma | None = None
        self._opening = Lock()
        if not later:
            self._open = self._opened()

    @property
    def _chroma(self) -> "FolderChroma | ServedChroma":
        with self._opening:
            self._open = self._open or self._opened()
            return self._open

    def _opened(self) -> "FolderChroma | ServedChroma":
        if self.server is not None:
            from index.storage.chroma.server import ServedChroma  # noqa: PLC0415 - takes half a second

            return ServedChroma(self.server, self._data_dir, self._fingerprint)
        from index.storage.chroma.folder import FolderChroma  # noqa: PLC0415 - takes half a second

        return FolderChroma(self._data_dir, self._fingerprint, again=self._again)

    @property
    def lies_here(self) -> bool:
        """Whether there is a folder of vectors in the data folder, whatever it holds."""
        return self.server is None and (self._data_dir / VECTORS_FOLDER).is_dir()

    def __len__(self) -> int:
        return int(self._chroma.asked("count"))

    def lacking(self, passages: int) -> int:
        """How many vectors a server lacks, at least, where so many passages are to have one. Those
        in the data folder are filled in when they are opened."""
        return max(passages - len(self), 0) if self.server is not None else 0

    def put(self, ids: Sequence[str], vectors: Vectors, values: Sequence[FilterValues]) -> None:
        """Adds or replaces vectors, each with what it can be filtered by."""
        for some in _batches(len(ids), self._chroma.at_once):
            self._chroma.asked(
                "upsert",
                ids=list(ids[some]),
                embeddings=vectors[some],
                metadatas=[dict(value) for value in values[some]],
            )

    def describe(self, ids: Sequence[str], values: Sequence[FilterValues]) -> None:
        """Renews what stored vectors are filtered by."""
        for some in _batches(len(ids), self._chroma.at_once):
            filtered_by = [dict(value) for value in values[some]]
            self._chroma.asked("update", ids=list(ids[some]), metadatas=filtered_by)

    def remove(self, ids: Sequence[str]) -> None:
        """Forgets vectors; unknown ids are no error."""
        for some in _batches(len(ids), self._chroma.at_once):
            self._chroma.asked("delete", ids=list(ids[some]))

    def drop_others(self) -> None:
        """Deletes the collections of other fingerprints of this index."""
        self._chroma.drop_others()

    def ids(self) -> set[str]:
        """All that have a vector."""
        found: set[str] = set()
        for at in range(0, len(self), _IDS_AT_ONCE):
            some = self._chroma.asked("get", include=[], limit=_IDS_AT_ONCE, offset=at)
            found.update(some["ids"])
        return found

    def nearest(self, vector: Vectors, limit: int, scope: Scope) -> list[tuple[str, float]]:
        """Passage ids with their cosine to `vector`, the nearest first, ties by id."""
        if limit < 1 or scope.publishers == ():
            return []
        where = chroma_where(scope)
        found = self._chroma.asked(
            "query",
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
