"""Follow-ups that only name somebody are answered by what names them, or refused."""

import pytest

from rag.conversation.named import name_asked_about
from rag.conversation.turn import reader
from rag.engine.conversations import Conversations
from rag.engine.query_engine import QueryEngine
from rag.progress import Progress, Said
from rag.question.parsing import Query
from rag.types import Answer, Reason
from tests.rag.corpus import answered, refused
from tests.ui.serving import TODAY


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("And Peskov?", "Peskov"),
        ("What about the Valley Courier?", "Valley Courier"),
        ("but Ilse Brandt?", "Ilse Brandt"),
        ("And in October?", None),
        ("And who thanked Peskov?", None),
        ("And the mayor?", None),
        ("Who is Peskov?", None),
    ],
)
def test_the_name_that_a_follow_up_consists_of(asked: str, name: str | None) -> None:
    assert name_asked_about(asked, reader(TODAY, TODAY)) == name


@pytest.mark.parametrize("name", ["Peskov", "Zaphod Beeblebrox", "the Valley Courier"])
def test_somebody_else_is_never_told_of(harbour: QueryEngine, name: str) -> None:
    kept, told = Conversations(), list[Progress]()
    answered(kept.ask(harbour, Query("When was the Kessel bridge reopened?"), "a"))
    outcome = kept.ask(harbour, Query(f"And {name}?"), "a", told.append)
    if isinstance(outcome, Answer):
        said = " ".join(f"{c.quote} {c.title} {c.publisher}" for c in outcome.citations)
        assert name.rsplit(maxsplit=1)[-1] in said
    else:
        assert refused(outcome).reason in (Reason.NO_EVIDENCE, Reason.OFF_TOPIC)
        assert not [step for step in told if isinstance(step, Said)]


def test_who_is_named_is_asked_about(harbour: QueryEngine) -> None:
    kept = Conversations()
    answered(kept.ask(harbour, Query("Who thanked the crews?"), "a"))
    outcome = answered(kept.ask(harbour, Query("And Ilse Brandt?"), "a"))
    assert outcome.understood_as is not None
    assert "Ilse Brandt" in outcome.understood_as
    assert "Brandt" in outcome.citations[0].quote
