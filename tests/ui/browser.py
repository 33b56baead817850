"""A real browser for the tests of the chat: Chromium as the system has it, driven by Playwright."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
"""Arguments with which Chromium looks for nothing but what a page asks for."""


DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
on_each_screen = pytest.mark.parametrize(
    ("size", "scheme"),
    [
        pytest.param(DESK, "light", id="desk-light"),
        pytest.param(DESK, "dark", id="desk-dark", marks=pytest.mark.nightly),
        pytest.param(PHONE, "light", id="phone-light", marks=pytest.mark.nightly),
        pytest.param(PHONE, "dark", id="phone-dark"),
    ],
)
"""By day the two that are most unlike."""
OPENING = "When did the Kessel bridge reopen?"
UNKNOWN = "Who conducts the orchestra of Lisbon?"
"""Questions that the harbour reports answer, and do not."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser. Without Chromium the tests are skipped, or, where it is required, fail."""
    found = shutil.which("chromium")
    if found is None:
        reason = "there is no `chromium`; apt-get install chromium"
        if os.environ.get("REQUIRE_CHROMIUM"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(QUIET))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def visiting(browser: Browser, address: str) -> Iterator[Callable[..., "Visitor"]]:
    """Opens the page for one more person. Afterwards nothing has left the machine or gone wrong."""
    visitors: list[Visitor] = []

    def visit(at: str = address, **how: object) -> Visitor:
        visitors.append(Visitor(browser, at, **how))
        return visitors[-1]

    yield visit
    for visitor in visitors:
        visitor.close()
        assert visitor.elsewhere == []
        assert visitor.wrong == []


class Visitor:
    """One person at the page, and all that the page asked for or complained about."""

    def __init__(self, browser: Browser, address: str, **how: object) -> None:
        self.context: BrowserContext = browser.new_context(**how)
        self.context.set_default_timeout(60_000)
        self.page: Page = self.context.new_page()
        self.address = address
        self.elsewhere: list[str] = []
        self.wrong: list[str] = []
        self.page.on("request", self._asked_for)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("dialog", lambda dialog: self.wrong.append(f"dialog: {dialog.message}"))
        self.page.goto(address)
        self.page.wait_for_selector("#thread .welcome")
        self.page.wait_for_selector("#send")

    def _asked_for(self, request: Request) -> None:
        own = self.address.partition("/?")[0]
        if not request.url.startswith((own, "data:", "blob:")):
            self.elsewhere.append(request.url)

    def ask(self, question: str) -> None:
        """Asks with Enter and waits until all has been said."""
        before = self.page.locator("#thread .turn").count()
        self.page.fill("#question textarea", question)
        self.page.press("#question textarea", "Enter")
        self.page.wait_for_function(
            "n => document.querySelectorAll('#thread .turn').length > n"
            " && !document.querySelector('#thread .stage')",
            arg=before,
        )

    def painted(self) -> float:
        """Milliseconds until something was to be seen."""
        script = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
        return float(self.page.evaluate(script))

    def reports(self) -> None:
        """Turns to the reports."""
        self.page.get_by_role("tab", name="Reports").click()
        self.page.wait_for_selector("#list .reports")

    def last(self, selector: str) -> str:
        """The text of a part of the latest turn."""
        return self.page.locator("#thread .turn").last.locator(selector).first.inner_text()

    def close(self) -> None:
        self.context.close()
