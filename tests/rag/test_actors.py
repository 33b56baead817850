"""Who does what is asked about, and who does it in a passage."""

import pytest

from rag.actors import another_acts

BRIDGE = "Ukrainian troops have destroyed two bridges near Torvik."
REPLACED = "Admiral Ada Lund reportedly replaced Brandt on 3 May."


@pytest.mark.parametrize(
    ("question", "passage", "asked", "said"),
    [
        ("Why did the Russians destroy two bridges?", BRIDGE, "Russians destroy",
         "Ukrainian troops have destroyed"),
        ("Which bridges has the Russian army destroyed?", BRIDGE, "Russian army destroyed",
         "Ukrainian troops have destroyed"),
        ("Why did Brandt replace Lund in May?", REPLACED, "Brandt replace",
         "Admiral Ada Lund reportedly replaced"),
        ("Why did the local Torvik authorities refuse payment?", "Olm authorities refused payment.",
         "Torvik authorities refuse", "Olm authorities refused"),
        ("When did Finland buy the ships?", "Sweden bought the ships in May.", "Finland buy",
         "Sweden bought"),
        ("When did Finland buy ships?", "Sweden and Norway bought ships.", "Finland buy",
         "Sweden and Norway bought"),
    ],
)  # fmt: skip
def test_somebody_else_does_it(question: str, passage: str, asked: str, said: str) -> None:
    assert another_acts(question, passage) == (asked, said)


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("Why did Kyiv destroy the bridges?", BRIDGE),
        ("Why did Ada Lund replace Brandt?", REPLACED),
        ("Who destroyed the bridges?", BRIDGE),
        ("Why did the Russians rebuild two bridges?", BRIDGE),
        ("Did Norway buy ships?", "Sweden and Norway bought ships."),
        ("Did Norway buy ships?", "Sweden bought ships. Norway bought two."),
        ("Why did Russia destroy bridges?", "Ukrainian bridges were destroyed."),
        ("Why did Russia destroy bridges?", "Brandt destroyed bridges."),
        ("Why did Brandt destroy bridges?", BRIDGE),
        ("Why did Russia attack?", "A Ukrainian attack failed."),
        ("What did the Olm Times report?", "Reuters reported that bridges fell."),
        ("What do the reports say?", "Brandt said so."),
        ("When did Zelensky visit Olm?", "Zelenskyy visited Olm."),
        ("Why did Orban visit Olm?", "Orbán visited Olm in May."),
        ("When did Finland join NATO?", "Sweden joined NATO in 2024, a year after Finland."),
        ("When did Finland leave NATO?", "Sweden left NATO in 2024, a year after Finland."),
        ("Why did Ukraine attack the refinery?", "Russia attacked Odesa in response."),
        ("When did Russia take Olm?", "Ukraine took heavy losses as Olm fell to Russia."),
        ("Where did Lund meet Brandt?", "Brandt met Lund in Olm."),
        ("Why did Norway use gas?", "Norway used gas against Swedish guards."),
        ("Why did Norway use gas?", "The fleet used gas. It sailed against Norway."),
        ("Why did Norway use gas?", "They used gas near Norway."),
        ("", ""),
    ],
)
def test_nobody_else_is_known_to_do_it(question: str, passage: str) -> None:
    assert another_acts(question, passage) is None


def test_those_it_is_done_to_do_not_do_it() -> None:
    said = "The fleet said that it is using gas against the Norwegian guard."
    pair = another_acts("Why did the Norwegian troops use gas on the fleet?", said)
    assert pair == ("Norwegian troops use", "using gas against the Norwegian")
