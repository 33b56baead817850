"""GET /v1/reports and /v1/reports/{id}."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from starlette.exceptions import HTTPException

from ui.http.description import problems
from ui.http.gate import seen_by
from ui.pictures import NoPicture
from ui.schemas import ReportSummary, ReportText
from ui.service import Service

_PICTURE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"image/png": {}}, "description": "The page, as a PNG."}
}
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
        report_id: Annotated[str, Path(description="As in `report_id` of a citation.")],
    ) -> ReportText:
        """A report with its whole text, into which the offsets of citations point."""
        found = service.report(report_id, seen_by(request))
        if found is None:
            raise HTTPException(404, "There is no such report. GET /v1/reports lists them.")
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
        report_id: Annotated[str, Path(description="As in `report_id` of a citation.")],
        page: Annotated[int, Path(ge=1, description="As in `page` of a citation.")],
    ) -> Response:
        """A page of a PDF as a picture, on which the boxes of citations mark their quotes: it is
        as wide and high as the page, and its lower left is theirs."""
        try:
            picture = service.page_picture(report_id, page, seen_by(request))
        except NoPicture as error:
            raise HTTPException(404, str(error)) from error
        return Response(picture, media_type="image/png", headers=_KEPT)
