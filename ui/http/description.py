"""The description of the interface (OpenAPI), which /docs shows."""

from typing import Any

from fastapi import FastAPI

from ui.http.problems import PROBLEM_JSON, Problem

ON_BODIES = (400, 413, 415, 422, 503, 504)
"""What a request with a body may be answered with, beside what any may."""
_JSON = "application/json"


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Statuses at which a problem document is sent, as FastAPI takes them for a route."""
    return {status: {"model": Problem} for status in statuses}


def describe(app: FastAPI) -> None:
    """Has the description name the media type of problem documents, which FastAPI has no way to
    say of a model."""
    made = app.openapi

    def described() -> dict[str, Any]:
        document = made()
        for operations in document["paths"].values():
            for operation in operations.values():
                for status, response in operation["responses"].items():
                    if status[0] in "45" and _JSON in response.get("content", {}):
                        response["content"][PROBLEM_JSON] = response["content"].pop(_JSON)
        return document

    app.openapi = described  # type: ignore[method-assign]  # as FastAPI's manual has it
