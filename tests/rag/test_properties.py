"""What holds whatever is asked, from one thread or many."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.text.normalize import well_formed, without_marks
from index.types import Role
from rag.engine.query_engine import QueryEngine
from rag.question.parsing import Query
from rag.types import Answer, Refusal
from tests.rag.corpus import HARBOUR, KESSEL, TOLD_WHOLE, answered, engine_over

TAIL = (
    "Share the Post:\n\n"
    "The Kessel Foundation mends bridges in Torvik every summer. Its engineers thank all crews."
)
ODD = [
    '"; DROP TABLE reports; --',
    "Kessel' OR '1'='1",
    "kessel NEAR(bridge, 5) AND NOT (reopened*) OR ^col:engineers",
    'bridge" OR "glacier',
    "\x00When did\x00 engineers reopen the Kessel bridge?\x00",
    "🙂 When did engineers 🌉 reopen the Kessel bridge? 👩‍👩‍👧",
    "\u202egnihtyreve reveN",
    "[bold red]When did[/] engineers reopen the Kessel bridge?",
    "\x1b[31mWhen did engineers reopen the Kessel bridge?\x1b[0m",
    "the and of which is it",
    "engineers " * 200,
    "кессель міст відкрито",
    "你好，桥什么时候开放？",
    "a" * 2000,
    "{question} %s $HOME ${x} `ls`",
    "\ud800 a lone surrogate",
]
WORDS = sorted(set(re.findall(r"\w+", " ".join([*HARBOUR.values(), TAIL]))))


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> QueryEngine:
    """The harbour reports, three of which end in the same furniture, written with odd spaces."""
    tailed = {
        name: f"{text}\n\n{TAIL}" if name.endswith(".txt") else text.replace(" ", "\u00a0")
        for name, text in HARBOUR.items()
    }
    return engine_over(tmp_path_factory.mktemp("properties"), tailed)


def _hold(engine: QueryEngine, outcome: Answer | Refusal) -> None:
    """Every sentence is cited, and every quote verbatim and of the body of its report."""
    assert engine.catalog is not None
    if isinstance(outcome, Answer):
        said = {c.n: without_marks(c.quote) for c in outcome.citations}
        for sentence in outcome.sentences:
            assert all(sentence.text in without_marks(said[n]) for n in sentence.citations)
        markers = re.findall(r"\[(\d+)\]", outcome.text)
        assert sorted(set(map(int, markers))) == sorted(said)
    shown = outcome.citations if isinstance(outcome, Answer) else outcome.nearest
    for passage in shown:
        report = engine.catalog.report(passage.report_id)
        assert report is not None
        assert report.text[passage.start : passage.end] == passage.quote
        (block,) = [b for b in report.blocks if b.start <= passage.start and passage.end <= b.end]
        assert block.role is Role.BODY
        assert "Foundation" not in passage.quote


@pytest.mark.parametrize("question", ODD, ids=range(len(ODD)))
def test_odd_questions(engine: QueryEngine, question: str) -> None:
    outcome = engine.ask(Query(question))
    _hold(engine, outcome)
    assert outcome.question == well_formed(question)
    assert json.loads(outcome.model_dump_json())["question"] == outcome.question
    assert engine.catalog is not None
    assert engine.catalog.coverage().reports == 4


@pytest.mark.parametrize(
    ("question", "said"),
    [(ODD[4], f"{KESSEL} [1]"), (ODD[5], f"{KESSEL} [1]"), (ODD[7], TOLD_WHOLE)],
    ids=["NUL", "emoji", "markup"],
)
def test_what_is_odd_about_a_question_does_not_keep_it_from_being_answered(
    harbour: QueryEngine, question: str, said: str
) -> None:
    assert answered(harbour.ask(Query(question))).text == said


@settings(max_examples=150)
@given(
    st.lists(st.sampled_from(WORDS) | st.text(max_size=8), min_size=1, max_size=12).map(" ".join),
    st.none() | st.dates(date(2023, 1, 1), date(2024, 12, 31)),
    st.none() | st.dates(date(2023, 1, 1), date(2024, 12, 31)),
    st.none() | st.integers(1, 5),
)
def test_whatever_is_asked(
    engine: QueryEngine, question: str, first: date | None, last: date | None, top_k: int | None
) -> None:
    outcome = engine.ask(Query(question, first, last, top_k=top_k))
    _hold(engine, outcome)
    shown = outcome.citations if isinstance(outcome, Answer) else outcome.nearest
    for passage in shown:
        day = passage.published_on
        assert first is None or (day is not None and first <= day)
        assert last is None or (day is not None and day <= last)


@pytest.mark.parametrize(
    "question",
    ["What does the Kessel Foundation mend in Torvik every summer?", "Whom do engineers thank?"],
)
def test_furniture_is_neither_cited_nor_near(engine: QueryEngine, question: str) -> None:
    _hold(engine, engine.ask(Query(question)))


def test_the_same_question_has_the_same_outcome(engine: QueryEngine) -> None:
    asked = Query("Who thanked the crews at the ceremony?")
    first, second = engine.ask(asked), engine.ask(asked)
    assert first.model_dump(exclude={"timings_ms"}) == second.model_dump(exclude={"timings_ms"})


def test_eight_threads_at_once(tmp_path: Path) -> None:
    questions = [
        "When did engineers reopen the Kessel bridge?", "What did a king eat for breakfast?",
        "Who thanked the crews at the ceremony?", "Did Zaphod Beeblebrox attend?",
        "How many paintings did the curators move?", "How much ice does the Hald glacier lose?",
    ] * 8  # fmt: skip

    def ask(engine: QueryEngine, question: str) -> dict[str, object]:
        return engine.ask(Query(question)).model_dump(exclude={"timings_ms"})

    fresh = engine_over(tmp_path / "fresh", HARBOUR)
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda question: ask(fresh, question), questions))
    alone = engine_over(tmp_path / "alone", HARBOUR)
    assert together == [ask(alone, question) for question in questions]


def test_models_are_loaded_once_however_many_ask(tmp_path: Path) -> None:
    engine = engine_over(tmp_path, HARBOUR)
    with ThreadPoolExecutor(8) as pool:
        loaded = list(pool.map(lambda _: engine.loaded, range(16)))
    assert all(one is loaded[0] for one in loaded)
