"""What a question asks of the reports."""

import pytest

from rag.question.asked import subject_of


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("What was reported about Kyiv?", "Kyiv?"),
        ("What do the reports say about Kyiv?", "Kyiv?"),
        ("Tell me more about Kyiv", "Kyiv"),
        ("Which reports mention Kyiv?", "Kyiv?"),
        ("Who fled, according to the reports?", "Who fled?"),
        ("Who reported about Kyiv?", "Who reported about Kyiv?"),
        ("What was reported on?", "What was reported on?"),
        ("What do the reports say about ???", "What do the reports say about ???"),
    ],
)
def test_what_a_question_is_about(question: str, subject: str) -> None:
    assert subject_of(question) == subject
