"""The two builds that are set side by side, and how a process of either is run and watched."""

import os
import pty
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from bench.common import ROOT, WORK, Skipped
from bench.servers import ENVIRONMENT

COMMIT = "1e000dc"
"""The build that the targets are set against."""
_LOOKED_S = 0.02
"""Seconds between two looks at the memory of a process."""
BARE = [sys.executable, "-c", "import numpy, onnxruntime, tokenizers, chromadb"]
"""A process that imports what asking needs, and does nothing."""


@dataclass(frozen=True, slots=True)
class Side:
    """A build: its name in tables and the folder of its code."""

    name: str
    root: Path

    @property
    def folder(self) -> Path:
        """Where its indexes are kept."""
        return WORK / "speed" / self.name

    @property
    def environment(self) -> Mapping[str, str]:
        set_here = {
            "PYTHONPATH": str(self.root), "TOKENIZERS_PARALLELISM": "false", "COLUMNS": "100",
        }  # fmt: skip
        return ENVIRONMENT | set_here

    def dateline(self, data: Path, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "ui.cli", "--data-dir", str(data), *arguments]


NOW = Side("now", ROOT)


def before() -> Side:
    """The earlier build in a worktree of its own, made where there is none. Raises Skipped where
    this clone does not have its commit."""
    root = WORK / "before"
    if not (root / "ui").is_dir():
        made = subprocess.run(
            ["git", "worktree", "add", "--force", "--detach", str(root), COMMIT],
            cwd=ROOT, check=False, capture_output=True, text=True,
        )  # fmt: skip
        if made.returncode:
            raise Skipped(f"the build {COMMIT} cannot be laid out ({made.stderr.strip()})")
    return Side("before", root)


def in_turn(sides: Sequence[Side], rounds: int) -> Iterator[Side]:
    """The sides so that none always comes first: A B, B A, A B …"""
    for number in range(rounds):
        yield from reversed(sides) if number % 2 else sides


@dataclass(frozen=True, slots=True)
class Ran:
    """What a process took: seconds from its start to its first output, from there on to its last
    and from its last output to its end; CPU seconds and the most memory in MB, those of the
    processes that it started included."""

    first: float
    wall: float
    exit: float
    cpu: float
    peak: float


def run(side: Side, command: Sequence[str], may_end_with: Sequence[int] = (0,)) -> Ran:
    """Runs a command as in a terminal. Raises CalledProcessError where it ends otherwise."""
    shown, terminal = pty.openpty()
    began = perf_counter()
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=terminal, stderr=subprocess.DEVNULL,
        cwd=side.root, env=side.environment,
    )  # fmt: skip
    os.close(terminal)
    with watched(process.pid) as memory:
        times = [perf_counter() for _ in _chunks(shown)]
        _, status, used = os.wait4(process.pid, 0)
    ended = perf_counter()
    os.close(shown)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in may_end_with:
        raise subprocess.CalledProcessError(process.returncode, list(command))
    first, last = (times[0], times[-1]) if times else (ended, ended)
    cpu = used.ru_utime + used.ru_stime
    return Ran(first - began, ended - began, ended - last, cpu, max(memory))


def _chunks(shown: int) -> Iterator[bytes]:
    """What is written to a terminal, until nobody has it open any more."""
    while True:
        try:
            chunk = os.read(shown, 65_536)
        except OSError:
            return
        if not chunk:
            return
        yield chunk


@contextmanager
def watched(pid: int) -> Iterator[list[float]]:
    """The most MB that a process has held and those that it started and that are there, looked at
    again and again."""
    seen, over = [0.0], threading.Event()

    def watch() -> None:
        while not over.wait(_LOOKED_S):
            seen.append(sum(map(_held, _family(pid))))

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield seen
    finally:
        over.set()
        watching.join()


def _family(pid: int) -> Iterator[int]:
    """A process and those that it started, and so on."""
    yield pid
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        started = [one for task in tasks for one in (task / "children").read_text().split()]
    except OSError:
        return
    for one in started:
        yield from _family(int(one))


def _held(pid: int) -> float:
    """The most MB that a process has had in memory; 0 where it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith("VmHWM:"))


def indexed(side: Side, folder: Path) -> Path:
    """The data folder of one side over a folder of reports, made where there is none."""
    data = side.folder / folder.name
    if not (data / "ready").exists():
        began = time.perf_counter()
        run(side, side.dateline(data, "ingest", str(folder)))
        tell(f"{side.name}: {folder.name} ingested in {time.perf_counter() - began:.0f} s")
        (data / "ready").touch()
    return data


def tell(what: str) -> None:
    """Says to whoever waits how far the bench is."""
    print(what, file=sys.stderr, flush=True)
