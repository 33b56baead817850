"""The program that verifies refusals."""

import sqlite3
from datetime import date
from pathlib import Path

import pytest

import bench.refusals
from bench import plain_text
from bench.common import Skipped
from bench.fields.corpus import HELD, OPEN
from bench.refusals import main
from bench.refusals_verified import has_the_answer
from bench.shelf import shelf_of
from rag.evaluation.record import Record
from rag.settings import Settings
from tests.bench.refusals import HOLDS, SHELF, B, record
from tests.rag.corpus import HARBOUR, engine_over


def test_the_reports_of_an_index_are_only_read(tmp_path: Path) -> None:
    engine_over(tmp_path, HARBOUR)
    before = {file: file.read_bytes() for file in (tmp_path / "data").glob("catalog*")}
    shelf = shelf_of(tmp_path / "data")
    assert {p.name for p in shelf.pages} == set(HARBOUR)
    assert {file: file.read_bytes() for file in (tmp_path / "data").glob("catalog*")} == before
    with pytest.raises(sqlite3.Error):
        shelf_of(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_a_refusal_that_shows_the_answer() -> None:
    text = "No passage was found to answer this."
    assert has_the_answer(record(text, B, facts=("May 2",)))
    assert not has_the_answer(record(text, B, facts=("May 3",)))
    assert not has_the_answer(record(text, B))


class _Field:
    settings = Settings()


def _kept(monkeypatch: pytest.MonkeyPatch, records: list[Record]) -> None:
    monkeypatch.setattr(bench.refusals, "load", lambda name: _Field())
    monkeypatch.setattr(bench.refusals, "shelf_of", lambda _: SHELF)
    monkeypatch.setattr(bench.refusals, "answers_of", lambda *_: records)


def test_the_program_ends_with_1_where_something_is_not_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _kept(monkeypatch, [record(f"No report has “Rosatom” in it. {HOLDS}")])
    assert main([OPEN[0], "--code", "abc"]) == 0
    told = capsys.readouterr().out
    assert "| No report has … | 1 | 1 | 0 |" in told
    _kept(monkeypatch, [record(f"No report has “Brandt” in it. {HOLDS}")])
    assert main([OPEN[0], "--code", "abc"]) == 1
    told = capsys.readouterr().out
    assert "| No report has … | 1 | 0 | 1 |" in told
    assert "| q1 | No report has “Brandt” in it. | “Brandt” is in 1 |" in told
    assert "Engineers" not in told


def test_nothing_kept_is_no_success(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _kept(monkeypatch, [])
    assert main([HELD[0]]) == 1
    assert "no answers of" in capsys.readouterr().err
    monkeypatch.setattr(bench.refusals, "answers_of", _raise)
    assert main([HELD[0]]) == 1


def _raise(*_: object) -> list[Record]:
    raise Skipped("of another version")


def test_what_is_shut_is_not_read(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["letters"])
    assert "is no open field" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("on 2 May 2024", ["2024-05-02 2024-05-02"]),
        ("on May 2nd, 2024 and 2024-06-30", ["2024-05-02 2024-05-02", "2024-06-30 2024-06-30"]),
        ("in Dec. 2023", ["2023-12-01 2023-12-31"]),
        ("1867, Oct. 5th", ["1867-10-05 1867-10-05"]),
        ("in 2016-17", ["2016-01-01 2017-12-31"]),
        ("on 20 December", ["2023-12-20 2023-12-20"]),
        ("31 June 2024", []),
        ("$2024 and 2,024 and 2024.5", []),
    ],
)
def test_days_by_their_looks(text: str, days: list[str]) -> None:
    found = plain_text.stretches(text, date(2024, 1, 5))
    assert [f"{s.first} {s.last}" for s in found] == days


def test_nothing_of_the_program_is_asked() -> None:
    source = Path(plain_text.__file__).read_text("utf-8")
    assert not [x for x in source.splitlines() if x.startswith(("from index", "from rag"))]
