"""What every request gets: an id, a line in the log, and a problem document where it fails."""

import asyncio
import re
import time
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.http.metrics import Metrics
from ui.http.problems import problem_of, problem_response
from ui.logs import LOG, request_id
from ui.service import Stopping

_ID = "X-Request-ID"
_USABLE = re.compile(r"[A-Za-z0-9._-]{1,64}")
_LOGGED = ("/v1", "/slack")


class Requests:
    """ASGI middleware around the whole server.

    The id is the client's own if it sent one that is short and plain. Requests to the interfaces
    for programs are logged; those of the chat page and of monitoring are not.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(_ID, "")
        own = given if _USABLE.fullmatch(given) else uuid4().hex
        request_id.set(own)
        began, status = time.perf_counter(), 0

        async def marked(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[_ID] = own
            await send(message)

        with self._metrics.in_flight.track_inprogress():
            try:
                await self._app(scope, receive, marked)
            except Exception as error:
                if status:  # half an answer is cut off, so that it is not taken for a whole one
                    raise
                await problem_response(*problem_of(error))(scope, receive, marked)
            except asyncio.CancelledError:
                if not status:
                    await problem_response(*problem_of(Stopping()))(scope, receive, marked)
                raise
            finally:
                self._log(scope, status, time.perf_counter() - began)

    def _log(self, scope: Scope, status: int, seconds: float) -> None:
        if scope["path"].startswith(_LOGGED):
            more = {
                "method": scope["method"],
                "path": scope["path"],
                "status": status,
                "ms": round(seconds * 1000, 1),
            }
            LOG.info("request", extra={"more": more})
