"""A few short reports and where they are ingested to, for the tests of ingest."""

from pathlib import Path

import pytest

from tests.index.corpus import Corpus, write_report


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return Corpus(tmp_path / "data")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    for number in range(3):
        write_report(folder, number)
    return folder
