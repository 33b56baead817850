"""Answers that a language model writes, in the chat, in a real browser."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.model_scripts import Asked, Fault, Reply, Script, Status, written
from tests.model_server import MODEL, ModelServer, serving_model
from tests.rag.corpus import KESSEL
from tests.ui.browser import PHONE, Visitor, visiting
from tests.ui.serving import harbour_service, running, wait_until
from ui.server import build_app

pytestmark = pytest.mark.slow
OPENING = "When did engineers reopen the Kessel bridge?"
REWORDED = "On 2 May 2024, engineers reopened the Kessel bridge after 14 months of repairs."
INVENTED = "Engineers reopened the Kessel bridge on 9 May 2024 for 40 million crowns."
WATCH_MOVES = """
() => {
  window.moved = 0;
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) moved += shift.value;
  }).observe({ type: "layout-shift" });
}
"""
HOSTILE = "<img src=x onerror=alert(1)> [more](http://evil.example/) reopened the Kessel bridge."


class Writer:
    """A language model that judges everything to answer, and says what it is told to."""

    def __init__(self) -> None:
        self.says: Script | Reply | Status | Fault = Fault.HANG

    def __call__(self, asked: Asked) -> str | Reply | Status | Fault:
        if asked.wants_judgement:
            return Reply("yes", first={"yes": 0.9, "no": 0.1})
        return self.says(asked) if callable(self.says) else self.says


@pytest.fixture
def writer() -> Writer:
    return Writer()


@pytest.fixture
def model(writer: Writer) -> Iterator[ModelServer]:
    with serving_model(writer) as server:
        yield server


@pytest.fixture
def patience() -> float:
    """Seconds that the service gives the model."""
    return 3


@pytest.fixture
def visit(
    browser: Browser, model: ModelServer, tmp_path: Path, patience: float
) -> Iterator[Callable[..., Visitor]]:
    """Opens the chat of a service with the model. Nothing has left the machine afterwards."""
    service = harbour_service(tmp_path, llm_timeout_s=patience, llm_retries=0, **model.settings)
    with running(build_app(service)) as address, visiting(browser, address) as visit:
        yield visit


def _first(*said: str) -> Callable[[Asked], Reply]:
    """These sentences, with the id of the first passage."""

    def script(asked: Asked) -> Reply:
        return Reply(written(*((text, [asked.passages[0].id]) for text in said)))

    return script


@pytest.mark.parametrize("patience", [120])
def test_a_sentence_is_there_while_the_next_is_being_written(
    visit: Callable[..., Visitor], writer: Writer, model: ModelServer
) -> None:
    """The model falls silent after it, and breaks off only once it was seen."""
    whole = written((REWORDED, ["P1"]), (INVENTED, ["P1"]))
    of_first = whole.index(INVENTED)
    writer.says = Reply(whole, size=of_first, until=1, then="hang")
    visitor = visit(viewport=PHONE)
    page = visitor.page
    page.fill("#question textarea", OPENING)
    page.press("#question textarea", "Enter")
    telling = page.locator("#thread .telling .sentence")
    expect(telling).to_contain_text(REWORDED, timeout=60_000)
    assert model.answering
    page.locator("#thread .telling .marker").focus()
    page.evaluate(WATCH_MOVES)
    model.breaking = True
    expect(page.locator("#thread .note")).to_contain_text("broke off in the middle of its answer")
    wait_until(lambda: not model.answering)
    expect(page.locator("#thread .telling .marker")).to_be_focused()  # it is not drawn anew
    expect(page.locator("#thread .actions")).to_be_visible()
    assert page.evaluate("moved") < 0.1  # https://web.dev/articles/cls


def test_what_it_writes_is_cited_and_what_it_invents_is_not_shown(
    visit: Callable[..., Visitor], writer: Writer
) -> None:
    writer.says = _first(REWORDED, INVENTED, HOSTILE)
    visitor = visit()
    page = visitor.page
    visitor.ask(OPENING)
    assert visitor.last(".answer .sentence").startswith(REWORDED)
    assert visitor.last(".written").startswith(f"Written by {MODEL} from the passages quoted")
    thread = page.locator("#thread").inner_text()
    assert not any(word in thread for word in ("9 May", "crowns", "onerror", "evil.example"))
    page.locator("#thread .answer .marker").first.click()
    expect(page.locator("#reader mark.quote")).to_have_text(KESSEL)
    expect(page.locator("#reader .line").first).to_have_text(
        "Harbour Gazette · 3 May 2024 · byline · tells of 2 May 2024"
    )


@pytest.mark.parametrize(
    ("says", "line"),
    [
        pytest.param(Fault.HANG, "did not answer within 3 seconds", marks=pytest.mark.nightly),
        (Status(500), "answered with an error (500)"),
        (_first(INVENTED), None),
    ],
    ids=["hangs", "fails", "invents"],
)
def test_where_it_fails_the_report_speaks(
    visit: Callable[..., Visitor], writer: Writer, says: Script | Status | Fault, line: str | None
) -> None:
    writer.says = says
    visitor = visit()
    visitor.ask(OPENING)
    assert visitor.last(".answer .sentence").startswith(KESSEL)
    assert visitor.page.locator("#thread .written").count() == 0
    if line is not None:
        assert line in visitor.last(".note")


def test_it_is_not_asked_before_a_reader_asks_nor_where_there_is_no_evidence(
    visit: Callable[..., Visitor], writer: Writer, model: ModelServer
) -> None:
    """The questions to begin with are tried without it."""
    writer.says = _first(REWORDED)
    visitor = visit()
    visitor.page.wait_for_selector("#thread .examples")
    visitor.ask("Who conducts the orchestra of Lisbon?")
    assert visitor.last(".refusal").startswith("No answer")
    assert model.asked == []


def test_a_follow_up_says_how_the_model_understood_it(
    visit: Callable[..., Visitor], writer: Writer
) -> None:
    """Its rewording is taken, since it adds nothing to what was asked before."""
    whole = "Who thanked the crews of the Kessel bridge?"

    def script(asked: Asked) -> str | Reply:
        return _first(REWORDED)(asked) if asked.passages else whole

    writer.says = script
    visitor = visit()
    visitor.ask(OPENING)
    visitor.ask("And who thanked the crews?")
    assert visitor.last(".window") == f"Understood as: {whole}"
