"""Who speaks in a passage."""

from dataclasses import replace
from pathlib import Path

import pytest

from rag.evidence.voices import speaker_asked, speaks
from rag.question.parsing import Query
from tests.rag.corpus import answered, engine_over, finding

TRANSCRIPT = (
    "Minutes of the Harbour Council\n\nMay 3, 2024\n\n"
    "MS. BRANDT: The ferry to Olm was closed in April. It will open in June.\n\n"
    "MR. LIND: Who pays for the ferry?\n\n"
    "MS. BRANDT: The harbour pays for the ferry to Olm.\n\n"
    "MR. LIND: The harbour has no money.\n"
)


@pytest.mark.parametrize(
    ("name", "text", "place", "told"),
    [
        ("brandt", "Ilse Brandt said that it is safe.", "", True),
        ("brandt", "It is safe.", "The bridge: MS. BRANDT", True),
        ("brandt", "It is safe.", "The bridge › Statement of Ilse Brandt", True),
        ("bridg", "It is safe.", "The bridge: MS. BRANDT", False),
        ("brandt", "Brandt crossed the bridge.", "", False),
        ("lind", "Ilse Brandt said that it is safe.", "", False),
    ],
    ids=[
        "is given the words",
        "in a turn",
        "under the name",
        "what a turn is about",
        "is only spoken of",
        "somebody else",
    ],
)
def test_who_speaks(name: str, text: str, place: str, told: bool) -> None:
    found = finding([text])
    found = replace(found, passage=replace(found.passage, place=place))
    assert speaks(name, found) is told


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("What did Brandt say of Lind?", "brandt"),
        ("What did Lind say of Brandt?", "lind"),
        ("What did the mayor say?", None),
    ],
    ids=["one", "the other", "none"],
)
def test_whose_words_are_asked_for(question: str, name: str | None) -> None:
    found = [finding([f"{who} said that it is safe."]) for who in ("Tove Lind", "Ilse Brandt")]
    assert speaker_asked(question, found) == name


def test_a_citation_names_whose_turn_it_is_from(tmp_path: Path) -> None:
    engine = engine_over(tmp_path, {"minutes.txt": TRANSCRIPT})
    cited = answered(engine.ask(Query("When will the ferry to Olm open?"))).citations[0]
    assert (cited.quote[-21:], cited.said_by) == ("It will open in June.", ("MS. BRANDT",))
