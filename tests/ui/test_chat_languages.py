"""The chat in German on a desk and in French on a phone, as a reader of each finds it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.ui.browser import DESK, PHONE, Visitor, visiting
from tests.ui.serving import harbour_service, running
from tests.ui.test_chat_accessible import violations
from ui.server import build_app
from ui.web.language import ENGLISH, texts_of

pytestmark = pytest.mark.slow

SAID = """
() => {
  const said = [], named = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const { parentElement: part, textContent } = walk.currentNode;
    if (part.closest("script, style, .asked, [lang]") !== document.documentElement) continue;
    if (textContent.trim()) said.push(textContent.trim());
  }
  for (const name of ["aria-label", "title", "placeholder", "alt"]) {
    document.querySelectorAll(`[${name}]`).forEach((part) => {
      if (part.closest("[lang]") === document.documentElement) named.push(part.getAttribute(name));
    });
  }
  return [said, named];
}
"""
"""All that the page says in its own language, and the names of its parts, which may have titles in
them: what is in another language is marked so, or is the reader's own question."""
ENGLISH_WORDS = re.compile(
    r"\b(?:the|of|and|is|are|were|from|with|this|reports?|any)\b", re.IGNORECASE
)
HELD = re.compile(r"[“„«].*?[”“»]")
"""What is quoted within a text of the page."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(build_app(harbour_service(tmp_path_factory.mktemp("languages")))) as address:
        yield address


def left_in_english(visitor: Visitor) -> list[str]:
    """What the page says in the words of the English file, or in English words at all."""
    said, named = visitor.page.evaluate(SAID)
    assert len(said) > 10  # it has looked
    code = visitor.page.evaluate("document.documentElement.lang")
    mine = {str(text) for text in texts_of(code).entries.values()}
    english = {str(text) for text in ENGLISH.entries.values()} - mine - {""}
    words = [text for text in said if text not in mine and ENGLISH_WORDS.search(HELD.sub("", text))]
    return [*words, *(text for text in (*said, *named) if text in english)]


def looked_at(visitor: Visitor) -> None:
    """Nothing of what is shown is left in English, and axe finds nothing wrong with it."""
    assert left_in_english(visitor) == []
    assert violations(visitor) == []
    assert (
        visitor.page.evaluate("document.documentElement.scrollWidth")
        <= (visitor.page.viewport_size or {"width": 0})["width"]
    )


def test_a_german_reader_finds_all_of_the_page_in_german(browser: Browser, address: str) -> None:
    german = texts_of("de")
    with visiting(browser, address) as visit:
        visitor = visit(viewport=DESK, locale="de-AT", bypass_csp=True)
        page = visitor.page
        page.wait_for_selector("#thread .examples")
        assert page.evaluate("document.documentElement.lang") == "de"
        expect(page.locator("#thread .own-words")).to_contain_text("nicht übersetzt")
        expect(page.locator("#thread h1")).to_have_text("Fragen Sie die Berichte")
        expect(page.get_by_role("tab", name="Berichte")).to_be_visible()
        expect(page.get_by_placeholder(german("ask.placeholder"))).to_be_visible()
        looked_at(visitor)
        visitor.ask("When did the Kessel bridge reopen?")
        page.locator("#thread .answer .marker").first.click()
        page.wait_for_selector("#reader section:focus")
        quote = page.locator("#thread .answer q").first
        assert quote.get_attribute("lang") == "en"
        expect(quote).to_contain_text("Kessel bridge")
        expect(page.locator("#thread .when time").first).to_have_text("3. Mai 2024")
        looked_at(visitor)
        page.locator("#filters [name=from]").evaluate(
            "(part) => { part.value = '2024-05-01'; "
            "part.dispatchEvent(new Event('change', { bubbles: true })); }"
        )
        expect(page.locator("#filters summary").first).to_have_text("Erschienen seit 1. Mai 2024")
        visitor.ask("Who conducts the orchestra of Lisbon?")
        page.wait_for_selector("#thread .refusal")
        expect(page.locator("#thread .refusal h3")).to_have_text("Keine Antwort")
        expect(page.locator("#thread .refusal > p").first).to_contain_text("umfasst")
        looked_at(visitor)
        visitor.ask("How many reports mention the bridge?")
        expect(page.locator("#thread .wide .count").last).to_contain_text("„bridge“")
        looked_at(visitor)


def test_a_german_reader_lists_and_checks(browser: Browser, address: str) -> None:
    with visiting(browser, address) as visit:
        visitor = visit(viewport=DESK, locale="de-DE", color_scheme="dark", bypass_csp=True)
        page = visitor.page
        page.get_by_role("tab", name="Berichte").click()
        page.wait_for_selector("#list .reports")
        expect(page.get_by_label("Neueste zuerst")).to_be_visible()
        page.get_by_label("Suchen").fill("mai 2024")
        expect(page.locator("#list .count")).to_contain_text(" von ")
        page.locator("#list .editing summary").first.click()
        drop = page.locator("#upload [data-testid=upload-text]")
        said = drop.evaluate("part => getComputedStyle(part, '::after').content")
        assert "Berichte hier ablegen" in said
        looked_at(visitor)
        page.get_by_role("tab", name="Text prüfen").click()
        page.get_by_role("button", name="Prüfen", exact=True).click()
        expect(page.locator("#checked .problem")).to_contain_text("Fügen Sie einen Text ein")
        page.get_by_label("Ihr Text").fill("The Kessel bridge reopened on 3 May 2024.")
        page.get_by_role("button", name="Prüfen", exact=True).click()
        page.wait_for_selector("#checked .count")
        looked_at(visitor)


def test_a_reader_chooses_french_on_a_phone_and_it_is_kept(browser: Browser, address: str) -> None:
    with visiting(browser, address) as visit:
        visitor = visit(viewport=PHONE, locale="en-GB", color_scheme="dark", bypass_csp=True)
        page = visitor.page
        assert page.evaluate("document.documentElement.lang") == "en"
        assert page.locator("#thread .own-words").count() == 0
        visitor.ask("When did the Kessel bridge reopen?")
        with page.expect_navigation():
            page.get_by_label("Language of the page").select_option("fr")
        expect(page.get_by_role("tab", name="Rapports")).to_be_visible()
        expect(page.locator("#thread .turn")).to_have_count(1)  # the conversation goes on
        assert page.url.endswith("?lang=fr")
        assert page.evaluate("document.documentElement.lang") == "fr"
        looked_at(visitor)
        page.locator("#thread .answer .marker").first.click()
        page.wait_for_selector("#reader section:focus")
        expect(page.locator("#reader .close")).to_contain_text("Fermer")
        looked_at(visitor)
        page.keyboard.press("Escape")
        visitor.ask("Who conducts the orchestra of Lisbon?")
        expect(page.locator("#thread .refusal h3")).to_have_text("Pas de réponse")
        looked_at(visitor)
        page.goto(address)  # chosen before, and nothing in the address
        expect(page.get_by_role("tab", name="Rapports")).to_be_visible()
        page.goto(f"{address}/?lang=de")  # a link says it
        expect(page.get_by_role("tab", name="Berichte")).to_be_visible()
