"""What is to be read before anything else of the page: how it is painted first, and a script."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HEAD = b"<head>"


class EarlyHead:
    """Puts a style sheet and a script at the beginning of the page's head.

    What Gradio is given for the head is put there by its own script, when it has chosen its
    language. A page is held in memory until it is whole.
    """

    def __init__(self, app: ASGIApp, style: str, script: str) -> None:
        self._app = app
        self._begin = _HEAD + f"<style>{style}</style><script>{script}</script>".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        held: list[Message] = []

        async def send_whole(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_page(message):
                held.append(message)
            elif not held:
                await send(message)
            elif message["type"] == "http.response.body":
                held.append(message)
                if not message.get("more_body", False):
                    await self._send(held, send)

        await self._app(scope, receive, send_whole)

    async def _send(self, held: list[Message], send: Send) -> None:
        start, *parts = held
        body = b"".join(part.get("body", b"") for part in parts).replace(_HEAD, self._begin, 1)
        headers = MutableHeaders(scope=start)
        if body:
            headers["Content-Length"] = str(len(body))
        await send(start)
        await send({"type": "http.response.body", "body": body})


def _is_page(start: Message) -> bool:
    return MutableHeaders(scope=start).get("content-type", "").startswith("text/html")
