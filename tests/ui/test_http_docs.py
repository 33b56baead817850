"""The description of the interface: its page, its examples, and that the server keeps to it."""

import json
import subprocess
import sysconfig
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright
from pydantic import TypeAdapter

from rag.build import build_engine
from rag.question.parsing import Query
from rag.settings import Settings
from rag.types import Answer, Outcome
from tests.ui.serving import harbour_service, running
from ui.callers import TokenScope
from ui.http.chat_schemas import ChatRequest
from ui.http.examples import ANSWER, ASKED, CHAT, EXPORTED, FOUND, REFUSAL
from ui.schemas import AskRequest, ExportRequest, FindRequest
from ui.server import build_app
from ui.tokens import TokenStore

CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("docs")
    with running(build_app(harbour_service(folder, per_minute=0, tokens="secret"))) as address:
        yield address


def test_the_examples_can_be_sent() -> None:
    for asked in ASKED.values():
        AskRequest.model_validate(asked["value"])
    for asked in CHAT.values():
        ChatRequest.model_validate(asked["value"])
    for asked in FOUND.values():
        FindRequest.model_validate(asked["value"])
    for asked in EXPORTED.values():
        ExportRequest.model_validate_json(json.dumps(asked["value"]))


@pytest.mark.slow
def test_the_examples_are_what_the_seeds_give(indexed_seeds: Path) -> None:
    engine = build_engine(Settings(data_dir=indexed_seeds))
    for example, last in [(ANSWER, None), (REFUSAL, date(2020, 1, 1))]:
        said = engine.ask(Query(example["question"], last=last))
        shown = TypeAdapter(Outcome).validate_python(example)
        timeless = {"timings_ms": said.timings_ms, "confidence": said.confidence}
        if isinstance(said, Answer) and isinstance(shown, Answer):
            read = [one.retrieved_at for one in said.citations]
            timeless["citations"] = tuple(
                one.model_copy(update={"retrieved_at": moment})
                for one, moment in zip(shown.citations, read, strict=True)
            )
        assert shown.model_copy(update=timeless) == said
        assert shown.confidence == pytest.approx(said.confidence, abs=0.01)


@pytest.mark.slow
@pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed")
def test_the_page_shows_everything_with_no_internet(address: str) -> None:
    asked_for, faults = list[str](), list[str]()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        page = browser.new_page()
        page.on("request", lambda request: asked_for.append(request.url))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(f"{address}/docs")
        expect(page.locator(".opblock")).to_have_count(19)
        expect(page.get_by_text("Ask the reports", exact=True)).to_be_visible()
        browser.close()
    assert faults == []
    assert all(url.startswith((address, "data:")) for url in asked_for), asked_for


RULES = """
[[operations]]
include-path-regex = "^/v1/(ask|check|receipts|reports|citations|find|export)"
# that `from` may not be later than `to`, that a text says something, or that an edit is not empty,
# JSON Schema cannot say
checks.positive_data_acceptance.expected-statuses = ["2xx", 404, 422]
"""


@pytest.mark.slow
def test_the_server_keeps_to_its_description(tmp_path: Path) -> None:
    """schemathesis sends what the description allows and what it does not, with and without a
    token that may do everything, and holds every response against it."""
    app = build_app(harbour_service(tmp_path, per_minute=0, tokens="secret"))
    token = TokenStore(tmp_path / "data").add("all", [TokenScope.ADMIN], None)
    with running(app) as address:
        ran = _tested(address, token, tmp_path)
    assert ran.returncode == 0, ran.stdout
    assert "19 selected / 19 total" in ran.stdout


def _tested(address: str, token: str, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    (tmp_path / "rules.toml").write_text(RULES, "utf-8")
    return subprocess.run(
        [
            Path(sysconfig.get_path("scripts")) / "schemathesis",
            "--config-file", tmp_path / "rules.toml", "run", f"{address}/openapi.json",
            "--header", f"Authorization: Bearer {token}", "--max-examples", "8",
            "--generation-deterministic", "--no-color",
        ],
        cwd=tmp_path, capture_output=True, text=True, timeout=240,
    )  # fmt: skip
