"""POST /v1/export: outcomes as a file to be handed in."""

from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Body, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool

from index.types import Report
from rag.types import Answer, DatedPassage, Refusal
from ui.export import FORMATS, Kept, export
from ui.http.description import ON_BODIES, problems
from ui.http.examples import EXPORTED
from ui.http.gate import seen_by
from ui.schemas import ExportRequest
from ui.service import Seen, Service

_ENDINGS = {"csl-json": "json"}
"""Formats that are named otherwise than their files end."""
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_FILES: dict[int | str, dict[str, Any]] = {
    200: {"content": {one.media_type: _BINARY for one in FORMATS.values()}}
}


def add_exporting(router: APIRouter, service: Service) -> None:
    """Adds the export of outcomes."""

    @router.post(
        "/export",
        summary="Export answers as a file",
        tags=["questions"],
        response_class=Response,
        responses={**problems(*ON_BODIES), **_FILES},
    )
    async def exporting(
        request: Request,
        asked: Annotated[ExportRequest, Body(openapi_examples=EXPORTED)],
    ) -> Response:
        """Outcomes, as this server gave them, as one file: a document with footnotes, or the
        reports that they cite as references. A quote that its report does not have is refused."""
        return await run_in_threadpool(_exported, service, asked, seen_by(request))


def _exported(service: Service, asked: ExportRequest, seen: Seen) -> Response:
    faults = list(_unfounded(service, asked.outcomes, seen))
    if faults:
        raise RequestValidationError(faults)
    kept = [Kept(outcome.question, outcome) for outcome in asked.outcomes]
    made = export(kept, _ENDINGS.get(asked.format, asked.format), service.today())
    headers = {
        "Content-Disposition": f'attachment; filename="{made.name}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    return Response(made.data, headers=headers, media_type=made.media_type)


def _unfounded(
    service: Service, outcomes: tuple[Answer | Refusal, ...], seen: Seen
) -> Iterator[dict[str, object]]:
    """What is wrong with passages that are not as their reports have them, each by its place."""
    read = dict[str, Report | None]()
    for number, outcome in enumerate(outcomes):
        if isinstance(outcome, Answer):
            name, passages = "citations", tuple[DatedPassage, ...](outcome.citations)
        else:
            name, passages = "nearest", outcome.nearest
        for at, passage in enumerate(passages):
            if passage.report_id not in read:
                read[passage.report_id] = service.report(passage.report_id, seen)
            why = _fault(passage, read[passage.report_id])
            if why is not None:
                place = ("body", "outcomes", number, name, at)
                yield {"type": "value_error", "loc": place, "msg": why}


def _fault(passage: DatedPassage, report: Report | None) -> str | None:
    """Why a passage cannot be handed in as its report's; None where it can."""
    if report is None:
        return "there is no such report any more; ask again"
    if report.text[passage.start : passage.end] != passage.quote:
        return "the report does not have these words at this place; ask again"
    head, dated = report.head, report.head.dated
    stated = (passage.title, passage.publisher, passage.originator, passage.url)
    if stated != (head.title, head.publisher, head.originator, head.url):
        return "the report has another title, publisher or address; ask again"
    day = (passage.published_on, passage.published_edtf)
    known = (passage.date_source, passage.date_confidence)
    if (day, known) != (
        (dated.published_on, dated.published_edtf), (dated.source, dated.confidence),
    ):  # fmt: skip
        return "the report has another date; ask again"
    return None
