"""A bounded queue of work that goes on after a request was acknowledged."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

_logger = logging.getLogger(__name__)
_TELLING = 0.25
"""Share of the time for stopping that is kept for telling those who get no answer."""


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """Something to do, and what to do instead where there is no time left for it."""

    run: Callable[[], Awaitable[None]]
    give_up: Callable[[], Awaitable[None]]


class Work:
    """Does jobs in the order in which they were taken on, `workers` of them at a time.

    At most `waiting` jobs wait. Start, use and stop it on one event loop.
    """

    def __init__(self, workers: int, waiting: int) -> None:
        self._count = workers
        self._queue: asyncio.Queue[Job] = asyncio.Queue(waiting)
        self._workers: list[asyncio.Task[None]] = []
        self._begun: set[Job] = set()
        self._is_open = False

    def start(self) -> None:
        """Begins to take jobs on."""
        self._is_open = True
        self._workers = [asyncio.create_task(self._work()) for _ in range(self._count)]

    def offer(self, job: Job) -> bool:
        """Takes a job on, unless too many wait already or work has been stopped."""
        if not self._is_open:
            return False
        try:
            self._queue.put_nowait(job)
        except asyncio.QueueFull:
            return False
        return True

    async def stop(self, seconds: float) -> None:
        """Takes nothing on any more, does what it can in that time and gives up the rest."""
        self._is_open = False
        try:
            async with asyncio.timeout(seconds * (1 - _TELLING)):
                await self._queue.join()
        except TimeoutError:
            _logger.warning("Time is up before all questions from Slack are answered.")
        for worker in self._workers:
            worker.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)
        undone = [*self._begun, *(self._queue.get_nowait() for _ in range(self._queue.qsize()))]
        if undone:
            told = [asyncio.create_task(_safely(job.give_up)) for job in undone]
            _, untold = await asyncio.wait(told, timeout=seconds * _TELLING)
            for task in untold:
                task.cancel()
            await asyncio.gather(*untold, return_exceptions=True)

    async def _work(self) -> None:
        while True:
            job = await self._queue.get()
            self._begun.add(job)
            await _safely(job.run)
            self._begun.discard(job)  # not reached by what is cancelled, which is given up
            self._queue.task_done()


async def _safely(do: Callable[[], Awaitable[None]]) -> None:
    try:
        await do()
    except Exception:
        _logger.exception("A request from Slack could not be dealt with.")
