"""What the tests of `rag` share."""

import os
from pathlib import Path

import pytest

from rag.engine.query_engine import QueryEngine
from tests.rag.corpus import HARBOUR, engine_over


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of the person who runs the tests is in force."""
    for key in [key for key in os.environ if key.startswith("DATELINE_")]:
        monkeypatch.delenv(key)
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="session")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> QueryEngine:
    """An engine over the harbour reports, only ever read."""
    return engine_over(tmp_path_factory.mktemp("harbour"), HARBOUR)
