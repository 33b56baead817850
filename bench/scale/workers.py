"""Is an ingest by several workers as fast as one process that has all cores? `python -m
bench.scale.workers` ingests the same reports in both ways, in turn, each time into an empty folder
and by a process of its own.
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.common import ROOT, WORK, Figure, Result, Table, main, spread
from bench.corpus import BATCH, campaign_files
from index.embedding.embedders import load_embedder
from index.files import find_files
from index.ingestion.ingest import Ingest
from index.settings import SHIPPED_EMBEDDER, IndexSettings

_KIB = 1024
Measured = dict[str, Any]


def child(folder: Path, workers: int) -> None:
    """Ingests and prints what it took, of the processes that it started too."""
    data_dir = WORK / "scale/workers"
    shutil.rmtree(data_dir, ignore_errors=True)
    embedder = load_embedder(SHIPPED_EMBEDDER, BATCH)
    settings = IndexSettings(data_dir=data_dir, embed_batch=BATCH, ingest_workers=workers)
    cpu, begun = _cpu(), perf_counter()
    result = Ingest(settings, lambda: embedder, date(2026, 11, 1)).run(find_files([folder]))
    seconds, cpu = perf_counter() - begun, _cpu() - cpu
    own, others = (
        resource.getrusage(who).ru_maxrss * _KIB / 1e9
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(json.dumps({"passages": result.embedded, "seconds": seconds, "cpu": cpu, "peak": own,
                      "peak_worker": others}))  # fmt: skip


def _cpu() -> float:
    """Seconds of CPU of this process and of those that it has ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _run(folder: Path, workers: int) -> Measured:
    command = [sys.executable, "-m", "bench.scale.workers", "--child", str(folder), str(workers)]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    found: Measured = json.loads(done.stdout.splitlines()[-1])
    return found


def measure(reports: int, workers: int, rounds: int) -> Result:
    folder = campaign_files(reports)
    ways = {1: list[Measured](), workers: list[Measured]()}
    for number in range(rounds):
        for count in sorted(ways, reverse=number % 2 == 1):
            ways[count].append(_run(folder, count))
    one, several = ways[1], ways[workers]

    def ratio(of: str) -> float:
        pairs = zip(one, several, strict=True)
        return statistics.median(alone[of] / together[of] for alone, together in pairs)

    return Result(
        name="scale_workers",
        title="Ingest by several workers",
        about=(
            f"The first {reports} campaign reports of 2022 and 2023 are ingested into an empty "
            f"folder: by one process, which embeds on all {os.cpu_count()} cores, and by {workers} "
            f"workers of one thread each; rounds of both: {rounds}, the order exchanged each time. "
            "The seconds of CPU are those of all processes, with the workers' start and the "
            "loading of their models; where other programs share the cores, these tell what the "
            "way costs, and the pace also how many processes ask for the cores. The load average "
            f"was {os.getloadavg()[1]:.1f} over the last minutes."
        ),
        figures=[
            Figure(f"pace of {workers} workers as a share of one process with all cores",
                   ratio("seconds"), at_least=0.9),
            Figure("CPU that one process needs, as a share of what the workers need",
                   ratio("cpu"), at_least=0.9),
            Figure("peak memory of the process that writes",
                   max(one["peak"] for one in several), " GB"),
            Figure("peak memory of a worker", max(one["peak_worker"] for one in several), " GB"),
        ],
        tables=[
            Table("Both ways", ("", "passages", "seconds", "passages a second", "seconds of CPU"),
                  [_row("one process", one), _row(f"{workers} workers", several)])
        ],
    )  # fmt: skip


def _row(name: str, some: list[Measured]) -> list[str]:
    return [
        name, f"{some[0]['passages']:,}", spread([one["seconds"] for one in some], digits=1),
        spread([one["passages"] / one["seconds"] for one in some], digits=1),
        spread([one["cpu"] for one in some], digits=1),
    ]  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.scale.workers", description=__doc__)
    parser.add_argument("--reports", type=int, default=12)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        child(Path(given.child[0]), int(given.child[1]))
    else:
        main(lambda: measure(given.reports, given.workers, given.rounds))
