"""Standing questions while the server runs: asked again when the reports have changed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from index.errors import BeingWritten, DatelineError
from rag.limit import QuestionTimedOut
from ui.logs import LOG
from ui.service import Busy, Service, Stopping
from ui.standing.asking import look_again
from ui.standing.outbox import Outbox
from ui.standing.sending import send_next
from ui.standing.store import Standing, StandingStore

_EVERY_S = 2.0
"""Seconds between two looks at whether the reports have changed or an alert is due."""


class Rounds:
    """Looks after the standing questions of a service while it is entered."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._store = StandingStore(service.settings.data_dir)
        self._outbox = Outbox(service.settings.data_dir)
        self._ending = asyncio.Event()
        self._given_up: set[tuple[int, str]] = set()
        self._said = ""

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Asks and sends beside what else is served; on leaving, what is being sent is ended."""
        watching = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            self._ending.set()
            await watching

    async def _watch(self) -> None:
        while not self._ending.is_set():
            try:
                await self._look()
                self._said = ""
            except (Busy, Stopping, BeingWritten):
                pass  # later
            except DatelineError as error:
                self._complain(str(error))
            except Exception:  # noqa: BLE001 - the next look may fare better
                LOG.exception("standing questions could not be asked")
            try:
                await asyncio.wait_for(self._ending.wait(), _EVERY_S)
            except TimeoutError:
                continue

    def _complain(self, why: str) -> None:
        """Logs what is wrong, once."""
        if why != self._said:
            LOG.error("standing questions: %s", why)
            self._said = why

    async def _look(self) -> None:
        if not self._store.exists:
            return
        for standing in await asyncio.to_thread(self._changed):
            if self._ending.is_set():
                return
            await self._ask(standing)
        if await asyncio.to_thread(self._outbox.is_due):
            await self._send()

    def _changed(self) -> list[Standing]:
        """The questions that are to be asked of the reports as they are."""
        snapshot = self._service.coverage().snapshot
        behind = self._store.behind(snapshot)
        return [one for one in behind if (one.id, snapshot) not in self._given_up]

    async def _ask(self, standing: Standing) -> None:
        snapshot = self._service.coverage().snapshot
        try:
            alert = await self._service.do(
                lambda: look_again(self._service.engine, self._store, standing)
            )
        except QuestionTimedOut as error:
            self._given_up.add((standing.id, snapshot))
            LOG.warning("standing question %d: %s", standing.id, error)
        else:
            if alert is not None:
                LOG.info("the answer to standing question %d: %s", standing.id, alert.kind)

    async def _send(self) -> None:
        passed = set[int]()
        while not self._ending.is_set():
            settings = self._service.settings
            done = await asyncio.to_thread(send_next, settings, self._outbox, but=passed)
            if done is None:
                return
            sending, why = done
            name = f"the alert of standing question {sending.alert.standing_id}"
            if why is None:
                LOG.info("%s was sent by %s", name, sending.destination.kind)
            else:
                LOG.warning("%s was not sent by %s: %s", name, sending.destination.kind, why)
