"""Whatever writes, over a file system that writes short or fails: all of it is done, or nothing is,
and one line says why; the same goes well when the file system is well again."""

import shutil
import signal
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from index.storage.catalog import Catalog
from tests.index.corpus import write_report
from tests.ui.conftest import Ran, command, environment, run_process
from ui.standing.store import StandingStore
from ui.tokens import TokenStore

pytestmark = pytest.mark.slow

_QUESTION = "When was the bridge 0 inspected by engineers?"
_FAILING = Path(__file__).with_name("failing.c")
_KINDS = {"short": 1, "EIO": 1, "ENOSPC": 4, "EMFILE": 2}
"""How calls fail, and from which of a process on: the first writes, or later ones."""
_BY_DAY = ("ingest", "standing")
_TRIED = [
    (name, kind) if kind == "ENOSPC" and name in _BY_DAY
    else pytest.param(name, kind, marks=pytest.mark.nightly)
    for name in ("ingest", "edit", "remove", "tokens", "standing", "receipt", "export", "backup")
    for kind in _KINDS
]  # fmt: skip


@dataclass(frozen=True)
class World:
    """An index of two reports, where files go that commands write, and one more report."""

    data: Path
    out: Path
    more: Path

    def state(self) -> tuple[object, ...]:
        """All that commands change here."""
        catalog = Catalog.open(self.data)
        assert catalog is not None
        reports = {(one.id, one.title, one.publisher) for one in catalog.report_heads()}
        passages = set(catalog.passage_ids())
        catalog.close()
        tokens = [token.name for token in TokenStore(self.data).all()]
        standing = [one.asked.question for one in StandingStore(self.data).all()]
        written = {path.name: path.stat().st_size > 0 for path in self.out.iterdir()}
        return reports, passages, tokens, standing, written


@pytest.fixture(scope="module")
def failing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that has calls fail, built here."""
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("faults are put under programs by a library that is built with a C compiler")
    built = tmp_path_factory.mktemp("failing") / "failing.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", built, _FAILING, "-ldl"], check=True)
    return built


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with two reports. Only to be read."""
    folder = tmp_path_factory.mktemp("indexed")
    for number in range(2):
        write_report(folder / "in", number)
    ran = run_process("--data-dir", folder / "data", "ingest", folder / "in", cwd=folder)
    assert ran.code == 0
    return folder / "data"


@pytest.fixture
def world(indexed: Path, tmp_path: Path) -> World:
    world = World(tmp_path / "w" / "data", tmp_path / "w" / "out", tmp_path / "more")
    shutil.copytree(indexed, world.data)
    world.out.mkdir()
    write_report(world.more, 2)
    return world


Command = Callable[[World], list[object]]
_COMMANDS: dict[str, Command] = {
    "ingest": lambda world: ["ingest", world.more],
    "edit": lambda world: ["edit", "000.txt", "--publisher", "Lesk Gazette"],
    "remove": lambda world: ["remove", "000.txt"],
    "tokens": lambda world: ["tokens", "add", "ann"],
    "standing": lambda world: ["standing", "add", _QUESTION],
    "receipt": lambda world: ["ask", _QUESTION, "--receipt", world.out / "r.json"],
    "export": lambda world: ["ask", _QUESTION, "--export", world.out / "a.md"],
    "backup": lambda world: ["backup", world.out / "kept.zip"],
}


def _run(world: World, name: str, **more: str) -> Ran:
    given = _COMMANDS[name](world)
    return run_process("--data-dir", world.data, *given, cwd=world.data.parent, **more)


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
