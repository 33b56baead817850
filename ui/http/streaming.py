"""A question whose progress is told while it is being answered."""

import asyncio
from collections.abc import AsyncIterator
from typing import Self

from rag.question import Query
from rag.types import Answer, Refusal
from ui.http.problems import Problem, problem_of
from ui.service import Service

PING_S = 15.0
"""Seconds of silence after which a sign of life is sent, lest a proxy hang up."""


class Asked:
    """A question under way, for whoever follows it.

    As a context, it is dropped where nobody follows any more and nobody has begun to answer it.
    """

    def __init__(
        self, stages: "asyncio.Queue[str | None]", answering: "asyncio.Task[Answer | Refusal]"
    ) -> None:
        self._stages = stages
        self._answering = answering

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._answering.cancel()

    @classmethod
    async def begin(cls, service: Service, query: Query, conversation: str | None = None) -> Self:
        """Asks the service. Raises Busy."""
        stages = asyncio.Queue[str | None]()
        asking = service.ask(query, conversation, stages.put_nowait)
        answering = asyncio.create_task(asking)

        def ended(task: "asyncio.Task[Answer | Refusal]") -> None:
            stages.put_nowait(None)
            if not task.cancelled():
                task.exception()  # looked at, even if whoever asked has left

        answering.add_done_callback(ended)
        await asyncio.sleep(0)  # until the service has taken the question or turned it away
        if answering.done():
            answering.result()
        return cls(stages, answering)

    async def stages(self, ping_s: float = PING_S) -> AsyncIterator[str | None]:
        """The stages as they end; None where nothing has happened for `ping_s` seconds."""
        while True:
            try:
                stage = await asyncio.wait_for(self._stages.get(), ping_s)
            except TimeoutError:
                yield None
                continue
            if stage is None:
                return
            yield stage

    async def outcome(self) -> Answer | Refusal:
        """What came of it. Raises a DatelineError."""
        return await self._answering

    async def ended(self) -> Answer | Refusal | Problem:
        """What came of it, a problem included: for those who have sent their status already."""
        try:
            return await self._answering
        except Exception as error:  # noqa: BLE001 - there is no other way left to tell
            said, _ = problem_of(error)
            return said
