"""What went wrong with a language model, for the person who reads the answer.

The libraries of the providers raise errors of their own, which are told apart by what they share:
a status code, the response's headers, and the kind of error below them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.errors import DatelineError
from rag.generation.breaker import LeftAlone

PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
"""HTTP statuses after which the same may go well a moment later."""
MOST_LOGGED = 300
"""Characters of what a server said, which may quote what it was asked."""
_STATUS = {
    400: "did not accept the question",
    401: "did not accept the key",
    403: "did not accept the key",
    404: "was not found at its address",
    413: "did not accept so long a question",
    422: "did not accept the question",
    429: "has too much to do at the moment",
}
_UNREACHABLE = {"APIConnectionError", "ConnectError", "ConnectTimeout", "ConnectionError"}
_BROKEN_OFF = {"ReadError", "RemoteProtocolError", "WriteError", "CloseError"}
_TIMEOUT = {"APITimeoutError", "ReadTimeout", "PoolTimeout", "WriteTimeout", "TimeoutError"}


class ModelFailed(DatelineError):
    """The language model gave nothing to go on; what it says is a line for the reader."""


class SaidNothing(Exception):
    """The stream ended, and there was no word in it."""


class FellSilent(Exception):
    """Nothing came for a while after the first words."""


class BrokeOff(Exception):
    """The server ended the stream before the model had."""


class SaidTooMuch(Exception):
    """The stream did not end where it should have."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What happened, after "The language model"; `passing` is what may be tried again, `outage`
    what speaks of the server rather than of what was asked of it."""

    said: str
    passing: bool = False
    outage: bool = True


def failure_of(error: BaseException, seconds: float) -> Failure:
    """What an error means, where the model was given so many seconds."""
    status = status_of(error)
    names = {type(cause).__name__ for cause in _causes(error)}
    if isinstance(error, LeftAlone):
        said = f"failed repeatedly and is left alone for {_seconds(error.seconds)}"
        return Failure(said, outage=False)
    if isinstance(error, SaidTooMuch):
        return Failure("wrote far more than it was asked for", outage=False)
    if isinstance(error, BrokeOff):
        return Failure("broke off in the middle of its answer", outage=False)
    if isinstance(error, FellSilent):
        return Failure("fell silent in the middle of its answer")
    if status is not None and status >= 400:
        said = _STATUS.get(status, f"answered with an error ({status})")
        outage = status in PASSING or status in (401, 403, 404)
        return Failure(said, passing=status in PASSING, outage=outage)
    if names & _TIMEOUT and "ConnectTimeout" not in names:
        return Failure(f"did not answer within {_seconds(seconds)}")
    if names & _BROKEN_OFF:
        return Failure("broke off in the middle of its answer", passing=True)
    if names & _UNREACHABLE or any(isinstance(cause, OSError) for cause in _causes(error)):
        return Failure("could not be reached", passing=True)
    return Failure("answered nonsense")


def status_of(error: BaseException) -> int | None:
    """The HTTP status that an error tells of."""
    status = getattr(error, "status_code", None)
    return status if isinstance(status, int) else None


def retry_after_s(error: BaseException) -> float | None:
    """Seconds that the server asks to be left alone for, where it says so in seconds."""
    headers = getattr(getattr(error, "response", None), "headers", {})
    said = str(headers.get("retry-after", ""))
    return float(said) if re.fullmatch(r"\d{1,9}(\.\d+)?", said) else None


def for_the_log(error: BaseException, secret: str) -> str:
    """An error in one line, short, and without the key."""
    causes = " < ".join(dict.fromkeys(type(cause).__name__ for cause in _causes(error)))
    text = str(error).replace(secret, "•••") if secret else str(error)
    return f"({causes}: {' '.join(text.split())[:MOST_LOGGED]})"


def _seconds(number: float) -> str:
    return f"{number:.3g} second{'' if number == 1 else 's'}"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what it came from."""
    seen: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in seen:
        yield cause
        seen.append(cause)
        cause = cause.__cause__ or cause.__context__
