"""What a question asks of the reports."""

import pytest

from rag.asked import by_initials, of_their_reports, subject_of


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


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("What did ISW write about Olm?", "What did the reports write about Olm?"),
        ("What did the Institute for the Study of War report on the Olm front?",
         "What did the reports report on the Olm front?"),
        ("What did NATO write about Olm?", "What did NATO write about Olm?"),
        ("What did ISW conclude about the mayor's interest in a second bridge?",
         "What did ISW conclude about the mayor's interest in a second bridge?"),
        ("Who wrote about Olm?", "Who wrote about Olm?"),
    ],
    ids=["initials", "in full", "another body", "more than a matter", "no speaker"],
)  # fmt: skip
def test_what_a_body_whose_reports_these_are_has_written(question: str, read: str) -> None:
    bodies = ["Harbour Gazette", "Institute for the Study of War"]
    assert of_their_reports(question, bodies) == read


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("What did Brandt tell the New Olm Times?", "What did Brandt tell the New Olm Times?"),
        ("What did Brandt tell the Olm Bridge Review?", "What did Brandt tell the OBR?"),
        ("Did Olm Bridge Review readers write?", "Did OBR readers write?"),
        ("What does the Bureau of Torvik for Ships do?", "What does the BTS do?"),
        ("What did Brandt tell the Torvik Daily News?",
         "What did Brandt tell the Torvik Daily News?"),
        ("Who runs Central Asian Rail?", "Who runs Central Asian Rail?"),
        ("Who runs Olm Bridge?", "Who runs Olm Bridge?"),
        ("What did Prime Minister Lund say?", "What did Prime Minister Lund say?"),
        ("", ""),
    ],
    ids=["a word", "initials", "first in a question", "small words", "not known",
         "an English word", "too short", "somebody", "nothing"],
)  # fmt: skip
def test_a_name_is_read_by_the_initials_that_reports_use(question: str, read: str) -> None:
    known = {"obr": 9, "olm": 20, "bridg": 30, "review": 5, "bts": 3, "bureau": 2, "torvik": 8,
             "ship": 9, "pml": 40, "prime": 30, "minist": 30, "lund": 3, "car": 99, "central": 4,
             "asian": 1, "rail": 1, "ob": 9}  # fmt: skip
    assert by_initials(question, lambda keys: {key: known.get(key, 0) for key in keys}) == read
