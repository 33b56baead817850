"""Standing questions on the page: kept from an answer or a refusal, listed, paused and deleted,
each for whoever is signed in; where nobody is, all who reach the page have the same ones."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pydantic import ValidationError

from index.errors import BadInput
from rag.question.parsing import Query
from rag.types import OUTCOME, Answer, Reason, Refusal
from ui.http.sign_in import SignIn
from ui.service import Service
from ui.standing.alerts import Given
from ui.standing.asking import begin
from ui.standing.destinations import Destination, set_up
from ui.standing.outbox import Outbox, Waiting
from ui.standing.store import Standing, StandingStore
from ui.web.conversation import Turn
from ui.web.language import ENGLISH

MOST = 50
"""Questions that one reader may keep: each is asked again whenever the reports change."""
_NO_QUESTION = (Reason.QUESTION_TOO_LONG, Reason.NOT_A_QUESTION, Reason.EMPTY_CORPUS)


@dataclass(frozen=True, slots=True)
class Listed:
    """A standing question with its alerts that have not been sent."""

    question: Standing
    waiting: tuple[Waiting, ...]


class StandingQuestions:
    """The standing questions of one service, as its page shows and changes them."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._store = StandingStore(service.settings.data_dir)
        self._outbox = Outbox(service.settings.data_dir)
        self._one_at_a_time = asyncio.Lock()
        self.ways: tuple[str, ...] = tuple(way.kind for way in set_up(service.settings))
        self.feed_is_open: bool = not SignIn(service.settings).asked_for
        """Whether those who use the page may read the feed, which has everybody's alerts."""

    def of(self, owner: str) -> list[Listed]:
        """The questions of whoever is signed in, the last one kept first."""
        waiting = self._outbox.waiting()
        return [
            Listed(one, tuple(alert for alert in waiting if alert.standing_id == one.id))
            for one in reversed(self._own(owner))
        ]

    def _own(self, owner: str) -> list[Standing]:
        return [one for one in self._store.all() if one.owner == owner]

    async def keep(self, turn: Turn, owner: str, to: Sequence[str]) -> None:
        """Keeps the question of a turn with its filters, once; its alerts stand on the page and in
        the feed, and go to those of the `ways` that are named too, also where it is kept already.

        Raises BadInput for one that has nothing to wait for, and as asking does.
        """
        query = _to_wait_with(turn)
        also = [Destination(way.kind) for way in set_up(self._service.settings) if way.kind in to]
        destinations = (Destination("feed"), *also)
        async with self._one_at_a_time:
            own = await asyncio.to_thread(self._own, owner)
            same = next((one for one in own if one.asked.query() == query), None)
            if same is not None:
                turn.standing = await asyncio.to_thread(self._send_to, same, destinations)
                return
            if len(own) >= MOST:
                raise BadInput(ENGLISH("told.error.standing_many", n=MOST))
            turn.standing, _ = await self._service.do(
                lambda: begin(self._service.engine, self._store, query, destinations, owner)
            )

    def _send_to(self, kept: Standing, chosen: Sequence[Destination]) -> Standing:
        """A question that goes where it went and to what is chosen."""
        destinations = tuple(dict.fromkeys((*kept.destinations, *chosen)))
        if destinations != kept.destinations:
            self._store.send_to(kept.id, destinations)
        return replace(kept, destinations=destinations)

    async def change(self, owner: str, number: str, todo: str) -> None:
        """Pauses a question of theirs (`pause`), has it asked again (`go_on`), or deletes it
        (`delete`). One that is not theirs, or gone, is left alone."""
        own = await asyncio.to_thread(self._own, owner)
        found = next((one.id for one in own if str(one.id) == number), None)
        if found is None:
            return
        if todo in ("pause", "go_on"):
            await asyncio.to_thread(self._store.pause, found, paused=todo == "pause")
        elif todo == "delete":
            await asyncio.to_thread(self._store.remove, found)


def can_stand(turn: Turn) -> bool:
    """Whether the outcome of a turn may change with the reports."""
    refused = turn.refusal is not None and turn.refusal.reason in _NO_QUESTION
    return turn.outcome is not None and turn.query is not None and not refused


def _to_wait_with(turn: Turn) -> Query:
    """What a turn asked, whole. Raises BadInput where no report that is yet to come can change its
    answer."""
    query, outcome = turn.query, turn.outcome
    if query is None or outcome is None or not can_stand(turn):
        raise BadInput(ENGLISH("told.error.no_outcome"))
    if query.last is not None or query.as_of is not None or query.report is not None:
        raise BadInput(ENGLISH("told.error.standing_bounded"))
    return replace(query, question=outcome.understood_as or query.question)


def outcome_of(given: Given) -> Answer | Refusal | None:
    """What was answered then; None where a report of it was erased, or it was kept by another
    version of the program."""
    if given.outcome is None:
        return None
    try:
        return OUTCOME.validate_json(json.dumps({**given.outcome, "timings_ms": {}}))
    except ValidationError:
        return None
