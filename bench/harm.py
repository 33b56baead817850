"""Harm done to an ingest, one at a time, and what is then left of the index."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bench.common import ROOT, Skipped
from bench.soak import write_reports
from index.storage.catalog import Catalog
from index.storage.store import Stores, recorded_making

BASE, MORE = 6, 18
"""Reports that the index has, and those that are there when it is given more."""
KINDS = ("short", "EIO", "ENOSPC", "EMFILE")
JUMPS = (3600, -3600, 86_400, -86_400, 400 * 86_400, -400 * 86_400)
"""Seconds that the clock jumps by while reports are ingested."""
_SOURCES = ROOT / "tests" / "faults"
_NEVER = 10**9
_LIMIT_S = 300


@dataclass(frozen=True, slots=True)
class State:
    """All that an index holds, to compare two by."""

    reports: frozenset[str]
    passages: frozenset[str]
    vectors: frozenset[str]


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of one ingest that was harmed.

    `harm` says of which kind and `when` at which moment. `hit` is whether it was in time, `code`
    how the ingest ended and `said` its last line. Then: whether a report of before was `lost`,
    whether `some`, and not all, of the new ones were seen, and whether the next ingest made it
    `whole`.
    """

    harm: str
    when: str
    hit: bool
    code: int
    said: str
    lost: bool
    some: bool
    whole: bool


class Harmed:
    """An index of a few reports in a folder, whose copies are given more under all kinds of
    harm."""

    def __init__(self, folder: Path) -> None:
        """Makes the index, and one of all reports to compare with, where they are not there."""
        self._folder = folder
        if not (folder / "made").exists():
            shutil.rmtree(folder, ignore_errors=True)
            write_reports(folder / "first", range(BASE))
            write_reports(folder / "more", range(MORE))
            subprocess.run(
                _command(folder / "base", "ingest", str(folder / "first")), cwd=ROOT, check=True,
                capture_output=True,
            )  # fmt: skip
            shutil.copytree(folder / "base", folder / "whole")
            began = time.perf_counter()
            self._ingest(folder / "whole")
            (folder / "made").write_text(f"{time.perf_counter() - began:.1f}", "utf-8")
        self._base, self._whole = _state(folder / "base"), _state(folder / "whole")
        self._seconds = float((folder / "made").read_text("utf-8"))

    @property
    def whole(self) -> Path:
        """The data folder with all reports."""
        return self._folder / "whole"

    def kill(self, number: int) -> Tried:
        """Kills an ingest with all that it has started, at a random moment of its own."""
        data, moment = self._copied(), random.Random(number).uniform(0.1, 1.0) * self._seconds
        process = subprocess.Popen(
            self._ingesting(data), cwd=ROOT, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(moment)
        under_way = process.poll() is None
        if under_way:
            os.killpg(process.pid, signal.SIGKILL)
        code = process.wait()
        return self._looked(data, "killed", f"after {moment:.1f} s", under_way, code, "")

    def fail(self, kind: str, number: int, of: int) -> Tried:
        """Has the files of an index fail in one way, from one of its calls on: the `number`-th of
        `of` places, evenly over all calls of an ingest."""
        calls = self._calls["EMFILE" if kind == "EMFILE" else "ENOSPC"]
        at = 1 + number * max(1, calls - 1) // max(1, of)
        data = self._copied()
        ran = self._ingest(data, self._failing(kind, at, data))
        said = _last_line(ran.stderr, self._folder)
        when = f"from call {at} of {calls} on"
        return self._looked(data, kind, when, True, ran.returncode, said)

    def jump(self, seconds: int, number: int) -> Tried:
        """Has the clock jump while reports are ingested, after so many looks at it."""
        data, at = self._copied(), 20 + 400 * number
        library = self._built("jumping")
        faults = {"LD_PRELOAD": str(library), "JUMP_BY": str(seconds), "JUMP_FROM": str(at)}
        ran = self._ingest(data, faults)
        said = _last_line(ran.stderr, self._folder)
        when = f"{seconds:+,} s at look {at}"
        return self._looked(data, "clock jumped", when, True, ran.returncode, said)

    def twice(self) -> Tried:
        """Two ingests of the same reports at once; `code` is of the one that did worse."""
        data = self._copied()
        both = [
            subprocess.Popen(
                self._ingesting(data), cwd=ROOT, text=True,
                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            )
            for _ in range(2)
        ]  # fmt: skip
        ends = [(process.communicate(timeout=_LIMIT_S)[1], process.returncode) for process in both]
        error, code = max(ends, key=lambda end: end[1])
        said = _last_line(error, self._folder) if code else ""
        return self._looked(data, "two at once", "", True, code, said)

    def _looked(self, data: Path, harm: str, when: str, hit: bool, code: int, said: str) -> Tried:
        found = _state(data)
        mended = self._ingest(data).returncode == 0 and _state(data) == self._whole
        shutil.rmtree(data)
        return Tried(
            harm, when, hit, code, said, lost=not self._base.reports <= found.reports,
            some=found.passages not in (self._base.passages, self._whole.passages), whole=mended,
        )  # fmt: skip

    def _copied(self) -> Path:
        shutil.rmtree(self._folder / "tried", ignore_errors=True)
        return shutil.copytree(self._folder / "base", self._folder / "tried")

    def _ingesting(self, data: Path) -> list[str]:
        return _command(data, "ingest", str(self._folder / "more"))

    def _ingest(
        self, data: Path, more: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self._ingesting(data), cwd=ROOT, env={**os.environ, **(more or {})},
            capture_output=True, text=True, timeout=_LIMIT_S,
        )  # fmt: skip

    def _failing(self, kind: str, at: int, data: Path) -> dict[str, str]:
        library = self._built("failing")
        return {
            "LD_PRELOAD": str(library), "FAULT_UNDER": str(data), "FAULT_KIND": kind,
            "FAULT_FROM": str(at),
        }  # fmt: skip

    @cached_property
    def _calls(self) -> dict[str, int]:
        """How many calls on the files of its index an ingest makes: that write, and that open."""
        return {kind: self._counted(kind) for kind in ("ENOSPC", "EMFILE")}

    def _counted(self, kind: str) -> int:
        data, count = self._copied(), self._folder / "count"
        count.unlink(missing_ok=True)
        self._ingest(data, {**self._failing(kind, _NEVER, data), "FAULT_COUNT": str(count)})
        return max(map(int, count.read_text("ascii").split()), default=1)

    def _built(self, name: str) -> Path:
        compiler = shutil.which("cc")
        if compiler is None:
            raise Skipped("faults are put under an ingest by a library that cc builds")
        library = self._folder / f"{name}.so"
        if not library.exists():
            source = _SOURCES / f"{name}.c"
            built = [compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(source), "-ldl"]
            subprocess.run(built, check=True)
        return library


def _command(data: Path, *args: str) -> list[str]:
    return [sys.executable, "-m", "ui.cli", "--data-dir", str(data), *args]


def _last_line(error: str, folder: Path) -> str:
    lines: Sequence[str] = error.replace(str(folder), "…").strip().splitlines()
    return lines[-1] if lines else ""


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
