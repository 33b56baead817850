"""How the chat looks over the seed reports: on a desk and on a phone, light and dark.

With SCREENSHOTS=docs/chat in the environment, what docs/chat.md shows is written there, and with
SCREENSHOTS_OF_ALL to a folder all that is looked at.
"""

import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

from rag.settings import Settings
from tests.ui.browser import DESK, PHONE, Visitor, on_each_screen
from tests.ui.serving import TODAY, running, wait_until
from ui.server import build_app
from ui.service import Service

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
FOLDER = os.environ.get("SCREENSHOTS")
REVIEW = os.environ.get("SCREENSHOTS_OF_ALL")
SHOWN = {
    "empty-desk-light", "citation-desk-light", "citation-desk-dark", "refusal-desk-light",
    "reports-desk-dark", "wide-desk-light", "empty-phone-light", "answer-phone-light",
    "citation-phone-dark", "refusal-phone-dark",
}  # fmt: skip
"""What docs/chat.md shows."""
CONTRAST = """
() => {
  const curve = (v) => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
  const channel = (v) => curve(v / 255);
  const parts = (c) => c.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => .2126 * channel(r) + .7152 * channel(g) + .0722 * channel(b);
  const behind = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const colour = parts(getComputedStyle(e).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const poor = [];
  for (const element of document.querySelectorAll("#header *, #desk *")) {
    const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own || !element.checkVisibility({ opacityProperty: true })) continue;
    const [a, b] = [light(parts(getComputedStyle(element).color)), light(behind(element))];
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) poor.push(`${element.textContent.trim().slice(0, 40)}: ${ratio.toFixed(2)}`);
  }
  return poor;
}
"""
"""The texts whose contrast is below that of WCAG 2.2, level AA."""


@pytest.fixture(scope="module")
def address(indexed_seeds: Path) -> Iterator[str]:
    service = Service(Settings(data_dir=indexed_seeds), today=lambda: TODAY)
    with running(build_app(service)) as address:
        wait_until(lambda: service.ready, 120)
        yield address


@on_each_screen
def test_everything_fits_and_can_be_read(
    browser: Browser, address: str, size: dict[str, int], scheme: str
) -> None:
    name = f"{'phone' if size is PHONE else 'desk'}-{scheme}"
    review = Path(REVIEW) if REVIEW else None
    visitor = Visitor(browser, address, viewport=size, color_scheme=scheme)
    page = visitor.page

    def look(what: str) -> None:
        page.wait_for_timeout(250)  # what fades in is drawn whole
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        if size is DESK:
            assert page.evaluate("document.documentElement.scrollHeight") == size["height"]
        assert page.evaluate(CONTRAST) == []
        if review is not None:
            page.screenshot(path=review / f"{what}-{name}.png")
        if FOLDER and f"{what}-{name}" in SHOWN:
            shot = Image.open(BytesIO(page.screenshot())).convert("RGB").quantize(96)
            (ROOT / FOLDER).mkdir(parents=True, exist_ok=True)
            shot.save(ROOT / FOLDER / f"{what}-{name}.png", optimize=True)

    page.wait_for_selector("#thread .examples")
    look("empty")
    visitor.ask("What did Putin say about NATO membership for Ukraine?")
    if size is PHONE:
        look("answer")
    page.locator("#thread .answer .marker").first.click()
    page.wait_for_selector("#reader section:focus")
    look("citation")
    page.keyboard.press("Escape")
    visitor.ask("Who is the head of Rosatom?")
    page.wait_for_selector("#thread .tries")
    look("refusal")
    visitor.ask("How many reports mention Kurakhove?")
    look("wide")
    visitor.reports()
    look("reports")
    visitor.close()
    assert visitor.elsewhere == []
    assert visitor.wrong == []
