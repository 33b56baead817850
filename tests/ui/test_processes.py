"""The command line as processes: signals, pipes, what is imported."""

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from index.files import find_files
from index.ingestion.ingest import Ingest
from rag.build import embedder_of
from rag.settings import Settings
from tests.index.corpus import write_report
from tests.ui.conftest import Ran, Run, command, environment, run_process

pytestmark = pytest.mark.slow

UNUSED = {"torch", "sentence_transformers", "transformers", "sklearn", "llama_index", "nltk"}
"""What no command needs with the default models."""
HEAVY = UNUSED | {
    "onnxruntime",
    "chromadb",
    "pydantic_settings",
}
PARAGRAPHS = 150
"""Enough to keep an ingest at work for some seconds."""


def _probe(*args: object, cwd: Path) -> tuple[int, set[str]]:
    """The exit code of a command, and the heavy packages that it had imported."""
    program = (
        "import sys\n"
        "from ui.cli import main\n"
        "try:\n"
        "    main()\n"
        "finally:\n"
        "    print('MODULES', *{name.split('.')[0] for name in sys.modules}, file=sys.stderr)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, *map(str, args)],
        cwd=cwd, env=environment(), capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    (modules,) = [line for line in ran.stderr.splitlines() if line.startswith("MODULES ")]
    return ran.returncode, HEAVY & set(modules.split())


@pytest.mark.parametrize(
    "args",
    [[], ["ingest"], ["ask"], ["chat"], ["mcp"], ["feedback"], ["reports"], ["doctor"], ["schema"]],
    ids=lambda args: "".join(args) or "dateline",
)
def test_help_is_there_and_imports_nothing_heavy(tmp_path: Path, args: list[str]) -> None:
    assert _probe(*args, "--help", cwd=tmp_path) == (0, set())


@pytest.mark.parametrize("args", [["reports"], ["ask", "--from", "never", "Why?"]], ids=" ".join)
def test_what_lives_until_the_end_is_not_looked_through_as_it_ends(
    tmp_path: Path, args: list[str]
) -> None:
    program = (
        "import gc, sys\nfrom ui.cli import main\n"
        "try:\n    main()\nfinally:\n    print('KEPT', gc.get_freeze_count())\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, *args],
        cwd=tmp_path, env=environment(), capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    (kept,) = [line for line in ran.stdout.splitlines() if line.startswith("KEPT ")]
    assert int(kept.split()[1]) > 10_000


def test_a_user_from_nothing_to_an_answer(tmp_path: Path, run: Run) -> None:
    """On the way: an ingest with nothing to do loads no model, and lost vectors are mended."""
    write_report(tmp_path / "in", 0)
    code, first = _probe("ingest", "in", cwd=tmp_path)
    assert (code, first & UNUSED) == (0, set())
    code, second = _probe("ingest", "in", cwd=tmp_path)
    assert (code, second & UNUSED) == (0, set())
    shutil.rmtree(tmp_path / ".dateline" / "chroma")
    mended = run("doctor", "--data-dir", tmp_path / ".dateline")
    assert (mended.code, mended.err) == (0, "")
    assert mended.out.splitlines()[-1] == (
        "ok   mended: 3 passages given their vectors again, 0 vectors dropped"
    )
    code, third = _probe("ask", "When was the bridge inspected by engineers?", cwd=tmp_path)
    assert (code, third & UNUSED) == (0, set())
    asked = run_process("ask", "When was the bridge inspected by engineers?", cwd=tmp_path)
    assert (asked.code, asked.err) == (0, "")
    assert asked.out.splitlines()[0] == "The bridge 0 was inspected by engineers on May 1. [1]"


def test_the_seeds_through_a_pipe(indexed_seeds: Path, tmp_path: Path) -> None:
    ran = run_process(
        "--data-dir", indexed_seeds, "chat", cwd=tmp_path,
        typed="How long did it take Russia to capture Kurakhove?\nWho is the head of Rosatom?\n",
    )  # fmt: skip
    assert (ran.code, ran.err) == (0, "")
    assert "just over two months" in ran.out
    assert ", 26 December 2024 (byline)" in ran.out
    assert "No answer. No report has “Rosatom” in it." in ran.out


def test_a_reader_that_goes_away(indexed_seeds: Path, tmp_path: Path) -> None:
    process = subprocess.Popen(
        command("--data-dir", indexed_seeds, "reports", "--json"),
        cwd=tmp_path, env=environment(PYTHONUNBUFFERED="1"), stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == ""
    assert process.wait(60) == 1
    process.stderr.close()


def _big_report(folder: Path, number: int) -> Path:
    file = write_report(folder, number)
    topics = ("boats", "mills", "roads", "wells", "farms", "ferries", "schools")
    more = [
        f"Paragraph {n} of report {number} tells of {topics[n % 7]} and of {n * 37} people there. "
        f"They had been counted on day {n} by clerk number {n * 11}, who wrote to the council."
        for n in range(PARAGRAPHS)
    ]
    file.write_text(file.read_text("utf-8") + "\n\n" + "\n\n".join(more), "utf-8")
    return file


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index of one report, and many more that are not in it yet."""
    folder = tmp_path_factory.mktemp("workplace")
    settings = Settings(data_dir=folder / ".dateline")
    first = find_files([write_report(folder / "first", 0)])
    Ingest(settings, embedder_of(settings), date(2025, 6, 1)).run(first)
    for number in range(1, 70):
        write_report(folder / "in", number)
    for number in (70, 71):
        _big_report(folder / "in", number)
    return folder


@pytest.fixture
def workplace(indexed: Path, tmp_path: Path) -> Path:
    """A copy of that folder."""
    return shutil.copytree(indexed, tmp_path / "workplace")


def _catalog(workplace: Path) -> list[tuple[str, int]]:
    with sqlite3.connect(workplace / ".dateline" / "catalog.sqlite") as db:
        found = db.execute(
            "SELECT r.path, count(p.id) FROM reports r LEFT JOIN passages p ON p.report_id = r.id"
            " GROUP BY r.id ORDER BY r.path"
        ).fetchall()
    db.close()
    return found


def _vectors(workplace: Path) -> int:
    (file,) = (workplace / ".dateline").glob("tokens-*.sqlite")
    with sqlite3.connect(file) as db:
        (count,) = db.execute("SELECT count(*) FROM passage_vectors").fetchone()
    db.close()
    return int(count)


def _stopped(workplace: Path, sent: signal.Signals, when: Callable[[], bool]) -> Ran:
    """An ingest of the folder to which a signal was sent as soon as `when` held."""
    process = subprocess.Popen(
        command("ingest", "in"), cwd=workplace, env=environment(), stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    until = time.monotonic() + 60
    while not when():
        assert process.poll() is None, "it ended before it could be stopped"
        assert time.monotonic() < until
        time.sleep(0.02)
    process.send_signal(sent)
    out, err = process.communicate(timeout=60)
    return Ran(process.returncode, out, err)


@pytest.mark.parametrize(
    "sent",
    [signal.SIGKILL, pytest.param(signal.SIGINT, marks=pytest.mark.nightly)],
    ids=lambda sent: sent.name,
)
def test_an_ingest_that_is_stopped(workplace: Path, sent: signal.Signals, run: Run) -> None:
    before, vectors = _catalog(workplace), _vectors(workplace)
    ran = _stopped(workplace, sent, lambda: _vectors(workplace) > vectors)
    if sent is signal.SIGINT:
        assert ran == Ran(
            2,
            "Interrupted. The index is as it was. What was embedded so far is kept: the same "
            "ingest goes on from there.\n",
            "",
        )
    else:
        assert ran.code == -signal.SIGKILL
    assert _catalog(workplace) == before
    data = workplace / ".dateline"
    question = "When was the bridge inspected by engineers?"
    asked = run("ask", question, "--json", "--data-dir", data)
    assert (asked.code, asked.err) == (0, "")
    assert json.loads(asked.out)["corpus"]["reports"] == 1
    again = run("ingest", workplace / "in", "--data-dir", data)
    assert (again.code, again.err) == (0, "")
    told = again.out.splitlines()[-2]
    assert told.startswith("71 added, 0 changed, 0 left, 0 removed, 0 rejected; ")
    passages = sum(count for _, count in _catalog(workplace))
    assert _vectors(workplace) == passages
    kept = int(told.removesuffix(" kept from before.").rpartition(" ")[2].replace(",", ""))
    assert kept > 0


def test_an_interrupt_while_modules_are_loaded(workplace: Path) -> None:
    """Before there is anything to leave as it was, Ctrl-C ends in a line too."""
    program = (
        "import os, signal, sys\n"
        "from ui import cli\n"
        "class Interrupting:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'ui.commands.ingest':\n"
        "            os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Interrupting())\n"
        "cli.main()\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, "ingest", "in"],
        cwd=workplace, env=environment(), capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", "dateline: interrupted.\n")
