"""Whatever a sentence and a passage hold, checking them ends in a verdict."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from rag.verification.types import Grounds
from tests.rag.grounding import VERIFIER

PIECES = st.sampled_from(
    ["Torvik", "May", "May 3", "3", "three", "half a", "million", "€", "not", "no", "likely", "by",
     "was", "to", "said", "said that", "according to", "“", "”", '"', "’s", "n’t", "before", "and",
     ",", ".", "[1]", "U.S.", "F-16", "51st", "%", "per cent", "18:00", "last week", "2024", "и",
     "\u0345", "\u0130", "ſt", "½", "²", "_", "-", "–", "\x00", "\u202e", "\ud800", "attacked",
     "neither", "nor", "elect", "elect Torvik", "called", "0", "1e9", "١٢"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=14).map(" ".join)


@settings(max_examples=150)
@given(sentence=TEXTS, passage=TEXTS, day=st.sampled_from([None, date(2024, 5, 3), date.min]))
def test_every_pair_of_texts_gets_a_verdict(sentence: str, passage: str, day: date | None) -> None:
    checked = VERIFIER.check(sentence, [Grounds(passage, day, sentence, passage, "Torvik")])
    assert checked.number == 0
    assert all(fault.what for fault in checked.faults)
    assert VERIFIER.check(sentence, [Grounds(passage, day, sentence, passage, "Torvik")]) == checked
