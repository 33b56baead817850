"""Who may use /v1, how often, and with how large a body; and the chat page, but for who."""

import hashlib
import hmac
import math
import time
from collections import deque
from collections.abc import Callable
from ipaddress import ip_address

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from index.errors import BadInput
from rag.settings import Settings
from ui.http.problems import TOO_LARGE, problem, problem_response

GUARDED = "/v1"
UPLOADS_AT_ONCE = 16
"""So many times the largest report may be sent at once, in as many files as there are."""
UPLOAD = "/gradio_api/upload"
"""Where the chat page sends files to."""
PAGE = "/gradio_api/"
"""What the chat page asks for lies below it."""
OPEN = {
    "/": "the chat's page, which shows what the conversation of its reader's browser holds",
    "/assets/": "files of the page",
    "/config": "what the page is built of",
    "/docs": "the description of the interface",
    "/docs-assets": "files of that description",
    "/favicon.ico": "a picture of the page",
    "/gradio_api/": "reading what an event answered, by the name of its session, which only its "
    "reader's browser has; files of the page",
    "/healthz": "that the server runs",
    "/login": "nobody has a name here: it is refused",
    "/logout": "nobody has a name here: it only forgets a cookie",
    "/manifest.json": "what the page is called",
    "/metrics": "counts, without questions or reports",
    "/monitoring": "switched off",
    "/openapi.json": "the description of the interface",
    "/pwa_icon": "a picture of the page",
    "/readyz": "whether the models are loaded",
    "/robots.txt": "what search engines may read: nothing",
    "/slack/events": "each request is signed by Slack",
    "/static/": "files of the page",
    "/svelte/": "files of the page",
    "/theme.css": "how the page looks",
}
"""The ways in that neither ask for a token nor count as a request, by how they begin, and why."""
_READS = frozenset({"GET", "HEAD", "OPTIONS"})
_CLIENT = "dateline.client"
_MINUTE = 60.0
_MANY = 10_000
"""Clients remembered before those that have been quiet for a minute are forgotten."""


class Tokens:
    """The bearer tokens that are let in; none set, everybody is."""

    def __init__(self, settings: Settings) -> None:
        """Raises BadInput where the setting names no token."""
        written = settings.tokens.get_secret_value() if settings.tokens else None
        named = [token.strip() for token in (written or "").split(",") if token.strip()]
        if written is not None and not named:
            raise BadInput("The setting tokens names no token. Unset it to let everybody in.")
        self._digests = [_digest(token.encode("utf-8")) for token in named]

    @property
    def asked_for(self) -> bool:
        """Whether a token must be given."""
        return bool(self._digests)

    def find(self, header: str) -> int | None:
        """The number of the token in an `Authorization` header; None where it is not one of them.

        Every token is compared, each in a time that does not tell how much of it is right.
        """
        scheme, _, given = header.partition(" ")
        digest = _digest(given.strip().encode("latin-1"))
        same = [hmac.compare_digest(digest, known) for known in self._digests]
        return same.index(True) if scheme.lower() == "bearer" and any(same) else None


class Allowance:
    """How many requests each client has made in the last minute."""

    def __init__(self, per_minute: int, now: Callable[[], float] = time.monotonic) -> None:
        """`per_minute` 0 is no bound. `now` gives seconds."""
        self._per_minute = per_minute
        self._now = now
        self._made: dict[str, deque[float]] = {}

    def wait(self, client: str) -> int:
        """Counts a request and returns 0, or returns the seconds until there may be another."""
        if not self._per_minute:
            return 0
        now = self._now()
        if len(self._made) > _MANY:
            self._made = {k: made for k, made in self._made.items() if made[-1] > now - _MINUTE}
        made = self._made.setdefault(client, deque())
        while made and made[0] <= now - _MINUTE:
            made.popleft()
        if len(made) >= self._per_minute:
            return math.ceil(made[0] + _MINUTE - now)
        made.append(now)
        return 0


class Gate:
    """ASGI middleware: 401 without a token where one is asked for, 429 for whoever asks too often,
    413 for a body that is said to be too large (one that does not say so is measured as it comes).

    It decides before the body of a request is read. A client is a token, or else an address; a
    network of IPv6 that is given to one household counts as one.
    """

    def __init__(self, app: ASGIApp, tokens: Tokens, settings: Settings) -> None:
        self._app = app
        self._tokens = tokens
        self._allowance = Allowance(settings.per_minute)
        self._max_body = settings.max_body_kb * 1024
        self._max_upload = int(UPLOADS_AT_ONCE * settings.max_file_mb * 1e6)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if scope["type"] != "http" or not (_is_guarded(path) or path.startswith(PAGE)):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        token = self._tokens.find(headers.get("authorization", ""))
        client = _address(scope) if token is None else f"token {token}"
        scope[_CLIENT] = client
        counted = is_counted(scope["method"], path)
        wait = self._allowance.wait(client) if counted else 0
        uploads = path == UPLOAD
        if wait:
            said = problem(429, f"Too many requests in a minute. Try again in {wait} seconds.")
            response = problem_response(said, {"Retry-After": str(wait)})
        elif self._tokens.asked_for and token is None and _is_guarded(path):
            said = problem(401, "Send one of this server's tokens: Authorization: Bearer TOKEN.")
            response = problem_response(said, {"WWW-Authenticate": "Bearer"})
        elif _length(headers) > (self._max_upload if uploads else self._max_body):
            response = problem_response(problem(413, TOO_LARGE))
        elif path.startswith(PAGE) and _hides_its_length(scope["method"], headers):
            response = problem_response(problem(411, "Say in Content-Length how long this is."))
        else:
            await self._app(scope, receive, send)
            return
        await response(scope, receive, send)


def conversation_key(scope: Scope, conversation_id: str | None) -> str | None:
    """A conversation's name that no other client has, whatever id it guesses; None for none."""
    return None if conversation_id is None else f"http {scope[_CLIENT]} {conversation_id}"


def is_counted(method: str, path: str) -> bool:
    """Whether a request counts against what a client may ask in a minute: whatever the interface
    for programs is asked, and whatever the chat page has done, by any of Gradio's ways."""
    return _is_guarded(path) or (path.startswith(PAGE) and method not in _READS)


def _is_guarded(path: str) -> bool:
    return path == GUARDED or path.startswith(f"{GUARDED}/")


def _hides_its_length(method: str, headers: Headers) -> bool:
    return method == "POST" and "content-length" not in headers


def _length(headers: Headers) -> int:
    written = headers.get("content-length", "")
    return int(written) if written.isdecimal() else 0


def _address(scope: Scope) -> str:
    client = scope.get("client")
    if not client:
        return "unknown"
    try:
        address = ip_address(client[0])
    except ValueError:
        return str(client[0])
    return str(address) if address.version == 4 else address.exploded[:19]


def _digest(token: bytes) -> bytes:
    return hashlib.sha256(token).digest()
