"""All that an index stores, to compare two by."""

import json
import sqlite3
from contextlib import closing, suppress
from pathlib import Path


def stored(data_dir: Path) -> dict[str, object]:
    """The catalog and the tokens' vectors as SQL; what Chroma was given, in order, with its
    numbers; the bytes of the vectors that are scanned."""
    return {"catalog": _dumped(data_dir / "catalog.sqlite"), **vectors(data_dir)}


def vectors(data_dir: Path) -> dict[str, object]:
    """The same without the catalog, which has the times at which reports were read."""
    [tokens] = data_dir.glob("tokens-*.sqlite")
    with closing(sqlite3.connect(data_dir / "chroma" / "chroma.sqlite3")) as db:
        queued = db.execute("SELECT id, seq_id, vector, metadata FROM embeddings_queue ORDER BY 2")
        chroma = [(*row, json.loads(values)) for *row, values in queued]
    return {
        "tokens": _dumped(tokens),
        "chroma": chroma,
        "scan": {file.name: file.read_bytes() for file in sorted(data_dir.glob("scan*"))},
    }


def encoded(data_dir: Path) -> int:
    """How many passages have vectors so far."""
    for file in data_dir.glob("tokens-*.sqlite"):
        with closing(sqlite3.connect(file)) as db, suppress(sqlite3.OperationalError):
            [(count,)] = db.execute("SELECT count(*) FROM passage_vectors").fetchall()
            return int(count)
    return 0


def _dumped(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as db:
        return list(db.iterdump())
