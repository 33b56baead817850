"""`dateline serve` as a process, for what is measured on it."""

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from bench.common import ROOT

ENVIRONMENT = {**os.environ, "DATELINE_PER_MINUTE": "0", "HF_HUB_OFFLINE": "1"}
"""Of a process that is measured: no network, and no limit to how much is asked."""


@contextlib.contextmanager
def serving(
    data: Path, *options: str, root: Path = ROOT, **chosen: str
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`dateline serve` of the build at `root` with its address, as soon as it listens; settings may
    be chosen, and further options of the command given."""
    settings = {f"DATELINE_{name.upper()}": value for name, value in chosen.items()}
    process = subprocess.Popen(
        [sys.executable, "-m", "ui.cli", "--data-dir", str(data), "serve", "--port", "0",
         *options],
        cwd=root, env=ENVIRONMENT | {"PYTHONPATH": str(root)} | settings,
        stderr=subprocess.PIPE, text=True,
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
    """Until its models are loaded."""
    while httpx.get(f"{address}/readyz").status_code != 200:
        time.sleep(0.02)
