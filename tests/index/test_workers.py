"""Several processes that read and encode: what they store, and what becomes of those that die."""

import os
import signal
import sqlite3
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from index.embedding.embedders import load_embedder
from index.errors import BadInput
from index.ingestion import encoding
from index.ingestion.encoding import Encode
from index.ingestion.ingest import Ingest
from index.ingestion.ingest_result import IngestResult, Outcome, Progress
from index.ingestion.workers.local import LocalWorkers
from index.reading.files import find_files
from index.settings import SHIPPED_EMBEDDER, IndexSettings
from tests.index.corpus import READ_AT, write_report
from tests.index.documents import zipped

pytestmark = pytest.mark.slow

TODAY = date(2025, 6, 1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports by themselves, in an archive and in a mailbox, twice the same, and bad ones."""
    folder = tmp_path_factory.mktemp("in")
    for number in range(12):
        write_report(folder, number)
    packed = [write_report(folder / "packed", number) for number in range(12, 18)]
    (folder / "many.zip").write_bytes(zipped({file.name: file.read_bytes() for file in packed}))
    for file in packed:
        file.unlink()
    (folder / "again.txt").write_bytes((folder / "003.txt").read_bytes())
    (folder / "bad.txt").write_bytes(b"\x00\x01")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "box.mbox").write_bytes(
        b"".join(
            b"From a@lesk.example Fri May  3 10:00:00 2024\nSubject: %d\n\n"
            b"The quay of the %s is shut until June.\n\n" % (number, what)
            for number, what in enumerate((b"mill", b"harbour", b"town"))
        )
    )
    return folder


def _ingest(
    data_dir: Path, folder: Path, seen: list[Progress] | None = None, **chosen: object
) -> IngestResult:
    settings = IndexSettings.model_validate({"data_dir": data_dir, **chosen})
    tell = (seen if seen is not None else []).append
    embedder = load_embedder(SHIPPED_EMBEDDER)
    made = Ingest(settings, lambda: embedder, TODAY, tell, clock=lambda: READ_AT)
    return made.run(find_files([folder]))


@pytest.fixture(scope="module")
def alone(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, IngestResult]:
    data_dir = tmp_path_factory.mktemp("alone")
    return data_dir, _ingest(data_dir, folder)


def _dumped(file: Path) -> list[str]:
    with sqlite3.connect(file) as db:
        found = list(db.iterdump())
    db.close()
    return found


def _stored(data_dir: Path) -> dict[str, object]:
    """All that is stored: the catalog and the tokens' vectors as SQL, and the bytes of the
    vectors that are scanned and of Chroma's index."""
    [tokens] = data_dir.glob("tokens-*.sqlite")
    with sqlite3.connect(data_dir / "chroma" / "chroma.sqlite3") as db:
        queued = db.execute("SELECT id, seq_id, vector, metadata FROM embeddings_queue ORDER BY 2")
        chroma = queued.fetchall()
    db.close()
    return {
        "catalog": _dumped(data_dir / "catalog.sqlite"),
        "tokens": _dumped(tokens),
        "chroma": chroma,
        "scan": {file.name: file.read_bytes() for file in sorted(data_dir.glob("scan*"))},
    }


def test_what_is_stored_is_the_same_to_the_byte(
    alone: tuple[Path, IngestResult], folder: Path, tmp_path: Path
) -> None:
    one, told = alone
    seen: list[Progress] = []
    assert _ingest(tmp_path / "data", folder, seen, ingest_workers=3) == told
    several, single = _stored(tmp_path / "data"), _stored(one)
    assert several["catalog"] == single["catalog"]
    assert several["tokens"] == single["tokens"]
    assert several["chroma"] == single["chroma"]
    assert several["scan"] == single["scan"]
    assert seen[-1] == Progress("embedding", 21, 21)
    assert [one.done for one in seen if one.stage == "reading"] == list(range(1, 17))
