"""GET and POST /v1/find: all reports that have some words."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from index.errors import BadInput, UnknownReport
from rag.engine.wide import asked_widely
from ui.http.description import ON_BODIES, problems
from ui.http.examples import FOUND
from ui.http.gate import seen_by
from ui.schemas import FindQuery, FindRequest
from ui.service import Service
from ui.wide import Found, as_csv

_CSV = "text/csv"
_FOUND: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "As the field `format` has it, or else the header `Accept`: JSON, or CSV "
        "with a row for each report.",
        "content": {_CSV: {"schema": {"type": "string"}}},
    }
}
_PRIVATE = {"Vary": "Accept", "Cache-Control": "private, no-store"}


def add_finding(router: APIRouter, service: Service) -> None:
    """Adds the wide search, to be linked to and to be posted."""

    @router.get(
        "/find",
        summary="Find all reports that have some words",
        tags=["questions"],
        response_model=Found,
        responses={**problems(422, 503), **_FOUND},
    )
    async def linked(request: Request, asked: Annotated[FindQuery, Query()]) -> Response:
        """As POST, for a link or a spreadsheet: the bounds stand in the address."""
        return await _found(service, request, asked)

    @router.post(
        "/find",
        summary="Find all reports that have some words",
        tags=["questions"],
        response_model=Found,
        responses={**problems(*ON_BODIES), **_FOUND},
    )
    async def find(
        request: Request, asked: Annotated[FindRequest, Body(openapi_examples=FOUND)]
    ) -> Response:
        """All reports that have the words in one passage, in any spelling, with a quote of each:
        the oldest first, and copies told apart. Not only the few that an answer rests on."""
        return await _found(service, request, asked)


async def _found(service: Service, request: Request, asked: FindRequest) -> Response:
    try:
        what = asked_widely(asked.question) or asked.question
        wide = await service.find_widely(what, asked.query(), seen_by(request))
    except UnknownReport:
        raise
    except BadInput as error:
        fault = {"type": "value_error", "loc": ("body", "question"), "msg": str(error)}
        raise RequestValidationError([fault]) from error
    if asked.format == "csv" or (asked.format is None and _prefers_csv(request)):
        named = {"Content-Disposition": 'attachment; filename="dateline.csv"'}
        return Response(as_csv(wide), headers={**_PRIVATE, **named}, media_type=_CSV)
    return JSONResponse(Found.of(wide).model_dump(mode="json", by_alias=True), headers=_PRIVATE)


def _prefers_csv(request: Request) -> bool:
    """Whether CSV is named among what is accepted, and before JSON."""
    accepted = [
        part.partition(";")[0].strip().lower()
        for part in request.headers.get("accept", "").split(",")
    ]
    known = [one for one in accepted if one in (_CSV, "application/json")]
    return known[:1] == [_CSV]
