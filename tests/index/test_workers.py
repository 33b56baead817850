"""Several processes that read and encode: what they store, and what becomes of those that die."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from index import reading
from index.embedding.embedder import Embedder
from index.embedding.embedders import load_embedder
from index.errors import OutOfMemory
from index.files import find_files
from index.ingestion import encoding
from index.ingestion.executor import ahead
from index.ingestion.ingest import Ingest
from index.ingestion.ingest_result import IngestResult, Outcome, Progress
from index.settings import SHIPPED_EMBEDDER, IndexSettings
from index.storage.encoding import Read, encode_passages
from index.storage.token_vectors import PassageVectors
from index.types import SourceText
from tests.doubles import HashingEmbedder
from tests.index.corpus import READ_AT, Corpus, write_report
from tests.index.documents import zipped
from tests.index.stored import stored

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
    data_dir: Path, folder: Path, tell: Callable[[Progress], None] = lambda _: None,
    **chosen: object,
) -> IngestResult:  # fmt: skip
    settings = IndexSettings.model_validate({"data_dir": data_dir, **chosen})
    hashing = settings.embedder == "hashing"
    made = Ingest(
        settings, HashingEmbedder if hashing else partial(load_embedder, SHIPPED_EMBEDDER), TODAY,
        tell, clock=lambda: READ_AT,
    )  # fmt: skip
    return made.run(find_files([folder]))


@pytest.fixture(scope="module")
def alone(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, IngestResult]:
    data_dir = tmp_path_factory.mktemp("alone")
    return data_dir, _ingest(data_dir, folder)


@pytest.mark.parametrize("kill", [pytest.param(False, marks=pytest.mark.nightly), True],
                         ids=["undisturbed", "killed"])  # fmt: skip
def test_what_is_stored_is_the_same_to_the_byte(
    alone: tuple[Path, IngestResult], folder: Path, tmp_path: Path, kill: bool
) -> None:
    """Also where all workers are killed while they read and again while they encode."""
    one, told = alone
    seen, killed = list[Progress](), dict[str, list[int]]()

    def tell(progress: Progress) -> None:
        seen.append(progress)
        if kill and progress.done and progress.stage not in killed:
            pids = [child.pid for child in multiprocessing.active_children() if child.pid]
            killed[progress.stage] = pids
            for pid in pids:
                os.kill(pid, signal.SIGKILL)

    assert _ingest(tmp_path / "data", folder, tell, ingest_workers=3) == told
    assert [len(pids) for pids in killed.values()] == ([3, 3] if kill else [])
    assert stored(tmp_path / "data") == stored(one)
    assert [one.done for one in seen if one.stage == "reading"] == list(range(1, 18))
    assert seen[-1] == Progress("embedding", 21, 21)
    assert multiprocessing.active_children() == []


@pytest.fixture
def hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers load the double; it is at hand in whatever is forked from here."""
    monkeypatch.setattr(encoding, "load_embedder", lambda *_, **__: HashingEmbedder())
    encoding._loaded.cache_clear()


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.usefixtures("hashing")
def test_a_report_that_kills_whatever_reads_it(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is read twice, has one line, and the others are read."""
    whole, tries = reading._READERS[".txt"], tmp_path / "tries"

    def read(content: bytes) -> SourceText:
        if b"News of the museum 2" in content:
            with tries.open("a") as noted:
                noted.write("x")
            _die()
        return whole(content)

    monkeypatch.setitem(reading._READERS, ".txt", read)
    result = _ingest(tmp_path / "data", folder, embedder="hashing", ingest_workers=2)
    assert Outcome("002.txt", "cannot be read: the program that reads it broke down over it") in (
        result.rejected
    )
    assert tries.read_text() == "xx"
    assert (len(result.added), len(result.rejected)) == (20, 3)


def _encoding_that_dies_of(words: str) -> Callable[..., list[PassageVectors]]:
    def encode(embedder: Embedder, passages: Sequence[Read]) -> list[PassageVectors]:
        if any(words in text for _, text, _ in passages):
            _die()
        return encode_passages(embedder, passages)

    return encode


@pytest.mark.usefixtures("hashing")
def test_a_report_that_kills_whatever_encodes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has one line and its earlier text stays; the others are there as without it."""
    folder, data = tmp_path / "in", tmp_path / "data"
    for number in range(4):
        write_report(folder, number)
    _ingest(data, folder, embedder="hashing", ingest_workers=2)
    changed = write_report(folder, 1)
    changed.write_text(changed.read_text("utf-8") + "\n\nIt is poisoned. So it was.", "utf-8")
    write_report(folder, 4)
    monkeypatch.setattr(encoding, "encode_passages", _encoding_that_dies_of("poisoned"))
    result = _ingest(data, folder, embedder="hashing", ingest_workers=2)
    assert result.rejected == [
        Outcome(
            "001.txt",
            "cannot be searched: the program that makes vectors broke down over it; its earlier "
            "text stays",
        )
    ]
    assert result.added == [Outcome("004.txt")]
    state = Corpus(data).state()
    assert state.vectors == state.passages.keys()
    assert len(state.blocks) == 5


@pytest.mark.usefixtures("hashing")
def test_a_lack_of_memory_is_no_fault_of_a_report(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def encode(*_: object) -> list[PassageVectors]:
        raise MemoryError

    monkeypatch.setattr(encoding, "encode_passages", encode)
    with pytest.raises(OutOfMemory):
        _ingest(tmp_path / "data", folder, embedder="hashing", ingest_workers=2)
    assert Corpus(tmp_path / "data").heads() == {}
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize(
    ("sizes", "under_way"),
    [([1] * 9, 4), ([50, 60, 50, 60, 200, 1], 2), ([], 0)],
    ids=["by number", "by size", "none"],
)
def test_so_much_is_under_way_at_most(sizes: list[int], under_way: int) -> None:
    begun, taken, most = list[int](), list[int](), 0

    def begin(size: int) -> int:
        begun.append(size)
        return size

    for one in ahead(sizes, begin, 4, lambda size: size, 100):
        most = max(most, len(begun) - len(taken))
        taken.append(one)
    assert (taken, most) == (sizes, under_way)
