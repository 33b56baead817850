"""The vector store: one Chroma collection a fingerprint. The only module that knows chromadb."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import chromadb
import numpy as np
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import ChromaError

from index.embedding import Vectors
from index.errors import IndexUnusable
from index.types import Scope

VECTORS_FOLDER = "chroma"
_MANY = 2000


class VectorStore:
    """Passage vectors under cosine, found by passage id; no text is kept here."""

    def __init__(self, data_dir: Path, fingerprint: str) -> None:
        self._data_dir = data_dir
        with self._explained():
            self._client = chromadb.PersistentClient(
                str(data_dir / VECTORS_FOLDER), settings=ChromaSettings(anonymized_telemetry=False)
            )
            self._collection = self._client.get_or_create_collection(
                f"passages-{fingerprint}",
                configuration={"hnsw": {"space": "cosine"}},
                embedding_function=None,
            )

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Chroma's errors in words that say what to do."""
        try:
            yield
        except (ChromaError, OSError, ValueError) as error:
            raise IndexUnusable(
                f"The vectors in {self._data_dir} cannot be used ({error}). Make room on the disk "
                "if it is full; otherwise run `dateline doctor`."
            ) from error

    def __len__(self) -> int:
        return int(self._collection.count())

    def put(
        self, ids: Sequence[str], vectors: Vectors, days: Sequence[int], publishers: Sequence[str]
    ) -> None:
        """Adds or replaces vectors. `days` are ordinals of published dates, 0 for none."""
        for at in range(0, len(ids), _MANY):
            some = slice(at, at + _MANY)
            metadatas = [
                {"published": day, "publisher": publisher}
                for day, publisher in zip(days[some], publishers[some], strict=True)
            ]
            with self._explained():
                self._collection.upsert(
                    ids=list(ids[some]), embeddings=vectors[some], metadatas=metadatas
                )

    def remove(self, ids: Sequence[str]) -> None:
        for at in range(0, len(ids), _MANY):
            with self._explained():
                self._collection.delete(ids=list(ids[at : at + _MANY]))

    def drop_others(self) -> None:
        """Deletes the collections of other fingerprints."""
        for collection in self._client.list_collections():
            if collection.name != self._collection.name:
                self._client.delete_collection(collection.name)

    def ids(self) -> set[str]:
        return set(self._collection.get(include=[])["ids"])

    def nearest(self, vector: Vectors, limit: int, scope: Scope) -> list[tuple[str, float]]:
        """Passage ids with their cosine to `vector`, the nearest first, ties by id."""
        if limit < 1 or scope.publishers == ():
            return []
        where = _where(scope)
        with self._explained():
            found = self._collection.query(
                query_embeddings=[np.asarray(vector, dtype=np.float32)],
                n_results=limit,
                include=["distances"],
                **({"where": where} if where else {}),
            )
        distances = found["distances"] or [[]]
        scored = [(i, 1.0 - float(d)) for i, d in zip(found["ids"][0], distances[0], strict=True)]
        return sorted(scored, key=lambda item: (-item[1], item[0]))


def _where(scope: Scope) -> dict[str, object]:
    clauses: list[dict[str, object]] = []
    if scope.bounds_dates:
        first = scope.first.toordinal() if scope.first else 1
        clauses.append({"published": {"$gte": first}})
    if scope.last is not None:
        clauses.append({"published": {"$lte": scope.last.toordinal()}})
    if scope.publishers is not None:
        clauses.append({"publisher": {"$in": list(scope.publishers)}})
    if len(clauses) > 1:
        return {"$and": clauses}
    return clauses[0] if clauses else {}
