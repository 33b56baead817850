"""A few short reports and where they are ingested to, for the tests of ingest."""

from pathlib import Path

import pytest

from index.storage.place import Place
from tests.catalogs import KINDS, place_of
from tests.index.corpus import Corpus, write_report


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Where a catalog may be kept, one place after the other."""
    return place_of(request.param, tmp_path / "data", request)


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return Corpus(tmp_path / "data")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    for number in range(3):
        write_report(folder, number)
    return folder
