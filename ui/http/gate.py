"""Who may use /v1, how often, and with how large a body; and the chat page, but for who."""

from ipaddress import ip_address

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from index.errors import BadInput
from rag.settings import Settings
from ui.callers import AS_BEFORE, Caller
from ui.http.allowance import Allowance
from ui.http.problems import TOO_LARGE, plain_problem, problem, problem_response
from ui.http.sign_in import Forged, SignIn
from ui.http.ways import PAGE, UPLOAD, is_counted, is_guarded, is_of_page, scope_needed
from ui.tokens import KeptToken, TokenStore, digest_of, find_token

UPLOADS_AT_ONCE = 16
"""So many times the largest report may be sent at once, in as many files as there are."""
_CALLER = "dateline.caller"
_SIGN_IN = "Sign in: come to this page by way of its proxy."
_FORGED = "This names a user, and does not come by way of this server's proxy."


class Tokens:
    """The bearer tokens that are let in: those of the setting and those of the data folder, which
    may change while the server runs. Where there never were any, everybody is let in."""

    def __init__(self, settings: Settings) -> None:
        """Raises BadInput where the setting names no token."""
        written = settings.tokens.get_secret_value() if settings.tokens else None
        named = [token.strip() for token in (written or "").split(",") if token.strip()]
        if written is not None and not named:
            raise BadInput("The setting tokens names no token. Unset it to let everybody in.")
        digests = [digest_of(token.encode("utf-8")) for token in named]
        self._set = [KeptToken("", digest, AS_BEFORE, None, "") for digest in digests]
        self._made = TokenStore(settings.data_dir)

    @property
    def asked_for(self) -> bool:
        """Whether a token must be given."""
        return bool(self._set) or self._made.exists

    def find(self, header: str) -> Caller | None:
        """Whoever has the token in an `Authorization` header; None where it is not one of them.

        Every token is compared, each in a time that does not tell how much of it is right. Raises
        IndexUnusable where those of the data folder cannot be read.
        """
        scheme, _, given = header.partition(" ")
        if scheme.lower() != "bearer":
            return None
        digest = digest_of(given.strip().encode("latin-1"))
        found = find_token(digest, [*self._set, *self._made.all()])
        if found is None:
            return None
        return Caller(f"token {digest.hex()}", found.scopes, found.collections)


class Gate:
    """ASGI middleware: 401 without a token or sign-in where one is asked for, 403 for one that is
    for other things or forged, 429 for whoever asks too often, 413 for a body that is said to be
    too large (one that does not say so is measured as it comes).

    It decides before the body of a request is read. A client is a token, or else an address; a
    network of IPv6 that is given to one household counts as one.
    """

    def __init__(
        self,
        app: ASGIApp,
        tokens: Tokens,
        sign_in: SignIn,
        allowance: Allowance,
        settings: Settings,
    ) -> None:
        self._app = app
        self._tokens = tokens
        self._sign_in = sign_in
        self._allowance = allowance
        self._max_body = settings.max_body_kb * 1024
        self._max_upload = int(UPLOADS_AT_ONCE * settings.max_file_mb * 1e6)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if scope["type"] != "http" or not (is_guarded(path) or is_of_page(path)):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refused, caller = None, None
        try:
            user = self._sign_in.user(headers)
            caller = user or self._tokens.find(headers.get("authorization", ""))
        except Forged:
            refused = problem_response(problem(403, _FORGED))
        scope[_CALLER] = caller or Caller(_address(scope))
        counted = refused is not None or is_counted(scope["method"], path)
        wait = await self._allowance.wait(caller_of(scope).key) if counted else 0
        if wait:
            said = problem(429, f"Too many requests in a minute. Try again in {wait} seconds.")
            refused = problem_response(said, {"Retry-After": str(wait)})
        refused = refused or self._refused(scope, headers, caller)
        await (refused or self._app)(scope, receive, send)

    def _refused(self, scope: Scope, headers: Headers, caller: Caller | None) -> Response | None:
        """What is said to a request that is not let in; None to one that is."""
        method, path = scope["method"], scope["path"]
        shut = self._tokens.asked_for or self._sign_in.asked_for
        if is_of_page(path) and shut and not user_of(scope):
            signs_in = self._sign_in.asked_for
            return problem_response(problem(401, _SIGN_IN) if signs_in else plain_problem(404))
        if shut and caller is None:
            said = problem(401, "Send one of this server's tokens: Authorization: Bearer TOKEN.")
            return problem_response(said, {"WWW-Authenticate": "Bearer"})
        if is_guarded(path) and not caller_of(scope).may(needed := scope_needed(method, path)):
            said = problem(403, f"This token may not do this: it has not the scope “{needed}”.")
            return problem_response(said)
        if _length(headers) > (self._max_upload if path == UPLOAD else self._max_body):
            return problem_response(problem(413, TOO_LARGE))
        if path.startswith(PAGE) and _hides_its_length(method, headers):
            return problem_response(problem(411, "Say in Content-Length how long this is."))
        return None


def user_of(scope: Scope) -> str:
    """The name of whoever is signed in; empty for nobody."""
    caller: Caller | None = scope.get(_CALLER)
    return caller.user if caller is not None else ""


def caller_of(scope: Scope) -> Caller:
    """Who sent a request that the gate has let in."""
    caller: Caller = scope[_CALLER]
    return caller


def seen_by(request: Request) -> tuple[str, ...] | None:
    """The collections that whoever sent a request sees; None for all."""
    return caller_of(request.scope).collections


def conversation_key(scope: Scope, conversation_id: str | None) -> str | None:
    """A conversation's name that no other client has, whatever id it guesses; None for none."""
    return None if conversation_id is None else f"http {caller_of(scope).key} {conversation_id}"


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
