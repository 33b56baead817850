"""GET /v1/reports and /v1/reports/{id}."""

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.exceptions import HTTPException

from ui.http.description import problems
from ui.schemas import ReportSummary, ReportText
from ui.service import Service


def add_reports(router: APIRouter, service: Service) -> None:
    """Adds what there is to read."""

    @router.get("/reports", summary="List the reports", tags=["reports"])
    def reports() -> list[ReportSummary]:
        """All reports, the oldest first, those without a date last."""
        return [ReportSummary.of(head) for head in service.reports()]

    @router.get(
        "/reports/{report_id}",
        summary="Read a report",
        tags=["reports"],
        responses=problems(404, 422),
    )
    def report(
        report_id: Annotated[str, Path(description="As in `report_id` of a citation.")],
    ) -> ReportText:
        """A report with its whole text, into which the offsets of citations point."""
        found = service.report(report_id)
        if found is None:
            raise HTTPException(404, "There is no such report. GET /v1/reports lists them.")
        return ReportText.whole(found)
