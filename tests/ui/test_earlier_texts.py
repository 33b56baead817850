"""A report that has changed is answered from its earlier text where the question is asked as of a
day on which that stood, and from no text that was known only later."""

import json
import shutil
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.index.corpus import write_report
from tests.ui.conftest import Run, command, environment
from tests.ui.test_read_only import BOUND

pytestmark = pytest.mark.slow

QUESTION = "When was the bridge 0 inspected by engineers?"
BEFORE = ("--as-of", "2024-06-30")


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATELINE_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def folder(tmp_path: Path, run: Run) -> Path:
    folder = tmp_path / "in"
    for number in range(3):
        write_report(folder, number)
    assert run("ingest", folder).code == 0
    return folder


def _changed(run: Run, folder: Path, was: str = "engineers on May 1", now: str = "masons") -> None:
    """Changes the report of the bridge, and reads it again."""
    file = folder / "000.txt"
    text = file.read_text("utf-8")
    assert was in text
    file.write_text(text.replace(was, now), "utf-8")
    assert "0 added, 1 changed, 2 left" in run("ingest", folder).out


def _asked(run: Run, *options: object) -> dict[str, object]:
    told: dict[str, object] = json.loads(run("ask", QUESTION, "--json", *options).out)
    return told


def _quotes(run: Run, *options: object) -> str:
    told = _asked(run, *options)
    passages = told["citations"] if told["kind"] == "answer" else told["nearest"]
    return "\n".join(passage["quote"] for passage in passages)  # type: ignore[attr-defined]


def test_a_question_as_of_a_day_before_is_answered_from_the_earlier_text(
    run: Run, folder: Path
) -> None:
    first = _asked(run)
    _changed(run, folder)
    then = _asked(run, *BEFORE)
    assert then["kind"] == "answer"
    cited, was = then["citations"][0], first["citations"][0]  # type: ignore[index]
    assert (cited["quote"], cited["start"], cited["end"]) == (
        was["quote"], was["start"], was["end"],
    )  # fmt: skip
    assert cited["report_id"] == was["report_id"]
    assert cited["superseded_on"] == date.today().isoformat()
    assert "masons" not in _quotes(run, *BEFORE)


@pytest.mark.parametrize("when", [(), ("--as-of", date.today()), ("--as-of", "2099-01-01")])
def test_else_the_newest_text_alone_is_searched(
    run: Run, folder: Path, when: tuple[object, ...]
) -> None:
    _changed(run, folder)
    assert "engineers on May 1" not in _quotes(run, *when)
    assert "masons" in _quotes(run, *when)
    told = _asked(run, *when)
    assert told["corpus"]["reports"] == 3  # type: ignore[index]
    assert 'superseded_on": "' not in json.dumps(told)
    assert len(json.loads(run("reports", "--json").out)) == 3


def test_each_day_has_the_text_that_stood_then(run: Run, folder: Path) -> None:
    _changed(run, folder)
    _changed(run, folder, "masons", "divers on May 2")
    yesterday = date.today() - timedelta(days=1)
    assert "engineers on May 1" in _quotes(run, "--as-of", yesterday)
    assert "divers" in _quotes(run, "--as-of", date.today())
    _changed(run, folder, "divers on May 2", "engineers on May 1")
    for when in ((), BEFORE, ("--as-of", date.today())):
        assert "engineers on May 1" in _quotes(run, *when)
        assert 'superseded_on": "' not in json.dumps(_asked(run, *when))


def test_what_says_the_same_is_known_as_long(run: Run, folder: Path) -> None:
    """A date that is put over a text changes nothing of what was known."""
    file = folder / "000.txt"
    file.write_text(f"---\npublisher: Lesk Gazette\n---\n\n{file.read_text('utf-8')}", "utf-8")
    assert "1 changed" in run("ingest", folder).out
    told = _asked(run, *BEFORE)
    cited = told["citations"][0]  # type: ignore[index]
    assert (cited["publisher"], cited["superseded_on"]) == ("Lesk Gazette", None)


def test_it_is_said_in_the_terminal_and_in_what_is_exported(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    _changed(run, folder)
    said = f"An earlier text of the report, which has another from {_in_words(date.today())} on."
    asked = run("ask", QUESTION, *BEFORE, "--export", tmp_path / "answer.md")
    assert said in asked.out
    assert said in (tmp_path / "answer.md").read_text("utf-8")
    earlier = _asked(run, *BEFORE)["citations"][0]["report_id"]  # type: ignore[index]
    assert said in run("reports", earlier).out
    told = json.loads(run("reports", earlier, "--json").out)
    assert told["superseded_on"] == date.today().isoformat()
    assert json.loads(run("reports", "000.txt", "--json").out)["superseded_on"] is None


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


@pytest.mark.nightly
def test_bounds_of_a_question_hold_for_earlier_texts(run: Run, folder: Path) -> None:
    _changed(run, folder)
    run("ingest", folder, "--collection", "bridges")
    now = json.loads(run("reports", "000.txt", "--json").out)["report_id"]
    old = "engineers on May 1"
    assert old in _quotes(run, *BEFORE, "--collection", "bridges")
    assert old in _quotes(run, *BEFORE, "--report", "000.txt")
    assert old in _quotes(run, *BEFORE, "--report", now)
    assert old in _quotes(run, *BEFORE, "--from", "2024-05-01")
    assert old not in _quotes(run, *BEFORE, "--from", "2024-05-02")
    run("edit", "000.txt", "--collection", "towers", "--publisher", "Lesk Gazette")
    assert old not in _quotes(run, *BEFORE, "--collection", "bridges")
    assert old in _quotes(run, *BEFORE, "--collection", "towers", "--publisher", "Lesk")
    run("edit", "000.txt", "--published", "2024-07-03")
    assert old not in _quotes(run, *BEFORE)
    assert old in _quotes(run, "--as-of", "2024-08-01")
    run("edit", "000.txt", "--reset")
    assert old in _quotes(run, *BEFORE)
    assert _asked(run, *BEFORE)["citations"][0]["publisher"] is None  # type: ignore[index]


def test_all_mentions_are_of_the_texts_that_stood_then(run: Run, folder: Path) -> None:
    _changed(run, folder, "engineers on May 1", "masons of Ulmstead")
    assert run("find", "Ulmstead", *BEFORE).code == 3
    assert run("find", "Ulmstead").code == 0
    found = json.loads(run("find", "bridge 0 engineers", *BEFORE, "--json").out)
    assert "engineers on May 1" in json.dumps(found)
    assert run("find", "bridge 0 engineers").code == 3


def test_what_is_taken_out_takes_its_earlier_texts_along(
    run: Run, folder: Path, data: Path
) -> None:
    _changed(run, folder)
    run("remove", "000.txt")
    assert "engineers on May 1" not in _quotes(run, *BEFORE)
    run("ingest", folder, "--removed")
    assert "engineers on May 1" in _quotes(run, *BEFORE)
    report_id = json.loads(run("reports", "000.txt", "--json").out)["report_id"]
    earlier = _asked(run, *BEFORE)["citations"][0]["report_id"]  # type: ignore[index]
    erased = run("erase", report_id)
    assert erased.code == 0, erased
    assert "engineers on May 1" not in _quotes(run, *BEFORE)
    left = b"".join(path.read_bytes() for path in data.rglob("*") if path.is_file())
    for word in (b"bridge 0", report_id.encode(), earlier.encode()):
        assert word not in left


def test_earlier_texts_are_kept_by_backups_rebuilding_and_receipts(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _changed(run, folder)
    receipt = tmp_path / "receipt.json"
    run("ask", QUESTION, *BEFORE, "--receipt", receipt)
    assert run("replay", receipt).code == 0
    assert run("doctor", "--rebuild").code == 0
    assert run("replay", receipt).code == 0
    assert run("backup", tmp_path / "kept.zip").code == 0
    monkeypatch.setenv("DATELINE_DATA_DIR", str(tmp_path / "other"))
    assert run("restore", tmp_path / "kept.zip").code == 0
    assert run("replay", receipt).code == 0
    assert "engineers on May 1" in _quotes(run, *BEFORE)
    assert run("doctor").code == 0


@pytest.mark.skipif(
    bool(BOUND) and shutil.which("setpriv") is None, reason="root may write anywhere"
)
@pytest.mark.nightly
def test_a_folder_that_cannot_be_written_is_asked_as_of_before(
    run: Run, folder: Path, data: Path
) -> None:
    _changed(run, folder)
    for inner in (*data.rglob("*"), data):
        inner.chmod(0o500 if inner.is_dir() else 0o400)
    asked = command("ask", QUESTION, *BEFORE, "--data-dir", data)
    try:
        ran = subprocess.run(
            [*BOUND, *asked], cwd=folder, env=environment(), capture_output=True, text=True,
            timeout=120, check=False,
        )  # fmt: skip
    finally:
        for inner in (data, *data.rglob("*")):
            inner.chmod(0o700)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "engineers on May 1" in ran.stdout
    assert "An earlier text of the report" in ran.stdout
