"""Work that tells how far it is, followed step by step."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any, Generic, Self, TypeVar

Step = TypeVar("Step")
Result = TypeVar("Result")


class Following(Generic[Step, Result]):
    """Work under way, for whoever follows it.

    It goes on where nobody does any more. As a context, it is cancelled then.
    """

    def __init__(self, work: Callable[[Callable[[Step], None]], Coroutine[Any, Any, Result]]):
        """Starts the work, which is given what to call, on the event loop, with each step."""
        self._told: asyncio.Queue[Step | None] = asyncio.Queue()
        self._task = asyncio.create_task(work(self._told.put_nowait))
        self._task.add_done_callback(self._ended)

    def _ended(self, task: "asyncio.Task[Result]") -> None:
        self._told.put_nowait(None)
        if not task.cancelled():
            task.exception()  # looked at, even if nobody waits for the result

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._task.cancel()

    async def taken_up(self) -> None:
        """Waits until the work has begun. Raises what it raised if it did so at once."""
        await asyncio.sleep(0)
        if self._task.done():
            self._task.result()

    async def steps(self, ping_s: float | None = None) -> AsyncIterator[Step | None]:
        """The steps as they are told, to the end of the work; None where nothing has been told for
        `ping_s` seconds."""
        while True:
            try:
                step = await asyncio.wait_for(self._told.get(), ping_s)
            except TimeoutError:
                yield None
                continue
            if step is None:
                return
            yield step

    async def result(self) -> Result:
        """What came of it. Raises what the work raises."""
        return await self._task
