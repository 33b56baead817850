"""What a person does at the chat beside asking, in a real browser: moving by keyboard, coming back,
judging, taking answers away, looking through the reports."""

from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import httpx
import pytest
from playwright.sync_api import expect

from tests.rag.corpus import KESSEL
from tests.ui.browser import OPENING, UNKNOWN, Visitor
from ui.feedback import FeedbackStore

pytestmark = pytest.mark.slow


def test_all_of_it_can_be_done_with_the_keyboard(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    page = visitor.page
    visitor.ask(OPENING)

    def tab_to(selector: str) -> None:
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"{selector} is not reached")

    page.locator("#tabs [role=tab]").first.focus()
    tab_to("#thread .answer .marker")
    page.keyboard.press("Enter")
    expect(page.locator("#reader section")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#thread .answer .marker").first).to_be_focused()
    tab_to("#timeline .dot")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(page.locator("#reader h2")).to_have_text("Kessel Crossing Open Again")


def test_two_people_do_not_see_each_other(visit: Callable[..., Visitor]) -> None:
    one, other = visit(), visit()
    one.ask(OPENING)
    other.ask("Whom did the storm hurt in Torvik?")
    one.ask(UNKNOWN)
    assert one.page.locator("#thread .asked").all_inner_texts() == [OPENING, UNKNOWN]
    assert other.page.locator("#thread .asked").all_inner_texts() == [
        "Whom did the storm hurt in Torvik?"
    ]


def test_a_conversation_outlasts_a_reload_and_stays_in_its_window(
    visit: Callable[..., Visitor],
) -> None:
    visitor = visit()
    visitor.ask(OPENING)
    visitor.page.reload()
    expect(visitor.page.locator("#thread .asked")).to_have_text([OPENING])
    expect(visitor.page.locator("#reader h2")).to_have_text("The Old Bridge Reopens")
    visitor.ask("And who thanked the crews?")
    visitor.page.reload()
    expect(visitor.page.locator("#thread .asked")).to_have_count(2)
    kept = visitor.page.evaluate("sessionStorage.getItem('dateline.conversation')")
    assert len(kept) == 22  # 128 bits
    copied = visitor.context.new_page()
    for name in (kept, "unknown"):
        copied.goto(visitor.address)
        copied.evaluate("id => sessionStorage.setItem('dateline.conversation', id)", name)
        copied.reload()
        copied.wait_for_selector("#thread .welcome")
        assert copied.locator("#thread .remark").count() == (name == "unknown")
    visitor.page.get_by_role("button", name="New conversation").click()
    expect(visitor.page.locator("#thread .welcome")).to_be_visible()
    visitor.page.reload()
    expect(visitor.page.locator("#thread .welcome")).to_be_visible()
    expect(visitor.page.locator("#thread .remark")).to_have_count(0)


def test_feedback_is_kept_once(visit: Callable[..., Visitor], chat_folder: Path) -> None:
    visitor = visit()
    visitor.ask(OPENING)
    before = len(list(FeedbackStore(chat_folder / "data").all()))
    visitor.page.get_by_role("button", name="Not helpful").dblclick()
    expect(visitor.page.locator("#thread .thanks")).to_have_text("Noted, thank you.")
    expect(visitor.page.get_by_role("button", name="Helpful", exact=True)).to_be_disabled()
    kept = list(FeedbackStore(chat_folder / "data").all())[before:]
    assert [(f.place, f.helpful, f.outcome["question"]) for f in kept] == [("chat", False, OPENING)]


def test_an_answer_is_copied_and_the_conversation_saved(visit: Callable[..., Visitor]) -> None:
    visitor = visit(permissions=["clipboard-read", "clipboard-write"])
    page = visitor.page
    visitor.ask(OPENING)
    visitor.ask(UNKNOWN)
    copies = page.get_by_role("button", name="Copy with citation", exact=True)
    before = copies.count()
    copies.first.dblclick()
    page.wait_for_function("async () => (await navigator.clipboard.readText()).length > 0")
    assert page.evaluate("navigator.clipboard.readText()").startswith(
        "The Old Bridge Reopens — Harbour Gazette, 3 May 2024 (byline). It tells of 2 May 2024. "
        f"“{KESSEL}"
    )
    expect(copies).to_have_count(before)
    page.get_by_role("button", name="Copy with citations").first.click()
    page.wait_for_function(
        "async () => (await navigator.clipboard.readText()).includes('[1] The Old Bridge')"
    )
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "[1] The Old Bridge Reopens — Harbour Gazette, 3 May 2024 (byline)" in copied
    page.locator("#header summary", has_text="Export").click()
    with page.expect_download() as word:
        page.locator("#header").get_by_role("button", name="Word").click()
    assert word.value.suggested_filename == "dateline.docx"
    with page.expect_download() as alone:
        page.get_by_role("button", name="As Word").last.click()
    texts = [ZipFile(saved.value.path()).read("word/document.xml") for saved in (word, alone)]
    assert [OPENING.encode() in text for text in texts] == [True, False]
    assert [UNKNOWN.encode() in text for text in texts] == [True, True]
    page.locator("#header summary", has_text="Export").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Markdown").click()
    assert saved.value.suggested_filename == "dateline.md"
    text = Path(saved.value.path()).read_text("utf-8")
    assert text.startswith("# Answers from dated reports\n\n")
    assert f"## {OPENING}\n\n" in text
    assert "**\\[1\\]** The Old Bridge Reopens — Harbour Gazette, 3 May 2024" in text
    assert f"## {UNKNOWN}\n\n**No answer.** " in text
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator("#thread .welcome h1")).to_have_text("Ask the reports")


def test_reports_are_searched_put_in_order_and_opened(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    page = visitor.page
    visitor.reports()
    titles = page.locator("#list .title")
    assert titles.all_inner_texts()[:1] == ["Kessel Crossing Open Again"]
    page.get_by_label("Oldest first").check()
    expect(titles.first).to_have_text("Museum Loses Its Roof")
    page.get_by_label("Search").fill("glacier")
    expect(page.locator("#list .count")).to_contain_text("1 of")
    titles.first.click()
    expect(page.locator("#reader h2")).to_have_text("Notes on a Glacier")
    expect(page.locator("#reader .doubt")).to_contain_text("Date unknown")


def test_other_interfaces_are_still_reached(chat: str) -> None:
    assert httpx.get(f"{chat}/healthz").json() == {"status": "ok"}
    asked = httpx.post(f"{chat}/v1/ask", json={"question": OPENING})
    assert asked.json()["kind"] == "answer"
    assert httpx.get(f"{chat}/docs").status_code == 200
    front = httpx.get(chat)
    assert "default-src 'self'" in front.headers["content-security-policy"]
