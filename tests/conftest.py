"""What every test may use."""

import os
import shutil
from collections.abc import Callable, Iterator
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
LONGEST = tuple(
    f"tests/{name}.py"
    for name in (
        "test_pages", "ui/test_watch", "ui/test_standing_sent", "test_patterns",
        "ui/test_chat_asking", "ui/test_chat_desk", "ui/test_processes", "ui/test_earlier_texts",
        "ui/test_vectors_served", "ui/test_cli_eval", "ui/test_chat_looks", "ui/test_chat_written",
        "ui/test_http_docs", "rag/test_seed_answers", "index/test_reading_process",
        "ui/test_slack_socket", "index/test_erasing", "ui/test_check", "rag/test_planted",
        "ui/test_chat_accessible", "index/test_watching", "rag/test_synthesis",
        "ui/test_mcp_process", "ui/test_receipts", "ui/test_mcp", "rag/test_hostile_questions",
        "faults/test_writers", "ui/test_chat_languages", "ui/test_slack_load",
        "rag/evaluation/test_conversations", "ui/test_nothing_is_sent",
        "index/test_markdown_places", "ui/test_chat_haste", "faults/test_erasing",
        "ui/test_read_only", "index/test_bad_files", "ui/test_erase", "ui/test_sign_in",
        "ui/test_chat_editing", "ui/test_chat_first_reports",
    )
)  # fmt: skip
"""Files of tests of which most take 10 seconds or longer, about the longest first."""
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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Has files that take long begin first: one of them at the end has a worker wait for it."""
    order = {name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(item.nodeid.partition("::")[0], len(order)))


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


def _made_once(make: Callable[..., object]) -> Callable[..., object]:
    """`make` for each of the arguments once in a process; one that is forked makes its own."""
    kept: dict[object, object] = {}

    def made(*given: object) -> object:
        key = (os.getpid(), *given)
        if key not in kept:
            kept[key] = make(*given)
        return kept[key]

    return made


@pytest.fixture(scope="session", autouse=True)
def models_loaded_once() -> Iterator[None]:
    """Each engine and each command loads the shipped models, for a fifth of a second of processor
    time: what has read their files is shared by those of a process. It keeps nothing of what it is
    given, and may be called from several threads."""
    from index.embedding import minilm
    from rag.reader import judge

    with pytest.MonkeyPatch.context() as patch:
        session = _made_once(minilm.session_of)
        patch.setattr(minilm, "session_of", session)
        patch.setattr(judge, "session_of", session)
        patch.setattr(minilm, "tokenizer_of", _made_once(minilm.tokenizer_of))
        yield


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of the five seed reports."""
    return SEEDS


@pytest.fixture(scope="session")
def indexed_seeds(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the five seed reports, made with the shipped model. Only to be read."""
    from index.files import find_files
    from index.ingestion.ingest import Ingest
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
