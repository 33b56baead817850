"""Small talk is told from questions by its meaning, as the shipped encoder has it."""

from pathlib import Path

import pytest

from rag.build import build_engine
from rag.conversation import Conversations
from rag.engine import QueryEngine
from rag.question import Query
from rag.replies import small_talk
from rag.settings import Settings
from rag.small_talk import Talk, talk_of
from rag.types import Reason
from tests.rag.corpus import refused

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def engine(indexed_seeds: Path) -> QueryEngine:
    return build_engine(Settings(data_dir=indexed_seeds))


@pytest.mark.parametrize(
    ("said", "talk"),
    [
        ("hi", Talk.GREETING),
        ("Good evening!", Talk.GREETING),
        ("thanks", Talk.THANKS),
        ("Thank you very much", Talk.THANKS),
        ("bye", Talk.FAREWELL),
        ("What can you do for me?", Talk.ABOUT),
        ("Who are you?", Talk.ABOUT),
        ("okay, great", Talk.ASIDE),
    ],
    ids=lambda value: str(value),
)
def test_small_talk_gets_a_friendly_word(engine: QueryEngine, said: str, talk: Talk) -> None:
    refusal = refused(engine.ask(Query(said)))
    assert (refusal.reason, refusal.nearest) == (Reason.NOT_A_QUESTION, ())
    assert refusal.text == small_talk(talk, engine.coverage())
    assert refusal.text.endswith(
        "The corpus holds 5 reports, 23 December 2023 to 26 December 2024."
    )


@pytest.mark.parametrize(
    "question",
    [
        "Who helped Ukraine?",
        "Kurakhove",
        "turnout?",
        "Who thanked the crews?",
        "What do they demand?",
        "Hello was the name of which ship that sank in the harbour of Olm in March?",
    ],
)
def test_a_question_is_none(engine: QueryEngine, question: str) -> None:
    examined = engine.examine(Query(question))
    assert examined is not None
    assert talk_of(examined[0], engine.loaded.embedder) is None


def test_small_talk_leaves_a_conversation_as_it_was(engine: QueryEngine) -> None:
    kept = Conversations()
    kept.ask(engine, Query("What did Lavrov say about Zelensky?"), "a")
    assert refused(kept.ask(engine, Query("thanks"), "a")).reason is Reason.NOT_A_QUESTION
    assert len(kept.turns("a")) == 1
