"""GET /healthz, /readyz and /metrics."""

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.exceptions import HTTPException

from ui.http.description import problems
from ui.http.metrics import Metrics
from ui.service import Service


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
    )
    async def readyz() -> dict[str, str]:
        """That the models are loaded; 503 until they are."""
        if not service.ready:
            raise HTTPException(503, "The models are being loaded.", {"Retry-After": "1"})
        return {"status": "ready"}

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
