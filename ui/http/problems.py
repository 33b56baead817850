"""Errors over HTTP: problem documents (RFC 9457) that say what happened and what to do."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field, computed_field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from index.errors import DatabaseUnusable, DatelineError, UnknownReport
from index.text.normalize import well_formed
from rag.limit import QuestionTimedOut
from ui.logs import LOG, request_id
from ui.service import Busy, Stopping

PROBLEM_JSON = "application/problem+json"
RETRY_S = 1
"""Seconds after which it is worth asking a busy server again."""
OUT_S = 5
"""Seconds after which it is worth asking a server again whose database is out."""
DATABASE_OUT = "The database that this server needs cannot be used right now. Try again soon."
_MENDED_S = 60
_MOST_ERRORS, _LONGEST = 20, 200
_IN_WORDS = {
    "extra_forbidden": "There is no such field.",
    "missing": "This is required.",
    "date_from_datetime_parsing": "This is not a day; write it as 2024-12-26.",
    "model_attributes_type": "This must be a JSON object.",
}
FAILED = "Something went wrong in the server; its log has the details."
TOO_LARGE = "The body of the request is larger than this server takes."
_UNNAMED = {
    404: "There is nothing at this address. GET /docs lists what there is.",
    500: FAILED,
    405: "This address does not know this method. The header Allow lists those it knows.",
    408: "The body of the request came too slowly. Send it again.",
    413: TOO_LARGE,
}


class Fault(BaseModel):
    """One thing that is wrong with a request, and where in its body (RFC 6901) it stands."""

    detail: str
    pointer: str


class Problem(BaseModel):
    """What went wrong. `detail` is for a person, `request_id` finds the request in the log."""

    type: str = "about:blank"
    title: str = Field(description="The name of the status.")
    status: int
    detail: str
    request_id: str | None = None
    errors: tuple[Fault, ...] = ()

    @computed_field
    def message(self) -> str:
        """The detail, where OpenAI's clients look for it."""
        return self.detail


def problem(status: int, detail: str, errors: Sequence[Fault] = ()) -> Problem:
    """A problem of the request that is being answered."""
    return Problem(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        request_id=request_id.get(),
        errors=tuple(errors),
    )


def plain_problem(status: int) -> Problem:
    """A problem of which only the status is to be told."""
    return problem(status, _UNNAMED.get(status, "This cannot be done here."))


def problem_response(said: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """A problem as a response."""
    return Response(said.model_dump_json(), said.status, headers, PROBLEM_JSON)


def problem_of(error: Exception) -> tuple[Problem, Mapping[str, str] | None]:
    """What the outside is told of an error, with the headers that go with it.

    Of an error that was not foreseen, and of one whose text is for whoever runs the server, that
    is nothing but that it happened; its text goes to the log.
    """
    if isinstance(error, Busy):
        return problem(429, str(error)), {"Retry-After": str(RETRY_S)}
    if isinstance(error, UnknownReport):
        return problem(422, str(error), [Fault(detail=str(error), pointer="#/report")]), None
    if isinstance(error, QuestionTimedOut):
        return problem(504, str(error)), None
    if isinstance(error, Stopping):
        return problem(503, str(error)), {"Retry-After": str(_MENDED_S)}
    if isinstance(error, DatabaseUnusable):
        LOG.error("a request cannot be dealt with: %s", error)
        return problem(503, DATABASE_OUT), {"Retry-After": str(OUT_S)}
    if isinstance(error, DatelineError):
        LOG.error("a question cannot be answered: %s", error)
        detail = "Questions cannot be answered at present; the server's log says why."
        return problem(503, detail), {"Retry-After": str(_MENDED_S)}

    LOG.error("an error that was not foreseen", exc_info=error)
    return problem(500, FAILED), None


async def _of_http(_: Request, error: HTTPException) -> Response:
    unnamed = error.detail == HTTPStatus(error.status_code).phrase or error.status_code == 413
    detail = _UNNAMED.get(error.status_code, error.detail) if unnamed else error.detail
    return problem_response(problem(error.status_code, detail), error.headers)


async def _of_validation(_: Request, error: RequestValidationError) -> Response:
    faults = [_fault(found) for found in error.errors()[:_MOST_ERRORS]]
    where = "; ".join(f"{fault.pointer}: {fault.detail}" for fault in faults[:3])
    return problem_response(problem(422, f"The request cannot be read. {where}", faults))


async def _of_dateline(_: Request, error: DatelineError) -> Response:
    return problem_response(*problem_of(error))


HANDLERS: Mapping[Any, Callable[[Request, Any], Awaitable[Response]]] = {
    HTTPException: _of_http,
    RequestValidationError: _of_validation,
    DatelineError: _of_dateline,
}
"""What makes every foreseen error of an application a problem document."""


def _fault(found: Mapping[str, Any]) -> Fault:
    """What pydantic found wrong, without the input, which it would repeat."""
    message = str(found["msg"]).removeprefix("Value error, ").rstrip(".")
    detail = _IN_WORDS.get(found["type"], f"{message[:1].upper()}{message[1:]}.")
    parts = (str(part).replace("~", "~0").replace("/", "~1") for part in found["loc"][1:])
    pointer = well_formed("".join(f"/{part}" for part in parts))
    return Fault(detail=detail[:_LONGEST], pointer=f"#{pointer[:_LONGEST]}")
