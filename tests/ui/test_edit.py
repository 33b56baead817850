"""`dateline edit` and `dateline remove`: what is changed, kept, shown, undone."""

import json
from pathlib import Path

import pytest

from tests.index.corpus import write_report
from tests.ui.conftest import Run

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATELINE_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def folder(tmp_path: Path, run: Run) -> Path:
    folder = tmp_path / "in"
    for number in range(2):
        write_report(folder, number)
    assert run("ingest", folder).code == 0
    return folder


def _report(run: Run, path: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(run("reports", path, "--json").out)
    return found


def test_an_edit_is_shown_kept_and_undone(run: Run, folder: Path) -> None:
    report_id = _report(run, "000.txt")["report_id"]
    edit = ["--published", "2024-04-02", "--publisher", "Lesk Gazette", "--collection", "bridges"]
    ran = run("edit", report_id, *edit)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        f"000.txt ({report_id})",
        "published: 1 May 2024 (byline) → 2 April 2024 (edited)",
        "publisher: not stated → Lesk Gazette",
        "collections: none → bridges",
    ]
    assert run("ingest", folder).out.startswith("0 added, 0 changed, 2 left")
    assert run("doctor", "--rebuild").code == 0
    told = _report(run, "000.txt")
    assert (told["published_on"], told["date_source"], told["date_confidence"]) == (
        "2024-04-02", "edited", "high",
    )  # fmt: skip
    assert told["edited"] == ["collections", "published_on", "publisher"]
    asked = run("ask", "When was the bridge 0 inspected by engineers?", "--publisher", "Lesk")
    assert "[1] News of the bridge 0 — Lesk Gazette, 2 April 2024 (edited)" in asked.out
    assert "edited: collections, date, publisher" in run("reports", report_id).out
    undone = run("edit", "000.txt", "--reset")
    assert undone.out.splitlines()[1] == "published: 2 April 2024 (edited) → 1 May 2024 (byline)"
    assert _report(run, "000.txt")["edited"] == []


def test_a_removed_report_comes_back_where_it_is_asked_for(run: Run, folder: Path) -> None:
    report_id = _report(run, "000.txt")["report_id"]
    ran = run("remove", report_id, "--json")
    assert (ran.code, ran.err) == (0, "")
    receipt = json.loads(ran.out)
    assert (receipt["before"]["report_id"], receipt["after"]) == (report_id, None)
    again = run("ingest", folder)
    assert "     left  000.txt: removed on " in again.out
    assert "`dateline ingest --removed` reads it again" in again.out
    assert "bridge 0" not in run("ask", "When was the bridge 0 inspected by engineers?").out
    restored = run("ingest", folder / "000.txt", "--removed")
    assert "    added  000.txt: 1 May 2024" in restored.out
    assert run("remove", "001.txt").out.splitlines() == [
        f"Removed News of the harvest 1 (001.txt, {_id_of(run, folder)}).",
        f"Its file {folder / '001.txt'} stays and is left out from now on; `dateline ingest "
        "--removed` with it reads it again.",
    ]


def _id_of(run: Run, folder: Path) -> object:
    """The id of the second report, which was removed."""
    run("ingest", folder / "001.txt", "--removed")
    found = _report(run, "001.txt")["report_id"]
    run("remove", found)
    return found


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["edit", "000.txt"], "Nothing is to be edited"),
        (["edit", "none.txt", "--title", "A"], "There is no report 'none.txt'."),
        (["edit", "000.txt", "--published", "soon"], "--published 'soon' is not a day."),
        (["edit", "000.txt", "--published", "2099-01-01"], "2099-01-01 lies in the future"),
        (["edit", "000.txt", "--reset"], "was not edited."),
        (["edit", "000.txt", "--reset", "--title", "A"], "--reset undoes all edits"),
        (["remove", "none.txt"], "There is no report 'none.txt'."),
    ],
    ids=["nothing", "unknown", "no day", "future", "not edited", "both", "unknown to remove"],
)
def test_what_cannot_be_done_is_one_line(
    run: Run, folder: Path, args: list[str], said: str
) -> None:
    before = run("reports", "--json").out
    ran = run(*args)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert run("reports", "--json").out == before


def test_files_that_are_gone_are_named_with_what_drops_them(run: Run, folder: Path) -> None:
    (folder / "000.txt").unlink()
    ran = run("ingest", folder)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[-2] == (
        "The file of 1 report is gone: 000.txt. What was read stays, and is said to be gone; "
        "--prune drops it."
    )
    assert "its file is gone: not there since " in run("reports").out
    asked = run("ask", "When was the bridge 0 inspected by engineers?")
    assert "    Its file is gone: not there since " in asked.out
    assert "    removed  000.txt" in "  " + run("ingest", folder, "--prune").out
    assert "gone" not in run("reports").out
