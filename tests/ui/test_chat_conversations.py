"""Conversations of the chat: what is kept of them, and for whom."""

import asyncio
from datetime import date
from pathlib import Path

from index.types import (
    Coverage,
)
from tests.ui.serving import harbour_service
from ui.export.markdown import as_markdown
from ui.web.conversation import MOST_TURNS, Conversation, Turn
from ui.web.export import kept_of
from ui.web.handlers import Handlers
from ui.web.kept import FORGOTTEN, KeptConversations
from ui.web.pages import thread


def test_a_question_that_is_left_can_be_asked_again(tmp_path: Path) -> None:
    service = harbour_service(tmp_path)

    async def leave() -> Conversation:
        conversation = Conversation()
        asking = Handlers(service).ask(conversation, "When did the bridge reopen?", {})
        await anext(asking)
        await asking.aclose()
        return conversation

    conversation = asyncio.run(leave())
    assert not conversation.is_waiting
    assert conversation.turns[0].problem == "This was interrupted. Ask it again."
    service.close()


def test_of_a_long_conversation_the_first_turns_fall_away_and_it_says_so() -> None:
    conversation = Conversation()
    for number in range(MOST_TURNS + 2):
        conversation.add(Turn(f"Question {number}?", problem="None."))
    assert [conversation.turn(n) is None for n in (1, 2, MOST_TURNS + 1, MOST_TURNS + 2)] == [
        True, False, False, True,
    ]  # fmt: skip
    third = conversation.turn("2")
    assert third is not None
    assert third.question == "Question 2?"
    said = "The first 2 questions of this conversation fell away: the last 50 are kept."
    assert said in thread(conversation, Coverage(1, 1, None, None, "s"))
    assert said in as_markdown(kept_of(conversation), date(2025, 6, 1))


def test_conversations_are_found_by_their_id_alone_and_the_last_ones_are_kept() -> None:
    kept = KeptConversations(most=2)
    some = [Conversation([Turn(f"Question {n}?")]) for n in range(3)]
    for conversation in (*some[:2], some[0], some[2]):
        kept.add(conversation)
    assert kept.resume(some[0].id) is some[0]
    assert kept.resume(some[2].id) is some[2]
    for unknown in (some[1].id, "x", some[0].id[:-1]):
        resumed = kept.resume(unknown)
        assert (resumed.turns, resumed.remark) == ([], FORGOTTEN)
    assert kept.resume("").remark == ""
    kept.forget(some[0])
    kept.forget(some[0])
    assert kept.resume(some[0].id).turns == []


def test_what_a_page_names_is_looked_up_in_its_own_conversation_only() -> None:
    conversation = Conversation()
    assert conversation.turn("0") is None
    assert conversation.turn("-1") is None
    assert conversation.passage("x", None) is None
    assert Conversation().id != Conversation().id
