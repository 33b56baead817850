"""Abbreviations and what a report says that they stand for."""

import pytest

from index.rules import noting, switched_off
from index.text.abbreviations import abbreviations, key_of_form, long_form
from index.types import Abbreviation, Block, Role


def _explained(*paragraphs: str, role: Role = Role.BODY) -> list[tuple[str, str]]:
    text, blocks = "", []
    for paragraph in paragraphs:
        blocks.append(Block(len(text), len(text) + len(paragraph), role=role))
        text += f"{paragraph}\n\n"
    return [(pair.short, pair.long) for pair in abbreviations(text, blocks)]


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("The National Harbour Council (NHC) met.", "NHC", "National Harbour Council"),
        ("The NHC (National Harbour Council) met.", "NHC", "National Harbour Council"),
        ("The NHC (the National Harbour Council) met.", "NHC", "National Harbour Council"),
        ("The National Harbour Council (the “NHC”) met.", "NHC", "National Harbour Council"),
        ("The National Harbour Council (“NHC” or “Council”) met.", "NHC",
         "National Harbour Council"),
        ("The National Harbour Council (NHC, Olm) met.", "NHC", "National Harbour Council"),
        ("The National Harbour Council [NHC] met.", "NHC", "National Harbour Council"),
        ("The National\nHarbour  Council (NHC) met.", "NHC", "National Harbour Council"),
        ("He left. The Council of Olm (CO) met.", "CO", "Council of Olm"),
        ("The U.S. Trade Envoy (USTE) left.", "USTE", "U.S. Trade Envoy"),
        ("The Office of Ships (OS) met.", "OS", "Office of Ships"),
        ("All unmanned aerial vehicles (UAVs) fell.", "UAVs", "unmanned aerial vehicles"),
        ("A nasopharyngeal (NP) swab was taken.", "NP", "nasopharyngeal"),
        ("The Council's tide-gauge network (TGN) failed.", "TGN", "tide-gauge network"),
        ("The Mayor's Office's (MO) desk burned.", "MO", "Mayor's Office"),
        ("Grades kindergarten through grade 5 (K-5) stay shut.", "K-5",
         "kindergarten through grade 5"),
        ("The Fair Fares Act of 2009 (FFA) passed.", "FFA", "Fair Fares Act of 2009"),
        ("The Ferry Union Parents Group (FU PG) met.", "FU PG", "Ferry Union Parents Group"),
    ],
    ids=["short in brackets", "long in brackets", "with an article", "in quotation marks",
         "with another name", "with a place", "square brackets", "over a line", "after a sentence",
         "with full stops", "not from a small word", "plural", "letters of one word", "hyphens",
         "possessive", "with a digit", "with a year", "two words"],
)  # fmt: skip
def test_what_is_explained(text: str, short: str, long: str) -> None:
    assert _explained(text) == [(short, long)]


@pytest.mark.parametrize(
    "text",
    [
        "The mayor (Ilse Brandt) spoke.",
        "It was late on the second of June (see below).",
        "Ilse Brandt (Olm) spoke.",
        "In the port of Olm (2024) it rained.",
        "The harbour was shut (NHC).",
        "The National Harbour Council, (NHC) met.",
        "The National Harbour Council met. Ships (NHC) left.",
        "Port Keeper's Brown Old Ferry (PBF) sank.",
        "The council (COUNCIL) met.",
        "(NHC)",
        "The National Harbour Council ()",
        "National Harbour Council (NHC",
        "Olm (N) and Hald (a long name of the north)",
        "",
    ],
    ids=["a name", "small letters", "a place", "a year", "no such letters", "after a comma",
         "over the end of a sentence", "idle words", "the same word", "nothing before",
         "nothing inside", "never closed", "one letter", "nothing"],
)  # fmt: skip
def test_what_is_not(text: str) -> None:
    assert _explained(text) == []


def test_nothing_goes_over_the_end_of_a_paragraph() -> None:
    assert _explained("The National Harbour", "Council (NHC) met.") == []


def test_each_pair_is_told_once_in_order() -> None:
    assert _explained(
        "Radio Torvik (RT) and the Old Bridge Fund (OBF).", "The Old Bridge Fund (OBF) paid.",
        "The Other Boat Federation (OBF) did not.",
    ) == [
        ("RT", "Radio Torvik"), ("OBF", "Old Bridge Fund"), ("OBF", "Other Boat Federation"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("role", "found"), [(Role.HEADING, 1), (Role.TITLE, 1), (Role.FURNITURE, 0), (Role.LINK, 0)]
)
def test_headings_explain_and_what_stands_around_does_not(role: Role, found: int) -> None:
    assert len(_explained("The National Harbour Council (NHC)", role=role)) == found


@pytest.mark.parametrize(
    ("short", "said", "long"),
    [
        ("HMM", "hidden Markov model", "hidden Markov model"),
        ("ABC", "a cab", None),
        ("NHC", "National Harbour", None),
        ("NHC", "the national NHC council", None),
        ("Ⅻ", "İİİİ", None),
    ],
)
def test_the_letters_in_their_order(short: str, said: str, long: str | None) -> None:
    assert long_form(short, said) == long


@pytest.mark.parametrize(
    ("name", "text", "without"),
    [
        ("abbreviation-explained", "The Old Bridge Fund (OBF) paid.", []),
        ("abbreviation-in-capitals", "The old lady of Metz (olm) spoke.",
         [("olm", "old lady of Metz")]),
        ("abbreviation-small-words", "The Office of Ships (OS) met.", [("OS", "of Ships")]),
        ("abbreviation-idle-words", "Port Keeper's Brown Old Ferry (PBF) sank.",
         [("PBF", "Port Keeper's Brown Old Ferry")]),
    ],
)  # fmt: skip
def test_without_a_rule(name: str, text: str, without: list[tuple[str, str]]) -> None:
    with noting() as fired:
        found = _explained(text)
    assert name in fired
    with switched_off([name]):
        assert _explained(text) == without != found


def test_forms_that_are_written_otherwise_have_one_key() -> None:
    assert key_of_form("Unmanned Aerial Vehicles") == key_of_form("unmanned aerial vehicle")
    assert Abbreviation("NHC", "x") == Abbreviation("NHC", "x")
    assert key_of_form("COVID-19") == "covid 19"
