"""Conversations: follow-ups answered, apart from each other and bounded."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from index.errors import BadInput
from rag.conversation.turn import Turn
from rag.engine.conversations import Conversations
from rag.engine.query_engine import QueryEngine
from rag.limit import QuestionTimedOut
from rag.question.parsing import Query
from rag.types import Answer, Reason, Refusal
from tests.rag.corpus import KESSEL, answered, open_engine, refused, shipped_engine_over


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


def test_something_else_is_not_what_was_quoted(harbour: QueryEngine) -> None:
    kept = Conversations()
    first = answered(kept.ask(harbour, Query("When was the Kessel bridge reopened?"), "a"))
    assert [c.quote for c in first.citations] == [KESSEL]
    asked = Query("What else happened to the Kessel bridge?")
    assert any(KESSEL in c.quote for c in answered(harbour.ask(asked)).citations)
    for rewrite in (None, lambda question, turns: question):
        else_ = kept.ask(harbour, asked, "a", rewrite=rewrite)
        quoted = else_.citations if isinstance(else_, Answer) else else_.nearest
        assert not any(KESSEL in c.quote for c in quoted)


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


def test_a_question_about_another_matter_is_asked_as_it_is_where_only_that_is_answered(
    harbour: QueryEngine,
) -> None:
    kept, told = Conversations(), list[object]()
    kept.ask(harbour, Query("When was the Kessel bridge reopened?"), "a")
    outcome = answered(kept.ask(harbour, Query("Who moved the paintings?"), "a", told.append))
    assert outcome.understood_as == outcome.question  # and is said not to follow up on the bridge
    assert [c.path for c in outcome.citations] == ["museum.txt"]
    assert "Kessel" not in str(told)
    cost = answered(kept.ask(harbour, Query("What did the work cost?"), "b"))
    assert cost.understood_as is None  # nothing was asked before it


def test_an_answer_that_may_well_be_one_is_not_given_up_for_another_matter(tmp_path: Path) -> None:
    reports = {
        "ferry.txt": "The Ferry\n\n3 May 2024\n\nThe Olm ferry sank at noon. All nine sailors"
        " aboard the Olm ferry drowned.",
        "balloon.txt": "The Balloon\n\n9 June 2024\n\nTwo crew members died when a balloon came"
        " down in Lund.",
    }
    engine, kept = shipped_engine_over(tmp_path, reports), Conversations()
    answered(kept.ask(engine, Query("What happened to the Olm ferry?"), "a"))
    outcome = answered(kept.ask(engine, Query("How many crew members died?"), "a"))
    assert [c.path for c in outcome.citations] == ["ferry.txt"]


def test_time_that_runs_out_loses_no_answer(
    harbour: QueryEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, ask = Conversations(), QueryEngine.ask
    kept.ask(harbour, Query("When was the Kessel bridge reopened?"), "a")

    def once(engine: QueryEngine, query: Query, *more: Any) -> Answer | Refusal:
        if "bridge" not in query.question:
            raise QuestionTimedOut(1.0)
        return ask(engine, query, *more)

    monkeypatch.setattr(QueryEngine, "ask", once)
    outcome = kept.ask(harbour, Query("Who moved the paintings?"), "a")
    assert outcome.understood_as == "Who moved the paintings (the Kessel bridge reopened)?"


def test_bounds_beside_a_question_are_not_taken_over(harbour: QueryEngine) -> None:
    kept = Conversations()
    early = Query("When was the Kessel bridge reopened?", last=date(2023, 12, 31))
    assert refused(kept.ask(harbour, early, "a")).window is not None
    again = answered(kept.ask(harbour, Query("are you sure?"), "a"))
    assert (again.understood_as, again.window) == ("When was the Kessel bridge reopened?", None)
    assert again.citations[0].quote == KESSEL


REOPENED = "When was the Kessel bridge reopened?"
WRITTEN = "What did the work on the Kessel bridge cost?"


def test_a_faithful_rewriting_has_its_way(harbour: QueryEngine) -> None:
    kept, seen = Conversations(), list[tuple[str, tuple[str, ...]]]()

    def rewrite(asked: str, turns: Sequence[Turn]) -> str | None:
        seen.append((asked, tuple(turn.query.question for turn in turns)))
        return WRITTEN

    first = kept.ask(harbour, Query(REOPENED), "a", rewrite=rewrite)
    assert (first.understood_as, seen) == (None, [])
    outcome = answered(
        kept.ask(harbour, Query("and what did the work cost?"), "a", rewrite=rewrite)
    )
    assert outcome.understood_as == WRITTEN
    assert seen == [("and what did the work cost?", (REOPENED,))]
    assert kept.kept.of("a")[-1].query.question == WRITTEN


@pytest.mark.parametrize(
    "written", [None, "", "When was the Torvik bridge reopened?", "It was reopened on May 2."]
)
def test_else_the_rules_have_theirs(harbour: QueryEngine, written: str | None) -> None:
    kept = Conversations()
    kept.ask(harbour, Query(REOPENED), "a")
    outcome = kept.ask(harbour, Query("and in May 2024?"), "a", rewrite=lambda *_: written)
    assert outcome.understood_as == "When was the Kessel bridge reopened in May 2024?"


def test_a_time_that_the_rules_carry_over_is_not_lost(harbour: QueryEngine) -> None:
    kept = Conversations()
    kept.ask(harbour, Query("What was reported about Kessel in May 2024?"), "a")
    shorter = "What was reported about Torvik?"
    outcome = kept.ask(harbour, Query("And Torvik?"), "a", rewrite=lambda *_: shorter)
    assert outcome.understood_as == "What was reported about Torvik in May 2024?"


def test_a_rewriting_that_fails_loses_no_question(harbour: QueryEngine) -> None:
    def fail(asked: str, turns: Sequence[Turn]) -> str | None:
        raise BadInput("The model is down.")

    kept = Conversations()
    kept.ask(harbour, Query(REOPENED), "a")
    outcome = answered(kept.ask(harbour, Query("and in May 2024?"), "a", rewrite=fail))
    assert outcome.understood_as == "When was the Kessel bridge reopened in May 2024?"


def test_what_stands_by_itself_is_not_rewritten(harbour: QueryEngine) -> None:
    def never(asked: str, turns: Sequence[Turn]) -> str | None:
        raise AssertionError(asked)

    kept = Conversations()
    kept.ask(harbour, Query(REOPENED), "a")
    asked = "Which crews did Mayor Ilse Brandt thank at the ceremony in Kessel?"
    assert kept.ask(harbour, Query(asked), "a", rewrite=never).understood_as is None


def test_nothing_is_rewritten_where_no_report_is_indexed(tmp_path: Path) -> None:
    sent = list[str]()

    def rewrite(asked: str, turns: Sequence[Turn]) -> str | None:
        sent.append(asked)
        return None

    kept, engine = Conversations(), open_engine(tmp_path)
    kept.kept.add("a", Turn(Query(REOPENED)))
    outcome = refused(kept.ask(engine, Query("and in May 2024?"), "a", rewrite=rewrite))
    assert (outcome.reason, sent) == (Reason.EMPTY_CORPUS, [])
