"""Errors of what is not ours, the chat page's own addresses above all, as problem documents."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.http.problems import PROBLEM_JSON, plain_problem, problem_response

_KEPT = ("allow", "retry-after", "connection")
"""Headers that belong to the status."""


class UnexplainedErrors:
    """ASGI middleware that puts a problem document in the place of any other body of an error.

    The status stays, which the page goes by. What Gradio says beside it may name files of this
    machine.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        replaced = False

        async def explained(message: Message) -> None:
            nonlocal replaced
            if message["type"] == "http.response.start" and message["status"] >= 400:
                given = Headers(raw=message["headers"])
                replaced = given.get("content-type") != PROBLEM_JSON
                if replaced:
                    kept = {name: given[name] for name in _KEPT if name in given}
                    said = plain_problem(message["status"])
                    await problem_response(said, kept)(scope, receive, send)
            if not replaced:
                await send(message)

        await self._app(scope, receive, explained)
