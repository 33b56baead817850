"""Bodies of requests that come too slowly: they end with 408."""

import asyncio

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.http.ways import UPLOAD


class SlowBodies:
    """ASGI middleware: whoever reads a body gets a 408 to answer with once its time is up.

    A body has `timeout_s` seconds to be there whole. Files that are uploaded may take longer, as
    long as something of them comes in that time. What has come counts, though the server was too
    busy to look at it before the time was up.
    """

    def __init__(self, app: ASGIApp, timeout_s: float) -> None:
        self._app = app
        self._timeout_s = timeout_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        now = asyncio.get_running_loop().time
        until = now() + self._timeout_s
        whole = False

        async def timed() -> Message:
            nonlocal whole, until
            if whole:  # what comes now is that the client has gone, whenever it goes
                return await receive()
            message = await _in_time(receive, until - now())
            whole = not message.get("more_body", False)
            if scope["path"] == UPLOAD:
                until = now() + self._timeout_s
            return message

        await self._app(scope, timed, send)


async def _in_time(receive: Receive, seconds: float) -> Message:
    """The next message. Raises a 408 where none comes in so many seconds."""
    reading = asyncio.ensure_future(receive())
    try:
        done, _ = await asyncio.wait({reading}, timeout=max(seconds, 0))
        if not done:
            raise HTTPException(408, headers={"Connection": "close"})
        return reading.result()
    finally:
        reading.cancel()
