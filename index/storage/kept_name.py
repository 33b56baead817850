"""Names that a data folder draws once and keeps, by which what lies elsewhere is its own."""

import os
import re
import secrets
from pathlib import Path

from index.errors import IndexUnusable
from index.storage.database import not_writable

_BYTES = 6
_NAME = re.compile(rf"[0-9a-f]{{{2 * _BYTES}}}")


def kept_name(file: Path, of: str, otherwise: str) -> str:
    """The name in a file of a data folder, which is drawn where there is none. Raises IndexUnusable
    where it cannot be kept, or is damaged: `of` says what it names, and `otherwise` what happens
    when it is deleted."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not file.exists():
            _draw(file)
        name = file.read_text("ascii", errors="replace").strip()
    except OSError as error:
        raise not_writable(file.parent, error.strerror or str(error)) from error
    if not _NAME.fullmatch(name):
        raise IndexUnusable(
            f"{file} does not hold the name of {of}. Put it back from a copy, or delete it: "
            f"{otherwise}."
        )
    return name


def _draw(file: Path) -> None:
    """Draws a name and keeps it, unless another process was first."""
    part = file.with_name(f"{file.name}.{os.getpid()}")
    part.touch(mode=0o600)
    part.write_text(f"{secrets.token_hex(_BYTES)}\n", "ascii")
    try:
        os.link(part, file)
    except FileExistsError:
        pass
    finally:
        part.unlink()
