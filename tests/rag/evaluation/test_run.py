"""Questions with known answers asked of an engine, and the figures that come of it."""

from datetime import date
from pathlib import Path

import pytest

from index.errors import BadInput
from rag.engine.query_engine import QueryEngine
from rag.evaluation.calibrate import Calibrated, fit_threshold
from rag.evaluation.figures import FIGURES, Kind, figures_of, kinds_of
from rag.evaluation.page import page
from rag.evaluation.questions import KnownQuestion, KnownWindow
from rag.evaluation.record import Ranking, Record
from rag.evaluation.result import (
    Change,
    Evaluation,
    Standing,
    changes,
    read_evaluation,
    standing_of,
    unmet,
)
from rag.evaluation.run import evaluate
from rag.evidence.evidence import fitted
from rag.guardrail.threshold import keep_threshold
from rag.guardrail.verdict import Lack
from tests.rag.corpus import HARBOUR, KESSEL, answered, engine_over, open_engine

ROOF = "A storm tore the roof off the maritime museum in Torvik on June 8."
REOPENED = KnownQuestion(
    id="reopened", question="When did engineers reopen the Kessel bridge?", answerable=True,
    kind="when", facts=("may 2",), evidence=(KESSEL,), dates=(date(2024, 5, 3),),
    seeds=("bridge.txt",), window=KnownWindow(),
)  # fmt: skip
STORM = KnownQuestion(
    id="storm", question="What tore the roof off the maritime museum in Torvik?", answerable=True,
    kind="fact", facts=("storm",), evidence=(ROOF,), dates=(date(2023, 6, 9),),
)  # fmt: skip
MISLED = KnownQuestion(
    id="misled", question="How long did the repairs of the Kessel bridge take?", answerable=True,
    kind="fact", facts=("99 months",), evidence=("Nobody was hurt.",), dates=(date(2023, 6, 9),),
)  # fmt: skip
ROSATOM = KnownQuestion(
    id="rosatom",
    question="Who is the head of Rosatom?",
    answerable=False,
    kind="far",
    window=KnownWindow(first=date(2024, 5, 1)),
)
BOLD = KnownQuestion(
    id="bold", question="When did engineers reopen the Kessel bridge?", answerable=False,
    kind="premise",
)  # fmt: skip
ASKED = (REOPENED, STORM, MISLED, ROSATOM, BOLD)


@pytest.fixture(scope="module")
def records(harbour: QueryEngine) -> list[Record]:
    return evaluate(harbour, ASKED)


def test_a_right_answer(records: list[Record], harbour: QueryEngine) -> None:
    record = records[0]
    outcome = answered(harbour.ask(REOPENED.query))
    assert record == Record(
        known=REOPENED, outcome=record.outcome, right=True, confidence=outcome.confidence,
        facts_right=True, evidence_found=True, citation_precision=1.0, citation_recall=1.0,
        date_right=True, first_report_right=True, window_right=True, verbatim=1.0, furniture=0.0,
        ranking=Ranking(recall=(0.5, 1.0, 1.0), reciprocal_rank=1.0, ndcg=1.0),
        trail=record.trail, wrong=(),
    )  # fmt: skip
    assert answered(record.outcome).text == outcome.text
    trail = record.trail
    assert trail is not None
    assert (trail.in_passages, trail.found_at, trail.read_at, trail.lack) == (
        True, 1, 1, Lack.NOTHING,
    )  # fmt: skip


def test_a_wrong_answer(records: list[Record]) -> None:
    record = records[2]
    assert (record.facts_right, record.evidence_found, record.date_right) == (False, False, False)
    assert (record.citation_precision, record.citation_recall) == (0.0, 0.0)
    assert record.right is False
    assert record.wrong == (
        "The answer lacks a fact that a right one has.",
        "No citation has the evidence.",
        "Cited beside the evidence: [1].",
        "Not all of the reports that answer are cited: 2023-06-09.",
    )


def test_a_right_refusal_measures_nothing(records: list[Record]) -> None:
    record = records[3]
    assert record == Record(
        known=ROSATOM, outcome=record.outcome, right=False, window_right=False,
            confidence=record.outcome.confidence,
        ranking=Ranking(recall=(None, None, None), reciprocal_rank=None, ndcg=None),
        trail=record.trail,
    )  # fmt: skip


def test_standings(records: list[Record]) -> None:
    assert [standing_of(record) for record in records] == [
        Standing.RIGHT, Standing.RIGHT, Standing.WRONG, Standing.REFUSED, Standing.UNFOUNDED,
    ]  # fmt: skip


def test_a_refused_question_is_still_known_to_be_right(harbour: QueryEngine) -> None:
    (record,) = evaluate(harbour.with_min_confidence(1.0), [REOPENED])
    assert record.refused
    assert record.right
    assert record.wrong == ("Refused, though a report answers.",)
    assert standing_of(record) is Standing.WITHHELD
    assert record.facts_right is None


OF_A_MODEL = {"written", "dropped", "tempted"}
"""Figures without a meaning where no language model wrote and no question has nearest places."""


def test_figures(records: list[Record]) -> None:
    found = {name: round(measured.value, 4) for name, measured in figures_of(records).items()}
    times = {"median_ms", "slow_ms"}
    assert list(found) == [figure.name for figure in FIGURES if figure.name not in OF_A_MODEL]
    assert {name: value for name, value in found.items() if name not in times} == {
        "facts_right": 0.6667, "facts_right_of_all": 0.6667, "evidence_found": 0.6667,
        "evidence_of_all": 0.6667, "date_right": 0.6667,
        "first_report_right": 1.0, "window_right": 0.5,
        "closed_windows": 1.0, "citation_precision": 0.6667, "citation_recall": 0.6667,
        "answers_wrong": 0.5, "refusal_recall": 0.5, "refusal_precision": 1.0,
        "false_refusals": 0.0, "auroc": found["auroc"], "reader_auroc": 0.75,
        "coverage_at_5": 0.2, "coverage_at_10": 0.2, "risk_area": found["risk_area"],
        "calibration_error": found["calibration_error"], "verbatim": 1.0, "furniture": 0.0,
        "recall_at_1": found["recall_at_1"], "recall_at_5": found["recall_at_5"],
        "recall_at_10": 1.0, "found_in_1": 0.6667, "found_in_5": 1.0, "found_in_10": 1.0,
        "found_in_20": 1.0, "found_in_50": 1.0, "read_first": 0.6667,
        "mrr_at_10": found["mrr_at_10"], "ndcg_at_10": found["ndcg_at_10"],
    }  # fmt: skip
    assert 0 < found["median_ms"] <= found["slow_ms"]


def test_kinds(records: list[Record]) -> None:
    assert kinds_of(records) == [
        Kind("fact", True, 2, 0.5, 0.0), Kind("when", True, 1, 1.0, 0.0),
        Kind("far", False, 1, 0.0, 1.0), Kind("premise", False, 1, 0.0, 0.0),
    ]  # fmt: skip


def _evaluation(engine: QueryEngine, records: list[Record]) -> Evaluation:
    return Evaluation.of(engine, "asked.jsonl", records, date(2026, 1, 2))


def test_an_evaluation_is_read_as_written(
    records: list[Record], harbour: QueryEngine, tmp_path: Path
) -> None:
    made = _evaluation(harbour, records)
    file = tmp_path / "made.json"
    file.write_text(made.model_dump_json(by_alias=True), "utf-8")
    assert read_evaluation(file) == made
    assert made.min_confidence == fitted().unjudged.min_confidence


def test_what_is_no_evaluation(tmp_path: Path) -> None:
    file = tmp_path / "other.json"
    file.write_text("{}")
    with pytest.raises(BadInput, match="is not an evaluation that this version wrote"):
        read_evaluation(file)
    with pytest.raises(BadInput, match="cannot be read"):
        read_evaluation(tmp_path / "none.json")


def test_what_changed(harbour: QueryEngine, records: list[Record]) -> None:
    shy = harbour.with_min_confidence(1.0)
    before = _evaluation(shy, evaluate(shy, [REOPENED, BOLD, ROSATOM]))
    after = _evaluation(harbour, records)
    found = list(changes(before, after))
    assert found == [
        Change("reopened", REOPENED.question, Standing.WITHHELD, Standing.RIGHT),
        Change("bold", BOLD.question, Standing.REFUSED, Standing.UNFOUNDED),
    ]
    assert [change.gained for change in found] == [True, False]


def test_what_falls_short(harbour: QueryEngine, records: list[Record]) -> None:
    evaluation = _evaluation(harbour, records)
    assert unmet(evaluation, {"verbatim": 1.0, "false_refusals": 0.0}) == []
    assert unmet(evaluation, {"refusal_recall": 0.9, "answers_wrong": 0.1}) == [
        "refusal_recall is 0.500, below 0.9", "answers_wrong is 0.500, above 0.1",
    ]  # fmt: skip
    refusals = _evaluation(harbour, records[3:4])
    assert unmet(refusals, {"facts_right": 0.5}) == ["facts_right has no value for these questions"]
    with pytest.raises(BadInput, match=r"There is no figure 'luck'\. There are facts_right, "):
        unmet(evaluation, {"luck": 1.0})


def test_the_page_tells_all_and_needs_nothing(harbour: QueryEngine, records: list[Record]) -> None:
    html = page(_evaluation(harbour, records))
    for known in ASKED:
        assert known.question in html
    for record in records:
        assert all(wrong.replace("'", "&#39;") in html for wrong in record.wrong)
    for figure in FIGURES:
        assert (figure.label in html) is (figure.name not in OF_A_MODEL)
    assert html.count("<svg") == 2
    assert "http" not in html.replace("http-equiv", "")
    assert "2 January 2026" in html


def test_a_page_does_not_run_what_a_report_holds(tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script> The bridge at Olm was opened by Ada Lund on May 2."
    engine = engine_over(tmp_path, {"a.txt": f"Olm\n\nMay 3, 2024\n\n{hostile}"})
    known = KnownQuestion(id="<b>", question="Who opened the <i>bridge</i>?", answerable=True)
    html = page(_evaluation(engine, evaluate(engine, [known])))
    assert "<script>alert" not in html
    assert "<b>" not in html
    assert "<i>" not in html


@pytest.mark.parametrize("day", [date(2024, 6, 3), date(2031, 1, 9)])
def test_a_question_is_asked_on_its_day(harbour: QueryEngine, day: date) -> None:
    window = KnownWindow(first=date(2024, 5, 1), last=date(2024, 5, 31))
    known = REOPENED.model_copy(update={
        "question": "When did engineers reopen the Kessel bridge last month?",
        "asked_on": date(2024, 6, 3), "window": window,
    })  # fmt: skip
    (record,) = evaluate(harbour.on(day), [known])
    assert (record.window_right, record.outcome.kind) == (True, "answer")


def test_nothing_to_ask() -> None:
    assert evaluate(open_engine(Path("nowhere")), ASKED) == []


def test_the_threshold_that_was_wished_for(harbour: QueryEngine) -> None:
    asked = [known.model_copy(update={"id": str(n)}) for n, known in enumerate(ASKED)]
    records = evaluate(harbour, asked)
    sure = sorted(r.confidence for r in records if r.known.answerable)
    assert fit_threshold(records, 0.0) == Calibrated(sure[0], 0.0, 0.5, 1 / 4)
    assert fit_threshold(records, 0.34) == Calibrated(
        sure[1], pytest.approx(1 / 3),
        pytest.approx(sum(r.confidence < sure[1] for r in records[3:]) / 2), 2 / 4,
    )  # fmt: skip
    assert fit_threshold(records[3:], 0.1) is None


def test_a_threshold_is_kept_with_the_index(tmp_path: Path) -> None:
    engine = engine_over(tmp_path, HARBOUR)
    assert engine.catalog is not None
    assert engine.min_confidence == fitted().unjudged.min_confidence
    keep_threshold(engine.catalog, "none", 0.75)
    keep_threshold(engine.catalog, "another", 0.25)
    assert open_engine(tmp_path / "data").min_confidence == 0.75
    assert open_engine(tmp_path / "data", min_confidence=0.5).min_confidence == 0.5
    keep_threshold(engine.catalog, "none", None)
    assert engine.min_confidence == fitted().unjudged.min_confidence
