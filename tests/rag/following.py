"""What the tests of follow-ups share: how their times are read, and what is near to what."""

from collections.abc import Sequence
from datetime import date

from rag.conversation.turn import reader

READ = reader(date(2026, 11, 22), date(2024, 12, 26))
_KINDS = [
    {"Olm", "Torvik", "Hald", "Kessel"},
    {"Ilse Brandt", "Brandt", "Ada Lund", "Lund", "Putin", "Lavrov"},
    {"Russia", "Ukraine", "NATO", "China"},
    {"drones", "missiles", "soldiers", "ferries", "passengers"},
    {"the Olm ferry", "which passengers were saved"},
    {"the Olm court confirm the vote", "turnout"},
]


def nearness(phrase: str, others: Sequence[str]) -> list[float]:
    """Names and things of one kind are near to each other."""
    kind = next((kind for kind in _KINDS if phrase in kind), set())
    return [1.0 if other in kind else 0.0 for other in others]
