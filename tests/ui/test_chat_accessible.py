"""The chat has no violation of WCAG 2.2, level AA, that axe finds."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.ui.browser import Visitor, on_each_screen, visiting
from tests.ui.serving import harbour_service, running
from ui.server import build_app

pytestmark = pytest.mark.slow
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(build_app(harbour_service(tmp_path_factory.mktemp("axe")))) as address:
        yield address


def violations(visitor: Visitor) -> list[str]:
    """What axe finds wrong with the page as it is shown: rule and element."""
    response = Axe().run(visitor.page, options=RULES).response
    assert len(response["passes"]) > 10  # it has looked
    found = response["violations"]
    return [f"{one['id']}: {node['target']}" for one in found for node in one["nodes"]]


@on_each_screen
def test_axe_finds_nothing(
    browser: Browser, address: str, size: dict[str, int], scheme: str
) -> None:
    with visiting(browser, address) as visit:
        visitor = visit(viewport=size, color_scheme=scheme, bypass_csp=True)
        visitor.page.wait_for_selector("#thread .examples")
        assert violations(visitor) == []
        visitor.page.get_by_label("Publisher", exact=True).select_option("Harbour Gazette")
        visitor.page.locator("#filters summary").first.click()
        assert violations(visitor) == []
        visitor.ask("When did the Kessel bridge reopen?")
        visitor.page.locator("#thread .answer .marker").first.click()
        visitor.page.wait_for_selector("#reader section:focus")
        assert violations(visitor) == []
        visitor.page.keyboard.press("Escape")
        visitor.ask("Who conducts the orchestra of Lisbon?")
        visitor.reports()
        assert violations(visitor) == []
        visitor.page.get_by_role("tab", name="Check a text").click()
        visitor.page.get_by_label("Your text").fill("The Kessel bridge reopened on 3 May 2024.")
        visitor.page.locator("#check").click()
        visitor.page.wait_for_selector("#checked .count")
        assert violations(visitor) == []
