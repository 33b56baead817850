"""HEAD wherever GET is answered: the same status and headers, without the body."""

from starlette.types import ASGIApp, Receive, Scope, Send

from ui.http.ways import PAGE


class Heads:
    """ASGI middleware that has HEAD answered as GET; the server leaves the body away.

    What the chat page follows without end is left alone.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = scope["type"] == "http" and scope["method"] == "HEAD"
        if asked and not scope["path"].startswith(PAGE):
            scope = {**scope, "method": "GET"}
        await self._app(scope, receive, send)
