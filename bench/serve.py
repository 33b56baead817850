"""How many questions does the server answer, how fast, and what do its start and its run cost?"""

import contextlib
import itertools
import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

import httpx

from bench.ask_warm import QUESTIONS
from bench.common import ROOT, Figure, Result, Table, main, seconds, spread
from bench.corpus import campaign_files, ingest, settings_for, shipped

CLIENTS = 8
REQUESTS = int(os.environ.get("BENCH_REQUESTS", "5000"))
STARTS, STREAMS, MARKS = 3, 30, 10
HEALTH_EVERY_S = 0.05
LIBRARIES = (
    "sentence_transformers", "chromadb", "onnxruntime", "fastapi", "uvicorn", "gradio",
    "slack_bolt", "mcp",
)  # fmt: skip
LOADED_LATE = {"sentence_transformers", "chromadb", "onnxruntime"}
"""Libraries that the server imports with the models, when it has begun to listen."""
_ENVIRONMENT = {**os.environ, "DATELINE_PER_MINUTE": "0", "HF_HUB_OFFLINE": "1"}


@dataclass(slots=True)
class Load:
    """What was seen while clients asked."""

    taken: list[float] = field(default_factory=list)
    health: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    wall: float = 0.0
    failed: int = 0


def measure() -> Result:
    folder = campaign_files()
    ingest(folder, shipped)
    data = settings_for(folder).data_dir
    starts, imports = list[float](), list[float]()
    libraries = _libraries()
    for _ in range(STARTS):
        began = perf_counter()
        with serving(data) as (_, address):
            wait_until_ready(address)
            starts.append(perf_counter() - began)
        command = [sys.executable, "-c", f"import {', '.join(libraries)}"]
        imports.append(seconds(lambda ran=command: subprocess.run(ran, check=True)))
    with serving(data) as (process, address):
        wait_until_ready(address)
        for question in QUESTIONS:
            httpx.post(f"{address}/v1/ask", json={"question": question}, timeout=60)
        first, sentence = _streams(address)
        load = _under_load(address, process.pid)
    return _result(load, starts, imports, first, sentence, libraries)


def _libraries() -> list[str]:
    """Those of the libraries that this version of the server imports."""
    program = "import sys, ui.commands.serve; print(*{n.split('.')[0] for n in sys.modules})"
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return [name for name in LIBRARIES if name in {*ran.stdout.split(), *LOADED_LATE}]


@contextlib.contextmanager
def serving(
    data: Path, *options: str, **chosen: str
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`dateline serve` with its address, as soon as it listens; settings may be chosen, and
    further options of the command given."""
    settings = {f"DATELINE_{name.upper()}": value for name, value in chosen.items()}
    process = subprocess.Popen(
        [sys.executable, "-m", "ui.cli", "--data-dir", str(data), "serve", "--port", "0",
         *options],
        cwd=ROOT, env=_ENVIRONMENT | settings, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    log = process.stderr or iter(())
    try:
        said = next(m for line in log if "listening on " in (m := json.loads(line)["message"]))
        threading.Thread(target=lambda: [None for _ in log], daemon=True).start()
        yield process, said.removeprefix("listening on ")
    finally:
        process.terminate()
        process.wait()


def wait_until_ready(address: str) -> None:
    while httpx.get(f"{address}/readyz").status_code != 200:
        time.sleep(0.02)


def _streams(address: str) -> tuple[list[float], list[float]]:
    """Seconds to the first event, and to the first sentence of those that are answered."""
    first, sentence = list[float](), list[float]()
    with httpx.Client(timeout=60) as client:
        for question in QUESTIONS[:STREAMS]:
            began, events = perf_counter(), 0
            body = {"question": question}
            with client.stream("POST", f"{address}/v1/ask/stream", json=body) as stream:
                for line in stream.iter_lines():
                    if line.startswith("event: "):
                        events += 1
                        if events == 1:
                            first.append(perf_counter() - began)
                        if line == "event: sentence":
                            sentence.append(perf_counter() - began)
                            break
    return first, sentence


def _under_load(address: str, pid: int) -> Load:
    """All requests, by clients that each ask again when answered, beside a watch on the health."""
    load, numbers, over = Load(), itertools.count(), threading.Event()
    marks = {REQUESTS * mark // MARKS for mark in range(1, MARKS + 1)}

    def ask() -> None:
        with httpx.Client(timeout=60) as client:
            while (number := next(numbers)) < REQUESTS:
                body = {"question": QUESTIONS[number % len(QUESTIONS)]}
                began = perf_counter()
                asked = client.post(f"{address}/v1/ask", json=body)
                load.taken.append(perf_counter() - began)
                load.failed += asked.status_code != 200
                if number + 1 in marks:
                    load.memory.append(_memory(pid))

    def watch() -> None:
        with httpx.Client(timeout=60) as client:
            while not over.wait(HEALTH_EVERY_S):
                load.health.append(seconds(lambda: client.get(f"{address}/healthz")))

    clients = [threading.Thread(target=ask) for _ in range(CLIENTS)]
    watching = threading.Thread(target=watch)
    began = perf_counter()
    for thread in (*clients, watching):
        thread.start()
    for thread in clients:
        thread.join()
    load.wall = perf_counter() - began
    over.set()
    watching.join()
    return load


def _memory(pid: int) -> float:
    """MiB that a process holds."""
    lines = Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:"))


def _share(values: list[float], share: float) -> float:
    """The value that this share of them is at most."""
    return sorted(values)[max(0, round(share * len(values)) - 1)]


def _result(
    load: Load,
    starts: list[float],
    imports: list[float],
    first: list[float],
    sentence: list[float],
    libraries: list[str],
) -> Result:
    ratios = [start / bare for start, bare in zip(starts, imports, strict=True)]
    grown = load.memory[-1] / load.memory[0] - 1
    ms = [1000 * value for value in load.taken]
    return Result(
        name="serve",
        title="The server under load",
        about=(
            f"A `dateline serve` process over the 119 campaign reports, guardrail on, default "
            f"settings but for the requests a minute. {CLIENTS} clients on the same machine each "
            f"ask again when answered, {REQUESTS:,} requests in all ({load.failed} failed), from "
            f"{len(QUESTIONS)} questions; beside them /healthz is asked every "
            f"{HEALTH_EVERY_S * 1000:.0f} ms. Before, {STREAMS} streams, one after another. The "
            f"start is held, {STARTS} times, against a process that imports "
            f"{', '.join(libraries)}."
        ),
        figures=[
            Figure("questions a second", len(ms) / load.wall, at_least=10),
            Figure("95 in 100 answered within", _share(ms, 0.95), " ms", at_most=1000),
            Figure("/healthz, 99 in 100 within", 1000 * _share(load.health, 0.99), " ms",
                   at_most=50),
            Figure("growth of memory from a tenth of the requests to all", 100 * grown, " %",
                   at_most=5),
            Figure("start to ready, median of the ratios to importing", statistics.median(ratios),
                   at_most=2),
            Figure("first event of a stream, 95 in 100 within", 1000 * _share(first, 0.95), " ms",
                   at_most=300),
            Figure("first sentence of a stream, median", 1000 * statistics.median(sentence), " ms",
                   at_most=300),
        ],
        tables=[
            Table(
                "Under load",
                ("", "median (min to max)"),
                [
                    ["answer", spread(ms, " ms", 0)],
                    ["/healthz", spread([1000 * value for value in load.health], " ms", 1)],
                    ["MiB held, at every tenth of the requests", spread(load.memory, "", 0)],
                ],
            ),
            Table(
                "Seconds",
                ("", "median (min to max)"),
                [
                    ["start to ready", spread(starts)],
                    ["importing the libraries", spread(imports)],
                    ["first event of a stream", spread(first, digits=4)],
                    ["first sentence of a stream", spread(sentence, digits=3)],
                ],
            ),
        ],
    )  # fmt: skip


if __name__ == "__main__":
    main(measure)
