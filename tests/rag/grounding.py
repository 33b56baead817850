"""Passages for testing the checks of written sentences, and the checks without a model."""

from datetime import date

from rag.verification.types import FaultKind, Grounds
from rag.verification.verifier import Verifier
from tests.doubles import HashingEmbedder

VERIFIER = Verifier(None, HashingEmbedder())
DAY = date(2024, 12, 26)


def grounds(text: str, day: date | None = DAY) -> Grounds:
    """A passage of a report of the Harbour Gazette."""
    return Grounds(text, day, "The Old Bridge Reopens", "Harbour Gazette")


def kinds(sentence: str, passage: str, day: date | None = DAY) -> set[FaultKind]:
    """The kinds of fault that a sentence has beside a passage."""
    return {fault.kind for fault in VERIFIER.check(sentence, [grounds(passage, day)]).faults}
