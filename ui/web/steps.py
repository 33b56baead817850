"""Work that tells how far it is, followed step by step."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any, TypeVar

Step = TypeVar("Step")
Result = TypeVar("Result")


def begin(
    work: Callable[[Callable[[Step], None]], Coroutine[Any, Any, Result]],
) -> tuple[AsyncIterator[Step], asyncio.Task[Result]]:
    """Starts work, which is given what to call with each step.

    The steps end when the work does. It goes on where nobody follows it any more.
    """
    told: asyncio.Queue[Step | None] = asyncio.Queue()
    task = asyncio.create_task(work(told.put_nowait))

    def ended(done: asyncio.Task[Result]) -> None:
        told.put_nowait(None)
        if not done.cancelled():
            done.exception()  # seen here, where nobody waits for the result

    task.add_done_callback(ended)

    async def steps() -> AsyncIterator[Step]:
        while (step := await told.get()) is not None:
            yield step

    return steps(), task
