"""Do two servers bear their users while an ingest runs, and what happens beyond that? `python -m
bench.scale.load` starts PostgreSQL, a Chroma server and two `dateline serve` on loopback.
"""

import argparse
import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from time import monotonic, perf_counter

import httpx
import numpy as np

from bench.common import ROOT, WORK, Figure, Result, Table, main, spread
from bench.corpus import campaign_files
from bench.scale.parts import Parts, started
from bench.servers import ENVIRONMENT, serving, wait_until_ready
from bench.speed.questions import QUESTIONS
from rag.settings import Settings

FOLDER = WORK / "scale/load"
EVERY_S = 30.0
"""Seconds from one question of a user to the next."""
ALONE = 12
"""Questions that one user asks of idle servers."""
IN_FLIGHT = int(Settings.model_fields["in_flight"].default)
"""Questions that one server takes at a time."""
_REFUSED = frozenset({429, 503})
Held = tuple[int, str]
"""How many reports a corpus has, and its snapshot."""


@dataclass
class Seen:
    """What askers saw: seconds of what was answered, how many came with each status, what was
    refused without `Retry-After`, connections that broke, and which states of the corpus."""

    taken: list[float] = field(default_factory=list)
    came: Counter[int] = field(default_factory=Counter)
    unexplained: int = 0
    broken: int = 0
    held: Counter[Held] = field(default_factory=Counter)

    @property
    def wrong(self) -> int:
        """Questions that were neither answered nor refused as they should be."""
        others = sum(many for status, many in self.came.items() if status not in {200, *_REFUSED})
        return others + self.unexplained + self.broken


def ask(address: str, question: str, seen: Seen) -> None:
    """Asks once, and notes what came of it."""
    begun = perf_counter()
    try:
        got = httpx.post(f"{address}/v1/ask", json={"question": question}, timeout=180)
    except httpx.HTTPError:
        seen.broken += 1
        return
    seen.came[got.status_code] += 1
    if got.status_code == 200:
        seen.taken.append(perf_counter() - begun)
        corpus = got.json()["corpus"]
        seen.held[corpus["reports"], corpus["snapshot"]] += 1
    elif got.status_code in _REFUSED and "Retry-After" not in got.headers:
        seen.unexplained += 1


def measure(users: int, minutes: float, reports: int) -> Result:
    with started(FOLDER) as parts:
        environment = _environment(parts)
        _ingest(campaign_files(reports), environment)
        with _two(environment) as addresses:
            alone = Seen()
            for address, question in zip(cycle(addresses), QUESTIONS[:ALONE], strict=False):
                ask(address, question, alone)
            with _ingesting(campaign_files(reports + 2), environment) as ingest:
                borne = _by_users(addresses, users, minutes * 60)
                ended = ingest.wait(600)
            beyond, back_s = _beyond(addresses)
    return _result(users, minutes, (alone, borne, beyond), ended, back_s)


def _environment(parts: Parts) -> dict[str, str]:
    settings = parts.settings(FOLDER / "data")
    if settings.catalog_url is None:
        raise ValueError("the settings name no catalog")
    return {
        "DATELINE_DATA_DIR": str(settings.data_dir),
        "DATELINE_CATALOG_URL": settings.catalog_url.get_secret_value(),
        "DATELINE_STATE_URL": settings.catalog_url.get_secret_value(),
        "DATELINE_CHROMA_URL": parts.chroma.url, "DATELINE_SCAN_AT_MOST": "0",
        "DATELINE_CHROMA_TIMEOUT_S": "60", "DATELINE_CATALOG_TIMEOUT_S": "60",
    }  # fmt: skip


def _command(folder: Path) -> list[str]:
    return [sys.executable, "-m", "ui.cli", "ingest", str(folder)]


def _ingest(folder: Path, environment: dict[str, str]) -> None:
    subprocess.run(
        _command(folder), cwd=ROOT, check=True, env=ENVIRONMENT | environment,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip


@contextmanager
def _ingesting(folder: Path, environment: dict[str, str]) -> "Iterator[subprocess.Popen[bytes]]":
    """An ingest that runs beside what is done within."""
    process = subprocess.Popen(
        _command(folder), cwd=ROOT, env=ENVIRONMENT | environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


@contextmanager
def _two(environment: dict[str, str]) -> Iterator[list[str]]:
    """The addresses of two servers that are ready."""
    chosen = {name.removeprefix("DATELINE_").lower(): it for name, it in environment.items()}
    folder = Path(environment["DATELINE_DATA_DIR"])
    with ExitStack() as stack:
        addresses = [stack.enter_context(serving(folder, **chosen))[1] for _ in range(2)]
        for address in addresses:
            wait_until_ready(address)
            ask(address, QUESTIONS[0], Seen())
        yield addresses


def _by_users(addresses: Sequence[str], users: int, seconds: float) -> Seen:
    """What users see who each ask every so often, evenly spread, for so many seconds."""
    seen, over, until = Seen(), threading.Event(), monotonic() + seconds

    def use(number: int) -> None:
        due = monotonic() + EVERY_S * number / users
        asked = number
        while due < until and not over.wait(max(0.0, due - monotonic())):
            ask(addresses[asked % 2], QUESTIONS[asked % len(QUESTIONS)], seen)
            due, asked = due + EVERY_S, asked + users + 1

    threads = [threading.Thread(target=use, args=(number,)) for number in range(users)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seen


def _beyond(addresses: Sequence[str]) -> tuple[Seen, float]:
    """Twice as many questions at once as both servers take, and the seconds until one asked after
    that is answered."""
    seen, many = Seen(), 2 * len(addresses) * IN_FLIGHT
    with ThreadPoolExecutor(many) as pool:
        for number in range(many):
            question = QUESTIONS[number % len(QUESTIONS)]
            pool.submit(ask, addresses[number % len(addresses)], question, seen)
    begun, after = perf_counter(), Seen()
    for address in addresses:
        ask(address, QUESTIONS[1], after)
    if after.came[200] != len(addresses):
        raise ValueError(f"not back after too many questions: {dict(after.came)}")
    return seen, perf_counter() - begun


def _result(
    users: int, minutes: float, seen: tuple[Seen, Seen, Seen], ended: int, back_s: float
) -> Result:
    alone, borne, beyond = seen
    ratio = float(np.percentile(borne.taken, 95) / np.percentile(alone.taken, 95))
    refused = sum(beyond.came[status] for status in _REFUSED)
    return Result(
        name="scale_load", title="Two servers, many users",
        about=(
            "Two `dateline serve` with a catalog and what servers share in PostgreSQL and the "
            "vectors on a Chroma server, all on one machine over loopback, nothing scanned. First "
            f"one user asks {ALONE} questions, one after another. Then {users} users ask every "
            f"{EVERY_S:.0f} seconds each for {minutes:g} minutes, of the servers in turn, while "
            "`dateline ingest` adds reports. Then twice as many questions as both servers take are "
            "asked at once. Other programs may have shared the cores: the load average was "
            f"{os.getloadavg()[1]:.1f} over the last minutes."
        ),
        figures=[
            Figure("questions of the users that were not answered",
                   borne.wrong + sum(borne.came[status] for status in _REFUSED), at_most=0),
            Figure("95 % of the users' answers, as times those of one user", ratio, at_most=3),
            Figure("states of the corpus that were seen during one ingest", len(borne.held),
                   at_most=2),
            Figure("exit code of the ingest", ended, at_most=0),
            Figure("beyond: neither answered nor refused with Retry-After", beyond.wrong,
                   at_most=0),
            Figure("beyond: refused", refused),
            Figure("beyond: seconds until both servers have answered again", back_s),
        ],
        tables=[
            Table("Askers", ("", "questions", "by status", "seconds of an answer", "95 %"),
                  [_row(name, one) for name, one in
                   zip(("one user", f"{users} users", "too many"), seen, strict=True)]),
        ],
    )  # fmt: skip


def _row(name: str, seen: Seen) -> list[str]:
    by_status = ", ".join(f"{status}: {many}" for status, many in sorted(seen.came.items()))
    return [
        name, str(seen.came.total() + seen.broken), by_status, spread(seen.taken),
        f"{np.percentile(seen.taken, 95):.2f}",
    ]  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.scale.load", description=__doc__)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--reports", type=int, default=12, help="campaign reports to begin with")
    given = parser.parse_args()
    main(lambda: measure(given.users, given.minutes, given.reports))
