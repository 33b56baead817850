"""Chroma's files made again by a process of their own.

Chroma's index writes memory to its files that it has not set, with what the process that makes them
had there before. So where a report is erased they are made by a process that has never read it.
"""

import multiprocessing
from multiprocessing.connection import Connection

from index.errors import DatelineError, IndexUnusable
from index.ingestion.mending import make_vectors_again, remove_unowned
from index.storage.catalog import Catalog
from index.storage.chroma.folder import forget_opened
from index.storage.place import Place, folder_of
from index.storage.store import Stores, recorded_making

_DIED = "The vectors could not be made again: the process that makes them broke down. Try again."


def make_vectors_apart(place: Place) -> None:
    """Makes Chroma's files anew from the vectors that are kept beside the tokens', and removes
    those of both stores that no passage owns. Raises IndexUnusable."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_make, args=(place, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        failed: str | None = ours.recv()
    except EOFError:
        failed = _DIED
    process.join()
    forget_opened(folder_of(place))
    if failed is not None:
        raise IndexUnusable(failed)


def _make(place: Place, told: Connection) -> None:
    """What the process does; it tells why it failed, or None."""
    try:
        _make_again(place)
    except DatelineError as error:
        told.send(str(error))
    else:
        told.send(None)


def _make_again(place: Place) -> None:
    data_dir, catalog = folder_of(place), Catalog.open(place)
    making = recorded_making(catalog) if catalog is not None else None
    if catalog is None or making is None:
        return
    with catalog.writing():
        make_vectors_again(data_dir, catalog, making.fingerprint)
        remove_unowned(data_dir, catalog, Stores(data_dir, making.fingerprint))
    catalog.close()
