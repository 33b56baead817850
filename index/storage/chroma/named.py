"""Names of collections, and what they are made with."""

from pathlib import Path
from typing import Any

from index.storage.kept_name import kept_name

NAME_FILE = "chroma-name"
"""In the data folder: by what its collections on a server are told from those of others."""
CONFIGURATION: Any = {"hnsw": {"space": "cosine"}}


def prefixed(name: str, fingerprint: str) -> str:
    """The name of the collection of a fingerprint; on a server, of an index of a name."""
    return f"passages-{name}-{fingerprint}" if name else f"passages-{fingerprint}"


def name_of(data_dir: Path) -> str:
    """By what the collections of a data folder are told from those of others: drawn once, and then
    kept in the folder. A copy of the whole folder has the same; one that is restored from a backup
    gets its own. Raises IndexUnusable where it cannot be kept, or is damaged."""
    return kept_name(
        data_dir / NAME_FILE, "this index on the Chroma server",
        "the vectors are put there under another name then",
    )  # fmt: skip
