"""When sentences are one statement."""

import pytest

from index.statements import same_statement, statement_hash

BASE = "Russian forces likely seized Kurakhove on December 24 with 36,000 troops."


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (BASE, True),
        ("Russian forces  likely seized Kurakhove on December 24 with 36,000 troops.", True),
        ("Russian forces likely seized Kurakhove, on December 24, with 36,000 troops", True),
        ("“Russian forces likely seized Kurakhove on December 24 with 36,000 troops.”", True),
        ("Russian forces likely seized Kurakhove on December 24 with 35,000 troops.", False),
        ("Russian forces likely seized Kurakhove on December 25 with 36,000 troops.", False),
        ("Russian forces likely seized Kurakhove on November 24 with 36,000 troops.", False),
        ("Russian forces likely seized Kurdyumivka on December 24 with 36,000 troops.", False),
        ("Russian forces seized Kurakhove on December 24 with 36,000 troops.", False),
        ("Russian forces may have seized Kurakhove on December 24 with 36,000 troops.", False),
        ("Russian forces unlikely seized Kurakhove on December 24 with 36,000 troops.", False),
        ("Russian forces likely not seized Kurakhove on December 24 with 36,000 troops.", False),
        ("On December 24 Russian forces, 36,000 of them, likely seized Kurakhove.", False),
        ("Russian forces likely seized Kurakhove on December 24 with 36000 troops.", True),
        ("Russian forces likely seized Kurakhove on December 24 with 360,00 troops.", False),
    ],
    ids=[
        "itself", "spaces", "commas", "quoted", "number", "day", "month", "name", "hedge gone",
        "another hedge", "hedge turned round", "negated", "another wording", "thousands",
        "another number in thousands",
    ],
)  # fmt: skip
def test_one_statement_or_two(other: str, same: bool) -> None:
    assert same_statement(BASE, other) is same
    assert same_statement(other, BASE) is same


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("He won’t agree to the plan of the council.", "He will agree to the plan of the council."),
        ("He denied that the plan was agreed upon.", "He decried that the plan was agreed upon."),
        ("It was done without the consent of them.", "It was done with the consent of them."),
        ("They reportedly fled over the river then.", "They repeatedly fled over the river then."),
        ("The loss was 1.5 million in that one year.", "The loss was 15 million in that one year."),
        ("Kyiv told Moscow that it will not yield.", "Kyiv told Minsk that it will not yield."),
        ("The share rose to 5 per cent in that year.", "The share rose to 5 in that year."),
    ],
    ids=["won’t", "denied", "without", "reportedly", "point", "name", "unit"],
)
def test_a_small_word_makes_another_statement(a: str, b: str) -> None:
    assert not same_statement(a, b)


def test_parties_that_change_places_make_another_statement() -> None:
    said = "{} told {} that the border between them would be shut to all lorries on Monday, and "
    said += "that nobody would be let through without papers for as long as the talks go on."
    assert same_statement(said.format("Russia", "Prussia"), said.format("Russia", "Prussia"))
    assert not same_statement(said.format("Russia", "Prussia"), said.format("Prussia", "Russia"))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (
            "The U.S. Army sent five of its ships north.",
            "The US Army sent five of its ships north.",
        ),
        ("It rose by 5 percent in the first half year.", "It rose by 5% in the first half-year."),
        ("It rose by 5 per cent in the first half year.", "It rose by 5 % in the first half year."),
    ],
    ids=["initials", "percent", "per cent"],
)
def test_what_is_only_written_otherwise(a: str, b: str) -> None:
    assert same_statement(a, b)
    assert statement_hash(a) == statement_hash(b) is not None


def test_short_sentences_are_nobodys_copies() -> None:
    assert statement_hash("He said so on Monday.") is None
    assert statement_hash("He said so to the council on Monday.") is not None
