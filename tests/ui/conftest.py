"""The command line as the tests run it: inside this process, or as a process of its own."""

import io
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser

from tests.ui.browser import Visitor, chromium, visiting
from tests.ui.serving import harbour_service, running
from tests.ui.slack_world import Slack, StandIn, standing_in
from ui import cli
from ui.server import build_app

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for the tests of one module: Playwright holds the thread while it is open."""
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def chat_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the harbour reports and their index in `data`."""
    return tmp_path_factory.mktemp("web")


@pytest.fixture(scope="module")
def chat(chat_folder: Path) -> Iterator[str]:
    """The address of a chat over the harbour reports."""
    with running(build_app(harbour_service(chat_folder, max_file_mb=0.05))) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, chat: str) -> Iterator[Callable[..., Visitor]]:
    """Opens that chat for one more person."""
    with visiting(browser, chat) as visit:
        yield visit


@pytest.fixture(autouse=True)
def its_own_log() -> Iterator[None]:
    """A test that serves in this process leaves no log behind that goes to its standard error."""
    root, ours = logging.getLogger(), logging.getLogger("dateline")
    handlers, levels = root.handlers[:], (root.level, ours.level)
    yield
    for handler in [handler for handler in root.handlers if handler not in handlers]:
        root.removeHandler(handler)
    for handler in handlers:
        if handler not in root.handlers:
            root.addHandler(handler)
    root.setLevel(levels[0])
    ours.setLevel(levels[1])
    logging.captureWarnings(False)


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of the person who runs the tests is in force."""
    for key in [key for key in os.environ if key.startswith("DATELINE_")]:
        monkeypatch.delenv(key)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs `dateline` with these arguments in this process."""

    def run(*args: object, typed: str = "") -> Ran:
        monkeypatch.setattr(sys, "argv", ["dateline", *map(str, args)])
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        code = ended.value.code
        assert isinstance(code, int)
        return Ran(code, *capfd.readouterr())

    return run


@pytest.fixture(scope="module")
def without_page() -> Iterator[None]:
    """The servers of a module that asks nothing of the page have none: to put one together takes a
    fifth of a second of processor time, for each server."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ui.server._chat_of", lambda _: FastAPI(openapi_url=None))
        yield


def command(*args: object) -> list[str]:
    """The command line of a process that runs `dateline`."""
    return [sys.executable, "-m", "ui.cli", *map(str, args)]


def environment(**more: str) -> dict[str, str]:
    """A user's: no settings, and byte code kept, without which every process takes seconds more."""
    dropped = ("DATELINE_", "PYTHONDONTWRITEBYTECODE")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(dropped)}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **more}


def run_process(*args: object, cwd: Path, typed: str = "", **more: str) -> Ran:
    """Runs `dateline` as a user does."""
    ran = subprocess.run(
        command(*args), cwd=cwd, env=environment(**more), input=typed, capture_output=True,
        text=True, timeout=120,
    )  # fmt: skip
    return Ran(ran.returncode, ran.stdout, ran.stderr)


@pytest.fixture(scope="session")
def harbour_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the harbour reports, made with the shipped model. Only to be read."""
    from datetime import date

    from index.files import find_files
    from index.ingestion.ingest import Ingest
    from rag.build import embedder_of
    from rag.settings import Settings
    from tests.rag.corpus import HARBOUR

    folder = tmp_path_factory.mktemp("harbour")
    for name, text in HARBOUR.items():
        (folder / name).write_text(text, "utf-8")
    data = tmp_path_factory.mktemp("harbour-data") / "data"
    settings = Settings(data_dir=data)
    Ingest(settings, embedder_of(settings), date(2025, 6, 1)).run(find_files([folder]))
    return data


@pytest.fixture(scope="module")
def stand_in() -> Iterator[StandIn]:
    """Slack's own side, on loopback."""
    with standing_in() as made:
        yield made


@pytest.fixture(scope="module")
def slack_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the harbour reports and their index in `data`."""
    return tmp_path_factory.mktemp("slack")


@pytest.fixture(scope="module")
def slack(stand_in: StandIn, slack_folder: Path) -> Iterator[Slack]:
    """A server over the harbour reports, as Slack sends to it."""
    service = harbour_service(slack_folder, **stand_in.settings())
    with running(build_app(service)) as address:
        yield Slack(address, stand_in)
