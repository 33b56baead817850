"""`dateline erase`: what it prints, and that judged answers go with the report."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.storage.catalog import Catalog
from rag.build import build_engine
from rag.question.parsing import Query
from rag.settings import Settings
from tests.ui.conftest import Run
from ui.feedback import FeedbackStore

pytestmark = pytest.mark.slow
QUESTION = "When did engineers reopen the Kessel bridge?"


@pytest.fixture
def data(harbour_data: Path, tmp_path: Path) -> Path:
    return shutil.copytree(harbour_data, tmp_path / "data")


def _cited(data: Path) -> str:
    """The id of the report that answers the question, which a reader has judged."""
    engine = build_engine(Settings(data_dir=data))
    outcome = engine.ask(Query(QUESTION))
    FeedbackStore(data).add(outcome, "chat", datetime(2025, 6, 1, tzinfo=UTC), helpful=True)
    assert outcome.kind == "answer"
    return outcome.citations[0].report_id


def test_a_report_is_erased(run: Run, data: Path) -> None:
    report_id = _cited(data)
    ran = run("--data-dir", data, "erase", report_id)
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0].startswith(f"Erased {report_id}: ")
    assert lines[0].endswith(
        " passages with their vectors; judgements of readers: 1; answers and alerts of standing "
        "questions: 0."
    )
    assert lines[1].endswith(" stays: delete it, or it comes back with the next ingest.")
    assert lines[-2].endswith(" beginnings of its sentences and its id: none is left.")
    assert list(FeedbackStore(data).all()) == []
    catalog = Catalog.open(data)
    assert catalog is not None
    assert report_id not in {head.id for head in catalog.report_heads()}
    asked = run("--data-dir", data, "ask", QUESTION, "--json")
    assert report_id not in asked.out


def test_what_is_left_is_told(run: Run, data: Path) -> None:
    report_id = _cited(data)
    (data / "note.txt").write_text(f"See {report_id}.", "utf-8")
    ran = run("--data-dir", data, "erase", report_id)
    assert ran.code == 2
    assert "BAD  Searched " in ran.out
    assert "found some in note.txt." in " ".join(ran.out.split())
    doctor = run("--data-dir", data, "doctor")
    assert doctor.code == 2
    said = f"BAD {report_id} is not wholly erased: run `dateline erase {report_id}` again"
    assert said in " ".join(doctor.out.split())
    (data / "note.txt").unlink()
    assert run("--data-dir", data, "erase", report_id).code == 0
    assert run("--data-dir", data, "doctor").code == 0


def test_a_report_that_there_is_not(run: Run, data: Path) -> None:
    ran = run("--data-dir", data, "erase", "0123456789abcdef")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("dateline: There is no report with the id “0123456789abcdef”.")
