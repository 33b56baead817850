"""A user's whole day leaves nothing in the home, and asks the network for nothing."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import httpx
import pytest

from index.telemetry import SWITCHES
from tests.index.corpus import write_report
from tests.ui.conftest import environment
from tests.ui.serving import wait_until
from tests.ui.socket_world import listening
from tests.ui.test_serve import answers, free_port

pytestmark = pytest.mark.slow

QUESTION = "When was the bridge inspected by engineers?"
PROGRAM = """
import json, os, sys
from pathlib import Path
Path("pid").write_text(str(os.getpid()))
from ui.cli import main
for args in json.loads(sys.argv[1]):
    sys.argv = ["dateline", *args]
    try:
        main()
    except SystemExit as ended:
        print("ENDED", args[0], ended.code, flush=True)
Path("done").touch()
sys.stdin.read()
"""
STRACE = ["strace", "-f", "-qq", "--seccomp-bpf", "-e"]
TRACED = "trace=connect,sendto,sendmsg,sendmmsg"
SERVICES = (
    "APPVEYOR", "BUILDKITE", "CI", "CIRCLECI", "CODEBUILD_BUILD_ID", "GITHUB_ACTIONS", "GITLAB_CI",
    "JENKINS_URL", "ORT_RUNNING_UNIT_TESTS", "SYSTEM_TEAMFOUNDATIONCOLLECTIONURI",
    "TEAMCITY_VERSION", "TF_BUILD", "TRAVIS",
)  # fmt: skip
"""What says that a service runs tests: where one is set, ONNX Runtime keeps quiet by itself. A
user's machine has none."""
ASKED_FOR = "sa_family=AF_INET"
"""Stands in whatever names an address of the network: a connection, or a packet sent without one,
as to ask for a name."""
KNOWN = {
    "id": "1", "question": QUESTION, "answerable": True, "kind": "fact", "seeds": ["000.txt"],
    "facts": ["May 1"], "evidence": ["was inspected by engineers on May 1"], "dates": [],
}  # fmt: skip


@dataclass(frozen=True)
class Trace:
    """What commands printed, left in an empty home and asked the network for; `asked_for` is None
    where that cannot be seen."""

    out: str
    home: list[str]
    asked_for: list[str] | None


@cache
def _can_trace() -> bool:
    """Whether there is strace, and it may be used."""
    if shutil.which("strace") is None:
        return False
    tried = [*STRACE, TRACED, "-o", os.devnull, "true"]
    return subprocess.run(tried, capture_output=True).returncode == 0


def _asked_for(log: Path) -> list[str]:
    lines = log.read_text("utf-8").splitlines() if log.exists() else []
    return [line for line in lines if ASKED_FOR in line]


def _trace(
    folder: Path, commands: Sequence[Sequence[str]], meanwhile: Callable[[Path], None],
    typed: str = "", **more: str,
) -> Trace:  # fmt: skip
    """Runs commands one after another in one process; `meanwhile` is called with the log while
    they run, and the process ends after it."""
    home, log = folder / "home", folder / "asked-for"
    home.mkdir()
    tracing = [*STRACE, TRACED, "-o", str(log)] if _can_trace() else []
    known = {
        key: value for key, value in environment(HOME=str(home)).items()
        if key not in (*SWITCHES, *SERVICES) and not key.startswith(("XDG_", "HF_"))
    }  # fmt: skip
    process = subprocess.Popen(
        [*tracing, sys.executable, "-c", PROGRAM, json.dumps(commands)],
        cwd=folder, env={**known, **more}, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert process.stdin is not None
    try:
        process.stdin.write(typed)
        process.stdin.flush()
        meanwhile(log)
        out, _ = process.communicate(timeout=60)
    finally:
        process.kill()
        process.wait()
    left = sorted(path.relative_to(home).as_posix() for path in home.rglob("*"))
    return Trace(out, left, _asked_for(log) if tracing else None)


def _visit(address: str) -> None:
    """What a reader and a program do with a server: look at the page, ask, follow an answer, add a
    report."""
    for path in ("", "config", "docs", "openapi.json", "v1/reports", "metrics"):
        assert httpx.get(f"{address}/{path}", timeout=60).status_code == 200
    for path in ("ask", "ask/stream"):
        asked = httpx.post(f"{address}/v1/{path}", json={"question": QUESTION}, timeout=60)
        assert asked.status_code == 200
    said = {"messages": [{"role": "user", "content": QUESTION}]}
    assert httpx.post(f"{address}/v1/chat/completions", json=said, timeout=60).status_code == 200
    added = {"files": ("b.txt", b"The quay\n\nMay 3, 2024\n\nThe quay is shut.")}
    assert httpx.post(f"{address}/gradio_api/upload", files=added, timeout=60).status_code == 200


@pytest.fixture(scope="module")
def traced(tmp_path_factory: pytest.TempPathFactory) -> Trace:
    folder = tmp_path_factory.mktemp("user")
    write_report(folder / "in", 0)
    (folder / "known.jsonl").write_text(json.dumps(KNOWN), "utf-8")
    port = free_port()
    address = f"http://127.0.0.1:{port}"

    def use(_: Path) -> None:
        wait_until(lambda: answers(address, "readyz"), 200)
        _visit(address)
        os.kill(int((folder / "pid").read_text()), signal.SIGTERM)
        wait_until((folder / "done").exists, 60)

    commands = [
        ["standing", "add", QUESTION], ["ingest", "in"], ["ask", QUESTION], ["eval", "known.jsonl"],
        ["chat"], ["doctor"], ["standing", "run"],
        ["serve", "--port", str(port)],
    ]  # fmt: skip
    return _trace(folder, commands, use, typed=f"{QUESTION}\nquit\n")


def test_nothing_is_left_in_the_home(traced: Trace) -> None:
    ended = [line for line in traced.out.splitlines() if line.startswith("ENDED")]
    commands = ("standing", "ingest", "ask", "eval", "chat", "doctor", "standing", "serve")
    assert ended == [f"ENDED {command} 0" for command in commands]
    assert traced.out.count("The bridge 0 was inspected by engineers on May 1. [1]") >= 2
    assert traced.out.count(f"Answered now: {QUESTION}") == 1
    assert traced.home == []


def test_the_network_is_asked_for_nothing(traced: Trace) -> None:
    if traced.asked_for is None:
        pytest.skip("connections of native code are seen with strace, which cannot be used here")
    assert traced.asked_for == []


@pytest.mark.nightly
def test_socket_mode_connects_to_slack_alone(tmp_path: Path) -> None:
    if not _can_trace():
        pytest.skip("connections of native code are seen with strace, which cannot be used here")
    with listening() as side:

        def wait(_: Path) -> None:
            side.connected()
            wait_until(lambda: "auth.test" in side.calls)
            os.kill(int((tmp_path / "pid").read_text()), signal.SIGTERM)
            wait_until((tmp_path / "done").exists, 60)

        serve = ["serve", "--port", str(free_port())]
        asked_for = _trace(tmp_path, [serve], wait, **side.environment()).asked_for
    port = side.address.rpartition(":")[2]
    assert asked_for
    assert [line for line in asked_for if f"htons({port})" not in line] == []


@pytest.mark.nightly
def test_telemetry_that_is_on_would_be_seen(tmp_path: Path) -> None:
    """The same with what a library tells its maker switched on again."""
    if not _can_trace():
        pytest.skip("connections of native code are seen with strace, which cannot be used here")
    write_report(tmp_path / "in", 0)

    def wait(log: Path) -> None:
        deadline = time.monotonic() + 90
        while not _asked_for(log) and time.monotonic() < deadline:
            time.sleep(0.2)

    commands = [["ingest", "in"], ["ask", QUESTION]]
    seen = _trace(tmp_path, commands, wait, ORT_DISABLE_TELEMETRY="0")
    assert seen.home != []
    assert seen.asked_for
