"""Changes of the index by one server, one at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from index.errors import BeingWritten

_PATIENCE_S = 5.0
"""Seconds that a change which somebody waits for lets others go on."""


@contextmanager
def soon(changing: Lock) -> Iterator[None]:
    """Holds a lock. Raises BeingWritten where others hold it for long, as an ingest may."""
    if not changing.acquire(timeout=_PATIENCE_S):
        raise BeingWritten("Reports are being read into the index. Try again when that has ended.")
    try:
        yield
    finally:
        changing.release()
