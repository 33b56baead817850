"""What a written sentence claims: negation, certainty, who speaks, who acts, and nothing else."""

import pytest

from rag.verification.types import FaultKind
from tests.rag.grounding import kinds

N, M, R, W = FaultKind.NEGATION, FaultKind.MODALITY, FaultKind.ROLES, FaultKind.WORDS
U = FaultKind.UNIT
LIKELY = "Northern troops have likely seized the harbour after two months of heavy fighting."
DENIED = "The council did not approve the ferry, and Brandt refused to sell the pier."
CLAIMED = "Mayor Brandt claimed on Monday that the flood destroyed the mill in Torvik."
NESTED = "The Courier reported that two officials said that Brandt is open to talks."
MAY = "The company may close the mill in May if prices fall."
FOUGHT = "Torvik militia attacked Olm guards near the mill before the truce."
CALL = "Mayor Ilse Brandt wrongly claimed that all ferries sail, in a call with Warden Otto Weiss."
HEIR = "The guild reported that Lindqvist replaced Head of the Northern Dock District Ole Kramer."
CHANCE = (
    "The guild said that weak locks and poor pay in Hald present smugglers chances to sell tea."
)
PORTIONS = "The council of Hald sold guild-held portions of Olm, Kessel and Torvik in May."
SOME = "The guild wrote that some of the barges were loaded in Torvik."
EITHER = "Wardens fined or jailed at least 29 smugglers and burned 13 boats in Torvik."
PASSIVE = "The Olm depot was destroyed by Torvik militia."


@pytest.mark.parametrize(
    ("sentence", "passage"),
    [
        ("The harbour has likely been seized by northern troops.", LIKELY),
        ("The council didn't approve the ferry.", DENIED),
        ("Brandt refused to sell the pier.", DENIED),
        ("Brandt said that the flood destroyed the mill in Torvik.", CLAIMED),
        ("According to Mayor Brandt, the flood destroyed the mill in Torvik.", CLAIMED),
        ("The mill in Torvik was destroyed by the flood, Brandt claimed.", CLAIMED),
        ("The Courier reported that, according to two officials, Brandt is open to talks.", NESTED),
        ("The company may close the mill if prices fall.", MAY),
        ("Olm guards were attacked by Torvik militia near the mill.", FOUGHT),
        ("Torvik militia destroyed the Olm depot.", PASSIVE),
        ("In a call with Warden Otto Weiss, Mayor Ilse Brandt wrongly claimed that all ferries"
         " sail.", CALL),
        ("The guild reported that Ole Kramer was replaced by Lindqvist.", HEIR),
        ("Portions of Olm, Kessel and Torvik were sold by the council of Hald in May.", PORTIONS),
        ("Some of the barges were loaded in Torvik, the guild wrote.", SOME),
        ("At least 29 smugglers were fined or jailed by wardens in Torvik.", EITHER),
    ],
)  # fmt: skip
def test_true_rewordings(sentence: str, passage: str) -> None:
    assert kinds(sentence, passage) == set()


@pytest.mark.parametrize(
    ("sentence", "passage", "kind"),
    [
        ("Northern troops have seized the harbour.", LIKELY, M),
        ("Northern troops seized the harbour after two months of fighting.", LIKELY, M),
        ("Northern troops may have seized the harbour.", LIKELY, M),
        ("The council approved the ferry.", DENIED, N),
        ("The council did not approve the ferry, and Brandt did not refuse to sell the pier.",
         DENIED, N),
        ("Brandt agreed to sell the pier.", DENIED, N),
        ("The flood destroyed the mill in Torvik.", CLAIMED, M),
        ("The flood did not destroy the mill in Torvik, Brandt claimed.", CLAIMED, N),
        ("Mayor Brandt confirmed that the flood destroyed the mill in Torvik.", CLAIMED, M),
        ("Mayor Brandt denied that the flood destroyed the mill in Torvik.", CLAIMED, M),
        ("Brandt is open to talks.", NESTED, M),
        ("The company will close the mill if prices fall.", MAY, M),
        ("The company closed the mill.", MAY, M),
        ("Olm guards attacked Torvik militia near the mill.", FOUGHT, R),
        ("Torvik militia was attacked by Olm guards near the mill.", FOUGHT, R),
        ("Torvik militia attacked Olm guards near the mill after the truce.", FOUGHT, N),
        ("Torvik militia attacked Olm guards because of the truce.", FOUGHT, R),
        ("Torvik militia defended Olm guards near the mill.", FOUGHT, N),
        ("Torvik militia reportedly attacked Olm guards near the mill.", FOUGHT, M),
        ("Torvik militia attacked all Olm guards near the mill.", FOUGHT, W),
        ("Torvik militia attacked Olm guards and burned the granary.", FOUGHT, W),
        ("In a call with Mayor Ilse Brandt, Warden Otto Weiss wrongly claimed that all ferries"
         " sail.", CALL, M),
        ("The guild reported that Ole Kramer replaced Lindqvist.", HEIR, R),
        ("The guild reported that Lindqvist was replaced by Ole Kramer.", HEIR, R),
        ("Weak locks and poor pay in Hald let smugglers sell tea, the guild said.", CHANCE, M),
        ("The whole of Olm, Kessel and Torvik was sold by the council of Hald in May.",
         PORTIONS, W),
        ("The council of Hald sold all of Olm, Kessel and Torvik in May.", PORTIONS, U),
        ("Olm, Kessel and Torvik were sold by the council of Hald in May.", PORTIONS, U),
        ("The guild wrote that all of the barges were loaded in Torvik.", SOME, U),
        ("The guild wrote that the barges were loaded in Torvik.", SOME, U),
        ("The pilots of Olm reached Kessel in Torvik and drew a first wage in Torvik.",
         "The pilots of Olm reached Kessel in June and drew a first wage in Torvik.", R),
        ("Wardens near Olm met the pilots in June as of noon on Kessel 6.",
         "Wardens near Olm met the pilots in Kessel as of noon on June 6.", R),
        ("At least 29 smugglers were jailed by wardens in Torvik.", EITHER, M),
    ],
)  # fmt: skip
def test_claims_changed(sentence: str, passage: str, kind: FaultKind) -> None:
    assert kind in kinds(sentence, passage)


@pytest.mark.parametrize(
    "sentence",
    [
        "It is important to note that Torvik militia attacked Olm guards.",
        "As an AI, I can say that Torvik militia attacked Olm guards.",
        "The passage states that Torvik militia attacked Olm guards.",
        "Based on the context, Torvik militia attacked Olm guards.",
        "Torvik militia attacked Olm guards near the mill?",
        "We know that Torvik militia attacked Olm guards.",
        "Die Miliz von Torvik griff die Wachen von Olm an der Mühle an.",
        "Торвикская милиция напала на стражу Ольма.",
    ],
)
def test_talk_besides_and_other_languages(sentence: str) -> None:
    assert kinds(sentence, FOUGHT)


@pytest.mark.parametrize(
    "mark",
    ["[1]", "【1】", "<b>x</b>", "<|system|>", "**x**", "`x`", "[mill](https://e.example)",
     "https://evil.example", "a@b.example", "@channel", "\u202e", "\x07", "&lt;", "##"],
)  # fmt: skip
def test_markup_and_addresses(mark: str) -> None:
    sentence = f"Torvik militia attacked Olm guards near the mill {mark}."
    assert FaultKind.MARKUP in kinds(sentence, FOUGHT)


def test_markers_of_a_passage_are_not_taken_over() -> None:
    passage = "Torvik militia attacked Olm guards.[3] The mill burned."
    assert kinds("Torvik militia attacked Olm guards.", passage) == set()
    assert kinds("Torvik militia attacked Olm guards.[3]", passage) == {FaultKind.MARKUP}
