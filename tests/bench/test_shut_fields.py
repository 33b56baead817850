"""What is measured on shut fields, and that no more of them is shown."""

import json
import subprocess
from pathlib import Path

import pytest

import bench.common
import bench.fields.__main__
import bench.fields.shut
from bench.common import Skipped
from bench.fields.__main__ import Run, shut_result_of
from bench.fields.corpus import (
    FETCHED_SHUT,
    SHUT,
    Field,
)
from bench.fields.shut import write_log
from bench.fields.tables import row
from rag.evaluation.record import Record
from tests.bench.harbour_field import QUESTIONS


def committed(folder: Path) -> Path:
    """A working copy with the folders of a checkout, at its first commit."""
    for part in ("index", "rag", "bench/fields", "bench/fetched"):
        (folder / part).mkdir(parents=True)
        (folder / part / "kept").touch()
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "One"]):
        subprocess.run(
            ["git", "-c", "user.name=A", "-c", "user.email=a@b.c", *command],
            cwd=folder, check=True,
        )  # fmt: skip
    return folder


def test_figures_of_shut_fields_have_a_result_of_their_own(records: list[Record]) -> None:
    done = Run({"court_opinions": records}, {"court_opinions": 1.0}, 2.0)
    result = shut_result_of(done)
    assert result.name == "fields_shut"
    assert [table.title for table in result.tables] == ["By field", "Shut fields"]
    assert all(known.question not in str(result) for known in QUESTIONS)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["--shut", "why", "central_bank"], "printed once, of all of them"),
        (["court_opinions"], "printed with --shut WHY alone"),
        (["elsewhere"], "there is no field elsewhere"),
        (["--fetched", "why", "letters"], "asks all shut fields of bench/fetched"),
        (["--fetched", "why", "--shut", "why"], "asks all shut fields of bench/fetched"),
        (["letters"], "there is no field letters"),
    ],
)
def test_names_that_would_show_part_of_what_is_shut(
    given: list[str], told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["fields", *given])
    with pytest.raises(SystemExit):
        bench.fields.__main__.main()
    assert told in " ".join(capsys.readouterr().err.split())


def test_shut_figures_are_printed_once_for_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, records: list[Record]
) -> None:
    monkeypatch.setattr(bench.fields.shut, "LOG", tmp_path / "shut.jsonl")
    write_log("the places", "abc1234", {"court_opinions": row(records)})
    (line,) = (tmp_path / "shut.jsonl").read_text("utf-8").splitlines()
    logged = json.loads(line)
    assert (logged["why"], logged["commit"]) == ("the places", "abc1234")
    assert logged["mean"]["facts_right_of_all"] == 0.5
    assert all(known.question not in line for known in QUESTIONS)
    with pytest.raises(Skipped, match="printed before for 'the places'"):
        bench.fields.shut.commit("the places", SHUT)


def test_fetched_shut_fields_are_measured_and_written_down_alone(
    field: Field,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    log = tmp_path / "shut.jsonl"
    log.write_text(json.dumps({"why": "first sight", "fields": {"court_opinions": {}}}) + "\n")
    monkeypatch.setattr(bench.fields.shut, "LOG", log)
    monkeypatch.setattr(bench.common, "RESULTS", tmp_path)
    monkeypatch.setattr(
        bench.fields.__main__, "load", lambda name: Field(name, field.folder, field.questions)
    )
    checkout = committed(tmp_path / "checkout")
    monkeypatch.setattr(bench.fields.shut, "ROOT", checkout)
    monkeypatch.setattr("sys.argv", ["fields", "--fetched", "first sight"])
    assert bench.fields.__main__.main() == 0
    _, line = log.read_text("utf-8").splitlines()
    assert tuple(json.loads(line)["fields"]) == FETCHED_SHUT
    kept = sorted(file.name for file in tmp_path.glob("fields_*"))
    assert kept == ["fields_fetched.json", "fields_fetched.md"]
    told = capsys.readouterr().out + "".join((tmp_path / name).read_text("utf-8") for name in kept)
    assert all(known.question not in told + line for known in QUESTIONS)
    with pytest.raises(SystemExit, match="skipped: figures of shut fields were printed before"):
        bench.fields.__main__.main()


def test_shut_figures_are_of_questions_that_are_committed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkout = committed(tmp_path / "checkout")
    monkeypatch.setattr(bench.fields.shut, "ROOT", checkout)
    monkeypatch.setattr(bench.fields.shut, "LOG", tmp_path / "shut.jsonl")
    assert bench.fields.shut.commit("a reason", FETCHED_SHUT)
    (checkout / "bench" / "fetched" / "questions.jsonl").write_text("{}\n", "utf-8")
    with pytest.raises(Skipped, match="from a committed state alone"):
        bench.fields.shut.commit("a reason", FETCHED_SHUT)
