"""GET /v1/citations/{report_id}: a citation that was given once, checked again."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.exceptions import HTTPException

from rag.evidence.rechecking import Recheck, recheck
from ui.http.description import problems
from ui.http.gate import seen_by
from ui.service import Service

_LONGEST = 4000
"""Letters of a quote: an address has room for 64 KiB, of which a letter may take twelve bytes."""
_FURTHEST = 2**31


def add_citations(router: APIRouter, service: Service) -> None:
    """Adds the check of a citation."""

    @router.get(
        "/citations/{report_id}",
        summary="Check a citation again",
        tags=["reports"],
        responses=problems(404, 422),
    )
    def citation(
        request: Request,
        report_id: Annotated[str, Path(description="As in the citation.")],
        quote: Annotated[
            str, Query(min_length=1, max_length=_LONGEST, description="As in the citation.")
        ],
        start: Annotated[int, Query(ge=0, le=_FURTHEST, description="As in the citation.")],
        sha256: Annotated[
            str | None,
            Query(
                pattern="^[0-9a-f]{64}$",
                description="As in the citation, if it is to be held against its report.",
            ),
        ] = None,
    ) -> Recheck:
        """Whether the words of a citation still stand in its report as it is now, stand elsewhere
        in it, or are gone: texts that others took the place of are kept for that."""
        catalog = service.engine_for(seen_by(request)).catalog
        fits = sha256 is None or sha256.startswith(report_id)
        found = recheck(catalog, report_id, quote, start) if catalog and fits else None
        if found is None:
            raise HTTPException(404, "There is and was no such report, as far as is known.")
        return found
