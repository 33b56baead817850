"""Files that commands read, or what is typed in their place, and those they write: whole, or not
at all."""

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import BadInput

TYPED = "-"
"""In the place of a file's name: what is typed."""


def read_given(file: str) -> bytes:
    """The content of a file that was named, or what is typed. Raises BadInput where it cannot be
    read."""
    try:
        if file != TYPED:
            return Path(file).read_bytes()
        # what stands in for standard input may hold text alone
        return (
            sys.stdin.buffer.read() if hasattr(sys.stdin, "buffer") else sys.stdin.read().encode()
        )
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise BadInput(f"{file} cannot be read: {why}.") from error


def write_bytes(file: Path, content: bytes) -> None:
    """Writes a file, whole or not at all. Raises BadInput where it cannot be written."""
    with _replacing(file) as descriptor, open(descriptor, "wb") as out:
        out.write(content)


def write_whole(file: Path, parts: Iterable[str]) -> None:
    """Writes a text file in UTF-8. What stood there before stays until all of it is written.

    Raises BadInput where the file cannot be written.
    """
    with _replacing(file) as descriptor, open(descriptor, "w", encoding="utf-8") as out:
        out.writelines(parts)


@contextmanager
def _replacing(file: Path) -> Iterator[int]:
    """A descriptor to write to, of what takes a file's place when that is done without an error."""
    try:
        descriptor, part = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        try:
            yield descriptor
            os.replace(part, file)
        except BaseException:
            os.unlink(part)
            raise
    except OSError as error:
        raise BadInput(f"{file} cannot be written: {error.strerror}.") from error
