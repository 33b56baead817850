"""Names of collections, and what they are made with."""

import os
import re
import secrets
from pathlib import Path
from typing import Any

from index.errors import IndexUnusable
from index.storage.database import not_writable

NAME_FILE = "chroma-name"
"""In the data folder: by what its collections on a server are told from those of others."""
CONFIGURATION: Any = {"hnsw": {"space": "cosine"}}
_BYTES = 6
_NAME = re.compile(rf"[0-9a-f]{{{2 * _BYTES}}}")


def prefixed(name: str, fingerprint: str) -> str:
    """The name of the collection of a fingerprint; on a server, of an index of a name."""
    return f"passages-{name}-{fingerprint}" if name else f"passages-{fingerprint}"


def name_of(data_dir: Path) -> str:
    """By what the collections of a data folder are told from those of others: drawn once, and then
    kept in the folder. A copy of the whole folder has the same; one that is restored from a backup
    gets its own. Raises IndexUnusable where it cannot be kept, or is damaged."""
    file = data_dir / NAME_FILE
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not file.exists():
            _draw(file)
        name = file.read_text("ascii", errors="replace").strip()
    except OSError as error:
        raise not_writable(data_dir, error.strerror or str(error)) from error
    if not _NAME.fullmatch(name):
        raise IndexUnusable(
            f"{file} does not hold the name of this index on the Chroma server. Put it back from a "
            "copy, or delete it: the vectors are put there under another name then."
        )
    return name


def _draw(file: Path) -> None:
    """Draws a name and keeps it, unless another process was first."""
    part = file.with_name(f"{NAME_FILE}.{os.getpid()}")
    part.touch(mode=0o600)
    part.write_text(f"{secrets.token_hex(_BYTES)}\n", "ascii")
    try:
        os.link(part, file)
    except FileExistsError:
        pass
    finally:
        part.unlink()
