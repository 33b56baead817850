"""Files that commands write: whole, or not at all."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from index.errors import BadInput


def write_bytes(file: Path, content: bytes) -> None:
    """Writes a file, whole or not at all. Raises BadInput where it cannot be written."""
    try:
        descriptor, part = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        try:
            with open(descriptor, "wb") as out:
                out.write(content)
            os.replace(part, file)
        except BaseException:
            os.unlink(part)
            raise
    except OSError as error:
        raise BadInput(f"{file} cannot be written: {error.strerror}.") from error


def write_whole(file: Path, parts: Iterable[str]) -> None:
    """Writes a text file in UTF-8. What stood there before stays until all of it is written.

    Raises BadInput where the file cannot be written.
    """
    try:
        descriptor, part = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        try:
            with open(descriptor, "w", encoding="utf-8") as out:
                out.writelines(parts)
            os.replace(part, file)
        except BaseException:
            os.unlink(part)
            raise
    except OSError as error:
        raise BadInput(f"{file} cannot be written: {error.strerror}.") from error
