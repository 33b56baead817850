"""The vectors on a Chroma server beside those in the data folder: is what is found and answered the
same, and what does it cost? `python -m bench.scale.served` starts a server on loopback.

Every question is asked of Chroma: what is scanned is left aside.
"""

import argparse
import os
import shutil
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

import httpx
import numpy as np

from bench.common import SEEDS, WORK, Figure, Result, Table, main
from bench.corpus import campaign_files, shipped
from bench.scale.asking import ASKED, SAME, scopes
from bench.scale.corpus import LAST, TOGETHER, grow, models_of, seed_index
from index.files import find_files
from index.ingestion.ingest import Ingest
from index.storage.catalog import Catalog
from index.storage.chroma import VECTORS_FOLDER, ChromaServer
from index.storage.scan import SCAN_FILES
from index.storage.store import Making, Stores
from rag.build import build_engine
from rag.engine.query_engine import QueryEngine
from rag.evaluation.questions import read_questions
from rag.question.parsing import Query
from rag.settings import Settings

FOLDER = WORK / "served"
KINDS = ("folder", "server")
SECOND = "second folder"
"""Made as the first: how far two graphs of the same vectors differ, wherever they are."""
_RUN = "import sys, chromadb_rust_bindings as chroma; chroma.cli(['chroma', 'run', *sys.argv[1:]])"


@contextmanager
def _running(folder: Path) -> Iterator[tuple[str, int]]:
    """The address and the process id of a Chroma server over a folder."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    command = [sys.executable, "-c", _RUN, "--path", folder, "--port", str(port)]
    url = f"http://127.0.0.1:{port}"
    with subprocess.Popen(
        [*command, "--host", "127.0.0.1"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        while True:
            try:
                httpx.get(f"{url}/api/v2/heartbeat").raise_for_status()
                break
            except httpx.HTTPError:
                time.sleep(0.05)
        try:
            yield url, process.pid
        finally:
            process.terminate()


def measure(reports: int, rounds: int, passages: int, answers: int) -> Result:
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with _running(FOLDER / "chroma-server") as (url, pid):
        ingested = _ingested(campaign_files(reports), rounds, url)
        asked = _asked_on_seeds(url, answers)
        before = _resident(pid)
        written, making = _written(passages, url)
        searched = _searched(making, url)
        memory = _resident(pid) - before
    sizes = _sizes()
    return Result(
        name="served", title="Vectors on a Chroma server", about=_about(reports, passages, answers),
        figures=_figures(ingested, asked, searched),
        tables=[
            Table("Ingest of reports, everything included", ("round", *KINDS, "rate, as a share"),
                  _rows(ingested)),
            Table("Writing alone, nothing encoded, by group", ("group", *KINDS, "rate, as a share"),
                  _rows(written)),
            Table("Searches by window, in milliseconds", _SEARCHED, searched),
            Table("Bytes a passage", ("", "bytes"), [
                *([name, f"{size / passages:,.0f}"] for name, size in sizes.items()),
                ["memory of the Chroma server, beyond what it had", f"{memory / passages:,.0f}"],
            ]),
            Table("Questions on the seeds", ("", "questions"),
                  [[name, f"{count:,}"] for name, count in asked.items()]),
        ],
    )  # fmt: skip


def _about(reports: int, passages: int, answers: int) -> str:
    return (
        f"A Chroma server runs on the same machine, over loopback. {reports} campaign reports are "
        "ingested into an empty folder, the model loaded before, with the vectors in the folder "
        f"and on the server in turn. Copies of the seed reports ({passages:,} passages, as in "
        "[scale](scale.md)) are written in groups, in turn too: nothing is encoded there, so that "
        "it shows what writing costs by itself. All questions of the seeds are searched for, and "
        f"{answers} answered, on both; and the {passages:,} passages are searched for {ASKED} in "
        "windows of each kind, where Chroma's graph finds most of the nearest and not all, and two "
        "graphs of the same vectors not always the same. Other "
        "programs may have shared the cores: the load average was "
        f"{os.getloadavg()[1]:.1f} over the last minutes."
    )


def _settings(name: str, kind: str, url: str) -> Settings:
    return Settings(
        data_dir=FOLDER / f"{name}-{kind}", chroma_url=url if kind == "server" else None,
        scan_at_most=0, chroma_timeout_s=120,
    )  # fmt: skip


def _ingested(folder: Path, rounds: int, url: str) -> list[dict[str, float]]:
    """Passages a second by round and kind; the kind that comes first takes turns."""
    shipped().encode(["warm up"])
    rates = []
    for number in range(rounds):
        found = dict[str, float]()
        for kind in KINDS if number % 2 else KINDS[::-1]:
            settings = _settings(f"ingest-{number}", kind, url)
            begun = perf_counter()
            result = Ingest(settings, shipped, date(2026, 11, 30)).run(find_files([folder]))
            found[kind] = result.embedded / (perf_counter() - begun)
        rates.append(found)
    return rates


class Found(NamedTuple):
    """What a question finds: passages with their cosines, in order; and the outcome, if asked."""

    passages: list[tuple[str, float | None]]
    outcome: dict[str, Any] | None


def _asked_on_seeds(url: str, answers: int) -> Counter[str]:
    """How many questions find the same passages in the same order, and have the same outcome."""
    questions = [one.question for one in read_questions(SEEDS / "questions.jsonl")]
    step = max(len(questions) // answers, 1) if answers else len(questions) + 1
    folder, copy = (_settings("seeds", kind, url) for kind in KINDS)
    Ingest(folder, shipped, LAST).run(find_files([SEEDS / "reports"]))
    shutil.copytree(folder.data_dir, copy.data_dir, ignore=lambda *_: [VECTORS_FOLDER])
    found = []
    for settings in (folder, copy):
        engine = build_engine(settings, shipped, lambda: LAST)
        found.append([_found(engine, q, n % step == 0) for n, q in enumerate(questions)])
    counts = Counter[str]({"searched for": len(questions)})
    for one, other in zip(*found, strict=True):
        counts["same passages and cosines, same order"] += one.passages == other.passages
        if one.outcome is not None:
            counts["answered"] += 1
            counts["same outcome to the letter"] += one.outcome == other.outcome
    return counts


def _found(engine: QueryEngine, question: str, asked: bool) -> Found:
    found = engine.search(Query(question))
    outcome = engine.ask(Query(question)).model_dump(exclude={"timings_ms"}) if asked else None
    return Found([(one.finding.passage.id, one.candidate.cosine) for one in found], outcome)


def _written(passages: int, url: str) -> tuple[list[dict[str, float]], Making]:
    """Passages a second by group and kind, written in turn."""
    making, models = models_of([seed_index(WORK / "scale/seeds")])
    rates = []
    for held in range(TOGETHER, passages + 1, TOGETHER):
        found = dict[str, float]()
        for kind in (*KINDS, SECOND):
            settings, taken = _settings("grown", kind, url), list[float]()
            grow(settings.data_dir, making, models, held, server=ChromaServer.of(settings),
                 told=lambda _, seconds, taken=taken: taken.append(seconds))  # fmt: skip
            found[kind] = TOGETHER / sum(taken)
        rates.append(found)
    return rates, making


_SEARCHED = ("window", "searches", "same ids", "in two folders", "folder, median", "server, median",
             "server, 95 %", f"recall@{ASKED}, folder", "server")  # fmt: skip


_Search = tuple[list[bool], list[float], list[float]]
"""Whether the same ids are found, the milliseconds and the recalls of a search."""


def _searched(making: Making, url: str) -> list[list[str]]:
    """What both find in windows of each kind, on the corpus that was written."""
    kinds = [_settings("grown", kind, url) for kind in (*KINDS, SECOND)]
    catalog = Catalog.open(kinds[0].data_dir)
    if catalog is None:
        raise ValueError("nothing was written")
    stores = [Stores.of(settings, making.fingerprint) for settings in kinds]
    questions = [one.question for one in read_questions(SEEDS / "questions.jsonl")][::6]
    chance, publishers = np.random.default_rng(7), catalog.vocabulary().publishers()
    rows: dict[str, list[_Search]] = {}
    for encoded in shipped().encode(questions):
        for window, scope in scopes(publishers, chance):
            if scope.times:
                continue  # Chroma knows these roughly, and the catalog tells the rest
            held = catalog.passages_in(scope)
            exact = stores[0].tokens.nearest(encoded.pooled, held, ASKED)
            found, taken = zip(
                *(_timed(lambda s=s: s.vectors.nearest(encoded.pooled, ASKED, scope))  # noqa: B023
                  for s in stores),
                strict=True,
            )  # fmt: skip
            recalls = [_recall([i for i, _ in one], exact, stores[0], encoded.pooled)
                       for one in found]  # fmt: skip
            ids = [[i for i, _ in one] for one in found]
            same = [ids[0] == ids[1], ids[0] == ids[2]]
            rows.setdefault(window, []).append((same, list(taken), recalls))
    return [_row(window, some) for window, some in rows.items()]


def _timed(do: Callable[[], Any]) -> tuple[Any, float]:
    begun = perf_counter()
    return do(), (perf_counter() - begun) * 1000


def _recall(
    found: Sequence[str], exact: Sequence[tuple[str, float]], stores: Stores, vector: Any
) -> float:
    """The share of as many as there are that is no further than the last of the nearest."""
    if not exact:
        return 1.0
    near = dict(stores.tokens.nearest(vector, found, len(found)))
    return sum(near[one] >= exact[-1][1] - SAME for one in found) / len(exact)


def _row(window: str, some: Sequence[_Search]) -> list[str]:
    same, taken, recalls = (np.array([one[n] for one in some])[:, :2] for n in range(3))
    return [
        window, str(len(some)), *map(str, same.sum(axis=0)),
        *(f"{value:.1f}" for value in np.median(taken, axis=0)),
        f"{np.percentile(taken[:, 1], 95):.1f}", *(f"{r:.4f}" for r in recalls.mean(axis=0)),
    ]  # fmt: skip


def _sizes() -> dict[str, int]:
    """What the corpus that was written takes on the disk."""
    folder = FOLDER / "grown-folder"
    return {
        "catalog": sum(file.stat().st_size for file in folder.glob("catalog.sqlite*")),
        "token vectors": sum(file.stat().st_size for file in folder.glob("tokens-*")),
        "the file that is scanned": sum(f.stat().st_size for f in folder.glob(SCAN_FILES)),
        "Chroma's files": sum(
            file.stat().st_size for file in (folder / "chroma").rglob("*") if file.is_file()
        ),
    }


def _resident(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if "VmRSS" in line) * 1024


def _rows(rates: Sequence[dict[str, float]]) -> list[list[str]]:
    return [
        [str(n), *(f"{one[kind]:.1f} passages a second" for kind in KINDS),
         f"{one['server'] / one['folder']:.2f}"]
        for n, one in enumerate(rates, 1)
    ]  # fmt: skip


def _figures(
    ingested: Sequence[dict[str, float]], asked: Counter[str], searched: Sequence[Sequence[str]]
) -> list[Figure]:
    of_folder, of_server = (sum(1 / one[kind] for one in ingested) for kind in KINDS)
    same = asked["same passages and cosines, same order"] / asked["searched for"]
    searches = sum(int(row[1]) for row in searched)
    alike, in_two = (sum(int(row[n]) for row in searched) / searches for n in (2, 3))
    return [
        Figure("ingest through the server, rate as a share of that into the folder",
               of_folder / of_server, at_least=0.8),
        Figure("questions on the seeds that find the same passages in the same order", same,
               at_least=1),
        Figure("answers that are the same to the letter, of those asked",
               asked["same outcome to the letter"] / max(asked["answered"], 1), at_least=1),
        Figure("searches of the larger corpus that find the same ids in the same order", alike),
        Figure("the same, of two folders with the same vectors", in_two),
    ]  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.scale.served", description=__doc__)
    parser.add_argument("--reports", type=int, default=12, help="campaign reports to ingest")
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--passages", type=int, default=20_000, help="to be written and searched")
    parser.add_argument("--answers", type=int, default=306, help="questions to be answered too")
    given = parser.parse_args()
    main(lambda: measure(given.reports, given.rounds, given.passages, given.answers))
