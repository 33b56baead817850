"""Events of the chat page that there are not, or are given too little: 404 and 422, where Gradio
would break down over them; and those of another's session."""

import json
from collections.abc import Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.web.sessions import SessionOwners

_JOIN = "/gradio_api/queue/join"
_WORK = (_JOIN, "/gradio_api/run/", "/gradio_api/api/", "/gradio_api/call/")
"""Where events are named, by their number in the body or their name in the address."""


class KnownEvents:
    """ASGI middleware of the page's application.

    `events` gives the numbers of those there are with how many values each takes, and `names` the
    numbers of those that have a name. Bodies are held in memory: the gate has turned away those
    that are too large.
    """

    def __init__(self, app: ASGIApp, events: Mapping[int, int], names: Mapping[str, int]) -> None:
        self._app = app
        self._events = events
        self._names = names
        self._owners = SessionOwners()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] == "http" and not self._owners.may_go_on(scope):
            await Response(status_code=404)(scope, receive, send)
            return
        named = scope["type"] == "http" and scope["method"] == "POST"
        if not (named and scope["path"].startswith(_WORK)):
            await self._app(scope, receive, send)
            return
        try:
            messages = [await receive()]
            while messages[-1].get("more_body", False):
                messages.append(await receive())
        except HTTPException as error:  # it came too slowly
            await Response(status_code=error.status_code, headers=error.headers)(
                scope, receive, send
            )
            return
        fault = self._fault(scope, b"".join(one.get("body", b"") for one in messages))
        if fault:
            await Response(status_code=fault)(scope, receive, send)
            return
        messages.reverse()

        async def again() -> Message:
            return messages.pop() if messages else await receive()

        await self._app(scope, again, send)

    def _fault(self, scope: Scope, body: bytes) -> int:
        """The status that a request is refused with; 0 for one that Gradio can be given."""
        try:
            said = json.loads(body)
        except (ValueError, RecursionError):
            return 422
        if not isinstance(said, dict):
            return 422
        if not self._owners.may_go_on(scope, str(said.get("session_hash") or "")):
            return 404
        number = self._number(scope["path"], said)
        values = said.get("data")
        if number is None or number not in self._events:
            return 404
        return 0 if isinstance(values, list) and len(values) >= self._events[number] else 422

    def _number(self, path: str, said: Mapping[str, Any]) -> int | None:
        """The number of the event that a request names."""
        number = said.get("fn_index")
        if number is None and path != _JOIN:
            return self._names.get(path.rstrip("/").rpartition("/")[2])
        by_number = isinstance(number, int) and not isinstance(number, bool)
        return number if by_number and "/call/" not in path else None
