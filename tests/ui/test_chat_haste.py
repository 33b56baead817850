"""The chat with a reader who is quicker than the page."""

import asyncio
import threading
import time
from collections.abc import Iterator, Sequence

import pytest
from playwright.sync_api import Browser, expect

from index.embedding.embedder import Encoding
from rag.settings import Settings
from tests.doubles import HashingEmbedder
from tests.rag.corpus import HARBOUR, engine_over
from tests.ui.browser import Visitor
from tests.ui.serving import TODAY, running
from ui.server import build_app
from ui.service import Service
from ui.web.conversation import Conversation
from ui.web.handlers import Handlers
from ui.web.tries import Try

pytestmark = pytest.mark.slow
OPENING = "When did the Kessel bridge reopen?"
UNKNOWN = "Who conducts the orchestra of Lisbon?"


class Slow(HashingEmbedder):
    """Takes its time for each question."""

    seconds = 0.0

    def encode(self, texts: Sequence[str], *, asked: bool = False) -> list[Encoding]:
        time.sleep(self.seconds)
        return super().encode(texts)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("haste")
    engine_over(folder, HARBOUR)
    settings = Settings(data_dir=folder / "data", embedder="hashing", judge="none")
    with running(build_app(Service(settings, Slow, lambda: TODAY))) as address:
        yield address


@pytest.fixture
def visitor(browser: Browser, address: str) -> Iterator[Visitor]:
    visitor = Visitor(browser, address)
    yield visitor
    visitor.close()


def test_what_is_opened_below_a_refusal_stays_open_when_it_gets_more(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_come = threading.Event()

    async def later(*of: object) -> tuple[Try, ...]:
        await asyncio.to_thread(may_come.wait, 30)
        return (Try(OPENING, OPENING),)

    monkeypatch.setattr("ui.web.handlers.to_try", later)
    visitor.ask(UNKNOWN)
    summary = visitor.page.locator("#thread .stand summary").last
    summary.press("Enter")
    kept = visitor.page.locator("#thread .stand").last.get_by_role("button")
    expect(kept).to_be_visible()
    may_come.set()
    offered = visitor.page.locator("#thread .turn").last.get_by_role("button", name=OPENING)
    expect(offered).to_be_visible()
    expect(kept).to_be_visible()
    expect(summary).to_be_focused()


def test_what_is_open_stays_open_while_an_answer_comes_and_pulls_nothing_back(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = visitor.page
    page.set_viewport_size({"width": 1280, "height": 500})
    visitor.ask(UNKNOWN)
    kept = page.locator("#thread .stand").get_by_role("button")
    page.locator("#thread .stand summary").click()
    expect(kept).to_be_visible()
    monkeypatch.setattr(Slow, "seconds", 1)
    visitor.ask(OPENING)
    expect(page.locator("#thread .asked")).to_have_count(2)
    page.wait_for_timeout(300)
    expect(page.locator("#thread .stand details").first).to_have_attribute("open", "")
    expect(page.locator("#thread .asked").last).to_be_in_viewport()


def test_who_goes_on_typing_while_a_question_is_kept_is_left_there(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = Handlers.keep

    async def slowly(self: Handlers, *of: object) -> str:
        await asyncio.sleep(1)
        return await keep(self, *of)  # type: ignore[arg-type]

    monkeypatch.setattr(Handlers, "keep", slowly)
    page = visitor.page
    visitor.ask(UNKNOWN)
    page.locator("#thread .stand summary").click()
    page.locator("#thread .stand").get_by_role("button", name="Keep the question").click()
    box = page.locator("#question textarea")
    box.press_sequentially("When did")
    expect(page.locator("#thread .kept")).to_be_visible()
    expect(box).to_be_focused()


def test_what_is_typed_while_an_answer_is_awaited_is_kept(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Slow, "seconds", 1)
    box = visitor.page.locator("#question textarea")
    box.fill(OPENING)
    box.press("Enter")
    expect(visitor.page.locator("#thread .stage")).to_be_visible()
    expect(box).to_have_value("")
    box.fill(UNKNOWN)
    box.press("Enter")
    expect(visitor.page.locator("#thread .turn .answer")).to_be_visible()
    expect(box).to_have_value(UNKNOWN)
    expect(visitor.page.locator("#thread .asked")).to_have_text([OPENING])


def test_a_question_asked_as_soon_as_the_answer_is_seen_is_answered(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The report beside it may still be on its way."""
    read = Handlers.reader

    async def slowly(self: Handlers, conversation: Conversation) -> str:
        await asyncio.sleep(1)
        return await read(self, conversation)

    monkeypatch.setattr(Handlers, "reader", slowly)
    visitor.ask(OPENING)
    visitor.ask(UNKNOWN)
    expect(visitor.page.locator("#thread .asked")).to_have_text([OPENING, UNKNOWN])
    expect(visitor.page.locator("#thread .refusal")).to_be_visible()
    expect(visitor.page.locator("#reader .empty")).to_be_visible()
