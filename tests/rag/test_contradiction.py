"""Whether a later report says otherwise."""

import pytest

from rag.language.contradiction import says_otherwise


@pytest.mark.parametrize(
    ("earlier", "later", "otherwise"),
    [
        ("The council approved the new bridge in Torvik.",
         "The council did not approve the new bridge in Torvik.", True),
        ("The mayor is willing to sell the old ferry.",
         "The mayor is unwilling to sell the old ferry.", True),
        ("The flood drove 1,200 people from their homes in Olm.",
         "The flood drove 2,400 people from their homes in Olm.", True),
        ("The flood drove 1,200 people from their homes in Olm.",
         "The flood drove 1200 people from their homes in Olm.", False),
        ("The council approved the new bridge in Torvik.",
         "The council approved the new bridge in Torvik on Monday.", False),
        ("The mayor is willing to sell the old ferry.",
         "Curators were unwilling to move the paintings.", False),
        ("It fell.", "It did not fall.", False),
    ],
    ids=["negated", "opposite", "number", "the same number", "more", "another matter", "too short"],
)  # fmt: skip
def test_says_otherwise(earlier: str, later: str, otherwise: bool) -> None:
    assert says_otherwise(earlier, later) is otherwise
    assert says_otherwise(later, earlier) is otherwise
