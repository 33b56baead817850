"""A language model behind Ollama's own interface, asked through LlamaIndex's class for it."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response, StreamingResponse

from rag.deadline import Deadline
from tests.model_server import closed_url
from tests.rag.language_model.talking import (
    ASKED,
    AT_LAST_S,
    LIMIT_S,
    SAID,
    TOO_LATE,
    loaded,
    write,
)
from tests.ui.serving import running


@dataclass
class Ollama:
    """A server with Ollama's interface: its address, what it was asked, and how it fails."""

    url: str = ""
    asked: list[dict[str, object]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    status: int = 200
    pause_s: float = 0.0


@pytest.fixture
def server() -> Iterator[Ollama]:
    server, app = Ollama(), FastAPI()

    @app.get("/api/tags")
    async def listed() -> dict[str, object]:
        return {"models": [{"model": "gemma3:4b"}, {"model": "qwen3:8b"}]}

    @app.post("/api/chat")
    async def chat(request: Request) -> Response:
        server.asked.append(await request.json())
        server.keys.append(request.headers.get("authorization"))
        if server.status != 200:
            return JSONResponse({"error": "something is wrong"}, server.status)
        return StreamingResponse(_said(server.pause_s), media_type="application/x-ndjson")

    with running(app) as server.url:
        yield server


def _said(pause_s: float) -> Iterator[str]:
    begun = {"model": "m", "created_at": "2024-05-24T00:00:00Z", "done": False}
    for word in SAID.split(" "):
        time.sleep(pause_s)
        yield json.dumps({**begun, "message": {"role": "assistant", "content": f"{word} "}}) + "\n"
    ended = {"done": True, "done_reason": "stop", "message": {"role": "assistant", "content": ""}}
    yield json.dumps({**begun, **ended}) + "\n"


def test_it_is_asked_for_lines_and_for_no_judgement(server: Ollama) -> None:
    with loaded(llm="ollama", llm_url=server.url) as model:
        came = write(model)
        assert model.plain
        assert model.probability_of_yes(ASKED, Deadline.within(5)) is None
    assert (came.text.strip(), came.failed) == (SAID, "")
    [asked] = server.asked
    assert asked["messages"] == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "What was reopened?"},
    ]
    assert asked["options"] == {"temperature": 0.0, "num_ctx": 16_384, "num_predict": 2000}
    assert "format" not in asked


@pytest.mark.parametrize(("key", "sent"), [({}, None), ({"llm_api_key": "k"}, "Bearer k")])
def test_only_the_key_of_the_settings_is_sent(
    server: Ollama, key: dict[str, str], sent: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OLLAMA_API_KEY", "of-the-environment")
    monkeypatch.setenv("HTTP_PROXY", closed_url())
    with loaded(llm="ollama", llm_url=server.url, **key) as model:
        assert write(model).failed == ""
    assert server.keys == [sent]


def test_a_server_that_sends_on_to_another_is_not_followed(server: Ollama) -> None:
    moved = FastAPI()
    moved.post("/api/chat")(lambda: RedirectResponse(f"{server.url}/api/chat", 307))
    with running(moved) as address, loaded(llm="ollama", llm_url=address) as model:
        assert write(model).failed.startswith("The language model answered")
    assert server.asked == []


def test_its_models_are_listed(server: Ollama) -> None:
    with loaded(llm="ollama", llm_url=server.url) as model:
        assert model.listed(Deadline.within(5)) == ["gemma3:4b", "qwen3:8b"]


@pytest.mark.parametrize(
    ("status", "said"),
    [(404, "was not found at its address"), (500, "answered with an error (500)")],
)
def test_what_goes_wrong_is_a_line_for_the_reader(server: Ollama, status: int, said: str) -> None:
    server.status = status
    with loaded(llm="ollama", llm_url=server.url) as model:
        assert write(model).failed == f"The language model {said}."


def test_at_the_limit_it_is_cut_off(server: Ollama) -> None:
    server.pause_s = 1.2
    with loaded(llm="ollama", llm_url=server.url) as model:
        came = write(model, seconds=LIMIT_S)
    assert came.failed == TOO_LATE
    assert SAID.startswith(came.text.strip())
    assert came.seconds < AT_LAST_S
