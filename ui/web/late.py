"""The chat as a server has it: put together beside serving, for Gradio takes seconds to import."""

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import Future
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.logs import LOG

_THREAD = "putting the chat together"


class LateChat:
    """An application that waits for the chat, and then is the chat.

    It is put together when the server is ready, or when somebody asks for a page of it before that.
    """

    def __init__(self, put_together: Callable[[], FastAPI]) -> None:
        """`put_together` is called once, on a thread of its own that no stop waits for."""
        self._put_together = put_together
        self._chat: ASGIApp = PlainTextResponse("The chat is not served now.", status_code=503)
        self._wanted, self._there, self._over = (asyncio.Event() for _ in range(3))
        self._there.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        self._wanted.set()
        await self._there.wait()
        await self._chat(scope, receive, send)

    @asynccontextmanager
    async def running(self, ready: Awaitable[object]) -> AsyncIterator[None]:
        """Within it the chat is served; `ready` is done when the server is ready."""
        self._there.clear()
        serving = asyncio.create_task(self._serve(ready))
        try:
            yield
        finally:
            self._over.set()
            await serving

    async def _serve(self, ready: Awaitable[object]) -> None:
        wanted = asyncio.create_task(self._wanted.wait())
        over = asyncio.create_task(self._over.wait())
        try:
            first = [asyncio.ensure_future(ready), wanted, over]
            await asyncio.wait(first, return_when=asyncio.FIRST_COMPLETED)
            if not self._over.is_set():
                made = _unawaited(self._put_together)
                either: list[asyncio.Future[Any]] = [made, over]
                await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
                if not made.done():
                    return
                chat = made.result()
                async with chat.router.lifespan_context(chat):
                    self._chat = chat
                    self._there.set()
                    await over
        except Exception:  # noqa: BLE001 - nobody waits for it
            LOG.exception("the chat is not served: it could not be put together")
        finally:
            wanted.cancel()
            over.cancel()
            self._there.set()


def is_under_way() -> bool:
    """Whether this process still puts a chat together, that nobody waits for any more."""
    return any(thread.name == _THREAD for thread in threading.enumerate())


def _unawaited(make: Callable[[], FastAPI]) -> "asyncio.Future[FastAPI]":
    """What is made on a thread that ends with the process, whether it is done or not."""
    made = Future[FastAPI]()

    def run() -> None:
        try:
            made.set_result(make())
        except Exception as error:  # noqa: BLE001 - it is raised where the outcome is asked for
            made.set_exception(error)

    threading.Thread(target=run, name=_THREAD, daemon=True).start()
    return asyncio.wrap_future(made)
