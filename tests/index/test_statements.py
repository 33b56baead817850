"""When sentences are one statement."""

import pytest

from index.rules import switched_off
from index.text.statements import same_statement, statement_hash

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
        ("It rose by 5 percent in the first half year.", "It rose by 5% in the first half year."),
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


@pytest.mark.parametrize(
    ("a", "b"),
    [("–5 degrees", "5 degrees"), ("-$5 million", "$5 million"), (".5 percent", "5 percent"),
     ("10⁶ shells", "106 shells"), ("AA+", "AA-"), ("≥5", "≤5"), ("5 MW", "5 mW"), ("5′", "5″"),
     ("₺500m", "₪500m"), ("1:2", "1/2"), ("1/2 of men", "1-2 of men"), ("an An-26", "an A-26"),
     ("Vitamin A", "Vitamin"), ("WHO", "who"), ("Polls", "Pools"), ("Zander", "Sander"),
     ("Khanna", "Hanna"), ("Peters", "Petters"), ("1,5 million", "15 million")],
    ids=lambda value: value,
)  # fmt: skip
def test_what_looks_alike_and_is_not(a: str, b: str) -> None:
    said = "Prices fell by {} in all of the town that year."
    assert not same_statement(said.format(a), said.format(b))


def test_nothing_is_no_statement() -> None:
    assert not same_statement("!!!", "???")


@pytest.mark.parametrize(
    "written",
    [
        "VELDEN, March 9 (NW) - A ferry sank off Great Marl on Saturday night.",
        "VELDEN (NW) — A ferry sank off Great Marl on Saturday night.",
        "GREAT MARL, Velden — A ferry sank off Great Marl on Saturday night.",
        "NEW YORK -- A ferry sank off Great Marl on Saturday night.",
    ],
)
def test_a_wires_dateline_makes_no_other_statement(written: str) -> None:
    bare = "A ferry sank off Great Marl on Saturday night."
    same = same_statement(written, bare)
    assert same == (not written.startswith("GREAT MARL, Velden"))
    with switched_off(["copy-without-dateline"]):
        assert not same_statement(written, bare)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("The US-China talks failed on Monday night.", "China talks failed on Monday night."),
        ("NATO - it was said - would not send troops.", "it was said - would not send troops."),
        ("EU (27) voted for the plan on Monday.", "voted for the plan on Monday."),
    ],
)
def test_what_is_no_dateline_counts(a: str, b: str) -> None:
    assert not same_statement(a, b)
