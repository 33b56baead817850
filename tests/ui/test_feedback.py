"""Judgements: kept, listed, and made into questions that `dateline eval` reads."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from rag.build import build_engine
from rag.engine.query_engine import QueryEngine
from rag.evaluation.questions import read_questions
from rag.evaluation.run import evaluate
from rag.question.parsing import Query
from rag.settings import Settings
from rag.types import Refusal
from tests.rag.corpus import HARBOUR, KESSEL, answered, engine_over, refused
from tests.ui.conftest import Run
from ui.feedback import FEEDBACK_FILE, FeedbackStore
from ui.judged import JudgedCitation, known_questions
from ui.rendering import dated_line

REOPENED = "When did the Kessel bridge reopen?"
NOON = datetime(2025, 6, 1, 12, 0)  # noqa: DTZ001 - as the reader's clock shows it


@pytest.fixture
def engine(tmp_path: Path) -> QueryEngine:
    return engine_over(tmp_path, HARBOUR)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def store(data: Path) -> FeedbackStore:
    return FeedbackStore(data)


def judge(store: FeedbackStore, engine: QueryEngine, query: Query, *, helpful: bool = True) -> None:
    store.add(engine.ask(query), "chat", NOON, helpful=helpful, asked=query)


def snapshot(engine: QueryEngine) -> str:
    return engine.coverage().snapshot


def test_a_judgement_is_kept_as_it_was_given(engine: QueryEngine, store: FeedbackStore) -> None:
    query = Query(REOPENED, date(2024, 1, 1), None, date(2025, 1, 1), "Gazette")
    outcome = engine.ask(query)
    store.add(outcome, "chat", NOON, helpful=True, asked=query)
    store.add(outcome, "slack", NOON, helpful=False)
    first, second = store.all()
    said = json.loads(outcome.model_dump_json(by_alias=True, exclude={"timings_ms"}))
    assert (first.given_at, first.place, first.helpful) == ("2025-06-01T12:00:00", "chat", True)
    assert first.bounds == {"from": "2024-01-01", "as_of": "2025-01-01", "publisher": "Gazette"}
    assert first.outcome == second.outcome == said
    assert (second.place, second.helpful, second.bounds) == ("slack", False, {})


def test_an_answer_becomes_a_question_with_what_was_cited(
    engine: QueryEngine, store: FeedbackStore
) -> None:
    bridge = answered(engine.ask(Query(REOPENED))).citations[0].report_id
    query = Query(REOPENED, last=date(2024, 5, 4), publisher="Gazette", report=bridge)
    judge(store, engine, query)
    answer = answered(engine.ask(query))
    [known] = known_questions(store.all(), snapshot(engine)).questions
    assert known.id.startswith("feedback-")
    assert (known.question, known.answerable, known.kind) == (REOPENED, True, "feedback")
    assert known.query == query
    assert known.seeds == ("bridge.txt",)
    assert known.evidence == tuple(sentence.text for sentence in answer.sentences)
    assert KESSEL in known.evidence
    assert known.facts == ()
    assert known.dates == (date(2024, 5, 3),)


def test_a_sentence_with_the_mark_of_an_endnote_is_found_again(tmp_path: Path) -> None:
    """The mark is left out of answers, and so of the evidence."""
    marked = "Ada Lund lit the lighthouse of Olm [7] on March 3."
    engine = engine_over(tmp_path, {"olm.txt": f"A Lamp\n\nMarch 4, 2025\n\n{marked} It rained."})
    store = FeedbackStore(tmp_path / "data")
    judge(store, engine, Query("Who lit the lighthouse of Olm?"))
    [known] = known_questions(store.all(), snapshot(engine)).questions
    assert known.evidence[0] == "Ada Lund lit the lighthouse of Olm on March 3."
    [record] = evaluate(engine, [known])
    assert (record.right, record.citation_recall, record.wrong) == (True, 1.0, ())


def test_a_follow_up_becomes_the_question_that_it_was_understood_as(
    engine: QueryEngine, store: FeedbackStore
) -> None:
    outcome = engine.ask(Query(REOPENED)).model_copy(
        update={"question": "And when was it reopened?", "understood_as": REOPENED}
    )
    store.add(outcome, "slack", NOON, helpful=True)
    store.add(engine.ask(Query(REOPENED)), "chat", NOON, helpful=True)
    [known] = known_questions(store.all(), snapshot(engine)).questions
    assert known.question == REOPENED


def test_a_refusal_becomes_a_question_that_none_answers(
    engine: QueryEngine, store: FeedbackStore
) -> None:
    judge(store, engine, Query("Who is Xyzzy Quux?"))
    made = known_questions(store.all(), snapshot(engine))
    [known] = made.questions
    assert (known.answerable, known.seeds, known.facts, known.evidence, known.dates) == (
        False, (), (), (), (),
    )  # fmt: skip
    assert made.over_others == 0
    assert known_questions(store.all(), "another").over_others == 1


def test_what_is_left_out(engine: QueryEngine, store: FeedbackStore, tmp_path: Path) -> None:
    """Of one question within the same bounds the last judgement counts."""
    judge(store, engine, Query(REOPENED))
    judge(store, engine, Query(f"  {REOPENED.upper()} "), helpful=False)
    judge(store, engine, Query(REOPENED, first=date(2024, 1, 1)))
    judge(store, engine, Query("What happened to the museum?"), helpful=False)
    judge(store, engine, Query("What happened to the museum?"))
    judge(store, engine, Query("???"))
    empty = build_engine(Settings(data_dir=tmp_path / "none", embedder="hashing", judge="none"))
    judge(store, empty, Query("Who was it?"))
    made = known_questions(store.all(), snapshot(engine))
    assert [(q.question, q.first) for q in made.questions] == [
        (REOPENED, date(2024, 1, 1)), ("What happened to the museum?", None),
    ]  # fmt: skip
    assert (made.unhelpful, made.saying_nothing) == (1, 2)
    assert len({question.id for question in made.questions}) == 2


def test_the_list(engine: QueryEngine, store: FeedbackStore, data: Path, run: Run) -> None:
    judge(store, engine, Query(REOPENED, first=date(2024, 1, 1), publisher="Gazette"))
    hostile: Refusal = refused(engine.ask(Query("Who is \x1b[31m[red]Quux[/red]\n?")))
    store.add(hostile, "slack", NOON, helpful=False)
    ran = run("feedback", "--data-dir", data)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        f"2025-06-01 12:00  helpful      chat  {REOPENED}\n"
        "                  asked with: from 2024-01-01, publisher Gazette\n"
        "                  The Old Bridge Reopens — Harbour Gazette, 3 May 2024 (byline): "
        f"“{KESSEL}”\n"
        "2025-06-01 12:00  not helpful  slack  Who is �[31m[red]Quux[/red] ?\n"
        f"                  refused: {hostile.reason}\n"
        "\n1 helpful, 1 not helpful.\n"
    )
    shown = json.loads(run("feedback", "--json", "--data-dir", data).out)
    assert [set(judged) for judged in shown] == [
        {"given_at", "place", "helpful", "bounds", "outcome"}
    ] * 2
    assert shown[1]["outcome"]["question"] == hostile.question


@pytest.mark.parametrize(
    ("known", "told"),
    [
        pytest.param("2024-05", "b.txt — Gazette, May 2024 (front matter)", id="a month"),
        pytest.param(None, "b.txt — Gazette, no date", id="nothing"),
    ],
)
def test_a_judged_report_without_a_day_is_listed(known: str | None, told: str) -> None:
    cited = JudgedCitation.model_validate(
        {"path": "b.txt", "title": None, "publisher": "Gazette", "published_on": None,
         "published_edtf": known, "date_source": "front_matter", "date_confidence": "high",
         "quote": "It fell."}
    )  # fmt: skip
    assert dated_line(cited) == told


def test_nothing_was_judged(run: Run, tmp_path: Path) -> None:
    ran = run("feedback", "--data-dir", tmp_path / "none")
    assert (ran.code, ran.out, ran.err) == (0, "No answer was judged yet.\n", "")
    assert run("feedback", "--json", "--data-dir", tmp_path / "none").out == "[]\n"
    ran = run("feedback", "--export", "questions.jsonl", "--data-dir", tmp_path / "none")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "dateline: There is nothing to export: no answer or refusal that says something of the "
        "reports was last judged helpful.\n"
    )
    assert not (tmp_path / "none").exists()
    assert not Path("questions.jsonl").exists()
    both = run("feedback", "--json", "--export", "questions.jsonl")
    assert both.code == 2


def test_feedback_of_another_version_and_a_damaged_file(
    engine: QueryEngine, store: FeedbackStore, data: Path, tmp_path: Path, run: Run
) -> None:
    judge(store, engine, Query(REOPENED))
    store._db.rows("UPDATE feedback SET outcome = '{}'")
    ran = run("feedback", "--export", "questions.jsonl", "--data-dir", data)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(
        "dateline: The feedback of 2025-06-01T12:00:00 was kept by another version of Dateline"
    )
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / FEEDBACK_FILE).write_text("no database")
    ran = run("feedback", "--data-dir", broken)
    assert (ran.code, ran.out) == (2, "")
    assert "Move the file away; feedback starts afresh then." in ran.err


@pytest.mark.slow
def test_from_feedback_to_an_evaluation(indexed_seeds: Path, tmp_path: Path, run: Run) -> None:
    """With the shipped models: what was judged helpful is right when asked again."""
    engine = build_engine(Settings(data_dir=indexed_seeds))
    asked = [
        Query("How long did it take Russia to capture Kurakhove?"),
        Query("What does the Kremlin demand?", date(2024, 1, 1), date(2024, 6, 30)),
        Query("As of 1 February 2024, what did Bloomberg report?"),
        Query("Who is the head of Rosatom?"),
    ]
    place = tmp_path / "feedback"
    place.mkdir()
    store = FeedbackStore(place)
    for query in asked:
        judge(store, engine, query)
    judge(store, engine, Query("What did Lavrov say about Zelensky?"), helpful=False)
    told = run("feedback", "--export", "judged.jsonl", "--data-dir", place)
    assert (told.code, told.err) == (0, "")
    assert told.out == (
        "judged.jsonl: 4 questions, 3 that the reports answer, 1 that none does.\n"
        "Left out: 1 question last judged not helpful.\n"
        "1 question refused over other reports than there are now: see whether one answers by "
        "now.\n"
    )
    known = read_questions(Path("judged.jsonl"))
    assert [question.query for question in known] == asked
    ran = run("--data-dir", indexed_seeds, "eval", "judged.jsonl", "--json")
    assert (ran.code, ran.err) == (0, "")
    made = json.loads(ran.out)
    assert [record["right"] for record in made["records"]] == [True, True, True, False]
    assert [record["wrong"] for record in made["records"]] == [[], [], [], []]
    figures = {name: figure["value"] for name, figure in made["figures"].items()}
    assert (figures["refusal_recall"], figures["false_refusals"]) == (1.0, 0.0)
    assert figures["citation_precision"] == 1.0
