"""POST /v1/ask and /v1/ask/stream."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Body, Request, Response
from fastapi.sse import KEEPALIVE_COMMENT, EventSourceResponse, format_sse_event
from pydantic import BaseModel

from rag.progress import Progress, Stage
from rag.types import Citation, Outcome
from ui.http.description import ON_BODIES, problems
from ui.http.examples import ASKED, OUTCOMES
from ui.http.gate import conversation_key, seen_by
from ui.http.problems import Problem
from ui.http.streaming import PING_S, Asked, begin, ended
from ui.schemas import AskRequest
from ui.service import Service

NOT_BUFFERED = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
"""Headers of a stream, so that proxies pass it on as it comes."""
_STREAM = "text/event-stream"


class EndedStage(BaseModel):
    """A stage that has ended; `accepted` comes first, at once."""

    stage: str


class CitedSentence(BaseModel):
    """A sentence of the answer, as it stands there, and the citations of its markers."""

    text: str
    citations: tuple[int, ...]
    verbatim: bool
    cited: tuple[Citation, ...]


def add_asking(router: APIRouter, service: Service) -> None:
    """Adds both ways to ask."""

    @router.post(
        "/ask",
        summary="Ask the reports",
        tags=["questions"],
        responses={
            **problems(*ON_BODIES),
            200: {"content": {"application/json": {"examples": OUTCOMES}}},
        },
    )
    async def ask(
        request: Request, asked: Annotated[AskRequest, Body(openapi_examples=ASKED)]
    ) -> Outcome:
        """Answers from the reports, every sentence cited and dated, or says why it cannot."""
        conversation, seen = _conversation(request, asked), seen_by(request)
        return await service.ask(asked.query(), conversation, seen=seen)

    @router.post(
        "/ask/stream",
        summary="Ask and follow the answer",
        tags=["questions"],
        response_class=Response,
        responses={
            **problems(*ON_BODIES),
            200: {"description": _EVENTS, "content": {_STREAM: {}}},
        },
    )
    async def stream(
        request: Request, asked: Annotated[AskRequest, Body(openapi_examples=ASKED)]
    ) -> Response:
        """The same as server-sent events."""
        conversation, seen = _conversation(request, asked), seen_by(request)
        begun = await begin(service, asked.query(), seen, conversation)
        return EventSourceResponse(_events(begun), headers=NOT_BUFFERED)


_EVENTS = (
    "`stage` {stage} for each stage that has ended, the first at once; `sentence` {text, "
    "citations, verbatim, cited} for each sentence of an answer as it passes the checks; "
    "`outcome`, the whole object that /v1/ask gives; or `error`, a problem document. Lines that "
    "begin with a colon are signs of life."
)


def _conversation(request: Request, asked: AskRequest) -> str | None:
    return conversation_key(request.scope, asked.conversation_id)


async def _events(asked: Asked) -> AsyncIterator[bytes]:
    with asked:
        yield _event("stage", EndedStage(stage="accepted"))
        async for step in asked.steps(PING_S):
            yield _progress(step)
        outcome = await ended(asked)
    if isinstance(outcome, Problem):
        yield _event("error", outcome)
        return
    yield _event("outcome", outcome)


def _progress(step: Progress | None) -> bytes:
    if step is None:
        return KEEPALIVE_COMMENT
    if isinstance(step, Stage):
        return _event("stage", EndedStage(stage=step.name))
    return _event("sentence", CitedSentence(**step.sentence.model_dump(), cited=step.cited))


def _event(name: str, data: BaseModel) -> bytes:
    return format_sse_event(event=name, data_str=data.model_dump_json(by_alias=True))
