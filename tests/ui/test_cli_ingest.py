"""`dateline ingest`: what it takes, what it says, what it leaves as it was."""

import json
import os
import sqlite3
from pathlib import Path

import pytest

from tests.index.corpus import write_report
from tests.ui.conftest import Run

pytestmark = pytest.mark.slow

FRENCH = (
    "Le capitaine du port a fermé la jetée est lundi, parce que deux de ses pieux avaient bougé "
    "pendant la tempête. Des plongeurs les examineront quand l'eau sera calme, et d'ici là le bac "
    "pour Olm partira du marché aux poissons. Personne n'a été blessé."
)


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Absolute: Chroma keeps one client a path for as long as a process lives."""
    monkeypatch.setenv("DATELINE_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    for number in range(2):
        write_report(folder, number)
    return folder


def _reports(data: Path) -> list[tuple[str, ...]]:
    with sqlite3.connect(data / "catalog.sqlite") as db:
        found = db.execute("SELECT path, title FROM reports ORDER BY path").fetchall()
    db.close()
    return found


def test_a_first_and_a_second_ingest(run: Run, folder: Path, tmp_path: Path) -> None:
    chosen = tmp_path / "chosen"
    first = run("--data-dir", chosen, "ingest", folder)
    assert (first.code, first.err) == (0, "")
    assert first.out.splitlines() == [
        "    added  000.txt: 1 May 2024 (byline, high)",
        "    added  001.txt: 2 May 2024 (byline, high)",
        "2 added, 0 changed, 0 left, 0 removed, 0 rejected; 6 passages embedded, 0 kept from "
        "before.",
        "The corpus holds 2 reports, 1 May 2024 to 2 May 2024.",
    ]
    again = run("ingest", folder, "--data-dir", chosen)
    assert (again.code, again.err) == (0, "")
    assert again.out.splitlines() == [
        "0 added, 0 changed, 2 left, 0 removed, 0 rejected; 0 passages embedded, 0 kept from "
        "before.",
        "The corpus holds 2 reports, 1 May 2024 to 2 May 2024.",
    ]
    assert not (tmp_path / "data").exists()


def test_the_data_folder_of_the_environment(run: Run, folder: Path, data: Path) -> None:
    assert run("ingest", folder / "000.txt").code == 0
    assert _reports(data) == [("000.txt", "News of the bridge 0")]


def test_bad_files_among_good_ones(run: Run, folder: Path) -> None:
    (folder / "a.txt").write_bytes(b"")
    (folder / "b.txt").write_bytes(b"\x00\x01\x02")
    (folder / "c.txt").write_bytes("Café society met again.".encode("latin-1"))
    (folder / "d.txt").write_text("Nothing here says when. It is so all the same.", "utf-8")
    ran = run("ingest", folder)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "    added  000.txt: 1 May 2024 (byline, high)",
        "    added  001.txt: 2 May 2024 (byline, high)",
        "    added  d.txt: no date found",
        " rejected  a.txt: is empty",
        " rejected  b.txt: is a binary file, not text",
        " rejected  c.txt: is not UTF-8 (byte 4 is 0xe9); save it as UTF-8 and ingest it again",
        "3 added, 0 changed, 0 left, 0 removed, 3 rejected; 7 passages embedded, 0 kept from "
        "before.",
        "The corpus holds 3 reports, 1 May 2024 to 2 May 2024.",
    ]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (b"\x00\x01\x02", "is a binary file, not text"),
        (b"caf\xe9", "is not UTF-8 (byte 4 is 0xe9); save it as UTF-8 and ingest it again"),
    ],
    ids=["empty", "binary", "latin-1"],
)
def test_a_bad_file_alone(run: Run, tmp_path: Path, content: bytes, why: str) -> None:
    (tmp_path / "bad.txt").write_bytes(content)
    ran = run("ingest", "bad.txt")
    assert (ran.code, ran.err) == (2, "")
    assert ran.out.splitlines() == [
        f" rejected  bad.txt: {why}",
        "0 added, 0 changed, 0 left, 0 removed, 1 rejected; 0 passages embedded, 0 kept from "
        "before.",
        "The corpus holds no reports.",
    ]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ([""], "A path is empty. Name a file or a folder."),
        (["  "], "A path is empty. Name a file or a folder."),
        (["in", ""], "A path is empty. Name a file or a folder."),
        (["--data-dir", "", "in"], "A path is empty. Name a file or a folder."),
        (["gone"], "There is no file or folder 'gone'."),
        (["in", "gone"], "There is no file or folder 'gone'."),
        (["empty"], "There are no files in empty."),
        (["in", "--today", "soon"], "--today 'soon' is not a day. Write it as 2024-12-26."),
    ],
    ids=["empty path", "blank path", "one empty of two", "empty data folder", "missing",
         "one missing of two", "empty folder", "bad day"],
)  # fmt: skip
def test_bad_input_is_one_line_and_changes_nothing(
    run: Run, folder: Path, data: Path, args: list[str], said: str
) -> None:
    run("ingest", folder / "000.txt")
    before = _reports(data)
    Path("empty").mkdir()
    ran = run("ingest", *args)
    assert (ran.code, ran.out, ran.err) == (2, "", f"dateline: {said}\n")
    assert _reports(data) == before


def test_an_index_made_with_another_model(
    run: Run, folder: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("ingest", folder / "000.txt")
    before = _reports(data)
    monkeypatch.setenv("DATELINE_EMBEDDER", "/models/other")
    said = (
        "dateline: The index was made with embedder 'dateline-encoder-1', and the settings now "
        "name '/models/other'. Set DATELINE_EMBEDDER=dateline-encoder-1, or run `dateline doctor "
        "--rebuild` to make the vectors again.\n"
    )
    for args in (["ingest", folder], ["ask", "What is the bridge?"]):
        ran = run(*args)
        assert (ran.code, ran.out, ran.err) == (2, "", said)
    assert _reports(data) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write to every folder")
def test_a_data_folder_that_is_not_writable(run: Run, folder: Path, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    ran = run("--data-dir", locked / "data", "ingest", folder)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
    assert "cannot be written to" in ran.err


def test_a_data_folder_that_is_a_file(run: Run, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    ran = run("--data-dir", "file", "ingest", folder)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "dateline: The data folder file cannot be written to (file exists). Choose another with "
        "--data-dir or DATELINE_DATA_DIR.\n"
    )


def test_pruning(run: Run, folder: Path) -> None:
    run("ingest", folder)
    (folder / "000.txt").unlink()
    kept = run("ingest", folder)
    assert kept.out.splitlines()[0].startswith("0 added, 0 changed, 1 left, 0 removed")
    pruned = run("ingest", folder, "--prune")
    assert pruned.code == 0
    assert pruned.out.splitlines() == [
        "  removed  000.txt",
        "0 added, 0 changed, 1 left, 1 removed, 0 rejected; 0 passages embedded, 0 kept from "
        "before.",
        "The corpus holds 1 report, 2 May 2024.",
    ]


def test_names_and_titles_that_would_steer_a_terminal(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    write_report(folder, 0, name="[bold]\x1b[2Jname.txt")
    ran = run("ingest", folder)
    assert ran.out.splitlines()[0] == (
        "    added  [bold]\N{REPLACEMENT CHARACTER}[2Jname.txt: 1 May 2024 (byline, high)"
    )


def test_reports_in_other_languages(run: Run, folder: Path) -> None:
    (folder / "fr.txt").write_text(FRENCH, "utf-8")
    said = "1 report is in French: found by words, judged poorly."
    first = run("ingest", folder)
    assert (first.code, first.err) == (0, "")
    assert first.out.splitlines()[-2:] == [
        "The corpus holds 3 reports (1 in French), 1 May 2024 to 2 May 2024.", said,
    ]  # fmt: skip
    listed = run("reports").out
    assert listed.count("in French: found by words, judged poorly") == 1
    assert "English" not in listed
    refused = run("ask", "What did Torvik pay?")
    assert refused.code == 3
    assert refused.out.splitlines()[0].endswith(
        "The corpus holds 3 reports (1 in French), 1 May 2024 to 2 May 2024."
    )
    assert json.loads(run("ask", "What did Torvik pay?", "--json").out)["corpus"]["languages"] == {
        "fr": 1
    }


def test_today_bounds_what_is_believed(run: Run, folder: Path) -> None:
    ran = run("ingest", folder / "000.txt", "--today", "1 January 2020")
    assert ran.code == 0
    assert "1 May 2024" not in ran.out.splitlines()[0]
