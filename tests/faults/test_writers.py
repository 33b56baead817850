"""Whatever writes, over a file system that writes short or fails: all of it is done, or nothing is,
and one line says why; the same goes well when the file system is well again."""

import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.conftest import QUESTION, World
from tests.ui.conftest import Ran, command, environment, run_process

pytestmark = pytest.mark.slow

_KINDS = {"short": 1, "EIO": 1, "ENOSPC": 4, "EMFILE": 2}
"""How calls fail, and from which of a process on: the first writes, or later ones."""
_BY_DAY = ("ingest", "standing")
_TRIED = [
    (name, kind) if kind == "ENOSPC" and name in _BY_DAY
    else pytest.param(name, kind, marks=pytest.mark.nightly)
    for name in (
        "ingest", "edit", "remove", "tokens", "standing", "receipt", "export", "backup", "restore",
        "feedback",
    )
    for kind in _KINDS
]  # fmt: skip


Command = Callable[[World], list[object]]
_COMMANDS: dict[str, Command] = {
    "ingest": lambda world: ["ingest", world.more],
    "edit": lambda world: ["edit", "000.txt", "--publisher", "Lesk Gazette"],
    "remove": lambda world: ["remove", "000.txt"],
    "tokens": lambda world: ["tokens", "add", "ann"],
    "standing": lambda world: ["standing", "add", QUESTION],
    "receipt": lambda world: ["ask", QUESTION, "--receipt", world.out / "r.json"],
    "export": lambda world: ["ask", QUESTION, "--export", world.out / "a.md"],
    "backup": lambda world: ["backup", world.out / "kept.zip"],
    "feedback": lambda world: ["feedback", "--export", world.out / "questions.jsonl"],
    "restore": lambda world: [
        "--data-dir", world.out / "again", "restore", world.more.parent / "kept.zip",
    ],
}  # fmt: skip


def _run(world: World, name: str, **more: str) -> Ran:
    given = _COMMANDS[name](world)
    data = [] if "--data-dir" in given else ["--data-dir", world.data]
    return run_process(*data, *given, cwd=world.data.parent, **more)


@pytest.mark.parametrize(("name", "kind"), _TRIED)
def test_all_is_written_or_nothing(world: World, failing: Path, name: str, kind: str) -> None:
    before = world.state()
    under = str(world.data.parent)
    ran = _run(
        world, name, LD_PRELOAD=str(failing), FAULT_UNDER=under, FAULT_KIND=kind,
        FAULT_FROM=str(_KINDS[kind]),
    )  # fmt: skip
    after = world.state()
    said = ran.err.strip().splitlines()
    if ran.code == 0:
        assert after != before
    else:
        assert (ran.code, len(said)) == (2, 1), ran.err
        assert said[0].startswith("dateline: ")
        assert after == before
        if kind == "ENOSPC":  # room was made
            assert _run(world, name).code == 0
            assert world.state() != before
    # who is told of a short write goes on; where nothing at all can be written, nothing is done
    assert kind not in ("short", "EIO") or ran.code == {"short": 0, "EIO": 2}[kind], ran.err


@pytest.mark.nightly
def test_watching_says_that_nothing_can_be_written(world: World, failing: Path) -> None:
    before = world.state()
    more = environment(
        LD_PRELOAD=str(failing), FAULT_UNDER=str(world.data), FAULT_KIND="ENOSPC", FAULT_FROM="1"
    )
    given = command("--data-dir", world.data, "watch", world.more)
    with subprocess.Popen(
        given,
        env=more,
        cwd=world.more,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        said = process.stderr.readline()
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()
    assert said.startswith("dateline: The index in ")
    assert rest == ""
    assert world.state() == before
