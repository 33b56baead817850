"""A report that has changed is answered from its earlier text where the question is asked as of a
day on which that stood, and from no text that was known only later."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.index.corpus import write_report
from tests.ui.conftest import Run

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
