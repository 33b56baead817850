"""Conversations: follow-ups answered, apart from each other and bounded."""

from datetime import date

from rag.conversation import Conversations
from rag.engine import QueryEngine
from rag.follow_up.turn import Turn
from rag.question import Query
from rag.types import Reason
from tests.rag.corpus import KESSEL, answered, refused


def test_conversations_are_apart_and_bounded() -> None:
    kept = Conversations(most=2)
    turns = [Turn(Query(f"Who fell at {place}?")) for place in ("Olm", "Hald", "Torvik")]
    kept.add("a", turns[0])
    kept.add("b", turns[1])
    assert (kept.last("a"), kept.last("b"), kept.last("c")) == (turns[0], turns[1], None)
    kept.add("a", turns[2])
    kept.add("c", turns[0])
    assert (kept.last("a"), kept.last("b"), kept.last("c")) == (turns[2], None, turns[0])


def test_a_follow_up_is_answered_and_says_how_it_was_understood(harbour: QueryEngine) -> None:
    kept = Conversations()
    first = answered(kept.ask(harbour, Query("When was the Kessel bridge reopened?"), "a"))
    assert (first.understood_as, first.citations[0].quote) == (None, KESSEL)
    asked = Query("And in June 2023?", last=date(2024, 12, 31))
    outcome = refused(kept.ask(harbour, asked, "a"))
    whole = "When was the Kessel bridge reopened in June 2023?"
    assert (outcome.question, outcome.understood_as) == ("And in June 2023?", whole)
    assert outcome.reason is Reason.OUT_OF_WINDOW
    again = answered(kept.ask(harbour, Query("and in May 2024?"), "a"))
    assert again.understood_as == "When was the Kessel bridge reopened in May 2024?"
    assert again.citations[0].quote.startswith(KESSEL)


def test_nobody_follows_up_on_another_conversation(harbour: QueryEngine) -> None:
    kept = Conversations()
    kept.ask(harbour, Query("When was the Kessel bridge reopened?"), "a")
    assert kept.ask(harbour, Query("and in May 2024?"), "b").understood_as is None


def test_what_is_no_question_is_not_followed_up_on(harbour: QueryEngine) -> None:
    kept = Conversations()
    kept.ask(harbour, Query("When was the Kessel bridge reopened?"), "a")
    assert refused(kept.ask(harbour, Query("??"), "a")).reason is Reason.NOT_A_QUESTION
    again = kept.ask(harbour, Query("and in May 2024?"), "a")
    assert again.understood_as == "When was the Kessel bridge reopened in May 2024?"
