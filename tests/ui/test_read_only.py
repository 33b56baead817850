"""A data folder that cannot be written: what is asked is answered, by processes that may not."""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from index.storage.catalog import Catalog
from index.storage.catalog_file import CATALOG_FILE
from index.storage.database import Database
from tests.ui.conftest import command, environment
from tests.ui.serving import wait_until

QUESTION = "When did engineers reopen the Kessel bridge?"
_HELD = "-dac_override,-dac_read_search"
BOUND = ("setpriv", f"--bounding-set={_HELD}", f"--inh-caps={_HELD}") if os.getuid() == 0 else ()
"""Root may write anywhere, but for processes that are held to what the modes of files say."""
pytestmark = pytest.mark.skipif(
    bool(BOUND) and shutil.which("setpriv") is None,
    reason="root may write anywhere, and there is no setpriv to hold it to the modes of files",
)


@pytest.fixture(
    scope="module", params=["settled", pytest.param("with a log", marks=pytest.mark.nightly)]
)
def folder(
    request: pytest.FixtureRequest, harbour_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """A copy of an index that its owner may only read; also of one that somebody has open, with
    what SQLite keeps beside its files."""
    data = tmp_path_factory.mktemp("read-only") / "data"
    shutil.copytree(harbour_data, data)
    for file in data.glob("*.sqlite"):
        kept = Database(file, "")
        kept.rows("SELECT count(*) FROM sqlite_schema")
        kept.close()  # whoever closes it last leaves no log
    assert not list(data.glob("*-wal"))
    if request.param == "with a log":
        catalog = Catalog.open(data)
        assert catalog is not None
        catalog.set_meta({"somebody": "has it open"})
        for file in data.glob(f"{CATALOG_FILE}-*"):
            shutil.copy(file, data.parent)
        catalog.close()
        for file in data.parent.glob(f"{CATALOG_FILE}-*"):
            shutil.copy(file, data)
        assert (data / f"{CATALOG_FILE}-wal").stat().st_size > 0
    for inner in (*data.rglob("*"), data):
        inner.chmod(0o500 if inner.is_dir() else 0o400)
    yield data
    for inner in (data, *data.rglob("*")):
        inner.chmod(0o700)


def _ran(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*BOUND, *command(*arguments, "--data-dir", str(folder))], cwd=folder.parent,
        env=environment(), capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def _state(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        str(file.relative_to(folder)): (file.stat().st_mtime_ns, file.stat().st_size)
        for file in folder.rglob("*")
    }


@contextmanager
def _serving(folder: Path) -> Iterator[tuple[str, Path]]:
    """Its address and its log."""
    log = folder.parent / "log"
    with log.open("w") as written:
        server = subprocess.Popen(
            [*BOUND, *command("serve", "--port", "0", "--data-dir", str(folder))],
            cwd=folder.parent, env=environment(), stderr=written,
        )  # fmt: skip
    try:
        wait_until(lambda: "listening on " in log.read_text() or server.poll() is not None)
        address = log.read_text().partition("listening on ")[2].partition('"')[0]
        assert address, log.read_text()
        yield address, log
    finally:
        server.terminate()
        assert server.wait(30) == 0


def test_it_cannot_be_written(folder: Path) -> None:
    ran = _ran(folder, "ingest", str(folder.parent))
    assert (ran.returncode, ran.stderr.count("\n")) == (2, 1), ran.stderr
    assert "cannot be written to" in ran.stderr
    ran = _ran(folder, "tokens", "add", "ann")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "cannot be written to" in ran.stderr


def test_a_question_is_answered(folder: Path, harbour_data: Path) -> None:
    before = _state(folder)
    ran = _ran(folder, "ask", QUESTION, "--json")
    assert (ran.returncode, ran.stderr) == (0, "")
    said = json.loads(ran.stdout)
    assert said["citations"][0]["path"] == "bridge.txt"
    listed = _ran(folder, "reports")
    assert (listed.returncode, listed.stderr) == (0, "")
    assert _state(folder) == before
    assert list(Path(tempfile.gettempdir()).glob("dateline-vectors-*")) == []


def test_the_server_answers_and_says_once_what_is_not_kept(folder: Path) -> None:
    before = _state(folder)
    with _serving(folder) as (address, log):
        for _ in range(2):
            said = httpx.post(f"{address}/v1/ask", json={"question": QUESTION}, timeout=60).json()
            assert said["kind"] == "answer"
        assert httpx.get(address, timeout=60).status_code == 200
        assert len(httpx.get(f"{address}/v1/reports").json()) == 4
        told = [line for line in log.read_text().splitlines() if "cannot be written" in line]
        assert len(told) == 1
        assert "what readers judge or add is not kept" in json.loads(told[0])["message"]
        assert '"level": "error"' not in log.read_text()
    assert _state(folder) == before
