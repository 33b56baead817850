"""A language model on loopback: a real server with OpenAI's interface that says what a script says.

    with serving_model(echo_passages) as server:
        ...  # server.url, server.asked

A script gets what was `Asked` and gives what is to be said: a text, a `Reply` with more of a say
in how it comes, or a fault.
"""

import asyncio
import json
import math
import socket
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Receive, Scope, Send

from tests.model_scripts import Asked, Fault, Reply, Script, Status, echo_passages
from tests.ui.serving import running

MODEL = "scripted-1"


@dataclass
class ModelServer:
    """A server that runs: its address with /v1, what it was asked, and what it is in."""

    url: str
    asked: list[Asked] = field(default_factory=list)
    left: int = 0
    """Streams that were given up by who asked."""
    answering: int = 0
    """Requests that are being answered at the moment."""
    breaking: bool = False
    """Whether what hangs is to break off."""
    stopping: bool = False

    @property
    def settings(self) -> dict[str, str]:
        """The settings that name this server."""
        return {"llm_url": self.url, "llm_model": MODEL}


def closed_url() -> str:
    """An address where nothing listens."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{closed.getsockname()[1]}/v1"


@contextmanager
def serving_model(
    script: "Script | str | Reply | Status | Fault" = echo_passages,
    *,
    schema: bool = True,
    logprobs: bool = True,
    refuses: Mapping[str, str] | None = None,
    models: Sequence[str] = (MODEL,),
) -> Iterator[ModelServer]:
    """Serves a scripted model. Without `schema` it answers 400 to `response_format`, without
    `logprobs` it gives none; `refuses` are other parameters to answer 400 to, with what it says."""
    refused = {**({} if schema else {"response_format": "unknown field"}), **(refuses or {})}
    server = ModelServer("")
    app = FastAPI()

    @app.get("/v1/models")
    async def listed() -> dict[str, Any]:
        return {"object": "list", "data": [{"id": name, "object": "model"} for name in models]}

    @app.post("/v1/chat/completions")
    async def completions(request: Request) -> Response:
        key = request.headers.get("authorization", "").removeprefix("Bearer ")
        asked = Asked(await request.json(), key, request.headers)
        server.asked.append(asked)
        for name, message in refused.items():
            if name in asked.body:
                return _error(Status(400, message))
        said = script(asked) if callable(script) else script
        server.answering += 1
        try:
            return await _respond(server, request, asked, said, logprobs)
        finally:
            server.answering -= 1

    with running(app) as address:
        server.url = f"{address}/v1"
        try:
            yield server
        finally:
            server.stopping = True


async def _respond(
    server: ModelServer,
    request: Request,
    asked: Asked,
    said: str | Reply | Status | Fault,
    logprobs: bool,
) -> Response:
    stream = asked.body.get("stream", False)
    if isinstance(said, Status):
        return _error(said)
    if said is Fault.HANG:
        await _hang(server, request)
        return Response(status_code=504)
    if said is Fault.HTML:
        return HTMLResponse("<html><body><h1>Welcome to the gateway</h1></body></html>")
    if said is Fault.INVALID_JSON:
        kind = "text/event-stream" if stream else "application/json"
        return Response("data: {oops\n\n" if stream else "{oops", media_type=kind)
    if isinstance(said, Fault) and said is not Fault.NOT_A_STREAM:
        choices = [] if said is Fault.EMPTY else [_choice("", stream)]
        body: dict[str, Any] = _body(choices, stream)
        if said is Fault.ERROR_IN_STREAM:
            body = {"error": {"message": "out of memory", "type": "server_error"}}
        return _events([body]) if stream else JSONResponse(body)
    reply = said if isinstance(said, Reply) else Reply(said)
    if not stream or said is Fault.NOT_A_STREAM:
        choice = _choice(reply.text, stream=False)
        if logprobs and asked.wants_judgement:
            choice["logprobs"] = _logprobs(reply, asked.body["top_logprobs"])
        return JSONResponse(_body([choice], stream=False))
    return _Stream(server, request, reply)


class _Stream(Response):
    """A text in pieces, as events, that may hang or be cut. uvicorn closes the connection of a
    response that did not end."""

    def __init__(self, server: ModelServer, request: Request, reply: Reply) -> None:
        super().__init__(media_type="text/event-stream")
        self._server, self._request, self._reply = server, request, reply

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(k, v) for k, v in self.raw_headers if k != b"content-length"]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        self._server.answering += 1
        try:
            ended = await self._send(send)
        finally:
            self._server.answering -= 1
        if ended:
            body = (
                _event(_body([_choice("", True, self._reply.finish)], True)) + b"data: [DONE]\n\n"
            )
            await send({"type": "http.response.body", "body": body})

    async def _send(self, send: Send) -> bool:
        """Whether all was said."""
        number = 0
        async for piece in self._pieces():
            if number >= self._reply.until:
                if self._reply.then == "hang":
                    await _hang(self._server, self._request)
                return False
            if await _gone(self._server, self._request):
                return False
            body = _event(_body([_choice(piece, True)], True))
            await send({"type": "http.response.body", "body": body, "more_body": True})
            await asyncio.sleep(self._reply.pause)
            number += 1
        return True

    async def _pieces(self) -> AsyncIterator[str]:
        text, size = self._reply.text, self._reply.size
        while True:
            for at in range(0, len(text), size):
                yield text[at : at + size]
            if not self._reply.endless:
                return


async def _gone(server: ModelServer, request: Request) -> bool:
    """Whether nobody waits for the rest any more."""
    if await request.is_disconnected():
        server.left += 1
        return True
    return server.stopping


async def _hang(server: ModelServer, request: Request) -> None:
    while not server.breaking and not await _gone(server, request):  # noqa: ASYNC110 - the server has no event for it
        await asyncio.sleep(0.01)


def _error(status: Status) -> Response:
    headers = {"Retry-After": status.retry_after} if status.retry_after is not None else {}
    body = {"error": {"message": status.message, "type": "error", "code": None}}
    return JSONResponse(body, status.code, headers)


def _body(choices: list[dict[str, Any]], stream: bool) -> dict[str, Any]:
    kind = "chat.completion.chunk" if stream else "chat.completion"
    return {"id": "c1", "object": kind, "created": 1, "model": MODEL, "choices": choices}


def _choice(text: str, stream: bool, finish: str | None = None) -> dict[str, Any]:
    message = {"role": "assistant", "content": text}
    end = finish if stream else "stop"
    return {"index": 0, "delta" if stream else "message": message, "finish_reason": end}


def _logprobs(reply: Reply, count: int) -> dict[str, Any]:
    each = sorted(reply.first.items(), key=lambda item: -item[1])[:count]
    top = [{"token": t, "logprob": math.log(p), "bytes": list(t.encode())} for t, p in each]
    return {"content": [{**top[0], "top_logprobs": top}] if top else []}


def _event(body: Mapping[str, Any]) -> bytes:
    return f"data: {json.dumps(body)}\n\n".encode()


def _events(bodies: Sequence[Mapping[str, Any]]) -> Response:
    content = b"".join([*map(_event, bodies), b"data: [DONE]\n\n"])
    return Response(content, media_type="text/event-stream")
