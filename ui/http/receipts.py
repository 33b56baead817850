"""POST /v1/receipts."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Body, Request

from rag.receipts.receipt import Receipt, receipt_of
from ui.http.description import ON_BODIES, problems
from ui.http.examples import ASKED
from ui.http.gate import seen_by
from ui.schemas import BoundedQuestion
from ui.service import Service


def add_receipts(router: APIRouter, service: Service) -> None:
    """Adds the receipt of an answer."""

    @router.post(
        "/receipts",
        summary="Ask, and keep a receipt",
        tags=["questions"],
        responses=problems(*ON_BODIES),
    )
    async def receipts(
        request: Request,
        asked: Annotated[BoundedQuestion, Body(openapi_examples=ASKED)],
    ) -> Receipt:
        """Answers as /v1/ask does, with all that the outcome depends on: `dateline replay` asks
        again and says what has changed, and why."""
        query, seen = asked.query(), seen_by(request)
        outcome = await service.ask(query, seen=seen)
        now = datetime.now(UTC)
        return await service.do(lambda: receipt_of(service.engine_for(seen), query, outcome, now))
