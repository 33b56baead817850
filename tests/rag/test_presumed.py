"""Acts that questions take for granted."""

import pytest

from index.rules import Rule
from rag.presumed import untold_act
from tests.rag.corpus import finding, question, ranked, term

REBUFF = "Lund rebuffed the offer of the harbour guild."


def _verb(untold: tuple[str, Rule] | None) -> str | None:
    return untold[0] if untold is not None else None


@pytest.mark.parametrize(
    ("text", "said", "untold"),
    [
        ("Why did Lund accept the offer?", REBUFF, "accept"),
        ("why did Lund accept the offer?", "Lund accepted the offer.", None),
        ("And why did Lund agree to the offer?", REBUFF, "agree"),
        ("What made Lund accept the offer?", REBUFF, None),
        ("What convinced Lund that it was serious?", "Lund saw no sign of it.", "convinced"),
        ("What convinced Lund that it was serious?", "A letter persuaded Lund.", None),
        ("How did the Torvik authorities lose the offer?", REBUFF, "lose"),
        ("How many ships did Lund lose?", REBUFF, None),
        ("How could Hald accept the offer?", REBUFF, "accept"),
        ("Why has Lund dropped the offer?", REBUFF, "dropped"),
        # said in another word, or only spoken of
        ("Why did Lund reject the offer?", REBUFF, None),
        ("How did Lund reply to the offer?", "Lund said that the offer was poor.", None),
        ("How did Lund reply to the offer?", "Lund rejected the offer.", None),
        # no act, or none in one word
        ("Why did Lund want the offer?", REBUFF, None),
        ("Why did Lund turn down the offer?", REBUFF, None),
        ("How has Hald rhetoric on it changed?", REBUFF, None),
        ("Why did Lund’s guild accept it?", REBUFF, None),
        ("Why did Hald propagandists write of it?", REBUFF, None),
        # whether it took place
        ("Did Lund accept the offer?", "Lund wrote of the ship.", "accept"),
        ("Did Lund accept the offer?", "Lund refused the offer.", None),
        ("Was Lund fired for the offer?", REBUFF, "fired"),
        ("Was Lund fired for the offer?", "Lund was dismissed.", None),
        ("has the offer been broken?", REBUFF, "broken"),
        ("Has Lund backed up the offer?", REBUFF, None),
        ("Is it known why the offer failed?", REBUFF, None),
        ("Was it known why the offer failed?", REBUFF, None),
        # whether somebody spoke to it
        ("Did Lund comment?", REBUFF, "comment"),
        ("Did Lund’s office comment?", "Lund’s office was empty, said Brandt.", "comment"),
        ("Did Brandt comment?", "Brandt said that the office was empty.", None),
        ("Did Brandt contradict him?", "He met Brandt.", "contradict"),
        # nothing is taken for granted
        ("What did Lund accept?", REBUFF, None),
        ("Why?", REBUFF, None),
    ],
)
def test_what_a_passage_does_not_tell_of(text: str, said: str, untold: str | None) -> None:
    words = [term(word.strip("?"), is_name=word[0].isupper()) for word in text.split()]
    best = ranked(finding([said]), [0.9], matches=[0.3 for _ in words])
    assert _verb(untold_act(question(text, *words), best)) == untold


@pytest.mark.parametrize(("match", "untold"), [(0.54, "accept"), (0.56, None)])
def test_what_is_told_in_words_near_to_it(match: float, untold: str | None) -> None:
    best = ranked(finding([REBUFF]), [0.9], matches=[0.9, match])
    asked = question("Why did Lund accept it?", term("Lund", is_name=True), term("accept"))
    assert _verb(untold_act(asked, best)) == untold
