"""Files that are cut, damaged or not what they seem: each costs a line, and nothing else."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import pytest

from index.errors import BadInput
from index.ingestion.reading_process import ReadingProcess
from index.reading import Limits, read_file, suffixes
from index.settings import IndexSettings
from index.types import SourceText
from tests.index.bad_files import ALIKE, MEGABYTES, Bad, bad_files, long_lines, swollen, whole
from tests.index.corpus import Corpus, write_report

BAD = list(bad_files(seed=20240503, times=9))
KINDS = ("cut", "mutated", "inside", "nested", "empty", "noise", "wrong ending", "line")
SECONDS, GRACE, MEMORY = 10, 8.0, 1000
"""For each file: the limit of time, what more may pass until a process is ended, and megabytes."""


@pytest.fixture(scope="module")
def process() -> Iterator[ReadingProcess]:
    settings = IndexSettings(read_seconds=SECONDS, read_memory_mb=MEMORY)
    with ReadingProcess(settings) as started:
        yield started


def _check(process: ReadingProcess, bad: Bad) -> list[SourceText | BadInput]:
    """What is read of a bad file: texts and reasons of one line, in the time that it has."""
    begun = perf_counter()
    parts = process.read_file(bad.name, bad.content, Limits()).parts
    given = SECONDS * (1 + len(bad.content) / MEGABYTES)
    assert perf_counter() - begun < given + GRACE, bad.name
    for part in parts:
        if isinstance(part.read, BadInput):
            assert str(part.read).strip(), bad.name
            assert len(str(part.read).splitlines()) == 1, bad.name
    return [part.read for part in parts]


def _ending(name: str) -> str:
    return name.rpartition(".")[2]


def test_there_are_many_bad_files_of_every_format() -> None:
    assert len(BAD) >= 200
    assert len({bad.name for bad in BAD}) == len(BAD)
    assert {f".{_ending(bad.name)}" for bad in BAD} == suffixes()
    assert Counter(bad.kind for bad in BAD).keys() == set(KINDS)
    assert {f".{_ending(name)}" for name in (*whole(), *ALIKE)} == suffixes()


@pytest.mark.parametrize("name", sorted({**whole(), **ALIKE}))
def test_a_sound_file_is_read(name: str) -> None:
    parts = read_file(name, whole()[ALIKE.get(name, name)], Limits()).parts
    assert any(isinstance(part.read, SourceText) for part in parts)


@pytest.mark.parametrize("ending", sorted({_ending(bad.name) for bad in BAD}))
def test_a_bad_file_is_read_or_told_of(process: ReadingProcess, ending: str) -> None:
    for bad in BAD:
        if _ending(bad.name) == ending:
            _check(process, bad)


def test_what_swells_when_it_is_unpacked(process: ReadingProcess) -> None:
    for bad in swollen(20 * MEGABYTES):
        assert _check(process, bad)


def _file(path: str) -> str:
    """The file that a report was read from."""
    return path.partition("#")[0].partition("!")[0]


def _check_ingest(folder: Path, bad: list[Bad], **chosen: object) -> None:
    """Every bad file is read or costs a line, and every sound one beside it is read."""
    folder.mkdir()
    for one in bad:
        (folder / one.name).write_bytes(one.content)
    for name, content in whole().items():
        (folder / f"sound-{name}").write_bytes(content)
    write_report(folder, 0, name="sound-report.txt")
    result = Corpus(folder.with_suffix(".data")).ingest(folder, read_memory_mb=MEMORY, **chosen)
    copies = [one for one in result.left if one.remark.startswith("the same file as")]
    read = {_file(outcome.path) for outcome in (*result.added, *copies)}
    for outcome in result.rejected:
        assert len(outcome.remark.splitlines()) == 1, outcome.path
    assert len({outcome.path for outcome in result.rejected}) == len(result.rejected)
    files = {file.name for file in folder.iterdir()}
    assert read | {_file(outcome.path) for outcome in result.rejected} == files
    assert {name for name in files if name.startswith("sound-")} <= read


def test_all_others_go_on(tmp_path: Path) -> None:
    _check_ingest(tmp_path / "in", BAD, read_seconds=SECONDS)


def test_ten_megabytes_in_one_line_cost_their_time_alone(tmp_path: Path) -> None:
    for name, content in whole().items():
        read_file(name, content, Limits())  # what is imported for it does not count as its time
    lines = [bad for bad in long_lines(10 * MEGABYTES) if bad.name in ("letters.md", "words.html")]
    _check_ingest(tmp_path / "in", lines, read_seconds=0.3, max_file_mb=11)


@pytest.mark.nightly
@pytest.mark.timeout(3600)
def test_many_more(process: ReadingProcess) -> None:
    for bad in (*bad_files(seed=20261130, times=120), *swollen(150 * MEGABYTES)):
        _check(process, bad)


@pytest.mark.nightly
@pytest.mark.timeout(3600)
def test_ten_megabytes_in_one_line_of_every_format(tmp_path: Path) -> None:
    lines = list(long_lines(10 * MEGABYTES))
    _check_ingest(tmp_path / "in", lines, read_seconds=2, max_file_mb=11)
