"""Questions and reports over HTTP."""

import asyncio
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from index.embedding.embedder import Encoding
from rag.question.parsing import Query
from rag.settings import Settings
from tests.doubles import HashingEmbedder
from tests.rag.corpus import HARBOUR, KESSEL, engine_over
from tests.ui.serving import TODAY, harbour_service, running, wait_until
from ui.report_schemas import ReportSummary, ReportText
from ui.server import build_app
from ui.service import Service

pytestmark = pytest.mark.usefixtures("without_page")

ASKED = "When did the bridge reopen?"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return harbour_service(tmp_path_factory.mktemp("http"))


@pytest.fixture(scope="module")
def address(service: Service) -> Iterator[str]:
    with running(build_app(service)) as address:
        yield address


@pytest.mark.parametrize(
    "bounds",
    [
        {},
        {"from": "2024-05-05"},
        {"to": "2024-05-04"},
        {"as_of": "2024-05-04"},
        {"publisher": "valley"},
        {"to": "2020-01-01"},
        {"publisher": "nobody"},
        {"from": None, "to": None, "as_of": None, "publisher": None, "conversation_id": None},
    ],
    ids=str,
)
def test_it_says_what_the_engine_says(
    address: str, service: Service, bounds: dict[str, str | None]
) -> None:
    asked = httpx.post(f"{address}/v1/ask", json={"question": ASKED, **bounds})
    query = Query(ASKED)
    for name, value in bounds.items():
        field = {"from": "first", "to": "last"}.get(name, name)
        if value is not None:
            day = value if field == "publisher" else TODAY.fromisoformat(value)
            query = replace(query, **{field: day})
    expected = service.engine.ask(query).model_dump(mode="json", by_alias=True)
    assert asked.status_code == 200
    said = asked.json()
    said.pop("timings_ms")
    expected.pop("timings_ms")
    assert said == expected


def test_one_report_alone_is_asked(address: str, service: Service) -> None:
    courier = next(head.id for head in service.reports() if head.path == "crossing.md")
    said = httpx.post(f"{address}/v1/ask", json={"question": ASKED, "report": courier}).json()
    assert [cited["path"] for cited in said["citations"]] == ["crossing.md"]
    unknown = httpx.post(f"{address}/v1/ask", json={"question": ASKED, "report": "nothing"})
    why = (
        "There is no report with the id “nothing”. Take one from a citation or from the list of "
        "reports."
    )
    assert unknown.status_code == 422
    assert unknown.headers["Content-Type"] == "application/problem+json"
    assert (unknown.json()["detail"], unknown.json()["errors"]) == (
        why, [{"detail": why, "pointer": "#/report"}],
    )  # fmt: skip


def test_an_answer_quotes_and_dates(address: str) -> None:
    said = httpx.post(f"{address}/v1/ask", json={"question": ASKED}).json()
    assert said["kind"] == "answer"
    assert said["text"] == f"{KESSEL} [1]"
    [cited] = said["citations"]
    assert (cited["quote"], cited["published_on"], cited["date_source"]) == (
        KESSEL, "2024-05-03", "byline",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("Who is Zaphod Beeblebrox?", "no_evidence"),
        ("x" * 2001, "question_too_long"),
        ("", "not_a_question"),
        ("?!", "not_a_question"),
    ],
    ids=["nothing known", "too long", "empty", "no letter"],
)
def test_a_refusal_is_an_outcome_and_no_error(address: str, question: str, reason: str) -> None:
    asked = httpx.post(f"{address}/v1/ask", json={"question": question})
    said = asked.json()
    assert (asked.status_code, said["kind"], said["reason"]) == (200, "refusal", reason)
    assert said["text"]


def test_reports_are_listed_and_read(address: str, service: Service) -> None:
    listed = httpx.get(f"{address}/v1/reports").json()
    heads = service.reports()
    assert listed == [ReportSummary.of(head).model_dump(mode="json") for head in heads]
    assert [r["path"] for r in listed] == ["museum.txt", "bridge.txt", "crossing.md", "glacier.txt"]
    for head in heads:
        read = httpx.get(f"{address}/v1/reports/{head.id}")
        report = service.report(head.id)
        assert report is not None
        assert read.json() == ReportText.whole(report).model_dump(mode="json")
        assert read.json()["text"] == HARBOUR[head.path].split("---\n\n")[-1]


def test_an_empty_corpus_has_no_reports_and_refuses(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "none", embedder="hashing", judge="none")
    with running(build_app(Service(settings, HashingEmbedder))) as address:
        assert httpx.get(f"{address}/v1/reports").json() == []
        said = httpx.post(f"{address}/v1/ask", json={"question": ASKED}).json()
    assert (said["kind"], said["reason"]) == ("refusal", "empty_corpus")


class Held(HashingEmbedder):
    """An embedder that waits, once it is asked to, until it may go on."""

    def __init__(self) -> None:
        super().__init__()
        self.may_go_on = threading.Event()
        self.may_go_on.set()
        self.is_asked = threading.Event()

    def encode(self, texts: Sequence[str], *, asked: bool = False) -> list[Encoding]:
        self.is_asked.set()
        assert self.may_go_on.wait(60)
        return super().encode(texts)


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Held]:
    embedder = Held()
    yield embedder
    embedder.may_go_on.set()


@pytest.fixture
def small(tmp_path: Path, held: Held) -> Service:
    """A service that answers one question at a time while one waits, by an embedder that can be
    held up."""
    engine_over(tmp_path, HARBOUR)
    settings = Settings.model_validate(
        {"data_dir": tmp_path / "data", "embedder": "hashing", "judge": "none", "workers": 1,
         "in_flight": 2}
    )  # fmt: skip
    return Service(settings, lambda: held, lambda: TODAY)


def test_a_slow_question_holds_up_nothing_else(small: Service, held: Held) -> None:
    """And what is more than the server takes is turned away with the time to wait."""
    with running(build_app(small)) as address, ThreadPoolExecutor(2) as pool:
        wait_until(lambda: small.ready)
        held.may_go_on.clear()
        body = {"question": ASKED}
        slow = [pool.submit(httpx.post, f"{address}/v1/ask", json=body) for _ in range(2)]
        wait_until(lambda: small.under_way == 2)
        assert httpx.get(f"{address}/healthz").json() == {"status": "ok"}
        assert len(httpx.get(f"{address}/v1/reports").json()) == 4
        for path, sent in [
            ("ask", body),
            ("ask/stream", body),
            ("chat/completions", {"messages": [{"role": "user", "content": ASKED}]}),
        ]:
            turned_away = httpx.post(f"{address}/v1/{path}", json=sent)
            assert turned_away.status_code == 429
            assert turned_away.headers["Retry-After"] == "1"
            assert turned_away.headers["Content-Type"] == "application/problem+json"
            assert turned_away.json()["detail"] == (
                "Too many questions are being answered right now. Try again in a moment."
            )
        held.may_go_on.set()
        assert [future.result().json()["kind"] for future in slow] == ["answer", "answer"]
        assert small.under_way == 0


def test_whoever_leaves_keeps_no_place(small: Service, held: Held) -> None:
    with running(build_app(small)) as address:
        wait_until(lambda: small.ready)
        held.may_go_on.clear()
        held.is_asked.clear()
        with httpx.stream("POST", f"{address}/v1/ask/stream", json={"question": ASKED}) as stream:
            lines = stream.iter_lines()  # kept: where it is dropped, httpcore hangs up
            assert next(lines) == "event: stage"
            assert held.is_asked.wait(60)  # what has not begun would be dropped
        with ThreadPoolExecutor(1) as pool:
            body = {"question": ASKED}
            leaving = pool.submit(httpx.post, f"{address}/v1/ask", json=body, timeout=3)
            wait_until(lambda: small.under_way == 2)
            with pytest.raises(httpx.ReadTimeout):
                leaving.result()
        held.may_go_on.set()
        wait_until(lambda: small.under_way == 0)
        assert httpx.post(f"{address}/v1/ask", json={"question": ASKED}).status_code == 200


def test_many_at_once_get_their_own_answers(address: str) -> None:
    questions = [ASKED, "Where were the paintings moved?", "What does the glacier lose?"] * 4

    async def ask_all() -> list[httpx.Response]:
        async with httpx.AsyncClient(timeout=60) as client:
            asked = [client.post(f"{address}/v1/ask", json={"question": q}) for q in questions]
            return await asyncio.gather(*asked)

    said = [response.json() for response in asyncio.run(ask_all())]
    assert [outcome["question"] for outcome in said] == questions
