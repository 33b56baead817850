"""What watches the server: health, readiness, counts."""

import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from rag.settings import Settings
from tests.doubles import HashingEmbedder
from tests.rag.corpus import HARBOUR, engine_over
from tests.ui.serving import harbour_service, running, wait_until
from ui.server import build_app
from ui.service import Service

pytestmark = pytest.mark.usefixtures("without_page")

ASKED = {"question": "When did the bridge reopen?"}


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    with running(build_app(harbour_service(tmp_path))) as address:
        yield address


def counts(address: str) -> dict[str, float]:
    """Every sample but those of buckets and of when counting began."""
    got = httpx.get(f"{address}/metrics")
    assert got.headers["Content-Type"].startswith("text/plain")
    return {
        f"{sample.name}{sorted(sample.labels.values())}": sample.value
        for family in text_string_to_metric_families(got.text)
        for sample in family.samples
        if not sample.name.endswith(("_bucket", "_created"))
    }


def test_it_is_ready_when_the_models_are_loaded(tmp_path: Path) -> None:
    may_load = threading.Event()

    def load() -> HashingEmbedder:
        assert may_load.wait(60)
        return HashingEmbedder()

    engine_over(tmp_path, HARBOUR)
    settings = Settings(data_dir=tmp_path / "data", embedder="hashing", judge="none")
    with running(build_app(Service(settings, load))) as address:
        assert httpx.get(f"{address}/healthz").json() == {"status": "ok"}
        not_yet = httpx.get(f"{address}/readyz")
        assert (not_yet.status_code, not_yet.headers["Retry-After"]) == (503, "1")
        assert not_yet.json()["detail"] == "The models are being loaded."
        may_load.set()
        wait_until(lambda: httpx.get(f"{address}/readyz").status_code == 200)
        assert httpx.get(f"{address}/readyz").json() == {"status": "ready"}


def test_questions_are_counted_whoever_asks(address: str) -> None:
    wait_until(lambda: httpx.get(f"{address}/readyz").status_code == 200)
    before = counts(address)
    assert before == {"dateline_requests_in_flight[]": 1, "dateline_questions_in_flight[]": 0}
    for question in (ASKED["question"], "Who is Zaphod Beeblebrox?", "?"):
        httpx.post(f"{address}/v1/ask", json={"question": question})
    httpx.post(f"{address}/v1/ask/stream", json=ASKED)
    message = {"role": "user", "content": ASKED["question"]}
    httpx.post(f"{address}/v1/chat/completions", json={"messages": [message]})
    httpx.post(f"{address}/v1/ask", json={"question": 1})
    after = counts(address)
    assert {name: value for name, value in after.items() if "questions" in name} == {
        "dateline_questions_in_flight[]": 0,
        "dateline_questions_total['', 'answer']": 3,
        "dateline_questions_total['no_evidence', 'refusal']": 1,
        "dateline_questions_total['not_a_question', 'refusal']": 1,
    }
    assert after["dateline_stage_seconds_count['total']"] == 5
    assert after["dateline_stage_seconds_count['retrieval']"] == 4
    assert 0 < after["dateline_stage_seconds_sum['total']"] < 60
    assert after["dateline_requests_in_flight[]"] == 1


def test_two_servers_count_apart(tmp_path: Path) -> None:
    first = build_app(harbour_service(tmp_path / "1"))
    second = build_app(harbour_service(tmp_path / "2"))
    with running(first) as one, running(second) as other:
        httpx.post(f"{one}/v1/ask", json={"question": "?"})
        assert "dateline_questions_total['not_a_question', 'refusal']" in counts(one)
        assert "dateline_questions_total['not_a_question', 'refusal']" not in counts(other)
