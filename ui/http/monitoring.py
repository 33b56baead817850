"""GET /healthz, /readyz and /metrics."""

import asyncio
from datetime import datetime
from typing import Literal, Self

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from index.ingestion.watching import Watched
from rag.engine.vectors_served import vectors_wrong
from ui.http.description import problems
from ui.http.metrics import Metrics
from ui.service import Service


class Watching(BaseModel):
    """How watching stands: of how many folders and addresses, whether all was looked at once, how
    many files wait to be read, when something last changed, and how much of it cannot be done."""

    sources: int
    looked_at_all: bool
    waiting: int
    changed_at: datetime | None = None
    problems: int

    @classmethod
    def of(cls, watched: Watched) -> Self:
        """What is told of it to whoever may ask."""
        return cls(
            sources=len(watched.sources),
            looked_at_all=watched.ready,
            waiting=watched.waiting,
            changed_at=watched.changed_at,
            problems=len(watched.problems),
        )


class Readiness(BaseModel):
    """That questions are answered at once, and how watching stands where something is watched.

    `vectors` says what is wrong with the server that keeps them, where something is.
    """

    status: Literal["ready"] = "ready"
    watching: Watching | None = None
    vectors: str | None = None


def add_monitoring(router: APIRouter, service: Service, metrics: Metrics) -> None:
    """Adds what watches the server."""

    @router.get("/healthz", summary="Whether the server runs", tags=["monitoring"])
    async def healthz() -> dict[str, str]:
        """That the server runs, whatever it is busy with."""
        return {"status": "ok"}

    @router.get(
        "/readyz",
        summary="Whether questions are answered at once",
        tags=["monitoring"],
        responses=problems(503),
        response_model_exclude_none=True,
    )
    async def readyz() -> Readiness:
        """That the models are loaded, and that the catalog and what is shared with other servers
        can be had, and the vectors, where they are on a server; 503 where not. Where something is
        watched, how that stands, in counts."""
        if not service.ready:
            raise HTTPException(503, "The models are being loaded.", {"Retry-After": "1"})
        if service.shared is not None:
            await service.shared.check()
        await asyncio.to_thread(service.check)
        wrong = await asyncio.to_thread(vectors_wrong, service.engine)
        if wrong is not None and wrong.refused:
            raise HTTPException(503, wrong.words, {"Retry-After": "10"})
        watched = service.watched()
        return Readiness(
            watching=Watching.of(watched) if watched is not None else None,
            vectors=wrong.words if wrong is not None else None,
        )

    @router.get(
        "/metrics",
        summary="Counts for Prometheus",
        tags=["monitoring"],
        response_class=Response,
        responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
    )
    async def counts() -> Response:
        """Questions by outcome, seconds by stage, requests in flight."""
        return Response(metrics.text(), media_type=CONTENT_TYPE_LATEST)
