"""Asking in the chat as a person does, in a real browser: answers, refusals and filters."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.rag.corpus import KESSEL
from tests.ui.browser import OPENING, UNKNOWN, Visitor

pytestmark = pytest.mark.slow


def test_the_page_is_painted_within_two_seconds_and_says_what_can_be_asked(
    visit: Callable[..., Visitor],
) -> None:
    """The best of three visits, for the time that other tests of this machine take."""
    visitors = [visit() for _ in range(3)]
    assert min(visitor.painted() for visitor in visitors) < 2000
    page = visitors[0].page
    expect(page.locator("#thread .lead")).to_contain_text("4 reports, 9 June 2023 to 5 May 2024")
    expect(page.locator("#reader .empty")).to_be_visible()


def test_an_example_is_asked_by_a_click_and_answered(visit: Callable[..., Visitor]) -> None:
    page = visit().page
    page.press("#question textarea", "Enter")  # nothing is asked by it
    page.locator("#timeline .dot").first.click()  # a report may be read before anything is asked
    expect(page.locator("#reader h2")).to_have_text("Museum Loses Its Roof")
    example = page.locator("#thread .chip").first
    asked = example.inner_text()
    example.click()
    page.wait_for_selector("#thread .actions")
    assert page.locator("#thread .asked").inner_text() == asked
    assert page.locator("#thread .answer .marker").count() >= 1


def test_a_citation_opens_in_its_report_at_the_quote(visit: Callable[..., Visitor]) -> None:
    visitor = visit(viewport={"width": 1280, "height": 560})
    page = visitor.page
    visitor.ask(OPENING)
    assert visitor.last(".answer .sentence").startswith(KESSEL)
    assert "The Old Bridge Reopens" in visitor.last(".sources li")
    assert visitor.last(".sources .when").split("\n") == [
        "3 May 2024",
        "byline",
        "tells of 2 May 2024",
    ]
    assert visitor.last(".sources .line") == "The Old Bridge Reopens — Harbour Gazette"
    assert "The same words in: crossing.md, 5 May 2024" in visitor.last(".copies")
    page.locator("#thread .answer .marker").first.click()
    mark = page.locator("#reader mark.quote")
    expect(mark).to_have_text(KESSEL)
    expect(mark).to_be_in_viewport()
    expect(page.locator("#reader h2")).to_have_text("The Old Bridge Reopens")
    expect(page.locator("#reader .line").first).to_have_text(
        "Harbour Gazette · 3 May 2024 · byline · tells of 2 May 2024"
    )
    expect(page.locator("#reader section")).to_be_focused()
    assert page.locator("#timeline .dot.cited").count() == 1
    page.locator("#reader .copies .link").click()
    expect(page.locator("#reader h2")).to_have_text("Kessel Crossing Open Again")
    link = page.locator("#reader a.action")
    assert link.get_attribute("href") == "https://courier.example/kessel"
    assert link.get_attribute("rel") == "noopener noreferrer nofollow"


def test_a_refusal_says_why_and_what_is_there_and_calls_nothing_a_source(
    visit: Callable[..., Visitor],
) -> None:
    visitor = visit()
    visitor.ask(OPENING)
    expect(visitor.page.locator("#reader h2")).to_have_text("The Old Bridge Reopens")
    visitor.ask(UNKNOWN)
    expect(visitor.page.locator("#reader .empty")).to_be_visible()
    assert visitor.page.locator("#timeline .dot.cited").count() == 0
    said = visitor.last(".refusal")
    assert said.startswith("No answer")
    assert "The corpus holds 4 reports, 9 June 2023 to 5 May 2024." in said
    assert visitor.page.locator("#thread .turn").last.locator(".sources").count() == 0
    assert "Nearest passages; they are not sources" in said
    visitor.page.locator("#thread .nearest .source").first.click()
    expect(visitor.page.locator("#reader .which span")).to_have_text(
        "Near the question; not a source"
    )


def test_filters_bound_what_is_read_and_crossed_dates_are_explained(
    visit: Callable[..., Visitor],
) -> None:
    visitor = visit()
    page = visitor.page
    chips = page.locator("#filters .chip.set")
    expect(page.locator("#filters .chip:visible")).to_have_count(4)  # seen before any is set
    expect(chips).to_have_count(0)
    page.locator("#filters summary", has_text="Published any time").click()
    page.locator("#filters .periods").get_by_text("2023", exact=True).click()
    expect(chips.locator("summary")).to_have_text(["Published 1 January 2023 to 31 December 2023"])
    page.get_by_role("button", name="Clear filters").click()
    page.locator("#filters summary", has_text="Published any time").click()
    page.get_by_label("From").fill("2024-05-04")
    expect(chips.locator("summary")).to_have_text(["Published since 4 May 2024"])
    visitor.ask(OPENING)
    assert "on or after 4 May 2024" in visitor.last(".window")
    assert "Kessel Crossing Open Again" in visitor.last(".sources .title")
    page.locator("#filters summary", has_text="Published since").click()
    page.get_by_label("To", exact=True).fill("2023-01-01")
    page.keyboard.press("Escape")
    expect(page.locator("#filters summary", has_text="Published 4 May 2024 to")).to_be_focused()
    visitor.ask(OPENING)
    assert visitor.last(".problem") == (
        "“From” (4 May 2024) is later than “To” (1 January 2023). Change one of them."
    )
    page.get_by_role("button", name="Clear filters").click()
    expect(chips).to_have_count(0)
    page.get_by_label("Publisher", exact=True).select_option("Valley Courier")
    visitor.ask(OPENING)
    assert visitor.last(".window") == "Publisher: Valley Courier"
    assert "Valley Courier" in visitor.last(".sources .line")


def test_a_filter_is_in_the_address_and_holds_until_it_is_cleared(
    visit: Callable[..., Visitor], chat: str
) -> None:
    visitor = visit()
    page = visitor.page
    page.get_by_label("Publisher", exact=True).select_option("Valley Courier")
    page.get_by_label("Dated for sure").check()
    assert page.url.endswith("?publisher=Valley+Courier&sure=yes")
    visitor.ask(OPENING)
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator("#thread .welcome")).to_be_visible()
    expect(page.get_by_label("Publisher", exact=True)).to_have_value("Valley Courier")
    page.reload()
    expect(page.get_by_label("Publisher", exact=True)).to_have_value("Valley Courier")
    other = visit(page.url)
    expect(other.page.get_by_label("Dated for sure")).to_be_checked()
    other.ask(OPENING)
    assert other.last(".window") == "Reports dated for sure"
    assert "Publisher: Valley Courier" in other.page.locator("#thread .window").all_inner_texts()


def test_one_report_alone_is_asked(visit: Callable[..., Visitor], chat: str) -> None:
    visitor = visit()
    page = visitor.page
    page.locator("#timeline .dot").first.click()
    expect(page.locator("#reader h2")).to_have_text("Museum Loses Its Roof")
    page.get_by_role("button", name="Ask only this report").click()
    expect(page.locator("#question textarea")).to_be_focused()
    expect(page.locator("#filters .only .what")).to_have_text("Only: Museum Loses Its Roof")
    visitor.ask("Did Zaphod come?")
    assert visitor.last(".window") == "Only the report: Museum Loses Its Roof"
    assert "No passage in the report “Museum Loses Its Roof” " in visitor.last(".refusal")
    shared = visit(page.url)
    expect(shared.page.locator("#filters .only .what")).to_have_text("Only: Museum Loses Its Roof")
    page.get_by_role("button", name="Ask all reports again").click()
    expect(page.locator("#filters .only")).to_be_hidden()
    visitor.ask(OPENING)
    assert "The Old Bridge Reopens" in visitor.last(".sources .title")


def test_a_quote_stands_once_in_an_answer(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    visitor.ask(OPENING)
    assert visitor.page.locator("#left").inner_text().count(KESSEL) == 1
    assert visitor.page.locator("#thread .note").count() == 0


def test_a_citation_on_a_phone_opens_below_with_its_title_in_sight(
    visit: Callable[..., Visitor],
) -> None:
    visitor = visit(viewport={"width": 390, "height": 844})
    page = visitor.page
    visitor.ask(OPENING)
    page.locator("#thread .answer .marker").first.click()
    mark, title = page.locator("#reader mark.quote"), page.locator("#reader h2")
    expect(mark).to_be_in_viewport()
    expect(title).to_be_in_viewport()
    expect(page.locator("#thread .answer .marker").first).to_be_in_viewport()
    expect(page.locator("#reader header .line").first).to_contain_text("3 May 2024")
    head, quote = page.locator("#reader header").bounding_box(), mark.bounding_box()
    assert head is not None
    assert quote is not None
    assert quote["y"] >= head["y"] + head["height"]
    page.get_by_role("button", name="Close").click()
    expect(page.locator("#reader section")).to_be_hidden()


def test_a_refusal_offers_what_is_answered(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    page = visitor.page
    page.get_by_label("Publisher", exact=True).select_option("Valley Courier")
    visitor.ask("Who thanked the crews at the ceremony?")
    assert visitor.last(".refusal").startswith("No answer")
    page.get_by_role("button", name="Ask the same of all reports").click()
    expect(page.locator("#thread .turn").last.locator(".answer .quote")).to_contain_text(
        "Mayor Ilse Brandt thanked the crews"
    )
    expect(page.get_by_label("Publisher", exact=True)).to_have_value("")
    visitor.ask("Why did Torvik join the league of Zaphod Beeblebrox?")
    offers = page.locator("#thread .turn").nth(2).locator(".tries button")
    expect(offers.first).to_be_visible()
    for number in range(offers.count()):
        offers.nth(number).click()
        told = page.locator("#thread .turn").nth(3 + number)
        expect(told.locator(".answer .quote").first).to_be_visible()
    page.locator("#thread .refusal").get_by_role(
        "button", name="See what the reports are"
    ).last.click()
    expect(page.locator("#list .reports")).to_be_visible()


def test_what_is_no_question_is_met_with_what_can_be_asked(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    visitor.page.wait_for_selector("#thread .examples")
    visitor.ask("???")
    assert not visitor.last(".refusal").startswith("No answer")
    expect(visitor.page.locator("#thread .tries button").first).to_be_visible()


def test_all_reports_that_mention_something_are_listed_and_saved(
    visit: Callable[..., Visitor],
) -> None:
    visitor = visit()
    page = visitor.page
    visitor.ask("How many reports mention Torvik?")
    assert visitor.last(".wide .count") == (
        "2 of 4 reports have “Torvik” in one passage, first on 9 June 2023, last on 3 May 2024."
    )
    expect(page.locator("#thread .wide .bars button")).to_have_count(12)
    page.locator("#thread .wide .title").last.click()
    expect(page.locator("#reader mark.quote")).to_contain_text("a second bridge may be built")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as a table (CSV)").click()
    assert len(Path(saved.value.path()).read_text("utf-8").splitlines()) == 3
    page.locator("#thread .wide .bars button").first.click()
    expect(page.locator("#filters .chip.set summary")).to_have_text(
        "Published 1 June 2023 to 30 June 2023"
    )


def test_a_report_is_summed_up_from_its_head(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    visitor.page.locator("#timeline .dot").first.click()
    visitor.page.get_by_role("button", name="Summarise it").click()
    visitor.page.wait_for_selector("#thread .actions")
    assert visitor.last(".answer .quote").startswith("A storm tore the roof off")
    assert "own leading sentences" in visitor.last(".note")
