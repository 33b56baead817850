"""An event loop in a thread of its own, for calls that must be cut off wherever they are."""

import asyncio
import weakref
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import Future
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any, TypeVar

from rag.generation.failures import ModelFailed

T = TypeVar("T")
_Running = tuple[asyncio.AbstractEventLoop, asyncio.Event, Thread]
STOPPED = "The language model was stopped."
STOP_S = 5.0
"""Seconds within which what is cancelled has ended."""


class EventLoop:
    """Runs coroutines for other threads. It starts when first something is to be run, and stops
    when it is closed or nobody holds it any more; `at_end` is run as the last."""

    def __init__(self, at_end: Callable[[], Awaitable[object]]) -> None:
        self._at_end = at_end
        self._starting = Lock()
        self._running: _Running | None = None
        self._closed = False
        self._stop: Callable[[], object] = bool

    def start(self, coroutine: Coroutine[Any, Any, T]) -> "Future[T]":
        """Begins to run a coroutine. Cancelling the future cancels it where it waits.

        Raises ModelFailed where it was closed.
        """
        with self._starting:
            if self._closed:
                coroutine.close()
                raise ModelFailed(STOPPED)
            if self._running is None:
                self._running = _begin(self._at_end)
                self._stop = weakref.finalize(self, _end, *self._running)
            loop, _, _ = self._running
            return asyncio.run_coroutine_threadsafe(coroutine, loop)

    def close(self) -> None:
        """Cancels what runs and ends the thread; nothing can be started any more."""
        with self._starting:
            running, self._running = self._running, None
            self._closed = True
            self._stop()
        if running is not None:
            running[2].join(STOP_S)


def _begin(at_end: Callable[[], Awaitable[object]]) -> _Running:
    begun: SimpleQueue[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = SimpleQueue()

    async def run() -> None:
        stopped = asyncio.Event()
        begun.put((asyncio.get_running_loop(), stopped))
        await stopped.wait()
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
        await at_end()

    thread = Thread(target=lambda: asyncio.run(run()), name="language-model", daemon=True)
    thread.start()
    return (*begun.get(), thread)


def _end(loop: asyncio.AbstractEventLoop, stopped: asyncio.Event, _: Thread) -> None:
    if not loop.is_closed():
        loop.call_soon_threadsafe(stopped.set)
