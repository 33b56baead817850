"""JSON posted to an address, signed where the receiver is to know who sent it."""

import base64
import binascii
import hashlib
import hmac
import time
from http.client import HTTPException, HTTPResponse
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from index.errors import DatelineError

_TIMEOUT_S = 10
_MOST_REPLY = 65_536


class NotSent(DatelineError):
    """An alert did not arrive, or nobody knows whether it did: `perhaps`."""

    def __init__(self, said: str, *, perhaps: bool = False) -> None:
        super().__init__(said)
        self.perhaps = perhaps


class _NoRedirects(HTTPRedirectHandler):
    """Alerts go where they were meant to, and nowhere else."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None


def post(url: str, body: bytes, headers: dict[str, str]) -> bytes:
    """Posts JSON and gives the beginning of the reply. Raises NotSent for all but 2xx."""
    sent = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "Dateline", **headers}
    try:
        request = Request(url, body, sent, method="POST")  # noqa: S310 - its scheme was looked at
        with build_opener(_NoRedirects).open(request, timeout=_TIMEOUT_S) as reply:
            return _beginning(reply)
    except HTTPError as error:
        error.close()
        raise NotSent(f"It was answered with {error.code}.") from error
    except (URLError, HTTPException, OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        why = getattr(reason, "strerror", None) or str(reason) or type(error).__name__
        perhaps = not isinstance(
            error, URLError | ValueError
        )  # all was sent, and none has answered
        raise NotSent(f"It could not be reached: {why}.", perhaps=perhaps) from error


def _beginning(reply: HTTPResponse) -> bytes:
    """The beginning of a reply. Raises TimeoutError where it comes too slowly, piece by piece."""
    read, until = b"", time.monotonic() + _TIMEOUT_S
    while len(read) < _MOST_REPLY and (piece := reply.read1(_MOST_REPLY - len(read))):
        if time.monotonic() > until:
            raise TimeoutError("its reply takes too long")
        read += piece
    return read


def signature(secret: str, identity: str, at: int, body: bytes) -> dict[str, str]:
    """The headers by which a receiver knows sender, moment (seconds) and alert, as Standard
    Webhooks has them (https://www.standardwebhooks.com), and the id as Idempotency-Key too."""
    signed = f"{identity}.{at}.".encode() + body
    digest = hmac.new(_key(secret), signed, hashlib.sha256).digest()
    return {
        "webhook-id": identity,
        "webhook-timestamp": str(at),
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
        "Idempotency-Key": identity,
    }


def _key(secret: str) -> bytes:
    """The key that a secret stands for: base64 after `whsec_`, or else its own bytes."""
    if not secret.startswith("whsec_"):
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except binascii.Error as error:
        raise NotSent("DATELINE_WEBHOOK_SECRET is no base64 after whsec_.") from error
