"""What an index and a process go through and what is left of them: `python -m bench.reliability`.

Ingests are killed at random moments, the writes of their files fail, two run at once; a server is
asked for long with its memory watched (`bench.soak`). `--kills`, `--faults` and `--requests` make
it shorter.
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from bench.common import ROOT, WORK, Figure, Result, Table, keep, show
from bench.soak import CLIENTS, figures, soak, tables, write_reports
from index.storage.catalog import Catalog
from index.storage.store import Stores, recorded_making

_FOLDER = WORK / "reliability"
_BASE, _MORE = 6, 18
_CALLS = {
    "no space left": ("write,pwrite64,pwritev,ftruncate,fallocate", "ENOSPC"),
    "input/output error": ("write,pwrite64,pwritev,fsync,fdatasync", "EIO"),
    "too many open files": ("openat", "EMFILE"),
}
"""Faults, by the system calls that fail and how."""
_LIMIT_S = 180


@dataclass(frozen=True, slots=True)
class State:
    """All that an index holds, to compare two by."""

    reports: frozenset[str]
    passages: frozenset[str]
    vectors: frozenset[str]


def _command(data: Path, *args: str) -> list[str]:
    return [sys.executable, "-m", "ui.cli", "--data-dir", str(data), *args]


def _run(data: Path, before: Sequence[str] = ()) -> subprocess.CompletedProcess[str]:
    """Ingests all reports into a data folder."""
    ingest = [*before, *_command(data, "ingest", str(_FOLDER / "more"))]
    return subprocess.run(ingest, cwd=ROOT, capture_output=True, text=True, timeout=_LIMIT_S)


def _state(data: Path) -> State:
    catalog = Catalog.open(data)
    making = recorded_making(catalog) if catalog is not None else None
    if catalog is None or making is None:
        return State(frozenset(), frozenset(), frozenset())
    stores = Stores(data, making.fingerprint, again=True)
    reports = frozenset(head.id for head in catalog.report_heads())
    passages = frozenset(catalog.passage_ids())
    catalog.close()
    return State(reports, passages, frozenset(stores.tokens.ids() | stores.vectors.ids()))


class _Judge:
    """Tells what became of an index: whether it is as it was before, or as it should become, and
    whether the next ingest makes it whole."""

    def __init__(self, base: State, whole: State) -> None:
        self._base, self._whole = base, whole
        self.lost = self.halves = self.unmended = 0

    def look(self, data: Path) -> None:
        found = _state(data)
        self.lost += not self._base.reports <= found.reports
        self.halves += found.passages not in (self._base.passages, self._whole.passages)
        self.unmended += _run(data).returncode != 0 or _state(data) != self._whole
        shutil.rmtree(data)


def _copied() -> Path:
    return shutil.copytree(_FOLDER / "base", _FOLDER / "tried")


def _kill(times: int, seconds: float, judge: _Judge, chance: random.Random) -> int:
    """Kills so many ingests, each with what it has started; says how many were under way."""
    under_way = 0
    for _ in range(times):
        data = _copied()
        process = subprocess.Popen(
            _command(data, "ingest", str(_FOLDER / "more")), cwd=ROOT, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(chance.uniform(0.2, 1.0) * seconds)
        under_way += process.poll() is None
        os.killpg(process.pid, signal.SIGKILL) if process.poll() is None else None
        process.wait()
        judge.look(data)
    return under_way


def _fail(times: int, judge: _Judge) -> Iterator[tuple[str, str, int, str]]:
    """Has the calls on the files of an index fail from the n-th on; gives what was said."""
    if shutil.which("strace") is None:
        return
    for (fault, (calls, error)), number in product(_CALLS.items(), range(times)):
        data, at = _copied(), 1 + number * 7
        files = [path for path in data.rglob("*") if path.is_file()]
        named = {str(path) for path in files} | {f"{path}-{end}" for path in files
                                                 for end in ("wal", "shm", "journal")}  # fmt: skip
        paths = [part for path in sorted(named) for part in ("-P", path)]
        traced = ["-e", f"trace={calls}", "-e", f"inject={calls}:error={error}:when={at}+"]
        ran = _run(data, ["strace", "-f", "-qq", "-o", os.devnull, *paths, *traced])
        said = ran.stderr.replace(str(_FOLDER), "…").strip().splitlines()
        yield fault, f"from call {at} on", ran.returncode, said[-1][:90] if said else ""
        judge.look(data)


def _two_at_once(judge: _Judge) -> list[int]:
    data = _copied()
    both = [
        subprocess.Popen(
            _command(data, "ingest", str(_FOLDER / "more")), cwd=ROOT,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        for _ in range(2)
    ]  # fmt: skip
    codes = sorted(process.wait(_LIMIT_S) for process in both)
    judge.look(data)
    return codes


def measure(kills: int, faults: int, requests: int) -> Result:
    """All of it, so often."""
    shutil.rmtree(_FOLDER, ignore_errors=True)
    write_reports(_FOLDER / "first", range(_BASE))
    write_reports(_FOLDER / "more", range(_MORE))
    first = _command(_FOLDER / "base", "ingest", str(_FOLDER / "first"))
    subprocess.run(first, cwd=ROOT, check=True, capture_output=True)
    shutil.copytree(_FOLDER / "base", _FOLDER / "whole")
    began = time.perf_counter()
    _run(_FOLDER / "whole")
    seconds = time.perf_counter() - began
    judge = _Judge(_state(_FOLDER / "base"), _state(_FOLDER / "whole"))
    under_way = _kill(kills, seconds, judge, random.Random(5))
    failed = list(_fail(faults, judge))
    codes = _two_at_once(judge)
    asked = soak(_FOLDER / "whole", requests)
    silent = sum(code not in (0, 2) or "Traceback" in said for _, _, code, said in failed)
    return Result(
        "reliability", "What an index and a process go through",
        f"An index of {_BASE} reports is given {_MORE - _BASE} more. {kills} of these ingests were "
        f"killed, {under_way} of them under way; of {len(failed)} the calls on the files of the "
        "index failed from one on, by strace; two ran at once. After each the index is held "
        "against that before and that of an ingest without harm, and is given the reports again. "
        f"Then {CLIENTS} clients asked a server over the index, each again when it was answered, "
        f"for {asked.seconds:.0f} seconds; its memory in the last third of them is held against "
        "that in the second.",
        [
            Figure("ingests after which a report was lost", judge.lost, at_most=0),
            Figure("of which some, and not all, was seen", judge.halves, at_most=0),
            Figure("that the next ingest did not make whole", judge.unmended, at_most=0),
            Figure("faults that ended without a message", silent, at_most=0),
            Figure("of two at once, those turned away", sum(map(bool, codes)), at_most=1),
            *figures(asked),
        ],
        [Table("What was said", ("fault", "when", "exit", "last line"),
               [[*some, str(code), said] for *some, code, said in failed]), *tables(asked)],
    )  # fmt: skip


def main() -> None:
    """Runs it; a run that is shorter than by default is printed and not kept."""
    parser = argparse.ArgumentParser(description="What an index and a process go through.")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--faults", type=int, default=12, help="of each kind")
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--keep", action="store_true", help="write the page of a shorter run too")
    given = parser.parse_args()
    result = measure(given.kills, given.faults, given.requests)
    whole = (given.kills, given.faults, given.requests) >= (200, 12, 20_000)
    keep(result) if whole or given.keep else show(result)


if __name__ == "__main__":
    main()
