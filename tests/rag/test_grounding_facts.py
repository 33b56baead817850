"""Numbers, units, times, names and quotations of a written sentence are those of the passage."""

from datetime import date

import pytest

from rag.language.quantities import in_words, quantities
from rag.verification.types import Fault, FaultKind
from tests.rag.grounding import VERIFIER, grounds, kinds

LOSSES = "The flood destroyed 12 barns and drowned about 300 sheep; the repairs cost $3.2 million."
AREA = "Engineers spent just over two months clearing a site 7.3 square kilometers in size."
SHARE = "At least 2,500 of the 4,000 households, or 62.5 percent, voted by 18:00."
BRIDGE = "Engineers reopened the Kessel bridge on December 24 after repairs that began in May 2023."
SPOKE = "Mayor Ilse Brandt told reporters that “the bridge is safe” and thanked Otto Weiss."


@pytest.mark.parametrize(
    ("sentence", "passage"),
    [
        ("The flood destroyed twelve barns.", LOSSES),
        ("The flood drowned about 300 sheep.", LOSSES),
        ("Roughly 300 sheep drowned in the flood.", LOSSES),
        ("The repairs cost 3.2 million dollars.", LOSSES),
        ("The repairs cost $3,200,000.", LOSSES),
        ("Engineers spent more than two months clearing a site of 7.3 square kilometres.", AREA),
        ("At least 2,500 of 4,000 households voted.", SHARE),
        ("62.5% of the households voted.", SHARE),
        ("More than 62 per cent of the households voted.", SHARE),
    ],
)
def test_numbers_told_otherwise_and_rightly(sentence: str, passage: str) -> None:
    assert kinds(sentence, passage) == set()


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("Hald hired 1200 men for the lock.", "Hald hired 1,200 men for the lock."),
        ("Hald hired 1,200 men for the lock.", "Hald hired 1200 men for the lock."),
        ("Hald hired about 1,000 men for the lock.", "Hald hired about 1,010 men for the lock."),
        ("The lock has 12.5 metres of water.", "The lock has 12.50 metres of water."),
        ("The lock opened on 03 May 2024 at Hald.", "The lock opened on 3 May 2024 at Hald."),
        ("The lock opened on 3rd May 2024 at Hald.", "The lock opened on 3 May 2024 at Hald."),
        ("The lock opened at 05:30 for the barges.", "The lock opened at 5:30 for the barges."),
        ("The drought of 2023-2024 dried Hald.", "The drought of 2023-24 dried Hald."),
        ("The drought of 1994-1996 dried Hald.", "The drought of 1994-96 dried Hald."),
    ],
)
def test_one_number_in_two_ways_of_writing(written: str, told: str) -> None:
    assert kinds(written, told) == set()


def test_a_number_in_anothers_place_is_named_whole() -> None:
    told = "The guild of Hald hired 1,110 men for the works, and 1,010 at the pier."
    checked = VERIFIER.check("The guild of Hald hired 1,010 men for the works.", [grounds(told)])
    fault = Fault(FaultKind.NUMBER, "the passage has “1,110” there, not “1,010”")
    assert fault in checked.faults


@pytest.mark.parametrize(
    ("sentence", "passage", "kind"),
    [
        ("The flood destroyed 14 barns.", LOSSES, FaultKind.NUMBER),
        ("The flood destroyed a dozen barns and two mills.", LOSSES, FaultKind.NUMBER),
        ("The flood destroyed 300 barns.", LOSSES, FaultKind.UNIT),
        ("The flood drowned 12 sheep.", LOSSES, FaultKind.UNIT),
        ("The flood drowned 300 sheep.", LOSSES, FaultKind.NUMBER),
        ("The flood drowned more than 300 sheep.", LOSSES, FaultKind.NUMBER),
        ("The repairs cost $3.2 billion.", LOSSES, FaultKind.NUMBER),
        ("The repairs cost €3.2 million.", LOSSES, FaultKind.UNIT),
        ("Engineers spent two months clearing a site.", AREA, FaultKind.NUMBER),
        ("Engineers spent just over two weeks clearing a site.", AREA, FaultKind.UNIT),
        ("Engineers cleared a site 7.3 square miles in size.", AREA, FaultKind.UNIT),
        ("At most 2,500 of the 4,000 households voted.", SHARE, FaultKind.NUMBER),
        ("Half of the households voted.", SHARE, FaultKind.NUMBER),
    ],
)
def test_numbers_changed(sentence: str, passage: str, kind: FaultKind) -> None:
    assert kind in kinds(sentence, passage)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("twenty-five thousand men", [25_000]),
        ("two point five million crowns", [2_500_000]),
        ("a dozen boats and half a million crowns", [12, 500_000]),
        ("one third of 35,000 to 36,000 troops", [1 / 3, 35_000, 36_000]),
        ("three hundred and twelve", [312]),
        ("an F-16, nothing else", []),
    ],
)
def test_the_values_of_numbers(text: str, values: list[float]) -> None:
    assert [q.value for q in quantities(text)] == pytest.approx(values)


def test_numbers_in_words() -> None:
    assert in_words("four hundred thousand") == 400_000


@pytest.mark.parametrize(
    "sentence",
    [
        "On 24 December 2024, engineers reopened the Kessel bridge.",
        "Engineers reopened the Kessel bridge in December 2024.",
        "Engineers reopened the Kessel bridge in 2024.",
        "The Kessel bridge was reopened on 24 December after repairs that began in May 2023.",
        "Harbour Gazette reported on 26 December 2024 that engineers reopened the Kessel bridge.",
    ],
)
def test_times_told_as_exactly_or_less(sentence: str) -> None:
    assert kinds(sentence, BRIDGE) == set()


@pytest.mark.parametrize(
    "sentence",
    [
        "Engineers reopened the Kessel bridge on December 25.",
        "Engineers reopened the Kessel bridge on 24 December 2023.",
        "Engineers reopened the Kessel bridge on 26 December 2024.",
        "Engineers reopened the Kessel bridge before December 24.",
        "Repairs began on 3 May 2023.",
        "Repairs began in 2022.",
        "Engineers reopened the Kessel bridge on December 24 at 18:00.",
    ],
)
def test_times_changed_or_made_finer(sentence: str) -> None:
    assert kinds(sentence, BRIDGE) & {FaultKind.DATE, FaultKind.NUMBER}


def test_a_year_that_an_undated_report_does_not_state() -> None:
    assert kinds("Engineers reopened the Kessel bridge on December 24.", BRIDGE, None) == set()
    asked = "Engineers reopened the Kessel bridge on December 24, 2024."
    assert kinds(asked, BRIDGE, None) == {FaultKind.DATE}
    assert kinds(asked, BRIDGE, date(2024, 12, 26)) == set()


@pytest.mark.parametrize(
    ("sentence", "passage"),
    [
        ("Ilse Brandt thanked Otto Weiss.", SPOKE),
        ("Brandt told reporters that the bridge is safe.", SPOKE),
        ("The United States signed the pact.", "The US signed the pact."),
        ("Forces advanced near Kupyansk.", "Forces advanced near Kupiansk."),
    ],
)
def test_names_that_a_passage_has(sentence: str, passage: str) -> None:
    assert kinds(sentence, passage) == set()


@pytest.mark.parametrize(
    ("sentence", "passage"),
    [
        ("Mayor Ilse Kramer thanked Otto Weiss.", SPOKE),
        ("Otto Brandt told reporters that the bridge is safe.", SPOKE),
        ("Torvik thanked Otto Weiss.", SPOKE),
        ("Mayor Ilse Maria Brandt thanked Otto Weiss.", SPOKE),
        ("Forces advanced near Kyiv.", "Forces advanced in Ukraine."),
        ("Eastern Ukraine signed the pact.", "The EU signed the pact."),
    ],
)
def test_names_that_it_has_not(sentence: str, passage: str) -> None:
    assert kinds(sentence, passage) & {FaultKind.NAME, FaultKind.ROLES}


@pytest.mark.parametrize(
    ("sentence", "right"),
    [
        ("Brandt told reporters that “the bridge is safe.”", True),
        ('Brandt told reporters that "The bridge is safe" and thanked Otto Weiss.', True),
        ("Brandt told reporters that “the bridge is very safe.”", False),
        ("Brandt told reporters that “the bridge is safe.", False),
    ],
)
def test_quotations(sentence: str, right: bool) -> None:
    assert (FaultKind.QUOTE in kinds(sentence, SPOKE)) is not right
