"""Files that commands write: whole, or not at all."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import BadInput


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
