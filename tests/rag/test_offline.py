"""No model is fetched: what the shipped model does, it does without a network."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

PROGRAM = """
import socket
import sys
from pathlib import Path

reached = []

def refuse(*args, **kwargs):
    reached.append(args)
    raise OSError("there is no network")

socket.socket.connect = refuse
socket.socket.connect_ex = refuse
socket.create_connection = refuse
socket.getaddrinfo = refuse

from datetime import date

from index.files import find_files
from index.ingestion.ingest import Ingest
from rag.build import build_engine, embedder_of
from rag.question.parsing import Query
from rag.settings import Settings

report, data_dir = map(Path, sys.argv[1:])
settings = Settings(data_dir=data_dir)
Ingest(settings, embedder_of(settings), date(2025, 6, 1)).run(find_files([report]))
outcome = build_engine(settings).ask(Query("When was the Kessel bridge reopened?"))
print(outcome.text)
print(reached)
"""


def test_nothing_reaches_for_the_network(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text(
        "The Bridge\n\nMay 3, 2024\n\nEngineers reopened the Kessel bridge on May 2.", "utf-8"
    )
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(report), str(tmp_path / "data")],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        env={"PATH": "", "HOME": str(tmp_path)},
        timeout=120,
    )
    assert (ran.returncode, ran.stdout) == (
        0, "Engineers reopened the Kessel bridge on May 2. [1]\n[]\n",
    ), ran.stderr  # fmt: skip
