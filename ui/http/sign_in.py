"""Who is signed in, as a reverse proxy says it."""

import hmac

from starlette.datastructures import Headers

from index.errors import BadInput
from rag.serving import ServingSettings
from ui.callers import Caller, TokenScope

SECRET_HEADER = "X-Dateline-Proxy"  # noqa: S105 - the name of a header
"""In it the proxy shows that it is the proxy."""
_MAY = frozenset({TokenScope.ASK, TokenScope.READ, TokenScope.INGEST})
"""What the chat page does, so what people may who use it."""
_LONGEST = 200
_SHORTEST_SECRET = 16


class Forged(Exception):
    """A request names a user, and not by way of the proxy."""


class SignIn:
    """Takes users from a header that the proxy sets, where the proxy's secret comes with it.

    The address that a request comes from is not asked: behind a proxy it is the reader's, and on
    one machine everybody's.
    """

    def __init__(self, settings: ServingSettings) -> None:
        """Raises BadInput where only one of the two settings is there, or the secret is short."""
        self._header = (settings.proxy_user_header or "").strip()
        secret = settings.proxy_secret.get_secret_value() if settings.proxy_secret else ""
        self._secret = secret.encode()
        if bool(self._header) != bool(secret):
            raise BadInput(
                "Sign-in needs both DATELINE_PROXY_USER_HEADER and DATELINE_PROXY_SECRET, which "
                f"the proxy sends as {SECRET_HEADER}."
            )
        if secret and len(secret) < _SHORTEST_SECRET:
            raise BadInput(f"DATELINE_PROXY_SECRET has less than {_SHORTEST_SECRET} characters.")

    @property
    def asked_for(self) -> bool:
        """Whether people sign in through a proxy."""
        return bool(self._header)

    def user(self, headers: Headers) -> Caller | None:
        """Whoever is signed in; None where a request names nobody. Raises Forged.

        Two headers of one name are forged: some proxies put theirs behind that of the client.
        """
        if not self.asked_for:
            return None
        named, secrets = headers.getlist(self._header), headers.getlist(SECRET_HEADER)
        if not named and not secrets:
            return None
        shown = secrets[0].encode("latin-1") if len(secrets) == 1 else b""
        if not hmac.compare_digest(shown, self._secret) or len(named) > 1:
            raise Forged
        name = named[0].strip() if named else ""
        if len(name) > _LONGEST:
            raise Forged
        return Caller(f"user {name}", _MAY, user=name) if name else None
