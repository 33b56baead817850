"""Bodies of requests that come too slowly: they end with 408."""

import asyncio

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.http.ways import UPLOAD


class SlowBodies:
    """ASGI middleware: whoever reads a body gets a 408 to answer with once its time is up.

    A body has `timeout_s` seconds to be there whole. Files that are uploaded may take longer, as
    long as something of them comes in that time.
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
            try:
                async with asyncio.timeout_at(until):
                    message = await receive()
            except TimeoutError:
                raise HTTPException(408, headers={"Connection": "close"}) from None
            whole = not message.get("more_body", False)
            if scope["path"] == UPLOAD:
                until = now() + self._timeout_s
            return message

        await self._app(scope, timed, send)
