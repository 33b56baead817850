"""Where the turns of conversations are kept: in this process, or where several servers look."""

from collections import OrderedDict
from threading import Lock
from typing import Protocol

from pydantic import TypeAdapter, ValidationError

from index.storage.sql import SqlDatabase, digest
from index.storage.state_schema import keep_newest
from rag.conversation.turn import Turn

MOST_CONVERSATIONS = 1000
"""So many are remembered; of more, those that have been silent longest are forgotten."""
MOST_SHARED = 10_000
"""The same where several servers share them."""
MOST_TURNS = 6
"""So many turns of a conversation are remembered: what a question takes over from earlier ones is
in it when it is remembered, and only one that goes back to something needs more than the last."""
_TURN = TypeAdapter(Turn)


class KeptTurns(Protocol):
    """The last turns of each conversation, by its id. Safe from several threads."""

    def of(self, conversation_id: str) -> tuple[Turn, ...]:
        """The turns of a conversation, the newest last; none where there were none, or they were
        forgotten. Raises DatabaseUnusable."""
        ...

    def add(self, conversation_id: str, turn: Turn) -> None:
        """Makes a turn the last of its conversation. Raises DatabaseUnusable."""
        ...


class TurnsInMemory:
    """Turns that end with the process."""

    def __init__(self, most: int = MOST_CONVERSATIONS) -> None:
        self._most = most
        self._turns: OrderedDict[str, tuple[Turn, ...]] = OrderedDict()
        self._lock = Lock()

    def of(self, conversation_id: str) -> tuple[Turn, ...]:
        with self._lock:
            return self._turns.get(conversation_id, ())

    def add(self, conversation_id: str, turn: Turn) -> None:
        with self._lock:
            kept = (*self._turns.get(conversation_id, ()), turn)
            self._turns[conversation_id] = kept[-MOST_TURNS:]
            self._turns.move_to_end(conversation_id)
            while len(self._turns) > self._most:
                self._turns.popitem(last=False)


class SharedTurns:
    """Turns in a database of PostgreSQL, where any server goes on with any conversation.

    Of a conversation's id only a digest is kept. A turn that a later version wrote is read as far
    as this one knows it, or is forgotten.
    """

    def __init__(self, db: SqlDatabase, most: int = MOST_SHARED) -> None:
        self._db = db
        self._most = most

    def of(self, conversation_id: str) -> tuple[Turn, ...]:
        rows = self._db.rows(
            "SELECT turn FROM turn WHERE conversation = ? ORDER BY number DESC LIMIT ?",
            (digest(conversation_id), MOST_TURNS),
        )
        try:
            return tuple(_TURN.validate_json(turn) for (turn,) in reversed(rows))
        except ValidationError:
            return ()

    def add(self, conversation_id: str, turn: Turn) -> None:
        name = digest(conversation_id)
        with self._db.writing():
            self._db.rows(
                "INSERT INTO conversation (id, at) VALUES (?, clock_timestamp())"
                " ON CONFLICT (id) DO UPDATE SET at = excluded.at",
                [name],
            )
            self._db.rows(
                "INSERT INTO turn (conversation, turn) VALUES (?, ?)",
                (name, _TURN.dump_json(turn).decode()),
            )
            self._db.rows(
                "DELETE FROM turn WHERE conversation = ? AND number <= (SELECT number FROM turn"
                " WHERE conversation = ? ORDER BY number DESC OFFSET ? LIMIT 1)",
                (name, name, MOST_TURNS),
            )
        # apart, so that nobody waits for another's conversation while holding one
        keep_newest(self._db, "conversation", "id", self._most)
