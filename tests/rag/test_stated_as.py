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
