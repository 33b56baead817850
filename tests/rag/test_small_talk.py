"""What asks the reports nothing, with the shipped encoder."""

import json
from datetime import date

import pytest

from index.embedding.minilm import OnnxEmbedder, check_files
from index.files import find_files
from index.ingestion.ingest import Ingest
from index.types import Coverage
from rag.build import build_engine, embedder_of
from rag.engine.conversations import Conversations
from rag.engine.query_engine import QueryEngine
from rag.guardrail.small_talk import FOLDER, REPLIES, Talk, reply, small_talk
from rag.question.parsing import Query
from rag.settings import Settings
from rag.types import Reason
from tests.doubles import HashingEmbedder
from tests.rag.corpus import answered, refused

TALK = [
    ("hi", Talk.GREETING),
    ("Good morning!", Talk.GREETING),
    ("Hey Dateline", Talk.GREETING),
    ("thanks", Talk.THANKS),
    ("cheers mate", Talk.THANKS),
    ("thank you, that was quick", Talk.THANKS),
    ("ok", Talk.REMARK),
    ("what can you do?", Talk.PROGRAM),
    ("who are you?", Talk.PROGRAM),
    ("summarise", Talk.SUMMARY),
    ("give me the gist of these files", Talk.SUMMARY),
]
ASKS = [
    "Who opened the bridge?", "ferry", "And Peskov?", "which unit?", "really?", "any updates?",
    "tell me more", "what else?", "Summarise the levee inquiry", "overview of the dock strike",
    "Did the mayor thank the crews?", "help for the flooded farms", "Good Friday service",
    "newest test results of the pump?", "What did the minister say in his greeting?",
]  # fmt: skip


@pytest.fixture(scope="module")
def embedder() -> OnnxEmbedder:
    return OnnxEmbedder()


@pytest.mark.parametrize(("text", "kind"), TALK, ids=[text for text, _ in TALK])
def test_talk_is_told_by_its_kind(embedder: OnnxEmbedder, text: str, kind: Talk) -> None:
    assert small_talk(text, embedder) is kind


@pytest.mark.parametrize("text", ASKS)
def test_what_asks_something_is_none(embedder: OnnxEmbedder, text: str) -> None:
    assert small_talk(text, embedder) is None


def test_what_is_long_is_none(embedder: OnnxEmbedder) -> None:
    assert small_talk("thanks " * 13, embedder) is None


def test_other_encoders_tell_none() -> None:
    assert small_talk("hi", HashingEmbedder()) is None


def test_the_weights_are_of_the_encoder_that_ships() -> None:
    stated = json.loads((FOLDER / "weights.json").read_text("utf-8"))
    assert stated["encoder"] == check_files(), "run `python -m bench.talk` for the new encoder"


def test_each_kind_has_a_reply_that_says_what_the_reports_are() -> None:
    coverage = Coverage(2, 9, date(2024, 5, 3), date(2024, 5, 6), "")
    assert reply(Talk.GREETING, coverage) == (
        "Hello. Ask what the reports tell. Ask in words: who did or said what, "
        "and when? The corpus holds 2 reports, 3 May 2024 to 6 May 2024."
    )
    assert set(REPLIES) == set(Talk)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> QueryEngine:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "pier.txt").write_text(
        "Hald gets a new pier\n\nHarbour Gazette\n\n9 May 2024\n\n"
        "Good morning was all that Mayor Ilse Brandt said when she opened the new pier on Monday. "
        "Thanks were given to the builders.",
        "utf-8",
    )
    settings = Settings(data_dir=tmp_path_factory.mktemp("talk") / "data")
    Ingest(settings, embedder_of(settings), date(2025, 6, 1)).run(find_files([folder]))
    return build_engine(settings, today=lambda: date(2025, 6, 1))


@pytest.mark.parametrize(("text", "kind"), TALK[:4], ids=[text for text, _ in TALK[:4]])
def test_talk_is_no_question(engine: QueryEngine, text: str, kind: Talk) -> None:
    outcome = refused(engine.ask(Query(text)))
    assert (outcome.reason, outcome.nearest) == (Reason.NOT_A_QUESTION, ())
    assert outcome.text == reply(kind, engine.coverage())


def test_talk_is_not_followed_up_on(engine: QueryEngine) -> None:
    kept = Conversations()
    answered(kept.ask(engine, Query("Who opened the new pier?"), "a"))
    said = refused(kept.ask(engine, Query("thanks"), "a"))
    assert (said.text, said.understood_as) == (reply(Talk.THANKS, engine.coverage()), None)
    assert len(kept.kept.of("a")) == 1
