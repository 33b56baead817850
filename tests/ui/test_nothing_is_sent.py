"""A user's ingest and question leave nothing in his home, and ask the network for nothing."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache

import pytest

from index.telemetry import SWITCHES
from tests.index.corpus import write_report
from tests.ui.conftest import environment

pytestmark = pytest.mark.slow

PROGRAM = """
import sys
from ui.cli import main
for args in (["ingest", "in"], ["ask", "When was the bridge inspected by engineers?"]):
    sys.argv = ["dateline", *args]
    try:
        main()
    except SystemExit as ended:
        print("ENDED", ended.code)
"""
STRACE = ["strace", "-f", "-qq", "--seccomp-bpf", "-e", "trace=connect", "-o"]
ASKED_FOR = "AF_INET"
"""Stands in every connection of a trace that goes to the network, to ask for a name as well."""


@dataclass(frozen=True)
class Trace:
    """What an ingest and a question printed, left in an empty home and connected to; `connected`
    is None where that cannot be seen."""

    out: str
    home: list[str]
    connected: list[str] | None


@cache
def _can_trace() -> bool:
    """Whether there is strace, and it may be used."""
    if shutil.which("strace") is None:
        return False
    return subprocess.run([*STRACE, os.devnull, "true"], capture_output=True).returncode == 0


@pytest.fixture(scope="module")
def traced(tmp_path_factory: pytest.TempPathFactory) -> Trace:
    folder, home = tmp_path_factory.mktemp("user"), tmp_path_factory.mktemp("home")
    write_report(folder / "in", 0)
    log = folder / "connected"
    tracing = [*STRACE, str(log)] if _can_trace() else []
    known = {
        key: value for key, value in environment(HOME=str(home)).items()
        if key not in SWITCHES and not key.startswith(("XDG_", "HF_"))
    }  # fmt: skip
    ran = subprocess.run(
        [*tracing, sys.executable, "-c", PROGRAM],
        cwd=folder, env=known, capture_output=True, text=True, timeout=280,
    )  # fmt: skip
    left = sorted(path.relative_to(home).as_posix() for path in home.rglob("*"))
    lines = log.read_text("utf-8").splitlines() if tracing else None
    connected = None if lines is None else [line for line in lines if ASKED_FOR in line]
    return Trace(ran.stdout, left, connected)


def test_nothing_is_left_in_the_home(traced: Trace) -> None:
    assert [line for line in traced.out.splitlines() if line.startswith("ENDED")] == ["ENDED 0"] * 2
    assert "The bridge 0 was inspected by engineers on May 1. [1]" in traced.out
    assert traced.home == []


def test_no_name_is_looked_up(traced: Trace) -> None:
    if traced.connected is None:
        pytest.skip("connections of native code are seen with strace, which cannot be used here")
    assert traced.connected == []
