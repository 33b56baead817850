"""POST /v1/chat/completions and GET /v1/models, as programs written for OpenAI's use them."""

import time
from collections.abc import AsyncIterator
from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Body, Request, Response
from fastapi.sse import KEEPALIVE_COMMENT, EventSourceResponse, format_sse_event

from rag.question.parsing import Query
from rag.types import Answer, Refusal
from ui.http.asking import NOT_BUFFERED
from ui.http.chat_schemas import (
    ChatRequest,
    Choice,
    Chunk,
    ChunkChoice,
    Completion,
    Delta,
    Models,
    Reply,
    Usage,
)
from ui.http.description import ON_BODIES, problems
from ui.http.examples import CHAT
from ui.http.gate import seen_by
from ui.http.problems import Problem
from ui.http.streaming import PING_S, Asked, begin, ended
from ui.markdown import outcome_markdown
from ui.service import Service

_PARAGRAPHS = "\n\n"


def add_chat(router: APIRouter, service: Service) -> None:
    """Adds what programs written for OpenAI's interface use."""

    @router.post(
        "/chat/completions",
        summary="Ask, as OpenAI's clients do",
        tags=["OpenAI"],
        response_model=Completion,
        responses={**problems(*ON_BODIES), 200: {"content": {"text/event-stream": {}}}},
    )
    async def complete(
        request: Request, asked: Annotated[ChatRequest, Body(openapi_examples=CHAT)]
    ) -> Completion | Response:
        """The last message of the user is the question. Citations stand in the text after the
        answer, and the field `dateline` has the object that /v1/ask gives."""
        begun = await begin(service, Query(asked.question), seen_by(request))
        if asked.stream:
            options = asked.stream_options
            with_usage = options is not None and options.include_usage
            return EventSourceResponse(_chunks(begun, with_usage), headers=NOT_BUFFERED)
        outcome = await begun.result()
        reply = Reply(content=outcome_markdown(outcome))
        return Completion(
            id=_new_id(), created=int(time.time()), choices=(Choice(message=reply),),
            dateline=outcome,
        )  # fmt: skip

    @router.get("/models", summary="List the one model", tags=["OpenAI"])
    async def models() -> Models:
        """Dateline, under the name that completions are asked of."""
        return Models()


async def _chunks(asked: Asked, with_usage: bool) -> AsyncIterator[bytes]:
    identity, created = _new_id(), int(time.time())

    def chunk(
        *choices: ChunkChoice,
        usage: Usage | None = None,
        outcome: Answer | Refusal | None = None,
    ) -> bytes:
        made = Chunk(id=identity, created=created, choices=choices, usage=usage, dateline=outcome)
        empty = {name for name in ("usage", "dateline") if getattr(made, name) is None}
        return format_sse_event(data_str=made.model_dump_json(by_alias=True, exclude=empty))

    yield chunk(ChunkChoice(delta=Delta(role="assistant", content="")))
    with asked:
        async for step in asked.steps(PING_S):
            if step is None:
                yield KEEPALIVE_COMMENT
        outcome = await ended(asked)
    if isinstance(outcome, Problem):
        yield format_sse_event(data_str=f'{{"error":{outcome.model_dump_json()}}}')
        return
    between = ""
    for paragraph in outcome_markdown(outcome).split(_PARAGRAPHS):
        yield chunk(ChunkChoice(delta=Delta(content=between + paragraph)))
        between = _PARAGRAPHS
    yield chunk(ChunkChoice(delta=Delta(), finish_reason="stop"), outcome=outcome)
    if with_usage:
        yield chunk(usage=Usage())
    yield format_sse_event(data_str="[DONE]")


def _new_id() -> str:
    return f"chatcmpl-{uuid4().hex}"
