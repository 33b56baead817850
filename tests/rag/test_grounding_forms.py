"""One thing may be put in several ways; what only looks like another way of putting it is told."""

import pytest

from index.text.terms import stem
from rag.language.opposites import denies_by_prefix
from rag.language.synonyms import alike, key_of
from tests.rag.grounding import kinds

DUTY = "Fishermen are required to show their papers to the wardens of the harbour."
ORDERS = "The wardens said that crews in the outer basin are failing to obey the new orders."
AGENCY = "Hald's Coastal Rescue Service (CRS) reported that the storm sank four boats."
LAW = "The council's charges that the mayor is not legitimate show that it wants another vote."
TIDE = "The river guard did not take any ground from the flood at the mill."
PULLED = "The crews withdrew from the outer basin after the storm."
CLAIM = "The Harbour Union claimed that the crane fell, though wardens saw no damage at the pier."
TWO = "Weiss opened the ferry on May 3. Brandt closed the lighthouse on May 9."
MOVED = "Hald reportedly sent three tugs to the basin."
LIKELY = "The storm likely broke the mast and likely sank the barge."
ASIDE = "Weiss, who has led the docks of Hald since 1990, stated that two cranes fell."
CHOICE = "Engineers said that the port plans to dredge the basin and not rebuild the pier."
CAUSE = "The wardens of Hald had to close the pier due to wide cracks in its beams."
BACK = "Hald announced that it will return the crews to the harbour after the storm."
NOT = "Surovikin, not Brandt, ordered the crews of Hald to leave the harbour."
RATHER = "Surovikin rather than Brandt ordered the crews of Hald to leave the harbour."
TO = "The envoy of Hald will travel to Torvik, not to Kessel, for the talks."
SOON = "The harbour of Hald will close because of a strike of the crews."
THEN = "The harbour of Hald closed because of a strike of the crews."
IF = "If the mayor of Hald pays the crews, the ferry to Kessel will sail again."
BANK = "The European Harbour Bank raised its interest rate in June."
EAST = "Hald is trying to hire sailors from an unspecified country in the Middle East."
PASSIVE = "Brandt attacked the plan of Weiss in the council."


@pytest.mark.parametrize(
    ("sentence", "passage"),
    [
        ("The CRS reported that the storm sank four boats.", AGENCY),
        ("The council's charges that the mayor is illegitimate show it wants another vote.", LAW),
        ("The river guard took no ground from the flood at the mill.", TIDE),
        ("The crews pulled back from the outer basin after the storm.", PULLED),
        ("Weiss opened the ferry on 3 May, and Brandt closed the lighthouse on 9 May.", TWO),
        ("Three tugs were reportedly sent to the basin by Hald.", MOVED),
        ("Two cranes fell, according to Weiss.", ASIDE),
        ("The plan of Weiss was attacked by Brandt in the council.", PASSIVE),
        (
            "The wardens of Hald had to close the pier because of wide cracks in its beams.",
            CAUSE,
        ),
        ("If the mayor of Hald pays the crews, the ferry to Kessel will sail again.", IF),
    ],
)
def test_put_in_another_way(sentence: str, passage: str) -> None:
    assert kinds(sentence, passage) == set()


@pytest.mark.parametrize(
    ("sentence", "passage"),
    [
        ("Fishermen may show their papers to the wardens of the harbour.", DUTY),
        ("The wardens said that crews in the outer basin obey the new orders.", ORDERS),
        ("The CTS reported that the storm sank four boats.", AGENCY),
        ("As of 25 December 2024, crews had withdrawn from the outer basin.", PULLED),
        ("The council's charges that the mayor is legitimate show it wants another vote.", LAW),
        ("The river guard took ground from the flood at the mill.", TIDE),
        ("The crews pulled into the outer basin after the storm.", PULLED),
        ("The crane fell, though wardens saw no damage at the pier.", CLAIM),
        ("Weiss opened the ferry on 9 May, and Brandt closed the lighthouse on 3 May.", TWO),
        ("Three tugs were sent to the basin by Hald.", MOVED),
        ("The storm likely broke the mast and sank the barge.", LIKELY),
        ("Two cranes fell, according to Brandt.", ASIDE),
        ("Brandt was attacked by Weiss over the plan in the council.", PASSIVE),
        (
            "Engineers said that the port plans to rebuild the pier rather than dredge the basin.",
            CHOICE,
        ),
        (
            "Engineers said that the port plans to dredge the basin and rebuild the pier.",
            CHOICE,
        ),
        (
            "The wardens of Hald had to close the pier because of wide cracks in the ferries.",
            CAUSE,
        ),
        ("Hald announced that it will bring the crews down to the harbour after the storm.", BACK),
        ("Hald is trying to hire sailors from an unspecified Middle Western country.", EAST),
        ("Brandt ordered the crews of Hald to leave the harbour.", NOT),
        ("Brandt, not Surovikin, ordered the crews of Hald to leave the harbour.", NOT),
        ("Brandt ordered the crews of Hald to leave the harbour.", RATHER),
        ("Brandt rather than Surovikin ordered the crews of Hald to leave the harbour.", RATHER),
        ("The envoy of Hald will travel to Kessel for the talks.", TO),
        ("The envoy of Hald will travel to Kessel, not to Torvik, for the talks.", TO),
        ("The harbour of Hald closed because of a strike of the crews.", SOON),
        ("The harbour of Hald closed due to a strike of the crews.", SOON),
        ("The mayor of Hald will pay the crews.", IF),
        ("The ferry to Kessel will sail again.", IF),
        ("The bloc raised its interest rate in June.", BANK),
    ],
)
def test_what_only_looks_alike(sentence: str, passage: str) -> None:
    assert kinds(sentence, passage)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("issue", "matter", True),
        ("commence", "begin", True),
        ("situated", "located", True),
        ("sustained", "suffered", True),
        ("suffered", "inflicted", False),
        ("postponed", "cancelled", False),
        ("targeted", "destroyed", False),
        ("seize", "abandon", False),
        ("attack", "defend", False),
        ("advance", "retreat", False),
        ("legitimate", "illegitimate", False),
        ("buy", "sell", False),
    ],
)
def test_words_of_one_meaning(one: str, other: str, same: bool) -> None:
    assert alike(stem(one), stem(other)) is same


def test_a_verb_with_its_particle_is_another_verb() -> None:
    assert key_of("went", "off") == key_of("go_off") == "go_off"
    assert alike(key_of("carried", "out"), stem("implement"))
    assert not alike(key_of("carry"), stem("implement"))
    assert alike(key_of("put", "off"), stem("postpone"))
    assert not alike(key_of("put"), stem("postpone"))


def test_a_prefix_denies() -> None:
    assert denies_by_prefix("illegitimate", "legitimate")
    assert denies_by_prefix("interest", "uninterested")
    assert not denies_by_prefix("port", "import")


TASKED = (
    "Brandt claimed that the crew failed to raise the wreck and remarked that ice has blocked it."
)
WRECKED = "Former Hald Federal Salvage Office (HSO) diver Ole Lind thanked Mayor Ida Weiss in May."
UP_TO = (
    "The guild said that up to five Kessel-B heavy river barges will sail soon, despite the ice."
)
PIERS = (
    "Fire damaged four of the piers of Kessel on Monday, and the guild appealed to Hald to help."
)


@pytest.mark.parametrize(
    ("sentence", "passage"),
    [
        ("Brandt said that ice has blocked the wreck.", TASKED),
    ],
)  # fmt: skip
def test_other_common_ways(sentence: str, passage: str) -> None:
    assert kinds(sentence, passage) == set()


@pytest.mark.parametrize(
    ("sentence", "passage"),
    [
        ("Brandt claimed that the crew managed to raise the wreck.", TASKED),
        ("Ice has blocked the wreck.", TASKED),
        ("Mayor Ida Weiss thanked former HSO diver Ole Lind in May.", WRECKED),
        ("At least five Kessel-B barges will sail soon, the guild said.", UP_TO),
        ("Fire damaged four of Hald's piers on Monday.", PIERS),
        ("Hald urged the guild to help.", PIERS),
        ("The guild helped Hald.", PIERS),
    ],
)
def test_common_ways_of_saying_another_thing(sentence: str, passage: str) -> None:
    assert kinds(sentence, passage)
