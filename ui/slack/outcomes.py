"""What was said lately in Slack, by its digest: in this server, or where several servers look."""

import logging
from collections import OrderedDict
from typing import Protocol

from pydantic import ValidationError

from index.errors import DatabaseUnusable
from index.storage.state_schema import keep_newest
from rag.types import OUTCOME, Answer, Refusal
from ui.shared import Shared

_CAPACITY, _MOST_SHARED = 256, 2_000
_logger = logging.getLogger(__name__)


class Outcomes(Protocol):
    """The outcomes said last; the oldest are forgotten first."""

    async def keep(self, said: str, outcome: Answer | Refusal) -> None:
        """Keeps an outcome by the digest of what was said."""
        ...

    async def find(self, said: str) -> Answer | Refusal | None:
        """The outcome of a digest; None where it is forgotten. Raises DatabaseUnusable."""
        ...


class OwnOutcomes:
    """The outcomes that this server said."""

    def __init__(self, capacity: int = _CAPACITY) -> None:
        self._capacity = capacity
        self._recent: OrderedDict[str, Answer | Refusal] = OrderedDict()

    async def keep(self, said: str, outcome: Answer | Refusal) -> None:
        self._recent[said] = outcome
        self._recent.move_to_end(said)
        while len(self._recent) > self._capacity:
            self._recent.popitem(last=False)

    async def find(self, said: str) -> Answer | Refusal | None:
        return self._recent.get(said)


class SharedOutcomes:
    """The outcomes that any server of a database said."""

    def __init__(self, shared: Shared, capacity: int = _MOST_SHARED) -> None:
        self._shared = shared
        self._capacity = capacity

    async def keep(self, said: str, outcome: Answer | Refusal) -> None:
        """As the interface has it. One that cannot be kept is asked for again when it is needed."""
        try:
            await self._shared.do(lambda: self._keep(said, outcome.model_dump_json(by_alias=True)))
        except DatabaseUnusable as error:
            _logger.error("What was answered in Slack is not kept for its buttons: %s", error)

    def _keep(self, said: str, outcome: str) -> None:
        self._shared.db.rows(
            "INSERT INTO outcome (said, outcome) VALUES (?, ?)"
            " ON CONFLICT (said) DO UPDATE SET at = clock_timestamp()",
            (said, outcome),
        )
        keep_newest(self._shared.db, "outcome", "said", self._capacity)

    async def find(self, said: str) -> Answer | Refusal | None:
        row = await self._shared.do(
            lambda: self._shared.db.row("SELECT outcome FROM outcome WHERE said = ?", [said])
        )
        try:
            return OUTCOME.validate_json(row[0]) if row is not None else None
        except ValidationError:  # of a later version
            return None


def outcomes_of(shared: Shared | None) -> Outcomes:
    """Those of the servers that share a database, or else of this one."""
    return OwnOutcomes() if shared is None else SharedOutcomes(shared)
