"""Conversations with known answers: what is read, how turns are counted, and the seeds' own."""

from datetime import date
from pathlib import Path

import pytest

from index.errors import BadInput
from rag.build import build_engine
from rag.engine.query_engine import QueryEngine
from rag.evaluation.conversations import (
    FIGURES,
    KnownConversation,
    KnownTurn,
    converse,
    read_conversations,
    turn_figures,
)
from rag.evaluation.gold import Reports
from rag.evaluation.result import Standing
from rag.settings import Settings
from rag.types import Reason

SEEDS = Path(__file__).parents[3] / "seeds" / "conversations.jsonl"
TALK = (
    '{"id": "bridge", "turns": ['
    '{"question": "When was the Kessel bridge reopened?", "answerable": true, "facts": ["May 2"]}, '
    '{"question": "and in May 2024?", "to": "2024-12-31", "answerable": true, "facts": ["May 2"], '
    '"understood_as": "bridge reopened in May 2024"}, '
    '{"question": "and in June 2023?", "answerable": false, "reason": "out_of_window"}, '
    '{"question": "and in 1999?", "answerable": false, "reason": "off_topic", '
    '"understood_as": "museum"}]}'
)


def test_a_conversation_as_written(tmp_path: Path) -> None:
    file = tmp_path / "talks.jsonl"
    file.write_text(TALK, "utf-8")
    (talk,) = read_conversations(file)
    assert [turn.id for turn in talk.turns] == ["bridge.1", "bridge.2", "bridge.3", "bridge.4"]
    assert talk.turns[1] == KnownTurn(
        id="bridge.2", question="and in May 2024?", answerable=True, facts=("May 2",),
        last=date(2024, 12, 31), understood_as="bridge reopened in May 2024",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "talks.jsonl has no conversations in it."),
        ('{"id": "a"}', "talks.jsonl, line 1: turns: Field required."),
        ('{"id": "a", "turns": []}',
         "talks.jsonl, line 1: turns: Tuple should have at least 1 item after validation, not 0."),
        ('{"id": "a", "turns": [{"question": "b"}]}',
         "talks.jsonl, line 1: turns.0.answerable: Field required."),
        ('{"id": "a", "turns": [{"question": "b", "answerable": true, "understood_as": "("}]}',
         "talks.jsonl, line 1: turns.0.understood_as: Value error, '(' is not a regular expression "
         "(missing ), unterminated subpattern at position 0)."),
        (f"{TALK}\n{TALK}", "talks.jsonl has two conversations with the id 'bridge'."),
    ],
)  # fmt: skip
def test_a_bad_file_is_named_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "talks.jsonl"
    file.write_text(text, "utf-8")
    with pytest.raises(BadInput) as raised:
        read_conversations(file)
    assert str(raised.value).replace(f"{tmp_path}/", "") == said


def test_turns_are_counted(harbour: QueryEngine) -> None:
    talk = KnownConversation.model_validate_json(TALK)
    records = list(converse(harbour, [talk]))
    assert [(r.standing, r.right, r.understood) for r in records] == [
        (Standing.RIGHT, True, None),
        (Standing.RIGHT, True, True),
        (Standing.REFUSED, True, None),
        (Standing.REFUSED, False, False),
    ]
    assert [getattr(r.outcome, "reason", None) for r in records[2:]] == [Reason.OUT_OF_WINDOW] * 2
    figures = turn_figures(records)
    assert list(figures) == [name for name, _, _ in FIGURES]
    assert {name: (round(f.value, 3), f.n) for name, f in figures.items()} == {
        "turns_right": (0.75, 4),
        "first_turns_right": (1.0, 1),
        "follow_ups_right": (0.667, 3),
        "follow_ups_understood": (0.5, 2),
    }


@pytest.fixture(scope="module")
def engine(indexed_seeds: Path) -> QueryEngine:
    return build_engine(Settings(data_dir=indexed_seeds))


@pytest.mark.slow
def test_the_seeds_conversations_are_of_the_seeds(engine: QueryEngine) -> None:
    talks = read_conversations(SEEDS)
    assert engine.catalog is not None
    reports = Reports(engine.catalog)
    stated = [sentence for talk in talks for turn in talk.turns for sentence in turn.evidence]
    assert [sentence for sentence in stated if not reports.places(sentence)] == []
    assert len(talks) == 40
    assert all(2 <= len(talk.turns) <= 4 for talk in talks)


@pytest.mark.slow
def test_follow_ups_are_understood(engine: QueryEngine) -> None:
    """One in eight, for time; `dateline eval --conversations` asks all."""
    figures = turn_figures(list(converse(engine, read_conversations(SEEDS)[::8])))
    assert figures["follow_ups_understood"].value >= 0.95
    assert figures["turns_right"].value >= 0.7
