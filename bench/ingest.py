"""How fast does ingest embed, beside the bare model on the same texts, and in how much memory?"""

import argparse
import json
import resource
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.common import ROOT, Figure, Result, Table, main, spread
from bench.corpus import (
    BATCH,
    bare_model,
    campaign_files,
    ingest,
    settings_for,
    shipped,
)
from index.embedding.embedder import Embedder, Encoding
from index.ingestion.ingest_result import Progress


class Recorder:
    """An embedder that passes texts on and remembers them until they are taken."""

    def __init__(self, embedder: Embedder) -> None:
        self.name, self.dimension = embedder.name, embedder.dimension
        self._embedder = embedder
        self._texts: list[str] = []
        self.seconds = 0.0

    def encode(self, texts: Sequence[str], *, asked: bool = False) -> list[Encoding]:
        self._texts.extend(texts)
        start = perf_counter()
        encoded = self._embedder.encode(texts)
        self.seconds += perf_counter() - start
        return encoded

    def take(self) -> list[str]:
        texts, self._texts = self._texts, []
        return texts


def child(folder: Path) -> None:
    """Ingests; between groups of reports it hands their passages over and waits."""
    recorder = Recorder(shipped())
    recorder.encode(["warm up"] * BATCH)
    recorder.take()
    taken, recorder.seconds = list[float](), 0.0
    begun = perf_counter()

    def pause(progress: Progress) -> None:
        nonlocal begun
        texts = recorder.take()
        if texts:
            taken.append(perf_counter() - begun)
            print(json.dumps(texts), flush=True)
            sys.stdin.readline()
            begun = perf_counter()

    result = ingest(folder, lambda: recorder, pause)
    taken[-1] += perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9
    print(json.dumps({"taken": taken, "encode": recorder.seconds, "peak": peak,
                      "added": len(result.added)}))  # fmt: skip


def run_child(folder: Path) -> tuple[dict[str, Any], list[int], list[float]]:
    """What the child found and, for each group, its passages and what the bare model took."""
    model = bare_model()
    model.encode(["warm up"] * BATCH, batch_size=BATCH)
    counts, taken = list[int](), list[float]()
    command = [sys.executable, "-m", "bench.ingest", "--child", str(folder)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("the process has no pipes")
        for said in map(json.loads, process.stdout):
            if isinstance(said, dict):
                return said, counts, taken
            start = perf_counter()
            model.encode(said, batch_size=BATCH, show_progress_bar=False)
            taken.append(perf_counter() - start)
            counts.append(len(said))
            process.stdin.write("\n")
            process.stdin.flush()
    raise RuntimeError("the ingest ended early")


def measure(reports: int | None = None) -> Result:
    folder = campaign_files(reports)
    shutil.rmtree(settings_for(folder).data_dir, ignore_errors=True)
    found, counts, bare_taken = run_child(folder)
    passages, ours, bare = sum(counts), sum(found["taken"]), sum(bare_taken)
    ratios = [theirs / mine for mine, theirs in zip(found["taken"], bare_taken, strict=True)]
    return Result(
        name="ingest",
        title="Ingest beside the bare model",
        about=(
            f"{found['added']} campaign reports of 2022 and 2023 are ingested into an empty folder "
            "by a process of its own, from reading the files to the last commit, the model loaded "
            "before. Between groups of reports it stands still, and SentenceTransformer.encode "
            f"(batches of {BATCH}) is given the passages of that group in another process, on as "
            "many threads. The memory is the ingesting process's peak."
        ),
        figures=[
            Figure("ingest, passages a second as a share of bare encode", bare / ours,
                   at_least=0.85),
            Figure("ingest, peak resident memory", found["peak"], " GB", at_most=1.5),
        ],
        tables=[
            Table(
                "Where the time goes",
                ("", "value"),
                [
                    ["passages", f"{passages:,}"],
                    ["ingest", f"{ours:.1f} s, {passages / ours:.1f} passages a second"],
                    ["of it encoding", f"{found['encode']:.1f} s"],
                    ["bare encode", f"{bare:.1f} s, {passages / bare:.1f} passages a second"],
                    ["share by group of reports", spread(ratios)],
                ],
            )
        ],
    )  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, help="use only the first so many reports")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        child(arguments.child)
    else:
        main(lambda: measure(arguments.reports))
