"""To whom a sentence gives its words."""

import pytest

from rag.evidence.citations import cite, whole_passage
from rag.language.attribution import said_by
from tests.rag.corpus import finding


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Bloomberg reported on January 25 that talks are near.", ("Bloomberg",)),
        ("Foreign Minister Ilse Brandt claimed that it rained.", ("Foreign Minister Ilse Brandt",)),
        (
            "The Valley Courier (VC) – citing two sources – reported that it fell.",
            ("Valley Courier",),
        ),
        ("According to the Torvik Port Authority, trade doubled.", ("Torvik Port Authority",)),
        ("Brandt said so. Reuters has also confirmed it.", ("Brandt", "Reuters")),
        ("In Torvik, Brandt said so. She added that it rained.", ("Brandt",)),
        ("Kesselian media reported that it fell.", ("Kesselian media",)),
        ("He said no.", ()),
        ("It fell on May 3.", ()),
        ("Brandt walked to Torvik.", ()),
    ],
)
def test_said_by(text: str, names: tuple[str, ...]) -> None:
    assert said_by(text) == names


def test_no_name_goes_on_from_one_sentence_into_the_next() -> None:
    found = finding(["The port is closed to Russia.", "Lavrov said on Monday that it is not."])
    assert cite(1, whole_passage(found)).said_by == ("Lavrov",)
