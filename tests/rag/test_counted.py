"""Questions that also ask how many reports say so, and what is left of them."""

import pytest

from rag.question.counted import Counted, counted


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Where did the ferry sink, and how many papers say so?",
         Counted("Where did the ferry sink?")),
        ("When was the vote, according to how many sources?", Counted("When was the vote?")),
        ("Who closed the bridge and how many reports say so?", Counted("Who closed the bridge?")),
        ("How many reports say that the bridge at Olm is closed?",
         Counted("Is it so that the bridge at Olm is closed?", "the bridge at Olm is closed")),
        ("How many reports were filed in May?", None),
        ("How many people said that they would leave?", None),
        ("How many ships sank, and how many people were lost?", None),
        ("How many reports say so?", None),
        ("Who said that the ferry was lost, and when?", None),
        ("", None),
    ],
    ids=[
        "behind a question", "without and", "without a comma", "of a claim", "reports themselves",
        "people who say", "two numbers", "nothing else", "who and when", "nothing",
    ],
)  # fmt: skip
def test_the_part_that_counts_reports_is_heard(question: str, found: Counted | None) -> None:
    assert counted(question) == found
