"""A question followed as it is answered."""

import asyncio
import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import httpx
import pytest

from index.embedding.embedder import Encoding
from rag.progress import Progress, Stage
from rag.question.parsing import Query
from rag.settings import Settings
from tests.doubles import HashingEmbedder
from tests.rag.corpus import HARBOUR, KESSEL, engine_over
from tests.ui.serving import harbour_service, running
from ui.http.streaming import begin
from ui.server import build_app
from ui.service import Service

pytestmark = pytest.mark.usefixtures("without_page")

ASKED = "When did the bridge reopen?"
Event = tuple[str, dict[str, object]]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(build_app(harbour_service(tmp_path_factory.mktemp("stream")))) as address:
        yield address


def events(address: str, **asked: object) -> list[Event]:
    """All events of a stream."""
    found = list[Event]()
    with httpx.stream("POST", f"{address}/v1/ask/stream", json=asked, timeout=60) as stream:
        assert stream.status_code == 200
        assert stream.headers["Content-Type"].startswith("text/event-stream")
        assert stream.headers["Cache-Control"] == "no-store"
        for block in "".join(stream.iter_text()).split("\n\n"):
            lines = block.splitlines()
            if lines and not lines[0].startswith(":"):
                name, data = lines
                found.append((name.removeprefix("event: "), json.loads(data[len("data: ") :])))
    return found


def test_an_answer_comes_in_stages_sentences_and_whole(address: str) -> None:
    came = events(address, question=ASKED)
    assert [name for name, _ in came] == ["stage"] * 7 + ["sentence", "outcome"]
    assert [data["stage"] for name, data in came if name == "stage"] == [
        "accepted", "loading", "question", "retrieval", "reranking", "judging", "selection",
    ]  # fmt: skip
    whole = httpx.post(f"{address}/v1/ask", json={"question": ASKED}).json()
    outcome, sentence = came[-1][1], came[-2][1]
    said = {"text": KESSEL, "citations": [1], "verbatim": True}
    assert sentence == {**said, "cited": outcome["citations"]}
    for said in (whole, outcome):
        said.pop("timings_ms")
    assert outcome == whole


def test_a_refusal_comes_without_sentences(address: str) -> None:
    came = events(address, question="Who is Zaphod Beeblebrox?")
    assert {name for name, _ in came} == {"stage", "outcome"}
    assert came[-1][1]["reason"] == "no_evidence"


def test_a_question_that_is_not_searched_for_is_refused_at_once(address: str) -> None:
    came = events(address, question="?")
    assert [name for name, _ in came] == ["stage", "outcome"]


def test_bounds_are_kept(address: str) -> None:
    came = events(address, question=ASKED, to="2020-01-01")
    assert came[-1][1]["reason"] == "out_of_window"


def test_an_index_that_goes_bad_ends_the_stream_with_a_problem(tmp_path: Path) -> None:
    """The problem does not say where the index is."""
    engine_over(tmp_path, HARBOUR)
    settings = Settings(data_dir=tmp_path / "data", embedder="hashing", judge="none")
    with running(build_app(Service(settings, lambda: HashingEmbedder(dimension=7)))) as address:
        came = events(address, question=ASKED)
        assert [name for name, _ in came] == ["stage", "error"]
        said = came[-1][1]
        assert said.pop("request_id")
        assert said.pop("message") == said["detail"]
        assert said == {
            "type": "about:blank",
            "title": "Service Unavailable",
            "status": 503,
            "detail": "Questions cannot be answered at present; the server's log says why.",
            "errors": [],
        }
        asked = httpx.post(f"{address}/v1/ask", json={"question": ASKED})
        assert (asked.status_code, asked.headers["Retry-After"]) == (503, "60")
        assert str(tmp_path) not in asked.text
        assert httpx.get(f"{address}/readyz").status_code == 503


async def _followed(service: Service) -> list[Progress | None]:
    asked = await begin(service, Query(ASKED), None)
    seen = [step async for step in asked.steps(ping_s=0.05)]
    assert (await asked.result()).kind == "answer"
    return seen


class Slow(HashingEmbedder):
    """An embedder that takes its time."""

    def encode(self, texts: Sequence[str], *, asked: bool = False) -> list[Encoding]:
        time.sleep(0.3)
        return super().encode(texts)


def test_silence_is_broken_by_signs_of_life(tmp_path: Path) -> None:
    engine_over(tmp_path, HARBOUR)
    settings = Settings(data_dir=tmp_path / "data", embedder="hashing", judge="none")
    service = Service(settings, Slow)
    try:
        seen = asyncio.run(_followed(service))
    finally:
        service.close()
    assert seen.count(None) >= 3
    assert [step.name for step in seen if isinstance(step, Stage)][-1] == "selection"
