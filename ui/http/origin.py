"""Under which names the server is reached, and from which pages it is asked to do things.

A page of another site can make its visitor's browser send requests to a server on the visitor's own
machine: by a name of its own that it lets point there, or straight away. Neither is answered.
"""

from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from rag.serving import ServingSettings
from ui.http.problems import problem, problem_response

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_CHANGES_NOTHING = frozenset({"GET", "HEAD", "OPTIONS"})
_SIGNED = "/slack/events"
"""Needs no check: whoever sends there signs what he sends."""


class KnownOrigin:
    """ASGI middleware: 421 for a host name that is not the server's, 403 for what another site's
    page wants changed."""

    def __init__(self, app: ASGIApp, settings: ServingSettings) -> None:
        self._app = app
        named = {name.strip().casefold() for name in (settings.hosts or "").split(",")} - {""}
        everywhere = settings.hosts is None and _is_everywhere(settings.host)
        self._any = everywhere or "*" in named
        self._known = named | _LOOPBACK | {settings.host.casefold()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] == _SIGNED:
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        host, origin = headers.get("host", ""), headers.get("origin")
        if not self._any and _name(f"//{host}") not in self._known:
            said = problem(
                421, "This server has another name. Its setting hosts lists those it has."
            )
        elif origin and scope["method"] not in _CHANGES_NOTHING and not _is_of(origin, host):
            said = problem(403, "A page of another site may not do this here.")
        else:
            await self._app(scope, receive, send)
            return
        await problem_response(said)(scope, receive, send)


def _is_of(origin: str, host: str) -> bool:
    try:
        return urlsplit(origin).netloc.casefold() == host.casefold()
    except ValueError:
        return False


def _name(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").casefold()
    except ValueError:
        return ""


def _is_everywhere(host: str) -> bool:
    try:
        return ip_address(host).is_unspecified
    except ValueError:
        return False
