"""Conversations: what was asked and said last, kept apart and bounded."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from threading import Lock

from rag.question import Query
from rag.types import Answer, Refusal

MOST_CONVERSATIONS = 1000
"""So many are remembered; of more, those that have been silent longest are forgotten."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question as it was understood, and what was said to it.

    `said` are the sentences of the answer, none for a refusal; `day` is the published date of the
    first citation.
    """

    query: Query
    said: tuple[str, ...] = ()
    day: date | None = None

    @classmethod
    def of(cls, query: Query, outcome: Answer | Refusal) -> "Turn":
        """The turn that ends with an outcome."""
        if isinstance(outcome, Refusal):
            return cls(query)
        said = tuple(sentence.text for sentence in outcome.sentences)
        return cls(query, said, outcome.citations[0].published_on)


class Conversations:
    """The last turn of each conversation, by its id. Safe from several threads.

    One turn is enough: a question is resolved before it is remembered, so that what it took over
    from earlier ones is in it.
    """

    def __init__(self, most: int = MOST_CONVERSATIONS) -> None:
        self._most = most
        self._turns: OrderedDict[str, Turn] = OrderedDict()
        self._lock = Lock()

    def last(self, conversation_id: str) -> Turn | None:
        """The last turn of a conversation; None where there was none, or it was forgotten."""
        with self._lock:
            return self._turns.get(conversation_id)

    def add(self, conversation_id: str, turn: Turn) -> None:
        """Makes a turn the last of its conversation."""
        with self._lock:
            self._turns[conversation_id] = turn
            self._turns.move_to_end(conversation_id)
            while len(self._turns) > self._most:
                self._turns.popitem(last=False)
