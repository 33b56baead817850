"""A turn of a conversation, and what a follow-up is read with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rag.question.parsing import Query
from rag.question.time_window import TimeWindow, read_window
from rag.types import Answer, Refusal

Nearness = Callable[[str, Sequence[str]], Sequence[float]]
"""How near in meaning each of some phrases is to the first; higher is nearer."""
_READ_AT_MOST = 256
Read = Callable[[str], TimeWindow]
"""Reads the time window of a question."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question as it was understood, and what was said to it.

    `said` are the sentences of the answer, none for a refusal; `day` is the published date of the
    first citation, and `answer` are the few words of its quote that answer, if there are such.
    `quotes` are those of all citations, and `passages` the ids of what they are from.
    """

    query: Query
    said: tuple[str, ...] = ()
    day: date | None = None
    answer: str | None = None
    quotes: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()

    @classmethod
    def of(cls, query: Query, outcome: Answer | Refusal) -> "Turn":
        """The turn that ends with an outcome."""
        if isinstance(outcome, Refusal):
            return cls(query)
        said = tuple(sentence.text for sentence in outcome.sentences)
        first = outcome.citations[0]
        answer = None
        if first.answer_start is not None and first.answer_end is not None:
            answer = first.quote[first.answer_start - first.start : first.answer_end - first.start]
        quotes = tuple(citation.quote for citation in outcome.citations)
        passages = tuple(dict.fromkeys(citation.passage_id for citation in outcome.citations))
        return cls(query, said, first.published_on, answer, quotes, passages)


def reader(today: date, covered_to: date | None) -> Read:
    """Reads time windows as the engine does on a day; each text of a conversation once."""
    return lru_cache(maxsize=_READ_AT_MOST)(
        lambda question: read_window(question, today, covered_to)
    )
