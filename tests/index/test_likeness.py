"""Near-copies that replace each other."""

from index.storage.likeness import Likeness, likeness_of
from index.storage.versions import issue_numbers
from index.structure.blocks import split_blocks

STORM = """Storm Ardun Advisory Number {n}

{hour} AM EDT Sat Jul 05 2014

At {hour} AM EDT the center of Ardun was located {far} miles off the coast of Great Marl. Ardun is
moving toward the north at {fast} mph, and a turn toward Velden is expected tonight.

Maximum sustained winds are near {wind} mph. A storm warning is in effect from Lesk to Orrin.
"""


def _likeness(text: str) -> Likeness:
    return likeness_of(text, split_blocks(text))


def test_bulletins_that_differ_in_their_figures_are_alike() -> None:
    one = _likeness(STORM.format(n=1, hour=8, far=120, fast=12, wind=60))
    other = _likeness(STORM.format(n=2, hour=11, far=80, fast=14, wind=65))
    assert one.is_like(other)
    assert dict(one.numbers)["advisory number"] == 1
    assert dict(other.numbers)["advisory number"] == 2


def test_one_form_filled_in_for_others_is_not() -> None:
    text = STORM.format(n=1, hour=8, far=120, fast=12, wind=60)
    for name, other in (("Ardun", "Brisk"), ("Great Marl", "Little Tarn"), ("Velden", "Hale"),
                        ("Lesk", "Norr"), ("Orrin", "Sund")):  # fmt: skip
        text = text.replace(name, other)
    assert not _likeness(STORM.format(n=1, hour=8, far=120, fast=12, wind=60)).is_like(
        _likeness(text)
    )


def test_other_reports_are_not_alike() -> None:
    text = "The harbour board of Velden voted to close the quay. Dockers fear for their jobs."
    assert not _likeness(text).is_like(_likeness(STORM.format(n=1, hour=8, far=9, fast=9, wind=9)))


def test_the_number_that_grows_with_the_days_is_that_of_the_issue() -> None:
    days = {"a": 1, "b": 1, "c": 2}
    numbers = {
        "a": {"advisory number": 3, "page": 1},
        "b": {"advisory number": 2, "page": 1},
        "c": {"advisory number": 4, "page": 1},
    }
    assert issue_numbers(days, numbers) == {"a": 3, "b": 2, "c": 4}
    assert issue_numbers(days, {**numbers, "c": {"page": 1}}) == {}
