"""Chroma in this process, with its files in the data folder."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from shutil import copyfile, copytree
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import chromadb
from chromadb.api import ClientAPI
from chromadb.api.models.Collection import Collection
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import ChromaError

from index.errors import IndexUnusable, OutOfMemory
from index.failures import lacks_memory
from index.storage.chroma.files import VECTORS_FOLDER
from index.storage.chroma.named import CONFIGURATION, prefixed
from index.storage.database import is_writable

Done = TypeVar("Done")


class FolderChroma:
    """The collections of the data folder, of which one, for a fingerprint, is asked."""

    at_once = 2000
    """Vectors that are written at one time."""

    def __init__(self, data_dir: Path, fingerprint: str, *, again: bool = False) -> None:
        """`again` reads anew what another process may have changed since this one first looked.
        Raises IndexUnusable."""
        self._data_dir = data_dir
        self._name = prefixed("", fingerprint)
        self._opened = self._explained(lambda: self._open(again=again))

    def _open(self, *, again: bool) -> tuple[ClientAPI, Collection]:
        client = _client(self._data_dir)
        if again:
            _forget(client._identifier)
            client = _client(self._data_dir, again=True)
        collection = client.get_or_create_collection(
            self._name, configuration=CONFIGURATION, embedding_function=None
        )
        return client, collection

    def asked(self, method: str, **what: Any) -> Any:
        """What a method of the collection gives for `what`. Raises IndexUnusable."""
        return self._explained(lambda: getattr(self._opened[1], method)(**what))

    def _explained(self, do: Callable[[], Done]) -> Done:
        """Chroma's errors in words that say what to do."""
        try:
            return do()
        except (ChromaError, OSError, ValueError) as error:
            if lacks_memory(error):
                raise OutOfMemory from error
            raise IndexUnusable(
                f"The vectors in {self._data_dir} cannot be used ({error}). Make room on the disk "
                "if it is full; otherwise run `dateline doctor`."
            ) from error

    def drop_others(self) -> None:
        """Deletes the collections of other fingerprints."""
        client, _ = self._opened
        for collection in client.list_collections():
            if collection.name != self._name:
                client.delete_collection(collection.name)


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


def _client(data_dir: Path, *, again: bool = False) -> ClientAPI:
    folder = (data_dir / VECTORS_FOLDER).resolve()
    if folder.is_dir() and not is_writable(folder):
        if again:
            _copied.cache_clear()
        folder = Path(_copied(folder).name)  # Chroma opens none that it cannot write
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings = ChromaSettings(anonymized_telemetry=False)
    return chromadb.PersistentClient(str(folder), settings=settings)
