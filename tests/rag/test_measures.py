"""Which figures of two texts are of one measure, as the shipped encoder's vectors tell."""

import pytest

from index.embedding.minilm import OnnxEmbedder
from rag.answer.measures import Measures


@pytest.fixture(scope="module")
def measures() -> Measures:
    return Measures(OnnxEmbedder())


@pytest.mark.parametrize(
    ("one", "other", "figures"),
    [
        ("The quake killed at least 19 people in Olm.",
         "The number of people killed by the quake in Olm rose to 21.",
         ("19", "21")),
        ("The bank raised its main rate to 4.5 percent.",
         "The bank kept its main rate at 4.25 percent.", ("4.5 percent", "4.25 percent")),
        ("The fire has burned 1,200 hectares of forest.",
         "By Friday the fire had burned 3,400 hectares of forest.", ("1,200", "3,400")),
        ("About 300 people marched in Olm.", "Police arrested 12 people in Olm.", None),
        ("The quake killed at least 19 people.", "The quake cost 19 people their homes.", None),
        ("The council met in June.", "The council has 12 members.", None),
    ],
    ids=["a toll", "a rate", "an area", "other people", "one value", "no figure"],
)  # fmt: skip
def test_figures_of_one_measure_that_differ(
    measures: Measures, one: str, other: str, figures: tuple[str, str] | None
) -> None:
    assert measures.differing([one], [other]) == figures


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("The bridge cost 396.3 million crowns.", "The bridge cost 396 million crowns.", True),
        ("Some 300 people marched in Olm.", "In Olm 312 people marched.", True),
        ("At least 317 people marched in Olm.", "In Olm 330 people marched.", False),
        ("The bridge cost 40 million crowns.", "The bridge cost 43 million crowns.", False),
    ],
    ids=["written to another place", "a round number", "no round number", "another value"],
)
def test_figures_agree_as_closely_as_they_are_meant(
    measures: Measures, one: str, other: str, agree: bool
) -> None:
    assert measures.agree([one], [other]) is agree
    assert (measures.differing([one], [other]) is None) is agree


@pytest.mark.parametrize(
    ("earlier", "later", "repeated"),
    [
        ("She rated her pain 3 out of 10.", "She rated her pain 6 out of 10.", False),
        ("She rated her pain 3 out of 10.", "Her pain was still rated 3 out of 10.", True),
        ("The fire burned 40 houses.", "The fire burned 40 houses and killed 9 people.", False),
        ("The fire burned on.", "The fire was not out yet.", False),
        ("The duty rose from 10 to 20 crowns.", "The duty fell from 20 to 10 crowns.", False),
    ],
    ids=["on one scale", "the same", "a figure more", "no figure", "back again"],
)
def test_what_says_no_more_repeats_every_figure(
    measures: Measures, earlier: str, later: str, repeated: bool
) -> None:
    assert measures.repeated([earlier], [later]) is repeated


def test_of_places_that_have_different_names_no_figures_are_of_one_measure(
    measures: Measures,
) -> None:
    congo = ["By Friday there were 25 deaths in Congo."]
    assert measures.paired(congo, ["By Friday there were 9 deaths in Ghana."]) == []
    assert measures.differing(congo, ["By Sunday there were 31 deaths in Congo."]) == ("25", "31")


def test_what_is_part_of_a_name_is_no_figure(measures: Measures) -> None:
    sentence = "All 12 members must use 2FA on the 4x4 of the club."
    assert [f.quantity.written for f in measures.figures([sentence])] == ["12"]


def test_days_and_places_in_a_row_are_no_figures(measures: Measures) -> None:
    sentence = "On 9 March the third ferry of 1998 carried 143 people."
    assert [f.quantity.written for f in measures.figures([sentence])] == ["143"]
