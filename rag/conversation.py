"""Conversations: questions that follow up on others, kept apart and bounded."""

from collections import OrderedDict
from threading import Lock

from rag.engine import QueryEngine
from rag.follow_up.resolve import resolve
from rag.follow_up.turn import Turn, reader
from rag.progress import Tell, untold
from rag.question import Query
from rag.types import Answer, Reason, Refusal

MOST_CONVERSATIONS = 1000
"""So many are remembered; of more, those that have been silent longest are forgotten."""
_NOTHING_ASKED = (Reason.NOT_A_QUESTION, Reason.QUESTION_TOO_LONG)


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

    def ask(
        self,
        engine: QueryEngine,
        query: Query,
        conversation_id: str,
        tell: Tell = untold,
    ) -> Answer | Refusal:
        """The outcome of a question that may follow up on the last one of its conversation.

        It says how the question was understood, where that is not as it was asked.
        """
        last, whole = self.last(conversation_id), query
        if last is not None and len(query.question) <= engine.settings.max_question:
            read = reader(engine.today(), engine.covered_to(query.as_of))
            whole = resolve(query, (last,), read, engine.nearness)
        outcome = engine.ask(whole, tell)
        if not (isinstance(outcome, Refusal) and outcome.reason in _NOTHING_ASKED):
            self.add(conversation_id, Turn.of(whole, outcome))
        if whole.question == query.question:
            return outcome
        understood = {"question": query.question, "understood_as": whole.question}
        return outcome.model_copy(update=understood)
