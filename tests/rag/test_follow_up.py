"""Questions that lean on the one before them."""

from collections.abc import Sequence
from datetime import date
from time import perf_counter

import pytest

from rag.follow_up.resolve import resolve
from rag.follow_up.turn import Turn, reader
from rag.question import Query

READ = reader(date(2026, 11, 22), date(2024, 12, 26))
KINDS = [
    {"Olm", "Torvik", "Hald", "Kessel"},
    {"Ilse Brandt", "Brandt", "Ada Lund", "Lund", "Putin", "Lavrov"},
    {"Russia", "Ukraine", "NATO", "China"},
    {"drones", "missiles", "soldiers", "ferries", "passengers"},
]


def _nearness(phrase: str, others: Sequence[str]) -> list[float]:
    """Names and things of one kind are near to each other."""
    kind = next((kind for kind in KINDS if phrase in kind), set())
    return [1.0 if other in kind else 0.0 for other in others]


TAKE = "How long did it take Russia to capture Olm?"
SAY = "What did Ilse Brandt say about Torvik in December 2023?"
FALL = "Did Russia capture Olm?"
LATE = "What was reported about Olm before December 2024?"
SENT = "How many drones did Russia send in May 2024?"


@pytest.mark.parametrize(
    ("before", "asked", "whole"),
    [
        (TAKE, "And in October?", "How long did it take Russia to capture Olm in October?"),
        (TAKE, "What about Torvik?", "How long did it take Russia to capture Torvik?"),
        (TAKE, "and Ukraine?", "How long did it take Ukraine to capture Olm?"),
        (TAKE, "Thanks, and Torvik?", "How long did it take Russia to capture Torvik?"),
        (TAKE, "For Torvik?", "How long did it take Russia to capture Torvik?"),
        (SAY, "Earlier?", "What did Ilse Brandt say about Torvik before 1 December 2023?"),
        (SAY, "and in May 2024?", "What did Ilse Brandt say about Torvik in May 2024?"),
        (SAY, "and Ada Lund?", "What did Ada Lund say about Torvik in December 2023?"),
        (SAY, "what about Olm in May 2024?", "What did Ilse Brandt say about Olm in May 2024?"),
        (SAY, "and about Putin?", "What did Ilse Brandt say about Putin in December 2023?"),
        (SAY, "What did she say about Olm?",
         "What did Ilse Brandt say about Olm in December 2023?"),
        (SAY, "What did she say about Olm in 2024?", "What did Ilse Brandt say about Olm in 2024?"),
        (SAY, "What is her position on ferries?",
         "What is Ilse Brandt’s position on ferries in December 2023?"),
        (SENT, "And missiles?", "How many missiles did Russia send in May 2024?"),
        (FALL, "Why?", "Why did Russia capture Olm?"),
        (FALL, "When was that?", "When did Russia capture Olm?"),
        (FALL, "How many soldiers did it lose there?", "How many soldiers did Russia lose in Olm?"),
        (FALL, "Who said that?", "Who said this: Olm fell."),
        (FALL, "According to whom?", "Who said this: Olm fell."),
        (FALL, "What happened before that?", "Did Russia capture Olm before 24 May 2024?"),
        (LATE, "And since then?", "What was reported about Olm after 30 November 2024?"),
    ],
)  # fmt: skip
def test_a_follow_up_is_made_whole(before: str, asked: str, whole: str) -> None:
    last = Turn(Query(before), ("Olm fell.",), date(2024, 5, 24))
    assert resolve(Query(asked), (last,), READ, _nearness).question == whole


@pytest.mark.parametrize(
    "asked",
    ["What did Lavrov say about Putin?", "How many troops were there?", "Who holds Torvik?",
     "How long did it take to build the bridge?", "What happened on 24 May 2024?",
     "Is it true that Torvik fell?", "What does Russia claim for its own?", "?", "and?",
     "Thanks a lot!", "Which missiles", "When did it rain in Torvik?", "Hald airport", "Hello",
     "What was said between May and June 2024?", "In 2023, what was reported?", "Latest?", "More",
     "What did the ministry say about its losses?", "But why did Russia attack?", "and thanks"],
)  # fmt: skip
def test_what_stands_by_itself_stays_as_asked(asked: str) -> None:
    last = Turn(Query(TAKE), ("Olm fell.",), date(2024, 5, 24))
    assert resolve(Query(asked), (last,), READ, _nearness) == Query(asked)


def test_many_words_take_no_time() -> None:
    last = Turn(Query(TAKE), ("Olm fell.",), date(2024, 5, 24))
    begun = perf_counter()
    for words in ("since May 2024 ", "Christmas ", "did it ", "on 5 May "):
        resolve(Query(words * 150), (last,), READ, _nearness)
    assert perf_counter() - begun < 2


def test_bounds_are_those_of_the_follow_up() -> None:
    last = Turn(Query(TAKE, first=date(2024, 1, 1)), ("Olm fell.",), None)
    asked = Query("and Torvik?", as_of=date(2024, 6, 1))
    whole = "How long did it take Russia to capture Torvik?"
    assert resolve(asked, (last,), READ, _nearness) == Query(whole, as_of=date(2024, 6, 1))
