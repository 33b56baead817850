"""The vector store: one Chroma collection a fingerprint. The only module that knows chromadb."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from shutil import copyfile, copytree
from tempfile import TemporaryDirectory

import chromadb
import numpy as np
from chromadb.api import ClientAPI
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import ChromaError

from index.embedding.embedder import Vectors
from index.errors import IndexUnusable, OutOfMemory
from index.failures import lacks_memory
from index.storage.database import is_writable
from index.storage.filters import FilterValues, chroma_where
from index.types import Scope

VECTORS_FOLDER = "chroma"
_MANY = 2000


class VectorStore:
    """Passage vectors under cosine, found by passage id; no text is kept here."""

    def __init__(self, data_dir: Path, fingerprint: str, *, again: bool = False) -> None:
        """`again` reads anew what another process may have changed since this one first looked."""
        self._data_dir = data_dir
        with self._explained():
            self._client = _open(data_dir)
            if again:
                _forget(self._client._identifier)
                self._client = _open(data_dir, again=True)
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
            if lacks_memory(error):
                raise OutOfMemory from error
            raise IndexUnusable(
                f"The vectors in {self._data_dir} cannot be used ({error}). Make room on the disk "
                "if it is full; otherwise run `dateline doctor`."
            ) from error

    def __len__(self) -> int:
        return int(self._collection.count())

    def put(self, ids: Sequence[str], vectors: Vectors, values: Sequence[FilterValues]) -> None:
        """Adds or replaces vectors, each with what it can be filtered by."""
        for some in _batches(len(ids)):
            with self._explained():
                self._collection.upsert(
                    ids=list(ids[some]),
                    embeddings=vectors[some],
                    metadatas=[dict(value) for value in values[some]],
                )

    def describe(self, ids: Sequence[str], values: Sequence[FilterValues]) -> None:
        """Renews what stored vectors are filtered by."""
        for some in _batches(len(ids)):
            with self._explained():
                self._collection.update(
                    ids=list(ids[some]), metadatas=[dict(value) for value in values[some]]
                )

    def remove(self, ids: Sequence[str]) -> None:
        """Forgets vectors; unknown ids are no error."""
        for some in _batches(len(ids)):
            with self._explained():
                self._collection.delete(ids=list(ids[some]))

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
        where = chroma_where(scope)
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


def forget_opened(data_dir: Path) -> None:
    """Has what this process opens next of a data folder read anew: another one made it again."""
    _forget(str((data_dir / VECTORS_FOLDER).resolve()))


def _forget(identifier: str) -> None:
    """Chroma shares what it read of a folder among all clients of a process. Dropping that folder's
    entry alone leaves clients that are in use what they have."""
    SharedSystemClient._identifier_to_system.pop(identifier, None)


@cache
def _copied(folder: Path) -> TemporaryDirectory[str]:
    """A copy of a folder that cannot be written, gone when this process ends."""
    copy = TemporaryDirectory(prefix="dateline-vectors-")
    copytree(folder, copy.name, dirs_exist_ok=True, copy_function=copyfile)
    for inner in (Path(copy.name), *Path(copy.name).rglob("*")):
        inner.chmod(0o700 if inner.is_dir() else 0o600)
    return copy


def _open(data_dir: Path, *, again: bool = False) -> ClientAPI:
    folder = (data_dir / VECTORS_FOLDER).resolve()
    if folder.is_dir() and not is_writable(folder):
        if again:
            _copied.cache_clear()
        folder = Path(_copied(folder).name)  # Chroma opens none that it cannot write
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings = ChromaSettings(anonymized_telemetry=False)
    return chromadb.PersistentClient(str(folder), settings=settings)


def _batches(count: int) -> Iterator[slice]:
    for at in range(0, count, _MANY):
        yield slice(at, at + _MANY)
