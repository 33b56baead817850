"""Do commands still take no longer than they did, beside a process that only imports libraries?

`python -m bench.paces` runs each command in turn with a process that imports what the work needs,
and exits with 1 where the median of the ratios of their CPU time is more than 1.5 times the kept
one. `--keep` keeps what is measured. Ratios are compared and no times, for machines differ.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.common import RESULTS, ROOT, SEEDS, WORK

PAIRS = 5
AT_MOST = 1.5
"""Times the kept ratio."""
KEPT = RESULTS / "paces.json"
BARE = [sys.executable, "-c", "import numpy, onnxruntime, tokenizers, chromadb"]
QUESTION = "How long did it take Russia to capture Kurakhove?"


def commands(index: Path) -> dict[str, list[str]]:
    """The commands, by name, over an index in a folder; the first makes it."""
    dateline = [sys.executable, "-m", "ui.cli", "--data-dir", str(index)]
    return {
        "ingest the seeds": [*dateline, "ingest", str(SEEDS / "reports")],
        "ingest nothing new": [*dateline, "ingest", str(SEEDS / "reports")],
        "ask": [*dateline, "ask", QUESTION],
        "reports": [*dateline, "reports"],
        "--help": [*dateline, "--help"],
    }


def cpu_seconds(command: Sequence[str]) -> float:
    """CPU time of a process, of which nothing is shown. Raises CalledProcessError."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=ROOT)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, list(command))
    return used.ru_utime + used.ru_stime


def measure(pairs: int = PAIRS) -> dict[str, float]:
    """The median ratio of each command to the bare process, by name."""
    index = WORK / "paces-index"
    ratios: dict[str, list[float]] = {}
    for _ in range(pairs):
        shutil.rmtree(index, ignore_errors=True)
        for name, command in commands(index).items():
            ratios.setdefault(name, []).append(cpu_seconds(command) / cpu_seconds(BARE))
    return {name: statistics.median(some) for name, some in ratios.items()}


def slower(now: dict[str, float], kept: dict[str, float]) -> list[str]:
    """The commands that take too long beside what was kept, in words."""
    return [
        f"{name}: {ratio:.2f} times the bare process, {kept[name]:.2f} when it was kept"
        for name, ratio in now.items()
        if name in kept and ratio > AT_MOST * kept[name]
    ]


def main() -> None:
    """Runs the comparison as a program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", action="store_true", help="keep what is measured")
    keeps = parser.parse_args().keep
    now = measure()
    for name, ratio in now.items():
        print(f"{name:20} {ratio:6.2f} times the bare process")
    if keeps:
        KEPT.write_text(json.dumps(now, indent=2) + "\n", "utf-8")
    elif found := slower(now, json.loads(KEPT.read_text("utf-8"))):
        sys.exit("\n".join(found))


if __name__ == "__main__":
    main()
