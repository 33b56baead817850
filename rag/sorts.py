"""Whether a passage has the sort of thing that a question asks for: a number, a time, a name."""

from index.rules import Stage, declare
from index.terms import terms
from rag.answer_types import (
    Asked,
    are_people,
    asked_for,
    carries,
    counted_in,
    must_have,
    speaks_of_people,
    tells_when,
)
from rag.evidence import Evidence
from rag.grounding.synonyms import alike, key_of
from rag.naming import asks_for_a_name, gives_a_name, names_one
from rag.question import ParsedQuestion
from rag.reranking import Ranked

COUNTED = declare(
    "counted-absent",
    Stage.GUARDRAIL,
    "Lets it count against how many that the passage does not speak of what is counted.",
)
ANY_PEOPLE = declare(
    "people-by-any-word",
    Stage.GUARDRAIL,
    "Takes any word for several persons for speaking of people who are counted.",
)
COUNTED_BY_SYNONYM = declare(
    "counted-by-synonym", Stage.GUARDRAIL, "Takes a synonym for speaking of what is counted."
)
TIME_UNTOLD = declare(
    "when-untold", Stage.GUARDRAIL, "Lets it count against when that the passage has no time."
)
NAME_UNTOLD = declare(
    "who-unnamed",
    Stage.GUARDRAIL,
    "Lets it count against what only a name answers that the words that answer have none.",
)

SPOKEN_OF = 0.4
"""What is counted is spoken of by a passage that has a token at least this near to it."""


def sort_lacking(question: ParsedQuestion, best: Evidence) -> str | None:
    """What a question asks for and the best evidence does not have, in words; None where it has."""
    uncounted = COUNTED.chosen(_not_counted(question, best.ranked), without=None)
    return uncounted or _not_of_the_sort(question.text, best)


def _not_counted(question: ParsedQuestion, best: Ranked) -> str | None:
    """The number of what a question asks, where the best passage does not speak of that at all."""
    what = counted_in(question.text)
    if what is None:
        return None
    if ANY_PEOPLE.applies(are_people(what)):
        return None if speaks_of_people(best.finding.text) else f"number of {what}"
    said = set(terms(best.finding.text))
    for number, term in enumerate(question.terms):
        if term.word == what and best.matches[number] < SPOKEN_OF:
            meant = any(alike(key_of(word), key_of(what.lower())) for word in said)
            spoken_of = term.said_in(said) or COUNTED_BY_SYNONYM.applies(meant)
            return None if spoken_of else f"number of {what}"
    return None


def _not_of_the_sort(question: str, best: Evidence) -> str | None:
    """The number or the name that a question asks for and the best evidence does not give, in
    words; None where it does. A name must stand in the words that the judge takes for the
    answer."""
    text, judgement = best.ranked.finding.text, best.judgement
    needed = must_have(question)
    if needed is not None and not carries(needed, text):
        return needed.value
    if TIME_UNTOLD.applies(asked_for(question) is Asked.TIME and not tells_when(text)):
        return Asked.TIME.value
    span = judgement.span if judgement is not None else (0, len(text))
    answer = text[slice(*span)] if span is not None else ""
    if not asks_for_a_name(question) or gives_a_name(question, answer):
        return None
    if not NAME_UNTOLD.applies(not names_one(question, text)):
        return None
    return "name that answers it"
