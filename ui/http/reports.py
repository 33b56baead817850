"""/v1/reports and /v1/reports/{id}: reports listed, read, edited and removed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from starlette.exceptions import HTTPException

from index.errors import BadInput, UnknownReport
from ui.http.description import ON_BODIES, problems
from ui.http.gate import seen_by, user_of
from ui.pictures import NoPicture
from ui.report_schemas import ChangeReceipt, ReportEdit, ReportSummary, ReportText
from ui.service import Service

_PICTURE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"image/png": {}}, "description": "The page, as a PNG."}
}
_Id = Annotated[str, Path(description="As in `report_id` of a citation.")]
_UNKNOWN = "There is no such report. GET /v1/reports lists them."
_KEPT = {"Cache-Control": "private, max-age=3600"}


def add_reports(router: APIRouter, service: Service) -> None:
    """Adds what there is to read."""

    @router.get("/reports", summary="List the reports", tags=["reports"])
    def reports(request: Request) -> list[ReportSummary]:
        """All reports, the oldest first, those without a date last."""
        return [ReportSummary.of(head) for head in service.reports(seen_by(request))]

    @router.get(
        "/reports/{report_id}",
        summary="Read a report",
        tags=["reports"],
        responses=problems(404, 422),
    )
    def report(
        request: Request,
        report_id: _Id,
    ) -> ReportText:
        """A report with its whole text, into which the offsets of citations point."""
        found = service.report(report_id, seen_by(request))
        if found is None:
            raise HTTPException(404, _UNKNOWN)
        return ReportText.whole(found)

    @router.get(
        "/reports/{report_id}/pages/{page}",
        summary="See a page",
        tags=["reports"],
        responses=_PICTURE | problems(404, 422),
        response_class=Response,
    )
    def page(
        request: Request,
        report_id: _Id,
        page: Annotated[int, Path(ge=1, description="As in `page` of a citation.")],
    ) -> Response:
        """A page of a PDF as a picture, on which the boxes of citations mark their quotes: it is
        as wide and high as the page, and its lower left is theirs."""
        try:
            picture = service.page_picture(report_id, page, seen_by(request))
        except NoPicture as error:
            raise HTTPException(404, str(error)) from error
        return Response(picture, media_type="image/png", headers=_KEPT)


def add_changes(router: APIRouter, service: Service) -> None:
    """Adds what changes a report."""

    @router.patch(
        "/reports/{report_id}",
        summary="Edit a report",
        tags=["reports"],
        responses=problems(403, 404, *ON_BODIES),
    )
    def edit(request: Request, report_id: _Id, given: ReportEdit) -> ChangeReceipt:
        """Puts what is known of a report in the place of what was read of it, or undoes that with
        `reset`. It is kept, whatever is read of the report's file."""
        _check_sees_all(request)
        with service.editor() as editor, _said_to_programs():
            if given.reset:
                return ChangeReceipt.of(editor.reset(report_id))
            edit = replace(given.edit, by=user_of(request.scope))
            return ChangeReceipt.of(editor.edit(report_id, edit))

    @router.delete(
        "/reports/{report_id}",
        summary="Remove a report",
        tags=["reports"],
        responses=problems(403, 404, 422, 503),
    )
    def remove(request: Request, report_id: _Id) -> ChangeReceipt:
        """Takes a report out. Its file stays, and later ingests leave it out until they are told to
        restore it."""
        _check_sees_all(request)
        with service.editor() as editor, _said_to_programs():
            return ChangeReceipt.of(editor.remove(report_id))


def _check_sees_all(request: Request) -> None:
    """Refuses a change by who sees some collections alone: a report may belong to others too, and
    would be changed for those who see these."""
    if seen_by(request) is not None:
        raise HTTPException(403, "This token sees some collections alone, and changes nothing.")


@contextmanager
def _said_to_programs() -> Iterator[None]:
    """What cannot be done of a change that was asked for, as a status."""
    try:
        yield
    except UnknownReport as error:
        raise HTTPException(404, _UNKNOWN) from error
    except BadInput as error:
        raise HTTPException(422, str(error)) from error
