"""A question that also asks how many reports say so, and what is left of it without that.

That part of a question, “and how many papers say so?” or “How many papers say that”, is known by
the model of the kinds of questions (`rag.question.kinds`), not by words that are listed.
"""

import re
from dataclasses import dataclass

from index.rules import Stage, always, declare
from index.text.normalize import aligned
from index.text.terms import terms
from rag.question.kinds import asks_for_sources

COUNTED = declare(
    "question-how-many-say-so",
    Stage.QUESTION,
    "Asks a question without its part that asks how many reports say so, and tells how many do.",
)
_CUT = re.compile(r"(?<=[,;])\s+|(?<!\s)\s+(?=and\b)|(?<=\bthat)\s+", re.IGNORECASE)
_LEADS_TO_A_CLAIM = re.compile(r"\bthat$", re.IGNORECASE)
_JOIN = " ,;"
_FIRST, _LAST = 2, 3
"""So many places from the beginning and the end at which a question may be cut are looked at."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The `question` that is left, and the `claim` whose tellers are counted, where one is."""

    question: str
    claim: str | None = None


@COUNTED.governs(without=always(None))
def counted(question: str) -> Counted | None:
    """What is left of a question that asks how many reports say so; None for others."""
    cuts = list(_CUT.finditer(aligned(question)))
    for cut in dict.fromkeys([*cuts[:_FIRST], *cuts[-_LAST:]]):
        before, after = question[: cut.start()].strip(_JOIN), question[cut.end() :].strip(_JOIN)
        if _LEADS_TO_A_CLAIM.search(before) and _asks_of(before, after):
            claim = after.rstrip("?.! ")
            return Counted(f"Is it so that {claim}?", claim)
        if _asks_of(after, before):
            return Counted(f"{before.rstrip('?.! ')}?")
    return None


def _asks_of(part: str, rest: str) -> bool:
    """Whether a part of a question asks how many reports say so, and the rest something else."""
    return bool(terms(rest)) and asks_for_sources(part) and not asks_for_sources(rest)
