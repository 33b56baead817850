"""Sentences that ask answer nothing; the replies to them may."""

from pathlib import Path

import pytest

from index.rules import switched_off
from rag.guardrail import decide, read
from rag.interrogative import ASKS, REPLY, is_interrogative, only_asks, wants_questions
from rag.judge import Judgement
from rag.question import Query
from rag.searching import with_replies
from rag.selection import WITH_REPLY, select
from rag.verdict import SURELY_NOT, Surroundings
from tests.rag.corpus import engine_over, evidence, finding, question, ranked, term

PLAIN = Surroundings(lambda found: found.text, lambda _: "", lambda _: False)
ASKED = question("Did the port hide the survey?", term("port"), term("survey"))
ASKING = ranked(
    finding(["Rhea Lunt: Has the port hidden the survey?"], start=100), [0.9], matches=[0.9, 0.9]
)
TELLING = ranked(
    finding(["Ines Aldery: The survey came out in May."], start=200), [0.5], matches=[0.1, 0.9]
)


@pytest.mark.parametrize(
    ("sentence", "asks"),
    [
        ("Has the port hidden it?", True),
        ("Rhea Lunt: Has the port hidden it? ", True),
        ("“Has the port hidden it?”", True),
        ("(Has the port hidden it?)", True),
        ("“Has the port hidden it?” he asked.", False),
        ("He asked: “Has the port hidden it?”", False),
        ("The port hid it.", False),
        ("", False),
    ],
)
def test_what_asks(sentence: str, asks: bool) -> None:
    assert is_interrogative(sentence) is asks


@pytest.mark.parametrize(
    ("asked", "wants"),
    [
        ("What was Orme asked about the port?", True),
        ("Which questions did the board leave open?", True),
        ("What did Rhea Lunt say about the port?", True),
        ("What was reported about the port?", True),
        ("Trace the history of the port.", True),
        ("Did the port hide the survey?", False),
        ("Who asked for nothing else?", True),
        ("How many piles rotted?", False),
    ],
)
def test_what_is_answered_by_a_question(asked: str, wants: bool) -> None:
    assert wants_questions(asked) is wants


@pytest.mark.parametrize(
    ("sentences", "words", "asks"),
    [
        (["Is it so?"], None, True),
        (["Is it so?", "Who says it?"], None, True),
        (["Is it so?", "It is."], "Is it", False),
        (["It is late.", "Is it so?"], None, False),
        (["It is late.", "Is it so?"], "Is it so", True),
        (["It is late.", "Is it so?"], "late", False),
    ],
)
def test_a_passage_asks_from_where_the_judge_finds_the_answer(
    sentences: list[str], words: str | None, asks: bool
) -> None:
    found = finding(sentences)
    at = found.text.index(words) if words else 0
    judged = Judgement(1.0, (at, at + len(words)), 1.0) if words else None
    assert only_asks(found, judged) is asks


def test_what_asks_stands_behind_the_best_that_tells_and_is_no_likelier() -> None:
    weighed = read(ASKED, [ASKING, TELLING], PLAIN, None)
    assert [e.ranked for e in weighed] == [TELLING, ASKING]
    assert (weighed[1].score, weighed[1].logit) == (weighed[0].score, weighed[0].logit)
    with switched_off([ASKS.name]):
        assert [e.ranked for e in read(ASKED, [ASKING, TELLING], PLAIN, None)] == [ASKING, TELLING]
    what = question("What was asked about the survey?", term("survey"))
    weighed = read(what, [ASKING, TELLING], PLAIN, None)
    assert [e.ranked for e in weighed] == [ASKING, TELLING]


def test_what_asks_is_no_evidence() -> None:
    verdict = decide(ASKED, [ASKING, TELLING], PLAIN, None, 0.0)
    assert [e.ranked for e in verdict.evidence] == [TELLING]
    alone = decide(ASKED, [ASKING], PLAIN, None, 0.0)
    assert (alone.enough, alone.confidence) == (False, SURELY_NOT)


def test_a_question_is_quoted_with_its_reply() -> None:
    found = ranked(finding(["Who pays for it?", "The town does."]), [0.9, 0.2], whole=0.9)
    (said,) = select("Who pays for the survey?", evidence(found), 4)
    assert said.texts == ["Who pays for it?", "The town does."]
    with switched_off([WITH_REPLY.name]):
        (said,) = select("Who pays for the survey?", evidence(found), 4)
        assert said.texts == ["Who pays for it?"]


def test_replies_stand_right_behind_what_they_reply_to() -> None:
    ids = [one.finding.passage.id for one in (ASKING, TELLING)]
    other = ranked(finding(["The port lay still."], start=900), [0.7])
    assert with_replies([ASKING, other, TELLING], {ids[0]: ids[1]}) == [ASKING, TELLING, other]
    assert with_replies([TELLING, ASKING, other], {ids[0]: ids[1]}) == [TELLING, ASKING, other]
    assert with_replies([ASKING, other], {ids[0]: "nowhere"}) == [ASKING, other]


def test_what_stands_behind_a_question_is_looked_at(tmp_path: Path) -> None:
    briefing = (
        "Port briefing\n\nMay 3, 2024\n\nRHEA LUNT: Good morning.\n\n"
        "RHEA LUNT: Has the harbour board hidden the survey of the piles?\n\n"
        "INES ALDERY: It came out in May.\n\nRHEA LUNT: Thank you.\n"
    )
    engine = engine_over(tmp_path, {"briefing.txt": briefing}, candidates=1)
    asked = Query("Did the harbour board hide the survey of the piles?")
    told = [r.finding.text.partition(": ")[2] for r in engine.search(asked)]
    assert told == [
        "Has the harbour board hidden the survey of the piles?", "It came out in May.",
    ]  # fmt: skip
    with switched_off([REPLY.name]):
        assert len(engine.search(asked)) == 1
