"""A browser without a window, for what is measured on the page."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from bench.common import Skipped

SCREENS: dict[str, ViewportSize] = {
    "desk": {"width": 1280, "height": 800},
    "phone": {"width": 390, "height": 844},
}


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium as the system has it. Raises Skipped where there is none."""
    found = shutil.which("chromium")
    if found is None:
        raise Skipped("there is no `chromium`; apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-background-networking"]
        )
        try:
            yield browser
        finally:
            browser.close()
