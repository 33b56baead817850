"""`dateline erase`: what it prints, and that judged answers go with the report."""

import asyncio
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from index.storage.catalog import Catalog
from rag.build import build_engine
from rag.conversation.turn import Turn
from rag.question.parsing import Query
from rag.settings import Settings
from rag.types import OUTCOME
from tests.index.corpus import write_report
from tests.postgres import Server
from tests.ui.conftest import Run
from ui.feedback import FeedbackStore
from ui.shared import shared_by
from ui.slack.outcomes import SharedOutcomes

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


def test_what_servers_share_of_a_report_is_erased(
    run: Run, data: Path, postgresql: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A judgement of before, in the file, one in the database, an answer in Slack, a turn."""
    report_id, url = _cited(data), postgresql.database("erased")
    settings = Settings(data_dir=data, state_url=SecretStr(url))
    outcome = OUTCOME.validate_python(next(FeedbackStore(data).all()).outcome | {"timings_ms": {}})
    with shared_by(settings) as shared:
        assert shared is not None
        at = datetime(2025, 6, 1, tzinfo=UTC)
        FeedbackStore(data, shared).add(outcome, "chat", at, helpful=True)
        shared.turns.add("a", Turn.of(Query(QUESTION), outcome))
        asyncio.run(SharedOutcomes(shared).keep("d1", outcome))
    monkeypatch.setenv("DATELINE_STATE_URL", url)
    ran = run("--data-dir", data, "erase", report_id)
    assert (ran.code, ran.err) == (0, "")
    said = " ".join(ran.out.split())
    assert "judgements of readers: 2;" in said
    assert "has nothing of it in its tables any more, nor any conversation." in said
    with shared_by(settings) as shared:
        assert shared is not None
        for table in ("feedback", "turn", "conversation", "outcome"):
            assert shared.db.rows(f"SELECT count(*) FROM {table}") == [(0,)]


def test_what_is_left_is_told_until_it_is_gone(run: Run, data: Path) -> None:
    report_id = _cited(data)
    (data / "note.txt").write_text(f"See {report_id}.", "utf-8")
    ran = run("--data-dir", data, "erase", report_id)
    assert ran.code == 2
    assert "BAD  Searched " in ran.out
    assert "found some in note.txt." in " ".join(ran.out.split())
    checked = run("--data-dir", data, "doctor")
    assert checked.code == 2
    assert f"BAD an erasing did not come to its end: run `dateline erase {report_id}` again" in (
        " ".join(checked.out.split())
    )
    (data / "note.txt").unlink()
    again = run("--data-dir", data, "erase", report_id)
    assert (again.code, "none is left." in again.out) == (0, True)
    assert run("--data-dir", data, "doctor").code == 0


def test_what_a_report_said_that_was_pruned_is_listed_and_erased(run: Run, tmp_path: Path) -> None:
    folder, data = tmp_path / "in", tmp_path / "data"
    write_report(folder, 0)
    file = write_report(folder, 1)
    run("--data-dir", data, "ingest", folder)
    file.write_text(file.read_text("utf-8").replace("engineers", "Zoltan Quervain"), "utf-8")
    run("--data-dir", data, "ingest", folder)
    catalog = Catalog.open(data)
    assert catalog is not None
    [last] = [head.id for head in catalog.report_heads() if head.path == "001.txt"]
    file.unlink()
    run("--data-dir", data, "ingest", folder, "--prune")
    listed = " ".join(run("--data-dir", data, "reports").out.split())
    kept = f"an earlier text of it, to check citations by; `dateline erase {last}` takes that out"
    assert listed.endswith(
        f"Reports that are not in the index any more, of which texts are kept: 001.txt: {kept}"
    )
    shown = run("--data-dir", data, "reports", last)
    assert shown.code == 2
    assert f"The report {last} is not in the index any more. {kept}." in shown.err
    ran = run("--data-dir", data, "erase", last)
    assert (ran.code, "none is left." in ran.out) == (0, True)
    assert "not in the index" not in run("--data-dir", data, "reports").out


def test_a_report_that_there_is_not(run: Run, data: Path) -> None:
    ran = run("--data-dir", data, "erase", "0123456789abcdef")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("dateline: There is no report with the id “0123456789abcdef”.")
