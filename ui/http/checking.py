"""POST /v1/check."""

from typing import Annotated

from fastapi import APIRouter, Body, Request
from starlette.exceptions import HTTPException

from index.errors import BadInput, UnknownReport
from rag.drafts.results import CheckedText
from ui.checking import check_text
from ui.http.description import ON_BODIES, problems
from ui.http.examples import CHECKED
from ui.http.gate import seen_by
from ui.schemas import CheckRequest
from ui.service import Service

_NAMES = {"markdown": "text.md", "text": "text.txt"}


def add_checking(router: APIRouter, service: Service) -> None:
    """Adds the check of a text."""

    @router.post(
        "/check", summary="Check a text", tags=["questions"], responses=problems(*ON_BODIES)
    )
    async def check(
        request: Request,
        asked: Annotated[CheckRequest, Body(openapi_examples=CHECKED)],
    ) -> CheckedText:
        """Checks a text against the reports, sentence by sentence: supported or contradicted by
        what, told by none, or nothing to be checked; and its own notes and quotations."""
        content = asked.text.encode()
        try:
            return await check_text(
                service, _NAMES[asked.format], content, asked.bounds(), seen=seen_by(request)
            )
        except UnknownReport:
            raise
        except BadInput as error:
            raise HTTPException(422, str(error)) from error
