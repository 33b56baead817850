"""What a data folder holds is for its owner alone."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.index.corpus import Corpus, write_report


@contextmanager
def _open_to_all() -> Iterator[None]:
    """Files are made for everybody to read, where nobody says otherwise."""
    before = os.umask(0o022)
    try:
        yield
    finally:
        os.umask(before)


def _readable(folder: Path) -> list[str]:
    """What others than the owner can get at in a folder."""
    if not folder.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return []
    found: list[str] = []
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            found += _readable(path)
        elif path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            found.append(path.name)
    return found


@pytest.mark.parametrize("there", [False, True], ids=["made", "there before"])
def test_others_read_nothing(tmp_path: Path, there: bool) -> None:
    write_report(tmp_path / "in", 0)
    data = tmp_path / "data"
    with _open_to_all():
        if there:
            data.mkdir()
        Corpus(data).ingest(tmp_path / "in")
    assert (data.stat().st_mode & 0o777 == 0o700) is not there
    data.chmod(0o755)
    assert _readable(data) == []
