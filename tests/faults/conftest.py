"""A small index, and the library that has calls on its files fail."""

import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.files import find_files
from index.ingestion.backup import back_up
from index.ingestion.ingest import Ingest
from index.storage.catalog import Catalog
from rag.build import build_engine, embedder_of
from rag.question.parsing import Query
from rag.settings import Settings
from rag.types import Answer
from tests.index.corpus import write_report
from ui.feedback import FeedbackStore
from ui.standing.store import StandingStore
from ui.tokens import TokenStore

QUESTION = "When was the bridge 0 inspected by engineers?"
_FAILING = Path(__file__).with_name("failing.c")


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
        judged = len(list(FeedbackStore(self.data).all()))
        written = {path.name: self._has_something(path) for path in self.out.iterdir()}
        return reports, passages, tokens, standing, judged, written

    @staticmethod
    def _has_something(path: Path) -> bool:
        return any(path.iterdir()) if path.is_dir() else path.stat().st_size > 0


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
    """A data folder with two reports, an answer that was judged, and a backup of it beside it. Only
    to be read."""
    folder = tmp_path_factory.mktemp("indexed")
    for number in range(2):
        write_report(folder / "in", number)
    settings = Settings(data_dir=folder / "data")
    now = datetime.now(UTC)
    Ingest(settings, embedder_of(settings), now.date()).run(find_files([folder / "in"]))
    outcome = build_engine(settings).ask(Query(QUESTION))
    assert isinstance(outcome, Answer)
    FeedbackStore(settings.data_dir).add(outcome, "chat", now, helpful=True)
    back_up(settings.data_dir, folder / "kept.zip")
    return settings.data_dir


@pytest.fixture
def world(indexed: Path, tmp_path: Path) -> World:
    world = World(tmp_path / "w" / "data", tmp_path / "w" / "out", tmp_path / "more")
    shutil.copytree(indexed, world.data)
    shutil.copy(indexed.parent / "kept.zip", tmp_path / "kept.zip")
    world.out.mkdir()
    write_report(world.more, 2)
    return world
