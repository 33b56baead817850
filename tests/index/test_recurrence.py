"""Blocks that recur across reports, through ingest: the order of ingesting plays no part."""

from itertools import permutations
from pathlib import Path

import pytest

from index.types import Role
from tests.index.corpus import TAIL, Corpus, Snapshot, write_report


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three reports with one tail, and one without."""
    for number in range(4):
        write_report(tmp_path / "in", number, TAIL if number < 3 else ())
    return tmp_path / "in"


def _at_once(folder: Path, data_dir: Path) -> Snapshot:
    corpus = Corpus(data_dir)
    corpus.ingest(folder)
    return corpus.state()


def _furniture(state: Snapshot) -> list[int]:
    roles = [[b.role for b in blocks] for blocks in state.blocks.values()]
    return sorted(found.count(Role.FURNITURE) for found in roles)


def test_a_tail_of_three_reports_is_furniture(folder: Path, tmp_path: Path) -> None:
    state = _at_once(folder, tmp_path / "data")
    assert _furniture(state) == [0, 2, 2, 2]
    assert len(state.passages) == 12
    reasons = {b.reason for blocks in state.blocks.values() for b in blocks}
    assert reasons == {"", "stands in other reports too"}


def test_a_tail_of_two_is_not(tmp_path: Path) -> None:
    for number in range(2):
        write_report(tmp_path / "in", number, TAIL)
    assert _furniture(_at_once(tmp_path / "in", tmp_path / "data")) == [0, 0]


def test_three_copies_of_a_report_are_not_furniture(tmp_path: Path) -> None:
    for number, place in enumerate(("Vienna", "Linz", "Graz")):
        write_report(tmp_path / "in", 1, [f"Printed in {place} today."], f"{number}.txt")
    state = _at_once(tmp_path / "in", tmp_path / "data")
    assert len(state.blocks) == 3
    assert _furniture(state) == [0, 0, 0]


def test_copies_with_changes_keep_most_of_their_text(tmp_path: Path) -> None:
    for number, place in enumerate(("Vienna", "Linz", "Graz")):
        note = f"In {place} the inspection was followed with great interest by all, we hear. " * 3
        write_report(tmp_path / "in", 1, [note], f"{number}.txt")
    assert _furniture(_at_once(tmp_path / "in", tmp_path / "data")) == [0, 0, 0]


@pytest.mark.parametrize("order", list(permutations(range(4)))[::5], ids=str)
def test_one_by_one_is_as_all_at_once(folder: Path, tmp_path: Path, order: tuple[int, ...]) -> None:
    corpus = Corpus(tmp_path / "data")
    for number in order:
        corpus.ingest(folder / f"{number:03}.txt")
    assert corpus.state() == _at_once(folder, tmp_path / "at once")


def test_a_tail_is_body_again_when_a_third_report_leaves(folder: Path, tmp_path: Path) -> None:
    corpus = Corpus(tmp_path / "data")
    corpus.ingest(folder)
    (folder / "001.txt").unlink()
    corpus.ingest(gone=[folder / "001.txt"])
    state = corpus.state()
    assert _furniture(state) == [0, 0, 0]
    assert state == _at_once(folder, tmp_path / "fresh")


def test_the_seeds_one_by_one_are_as_all_at_once(seeds: Path, tmp_path: Path) -> None:
    corpus = Corpus(tmp_path / "data")
    for file in sorted(seeds.iterdir(), reverse=True):
        corpus.ingest(file)
    state = corpus.state()
    assert state == _at_once(seeds, tmp_path / "at once")
    roles = [[b.role for b in blocks] for blocks in state.blocks.values()]
    assert sorted(found.count(Role.BODY) for found in roles) == [7, 13, 13, 14, 17]
