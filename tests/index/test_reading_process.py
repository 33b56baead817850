"""Files that make their reader slow, large or dead: each costs a line, and nothing else."""

import errno
import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from index import reading
from index.errors import BadInput
from index.ingestion import reading_process, understanding
from index.ingestion.ingest_result import Outcome
from index.ingestion.reading_process import ReadingProcess
from index.ingestion.understanding import Identity
from index.reading import Limits, Part
from index.rules import noting, switched_off
from index.settings import IndexSettings
from index.types import Block, SourceText
from tests.index.corpus import Corpus, write_report
from tests.index.documents import zipped

ROOT = Path(__file__).parents[2]
TEXT = b"The quay\n\nMay 3, 2024\n\nThe quay is shut. It opens in June."
SLOW = "takes too long to be read (setting read_seconds)"
BROKE_DOWN = "cannot be read: the program that reads it broke down over it"
MUCH = "needs too much memory"


def _process(**settings: float) -> ReadingProcess:
    return ReadingProcess(IndexSettings.model_validate({"read_seconds": 1, **settings}))


def _loop() -> None:
    while True:
        pass


def _loop_deaf() -> None:
    """As in a library that looks for no signals."""
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
    _loop()


def _swallow() -> None:
    """As in a library that takes any error for one of its own."""
    while True:
        try:
            _loop()
        except Exception:  # noqa: BLE001 - on purpose
            time.sleep(0)


def _fill() -> None:
    bytearray(10_000_000_000)


def _crash() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


HARMS = [
    pytest.param(_loop, SLOW, id="endless"),
    pytest.param(_loop_deaf, SLOW, id="endless in a library"),
    pytest.param(_swallow, SLOW, id="endless with errors swallowed"),
    pytest.param(_fill, MUCH, id="large"),
    pytest.param(_crash, BROKE_DOWN, id="crash"),
]


@pytest.fixture(scope="module", autouse=True)
def loaded(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What is loaded for the first report alone is not timed here."""
    file = write_report(tmp_path_factory.mktemp("loaded"), 0)
    _, source = reading.read_report(file, 10_000)
    understanding.understand(_identity(), source, date(2025, 6, 1))


@pytest.fixture
def quick_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that does not end by itself is not waited for."""
    monkeypatch.setattr(reading_process, "_GRACE", 0.5)


def _harmed_by(harm: Callable[[], None], patch: pytest.MonkeyPatch) -> None:
    """What speaks of a harvest harms whatever reads it as a text."""
    whole = reading._READERS[".txt"]

    def read(content: bytes) -> SourceText:
        if b"harvest" in content:
            harm()
        return whole(content)

    patch.setitem(reading._READERS, ".txt", read)


@pytest.mark.usefixtures("quick_end")
@pytest.mark.parametrize(("harm", "reason"), HARMS)
def test_a_file_that_harms_its_reader_costs_its_own_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: Callable[[], None], reason: str
) -> None:
    _harmed_by(harm, monkeypatch)
    for number in range(3):
        write_report(tmp_path / "in", number)
    corpus = Corpus(tmp_path / "data")
    result = corpus.ingest(
        tmp_path / "in", read_seconds=2 if reason == SLOW else 60, read_memory_mb=300
    )
    assert [outcome.path for outcome in result.rejected] == ["001.txt"]
    assert reason in result.rejected[0].remark
    assert result.added == [Outcome("000.txt"), Outcome("002.txt")]


@pytest.mark.usefixtures("quick_end")
@pytest.mark.parametrize(("harm", "reason"), [*HARMS[:2], *HARMS[4:]])
def test_a_report_that_harms_what_is_told_of_it(
    monkeypatch: pytest.MonkeyPatch, harm: Callable[[], None], reason: str
) -> None:
    monkeypatch.setattr(understanding, "lay_out", lambda *_: harm())
    with _process() as process:
        (part,) = process.read_file("a.txt", TEXT, Limits()).parts
        assert isinstance(part.read, SourceText)
        with pytest.raises(BadInput) as caught:
            process.understand(_identity(), part.read, date(2025, 6, 1))
        assert str(caught.value) == reason
        assert _read(process, "a.txt", TEXT) == [""]


def _identity() -> Identity:
    return Identity("1", "a.txt", "sum", datetime(2025, 6, 1, tzinfo=UTC))


def _read(process: ReadingProcess, name: str, content: bytes) -> list[str]:
    """Why each part cannot be read; empty for those that can."""
    parts = process.read_file(name, content, Limits()).parts
    return [str(part.read) if isinstance(part.read, BadInput) else "" for part in parts]


BOX = b"".join(
    b"From a@lesk.example Fri May  3 10:00:00 2024\nSubject: %d\n\nThe %s is shut.\n\n" % (n, what)
    for n, what in enumerate((b"quay", b"harvest", b"bridge"))
)


def test_one_message_of_a_mailbox(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = reading._OPENERS[".eml"]

    def opened(content: bytes, limits: Limits) -> object:
        if b"harvest" in content:
            _loop()
        return whole(content, limits)

    monkeypatch.setitem(reading._OPENERS, ".eml", opened)
    with _process() as process:
        assert _read(process, "a.mbox", BOX) == ["", SLOW, ""]


@pytest.mark.usefixtures("quick_end")
def test_what_was_read_of_an_archive_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    _harmed_by(_crash, monkeypatch)
    archive = zipped({"a.txt": TEXT, "b.txt": b"A harvest came in.", "c.txt": TEXT + b" So."})
    with _process() as process:
        parts = process.read_file("a.zip", archive, Limits()).parts
    assert [part.name for part in parts] == ["!a.txt", ""]
    assert str(parts[1].read) == BROKE_DOWN


def test_a_larger_report_has_more_time(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(_: bytes) -> SourceText:
        time.sleep(1.5)
        return SourceText("The quay.", (Block(0, 9),))

    monkeypatch.setitem(reading._READERS, ".txt", read)
    with _process() as process:
        assert _read(process, "a.txt", TEXT) == [SLOW]
        assert _read(process, "a.txt", b"x" * 3_000_000) == [""]


def test_what_concerns_all_reports_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    _harmed_by(full, monkeypatch)
    with _process() as process, pytest.raises(OSError, match="No space left"):
        process.read_file("a.txt", b"A harvest came in.", Limits())


class _Unsendable(Exception):
    """Holds what no process can send."""

    def __init__(self) -> None:
        super().__init__("of a library")
        self.held = lambda: None


def test_an_error_that_cannot_be_sent_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def trip(*_: object) -> None:
        raise _Unsendable

    monkeypatch.setattr(understanding, "load_sentence_model", trip)
    with _process() as process, pytest.raises(RuntimeError, match="_Unsendable: of a library"):
        process.understand(_identity(), SourceText("The quay.", ()), date(2025, 6, 1))


def test_no_process_is_left() -> None:
    with _process() as process:
        assert _read(process, "a.txt", TEXT) == [""]
        started = process._process
        assert started is not None
        pid = started.pid
    assert pid is not None
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


class _Waits:
    """As a client of another language's library: freed in a forked process, it never returns."""

    def __init__(self) -> None:
        self.made_in = os.getpid()
        self.itself = self

    def __del__(self) -> None:
        if os.getpid() != self.made_in:
            _loop_deaf()


def test_what_the_process_has_from_another_is_not_freed_in_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def collect() -> None:
        gc.collect()

    _harmed_by(collect, monkeypatch)
    gc.disable()
    try:
        _Waits()
        with _process(read_seconds=20) as process:
            assert _read(process, "a.txt", b"A harvest came in.") == [""]
    finally:
        gc.enable()


ENDED = """
import os, signal, sys
from pathlib import Path
from index import reading
from index.reading import Limits
from index.ingestion.reading_process import ReadingProcess
from index.settings import IndexSettings

def stuck(content):
    Path(sys.argv[1]).write_text(str(os.getpid()))
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
    while True:
        pass

reading._READERS[".txt"] = stuck
ReadingProcess(IndexSettings()).read_file("a.txt", b"The quay.", Limits())
"""


@pytest.mark.slow
def test_it_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    noted = tmp_path / "pid"
    parent = subprocess.Popen([sys.executable, "-c", ENDED, str(noted)], cwd=ROOT)
    deadline = time.monotonic() + 60
    while not (noted.exists() and noted.read_text()) and time.monotonic() < deadline:
        time.sleep(0.05)
    parent.kill()
    parent.wait()
    pid = int(noted.read_text())
    while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(f"/proc/{pid}").exists()


@pytest.mark.slow
def test_a_thread_of_a_server_has_one_too() -> None:
    """It is not forked from a process with threads, and knows of the rules that are off."""

    def read() -> tuple[Part, ...]:
        with _process(read_seconds=30) as process, switched_off(["sentence-labels"]), noting():
            return process.read_file("a.txt", TEXT, Limits()).parts

    with ThreadPoolExecutor(1) as pool:
        (part,) = pool.submit(read).result()
    assert isinstance(part.read, SourceText)
    assert part.content == TEXT
