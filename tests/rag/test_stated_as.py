"""Whether a quote states something, or asks it, sets a condition for it or denies it."""

import pytest

from rag.language.stating import stated_as
from rag.types import StatedAs

QUESTION, CONDITION, DENIAL = StatedAs.QUESTION, StatedAs.CONDITION, StatedAs.DENIAL


@pytest.mark.parametrize(
    ("sentences", "told"),
    [
        (["The bridge reopened on 3 May."], ()),
        (["Who pays for the ferry?"], (QUESTION,)),
        (["“Who pays for the ferry?”", "And when?"], (QUESTION,)),
        (["Who pays for the ferry?", "The harbour does."], ()),
        (["If the harbour pays, the ferry will go on."], (CONDITION,)),
        (["The ferry will go on, unless the harbour refuses to pay."], (CONDITION,)),
        (["Brandt asked if the ferry would go on."], ()),
        (["They wondered if the bridge would hold."], ()),
        (["The bridge held, even if barely, as if it were new."], ()),
        (["Few barges, if any, passed the lock."], ()),
        (["Ilse Brandt denied that the bridge was unsafe."], (DENIAL,)),
        (["The council denies having known of it."], (DENIAL,)),
        (["The crew was denied entry to the port."], ()),
        (["The board denied the request of the guild."], ()),
        (["If it is unsafe, as Brandt denies, who will close it?"], (QUESTION, CONDITION, DENIAL)),
    ],
)
def test_what_a_quote_does(sentences: list[str], told: tuple[StatedAs, ...]) -> None:
    assert stated_as(sentences) == told


@pytest.mark.parametrize(
    "sentence",
    [
        "The council neither confirmed nor denied the report.",
        "The council did not deny that the lock had closed.",
        "The council didn’t deny it.",
        "No one denies that the lock broke.",
        "Nor did Brandt deny it.",
        "Brandt would not confirm or deny that the ferry sank.",
        "Brandt left without denying that the ferry sank.",
        "Berths are often denied.",
        "The request was repeatedly denied.",
        "The judge denied the claim for damages.",
    ],
)
def test_what_is_refused_or_not_denied_is_no_denial(sentence: str) -> None:
    assert stated_as([sentence]) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "The mayor, who was not there, denied that the lock broke.",
        "A few minutes later she denied that the lock broke.",
        "The harbour has repeatedly denied the allegations.",
        "The guild denied the claims of the pilots.",
        "The guild did not comment, and the council denied the report.",
    ],
)
def test_what_denies_beside_a_negation_is_a_denial(sentence: str) -> None:
    assert stated_as([sentence]) == (DENIAL,)


@pytest.mark.parametrize(
    "sentence",
    [
        "It is unclear if the pilots saw it.",
        "It is not yet known if the lock held.",
        "Brandt did not say if the bridge will reopen.",
        "Pilots asked him if the lock had been mended.",
        "Brandt asked the pilots if the lock held.",
        "Wardens check if barges are insured.",
        "The council will decide later if the pier is sold.",
    ],
)
def test_an_indirect_question_is_no_condition(sentence: str) -> None:
    assert stated_as([sentence]) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "Brandt said if the harbour pays, the ferry will go on.",
        "The council decided to sell the pier if the harbour pays.",
        "Nobody will say a word if the ferry stops.",
    ],
)
def test_a_condition_behind_a_verb_of_saying_is_one(sentence: str) -> None:
    assert stated_as([sentence]) == (CONDITION,)


@pytest.mark.parametrize(
    "ending", ["?!", "!?", "??", "？", "? [3]", "?[3]", "?¹", "?” [a]", "? (3)"]
)
def test_marks_around_that_of_a_question(ending: str) -> None:
    assert stated_as([f"“Was the lock mended{ending}"]) == (QUESTION,)


def test_an_exclamation_is_no_question() -> None:
    assert stated_as(["“Mend the lock!” [3]"]) == ()
