"""What every test may use."""

import os
import shutil
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from tests.postgres import Server

_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
settings.register_profile(
    "ci", deadline=None, derandomize=True, database=None, max_examples=20,
    suppress_health_check=_SLOW,
)  # fmt: skip
settings.register_profile(
    "nightly", deadline=None, print_blob=True, max_examples=20_000, suppress_health_check=_SLOW
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

MEMORY, ROOM = Path("/dev/shm"), 2e9  # noqa: S108 - what lies there belongs to this process
"""Where files are in memory, and the free bytes there without which the tests write to the disk."""
_OURS = "dateline-tests-"
SEEDS = Path(__file__).parent.parent / "seeds" / "reports"


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Puts the tests' folders into memory, where there is room, until the run ends: a test waits
    for the disk some seventy times, as SQLite and Chroma do not go on before it has all, and none
    of that is tested. What `--basetemp` names is taken instead, and stays."""
    if config.option.basetemp or "PYTEST_DEBUG_TEMPROOT" in os.environ or not _has_room(MEMORY):
        return
    for left in MEMORY.glob(f"{_OURS}*"):  # by a run that was killed
        if not Path("/proc", left.name.removeprefix(_OURS)).exists():
            shutil.rmtree(left, ignore_errors=True)
    root = MEMORY / f"{_OURS}{os.getpid()}"
    root.mkdir(0o700)
    os.environ["PYTEST_DEBUG_TEMPROOT"] = str(root)
    config.add_cleanup(lambda: shutil.rmtree(root, ignore_errors=True))


def _has_room(folder: Path) -> bool:
    """Whether programs may be run from a folder in memory, and files of some size written there."""
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        return False
    runs = not os.statvfs(folder).f_flag & os.ST_NOEXEC
    return runs and shutil.disk_usage(folder).free > ROOM


@pytest.fixture(scope="session", autouse=True)
def certificates_read_once() -> Iterator[None]:
    """Each call of httpx's functions makes a client, which reads all certificates of the system for
    25 ms of processor time, though what is called is on loopback: one set of them serves all."""
    with pytest.MonkeyPatch.context() as patch:
        made = cache(httpx.create_ssl_context)
        patch.setattr("httpx._transports.default.create_ssl_context", made)
        yield


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of the five seed reports."""
    return SEEDS


@pytest.fixture(scope="session")
def indexed_seeds(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the five seed reports, made with the shipped model. Only to be read."""
    from index.ingestion.ingest import Ingest
    from index.reading.files import find_files
    from rag.build import embedder_of
    from rag.settings import Settings

    settings = Settings(data_dir=tmp_path_factory.mktemp("seeds") / "data")
    ingest = Ingest(settings, embedder_of(settings), date(2025, 6, 1))
    assert len(ingest.run(find_files([seeds])).added) == 5
    return settings.data_dir


@pytest.fixture(scope="session")
def postgresql() -> Iterator["Server"]:
    """A server of PostgreSQL, where that is installed."""
    from tests.postgres import postgres

    with postgres() as server:
        yield server
