"""A server that is asked for long, in every way: `python -m bench.soak --requests 20000`.

Questions over HTTP, alone and as conversations, wide searches, reports, requests that are none, and
Slack's events, signed and forged, to a stand-in of Slack on loopback. Its memory is watched.
"""

import argparse
import hmac
import itertools
import json
import os
import random
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlencode

import httpx

from bench.common import ROOT, WORK, Figure, Result, Table, show
from bench.servers import serving, wait_until_ready

CLIENTS = 4
MARKS = 60
"""How often the memory is looked at, evenly over all requests."""
_SECRET = "of-this-soak-alone"  # noqa: S105 - no server but this one has it
_FORM = "application/x-www-form-urlencoded"
_ASKED = (
    "When was the {} inspected by engineers?",
    "What was reported about the {} before May 2024?",
    "Who paid for the {} in Ulaanbaatar?",
    "How many visitors did clerk {n} of the {} count?",
    "What is the latest on the {}?",
)
_TOPICS = (
    "bridge",
    "harvest",
    "museum",
    "railway",
    "glacier",
    "orchestra",
    "vaccine",
    "lighthouse",
)
Sent = tuple[str, str, dict[str, object]]
"""A method, a path and what httpx is given with them."""


@dataclass(slots=True)
class Soak:
    """What was seen: MiB held at each mark, by kind how many were sent and which answers came that
    should not have, and how much was posted to Slack."""

    memory: list[float] = field(default_factory=list)
    sent: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    posted: int = 0
    seconds: float = 0.0

    @property
    def growth(self) -> float:
        """How much more is held in the last third than in the second, most by most: in the first,
        caches fill."""
        third = len(self.memory) // 3
        return max(self.memory[-third:]) / max(self.memory[third : 2 * third]) - 1


def write_reports(folder: Path, numbers: range) -> None:
    """Reports of a few paragraphs, each on a topic and a day of its own."""
    folder.mkdir(parents=True)
    for number in numbers:
        topic = f"{_TOPICS[number % len(_TOPICS)]} {number}"
        day = f"May {number % 27 + 1}, 2024"
        paragraphs = [
            f"News of the {topic}", day, f"The {topic} was inspected by engineers on {day}.",
            *(f"Clerk {n} of the {topic} counted {n * 37} visitors. All paid." for n in range(9)),
        ]  # fmt: skip
        (folder / f"{number:03}.txt").write_text("\n\n".join(paragraphs), "utf-8")


def soak(data: Path, requests: int) -> Soak:
    """Serves a data folder and sends so many requests to it."""
    seen, numbers, lock = Soak(), itertools.count(), threading.Lock()
    marks = {requests * mark // MARKS for mark in range(1, MARKS + 1)}
    with _slack() as (stand_in, posted), _server(data, stand_in) as (process, address):
        ids = [one["report_id"] for one in httpx.get(f"{address}/v1/reports").json()]
        began = time.perf_counter()

        def ask() -> None:
            with httpx.Client(base_url=address, timeout=120) as client:
                while (number := next(numbers)) < requests:
                    kind, well, made = _nth(number)
                    method, path, more = made(random.Random(number), ids, stand_in)
                    status = client.request(method, path, **more).status_code  # type: ignore[arg-type]
                    with lock:
                        seen.sent[kind] += 1
                        if status not in well:
                            seen.wrong[f"{kind}: {status}"] += 1
                        if number + 1 in marks:
                            seen.memory.append(_held(process.pid))

        clients = [threading.Thread(target=ask) for _ in range(CLIENTS)]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
        seen.seconds = time.perf_counter() - began
        seen.posted = len(posted)
    return seen


def _question(chance: random.Random) -> str:
    topic = f"{chance.choice(_TOPICS)} {chance.randrange(60)}"
    return chance.choice(_ASKED).format(topic, n=chance.randrange(9))


def _ask(chance: random.Random, ids: list[str], slack: str) -> Sent:
    bounds = [{}, {"from": "2024-05-01"}, {"as_of": "2024-05-20"},
              {"conversation_id": f"c{chance.randrange(500)}"}]  # fmt: skip
    return "POST", "/v1/ask", {"json": {"question": _question(chance), **chance.choice(bounds)}}


def _find(chance: random.Random, ids: list[str], slack: str) -> Sent:
    words = f"{chance.choice(_TOPICS)} {chance.choice(('inspected', 'visitors', 'engineers'))}"
    return "POST", "/v1/find", {"json": {"question": words}}


def _reports(chance: random.Random, ids: list[str], slack: str) -> Sent:
    path = chance.choice(["", f"/{chance.choice(ids)}"])
    return "GET", f"/v1/reports{path}", {}


def _bad_question(chance: random.Random, ids: list[str], slack: str) -> Sent:
    bad = chance.choice([b"{", b"[]", b'{"question": 3}', b"{}", os.urandom(40)])
    return "POST", "/v1/ask", {"content": bad, "headers": {"content-type": "application/json"}}


def _no_report(chance: random.Random, ids: list[str], slack: str) -> Sent:
    return "GET", f"/v1/reports/{chance.getrandbits(64):016x}", {}


def _command(chance: random.Random, ids: list[str], slack: str) -> Sent:
    said = {
        "command": "/dateline", "text": _question(chance), "team_id": "T1", "channel_id": "C1",
        "user_id": f"U{chance.randrange(50)}", "trigger_id": f"t{chance.getrandbits(40)}",
        "response_url": f"{slack}/hook/h{chance.getrandbits(40)}",
    }  # fmt: skip
    return _signed(urlencode(said).encode(), _FORM, _SECRET)


def _mention(chance: random.Random, ids: list[str], slack: str) -> Sent:
    moment = f"{chance.getrandbits(30)}.0001"
    event = {"type": "app_mention", "channel": "C1", "user": f"U{chance.randrange(50)}",
             "text": f"<@U0BOT> {_question(chance)}", "ts": moment}  # fmt: skip
    said = {
        "type": "event_callback", "team_id": "T1", "event_id": f"Ev{chance.getrandbits(40)}",
        "authorizations": [{"team_id": "T1", "user_id": "U0BOT", "is_bot": True}], "event": event,
    }  # fmt: skip
    return _signed(json.dumps(said).encode(), "application/json", _SECRET)


def _forged(chance: random.Random, ids: list[str], slack: str) -> Sent:
    return _signed(b"command=%2Fdateline&text=hi", _FORM, "not the secret")


def _signed(body: bytes, kind: str, secret: str) -> Sent:
    """A request to Slack's endpoint, signed as Slack's specification has it."""
    now = str(int(time.time()))
    made = hmac.new(secret.encode(), b"v0:" + now.encode() + b":" + body, "sha256").hexdigest()
    headers = {"content-type": kind, "x-slack-request-timestamp": now,
               "x-slack-signature": f"v0={made}"}  # fmt: skip
    return "POST", "/slack/events", {"content": body, "headers": headers}


Maker = Callable[[random.Random, list[str], str], Sent]
_MIXED: tuple[tuple[str, tuple[int, ...], Maker, int], ...] = (
    ("a question", (200,), _ask, 9),
    ("a wide search", (200,), _find, 3),
    ("reports", (200,), _reports, 2),
    ("no question", (400, 422), _bad_question, 2),
    ("no report", (404,), _no_report, 1),
    ("Slack's command", (200,), _command, 1),
    ("a mention in Slack", (200,), _mention, 1),
    ("a forged event", (401,), _forged, 1),
)
"""Kinds, how they should be answered, and how many of twenty are such."""
_ROUND = [(kind, well, made) for kind, well, made, times in _MIXED for _ in range(times)]


def _nth(number: int) -> tuple[str, tuple[int, ...], Maker]:
    """The n-th request's kind: all of them in each round of twenty, in an order of its own."""
    turn, place = divmod(number, len(_ROUND))
    return random.Random(turn).sample(_ROUND, len(_ROUND))[place]


@contextmanager
def _slack() -> Iterator[tuple[str, list[str]]]:
    """A stand-in of Slack on loopback that takes whatever is posted; with the paths posted to."""
    posted = list[str]()

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("content-length", 0)))
            posted.append(self.path)
            said = {"ok": True, "ts": "1.1", "team_id": "T1", "user_id": "U0BOT", "bot_id": "B1"}
            body = json.dumps(said).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Taking) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", posted
        server.shutdown()


@contextmanager
def _server(data: Path, slack: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`dateline serve`, ready, with Slack's stand-in set and as many questions a minute as come."""
    chosen = {"slack_signing_secret": _SECRET, "slack_bot_token": "xoxb-soak"}
    with serving(data, **chosen, slack_api=f"{slack}/api/") as (process, address):
        wait_until_ready(address)
        yield process, address


def _held(pid: int) -> float:
    """MiB that a process holds."""
    lines = Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:"))


def figures(seen: Soak) -> list[Figure]:
    """What the soak is measured by."""
    asked = f"{seen.sent.total():,} requests"
    return [
        Figure(f"growth of memory over {asked} of all kinds", 100 * seen.growth, " %", at_most=3),
        Figure("requests answered otherwise than they should be", seen.wrong.total(), at_most=0),
    ]


def tables(seen: Soak) -> list[Table]:
    """What was sent, and what was held while it was."""
    wrong = [[kind, f"{count:,}"] for kind, count in sorted(seen.wrong.items())]
    sent = [[kind, f"{count:,}"] for kind, count in sorted(seen.sent.items())]
    sent.append(["posted to Slack", f"{seen.posted:,}"])
    held = [f"{size:.0f}" for size in seen.memory[:: max(1, len(seen.memory) // 12)]]
    marks = ["", *map(str, range(1, len(held) + 1))]
    return [
        Table("What was sent", ("kind", "requests"), sent),
        *([Table("Answered otherwise", ("kind: status", "times"), wrong)] if wrong else []),
        Table("MiB held, from the first request to the last", marks, [["", *held]]),
    ]  # fmt: skip


def main() -> None:
    """Ingests reports, has the server asked for as long as is given, and prints what was seen."""
    parser = argparse.ArgumentParser(description="A server that is asked for long.")
    parser.add_argument("--requests", type=int, default=20_000)
    given = parser.parse_args()
    folder = WORK / "soak"
    shutil.rmtree(folder, ignore_errors=True)
    write_reports(folder / "in", range(60))
    command = [sys.executable, "-m", "ui.cli", "--data-dir", str(folder / "data"), "ingest"]
    subprocess.run([*command, str(folder / "in")], cwd=ROOT, check=True, capture_output=True)
    seen = soak(folder / "data", given.requests)
    about = (
        f"{CLIENTS} clients ask a `dateline serve` process over 60 reports, each again when it was "
        f"answered, for {seen.seconds:.0f} seconds."
    )
    show(Result("soak", "A server that is asked for long", about, figures(seen), tables(seen)))


if __name__ == "__main__":
    main()
