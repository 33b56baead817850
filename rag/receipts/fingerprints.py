"""What tells one version of the program, of its models and of an index from another."""

import json
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from index.embedding.minilm import FOLDER as ENCODER
from index.settings import SHIPPED_EMBEDDER
from index.storage.catalog import Catalog
from index.storage.store import recorded_making
from rag.reader.judge import FOLDER as READER
from rag.settings import SHIPPED_JUDGE, Settings

_PACKAGES = Path(__file__).parents[2]
_SHIPPED = {SHIPPED_EMBEDDER: ENCODER, SHIPPED_JUDGE: READER}
"""Where the files of models lie that ship."""
_READ = frozenset({".py", ".yaml", ".json", ".txt"})
"""Endings of what answers are made by, but for the weights of networks, which have their own."""
UNKNOWN = "unknown"


def fingerprints(settings: Settings, catalog: Catalog | None) -> dict[str, str]:
    """Of the version of the program, its code, how the index was made, and the models: the SHA-256
    of the weights where they ship, and else no more than the name."""
    making = recorded_making(catalog) if catalog is not None else None
    named = {"embedder": settings.embedder, "judge": settings.judge}
    others = {"reranker": settings.reranker, "nli": settings.nli, "llm": settings.llm_model}
    named |= {kind: name for kind, name in others.items() if name}
    return {
        "version": _version(),
        "code": _code(),
        "index": making.fingerprint if making is not None else UNKNOWN,
        **{kind: _weights(name) for kind, name in named.items()},
    }


def _version() -> str:
    try:
        return version("dateline")
    except PackageNotFoundError:  # run from its files, without being installed
        return UNKNOWN


@cache
def _code() -> str:
    """A short sum of all code and data of the packages that answer."""
    digest = sha256()
    for package in ("index", "rag"):
        for file in sorted((_PACKAGES / package).rglob("*")):
            if file.suffix in _READ and file.is_file():
                content = file.read_bytes()
                digest.update(f"{file.relative_to(_PACKAGES)} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:12]


@cache
def _weights(name: str) -> str:
    """A name with the sum of its weights, where they ship."""
    folder = _SHIPPED.get(name)
    if folder is None:
        return name
    shipped = json.loads((folder / "shipped.json").read_text("utf-8"))["sha256"]
    return f"{name} sha256 {shipped['model.onnx']}"
