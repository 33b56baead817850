"""Questions that are held to reports whose date is in no doubt."""

from pathlib import Path

from index.types import Confidence
from rag.question.parsing import Query
from rag.types import Reason
from tests.rag.corpus import HARBOUR, answered, engine_over, refused

DOUBTFUL = "The ferry to Hald sank on 3 March 2024. Nobody was hurt when the ferry sank."


def test_a_report_of_a_doubtful_date_is_left_out(tmp_path: Path) -> None:
    engine = engine_over(tmp_path, {**HARBOUR, "ferry.txt": DOUBTFUL})
    assert engine.catalog is not None
    confidence = {h.path: h.dated.confidence for h in engine.catalog.report_heads()}
    assert confidence["ferry.txt"] is not Confidence.HIGH
    asked = "When did the ferry to Hald sink?"
    assert answered(engine.ask(Query(asked))).citations[0].path == "ferry.txt"
    held = engine.ask(Query(asked, dated_for_sure=True))
    shown = held.nearest if held.kind == "refusal" else held.citations
    assert {passage.path for passage in shown} <= {"bridge.txt", "crossing.md", "museum.txt"}
    assert all(passage.date_confidence is Confidence.HIGH for passage in shown)


def test_where_no_date_is_sure_it_is_said(tmp_path: Path) -> None:
    engine = engine_over(tmp_path, {"ferry.txt": DOUBTFUL})
    refusal = refused(engine.ask(Query("Did the ferry sink?", dated_for_sure=True)))
    assert refusal.reason is Reason.OUT_OF_WINDOW
    assert refusal.text.startswith("No report dated for sure was published at any time.")
