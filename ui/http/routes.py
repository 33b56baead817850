"""Questions and reports over HTTP."""

from fastapi import FastAPI

from rag.types import Answer, Refusal
from ui.schemas import AskRequest
from ui.service import Service


def add_routes(app: FastAPI, service: Service) -> None:
    """Adds the JSON interface to an application."""

    @app.post("/v1/ask")
    async def ask(asked: AskRequest) -> Answer | Refusal:
        """Answers a question from the reports, or says why it cannot."""
        return await service.ask(asked.query(), asked.conversation_id)

    @app.get("/healthz")
    async def healthz() -> dict[str, str]:
        """That the server runs."""
        return {"status": "ok"}
