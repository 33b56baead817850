"""Names that were typed in small letters."""

from dataclasses import replace

import pytest

from rag.conversation.casing import recased, with_capitals
from rag.engine.conversations import Conversations
from rag.engine.query_engine import QueryEngine
from rag.question.parsing import Query

REPORTS = {
    "brandt": ["The mayor, Ilse Brandt, left.", "Brandt left Hald."],
    "kessel": ["The Kessel bridge fell."],
    "gazette’s": ["It read the Gazette."],
    "orbán": ["They met Orbán there."],
    "milbloggers": ["The milbloggers wrote.", "Some Milbloggers wrote."],
    "curators": ["Curators moved it."],
    "bridge": ["The Kessel Bridge fell."],
    "uac": ["The head of UAC left."],
}


def _passages(word: str) -> list[str]:
    return [text for name, texts in REPORTS.items() if word in name for text in texts]


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("who is brandt?", "who is Brandt?"),
        ("Who is ilse’s friend brandt?", "Who is ilse’s friend Brandt?"),
        ("kessel?", "Kessel?"),
        ("what was brandt's answer", "what was Brandt's answer"),
        ("did orban come?", "did orban come?"),
        ("did orbán come?", "did Orbán come?"),
        ("who heads uac?", "who heads UAC?"),
        # in small letters in a report, only at the head of a sentence, or any dictionary's
        ("what did milbloggers say?", "what did milbloggers say?"),
        ("who are the curators?", "who are the curators?"),
        ("did the bridge fall?", "did the bridge fall?"),
        ("did he tell us in may?", "did he tell us in may?"),
        # whoever writes capitals writes all of them
        ("Did Ilse see brandt?", "Did Ilse see brandt?"),
        ("", ""),
        ("?", "?"),
    ],
)
def test_names_are_written_as_in_the_reports(asked: str, written: str) -> None:
    assert recased(asked, _passages) == written


def test_a_question_keeps_its_bounds_and_a_long_one_its_letters(harbour: QueryEngine) -> None:
    assert harbour.catalog is not None
    asked = Query("who is brandt?", top_k=3)
    assert with_capitals(asked, harbour.catalog, 20) == replace(asked, question="who is Brandt?")
    assert with_capitals(asked, harbour.catalog, 5) == asked


def test_a_follow_up_takes_over_a_name_with_its_capital(harbour: QueryEngine) -> None:
    kept = Conversations()
    first = kept.ask(harbour, Query("when was the kessel bridge reopened?"), "a")
    assert (first.question, first.understood_as) == ("when was the kessel bridge reopened?", None)
    then = kept.ask(harbour, Query("and in may 2024?"), "a")
    assert then.understood_as == "when was the Kessel bridge reopened in may 2024?"
