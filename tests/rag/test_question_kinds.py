"""What kind of question is asked, as the trained weights tell."""

import pytest

from rag.question.kinds import (
    asks_for_comparison,
    asks_for_course,
    asks_for_latest,
    asks_for_several,
    asks_for_words,
    features,
)

KINDS = ("comparison", "course", "several", "latest", "words")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How do the tolls of the old and the new bridge differ?", {"comparison", "several"}),
        ("Price of bread in Olm versus Torvik?", {"comparison", "several"}),
        ("Which is longer, the Kessel bridge or the one at Olm?", {"comparison", "several"}),
        ("How did the toll change from 2019 to 2024?", {"course", "several"}),
        ("Walk me through the repair of the bridge.", {"course", "several"}),
        ("When was the tunnel closed, opened and closed again?", {"course", "several"}),
        ("How did the level of the lake rise and fall back?", {"course", "several"}),
        ("When was the search halted and taken up again in Olm?", {"course", "several"}),
        ("When was the tunnel opened again?", set()),
        ("Which four towns sent an engine?", {"several"}),
        ("What is the latest count of the missing?", {"latest"}),
        ("Who is the mayor now?", {"latest"}),
        ("newest figure for the toll", {"latest"}),
        ("What did Ilse Brandt say about the bridge?", {"words"}),
        ("How did Tove Lind describe the ferry?", {"words"}),
        ("Who said that the ferry was a disgrace?", set()),
        ("Who opened the bridge?", set()),
        ("How many people crossed it in May?", set()),
        ("Why was the ferry stopped?", set()),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(sorted(value)) or "none",
)
def test_the_kinds_of_a_question(question: str, told: set[str]) -> None:
    found = (
        asks_for_comparison(question),
        asks_for_course(question),
        asks_for_several(question),
        asks_for_latest(question),
        asks_for_words(question),
    )
    assert {kind for kind, flag in zip(KINDS, found, strict=True) if flag} == told


def test_names_are_one_word_and_so_are_figures_of_as_many_places() -> None:
    assert list(features("Did Ilse Brandt see 14 of 200?")) == [
        "did", "nnn", "see", "00", "of", "000", "?",
        "did nnn", "nnn see", "see 00", "00 of", "of 000", "000 ?",
    ]  # fmt: skip
