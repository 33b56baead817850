"""The documentation as a site: MkDocs builds it strictly, nothing leads nowhere or is loaded from
elsewhere."""

import functools
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from lxml import html

from tests.ui.browser import chromium

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    built = tmp_path_factory.mktemp("site") / "built"
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", built]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    return built


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Any]:
    """The pages built, parsed, by their path in the site; but for the one for what is not found."""
    found = sorted(page.relative_to(site) for page in site.rglob("*.html"))
    return {
        page: html.fromstring((site / page).read_bytes())
        for page in found
        if page.name not in ("404.html", "search.html")
    }


def in_nav(nav: list[Any]) -> Iterator[str]:
    """The pages that a navigation leads to."""
    for entry in nav:
        for title, leads in entry.items():
            assert title
            yield from in_nav(leads) if isinstance(leads, list) else [leads]


def test_every_page_is_in_the_navigation_once(pages: dict[Path, Any]) -> None:
    listed = list(in_nav(yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))["nav"]))
    assert sorted(str(Path(page).with_suffix(".html")).replace("README", "index")
                  for page in listed) == sorted(map(str, pages))  # fmt: skip
    own = {page.relative_to(ROOT / "docs").as_posix() for page in ROOT.glob("docs/*.md")}
    assert own <= set(listed)


def test_no_link_or_anchor_is_dead(site: Path, pages: dict[Path, Any]) -> None:
    names = {
        page: {*tree.xpath("//@id"), *tree.xpath("//a/@name"), ""} for page, tree in pages.items()
    }
    dead = []
    for page, tree in pages.items():
        for address in tree.xpath("//@href | //@src"):
            to = urlsplit(address)
            if to.scheme or to.netloc:
                continue
            target = (
                (site / page).parent.joinpath(unquote(to.path)).resolve()
                if to.path
                else site / page
            )
            place = target.relative_to(site.resolve()) if to.path else page
            if not target.is_file() or to.fragment not in names.get(place, {"", to.fragment}):
                dead.append(f"{page}: {address}")
    assert dead == []


def test_nothing_is_loaded_from_elsewhere(site: Path, pages: dict[Path, Any]) -> None:
    """And nothing is left to be drawn by a script that is not there."""
    loaded = "//@src | //@srcset | //link/@href | //object/@data | //form/@action"
    for page, tree in pages.items():
        foreign = [a for a in tree.xpath(loaded) if urlsplit(a).netloc]
        assert foreign == [], page
        assert tree.xpath("//code[contains(@class, 'mermaid')]") == [], page
    for sheet in site.rglob("*.css"):
        text = sheet.read_text("utf-8")
        found = re.findall(r"url\(([^)]*)\)|@import\s+(\S+)", text)
        foreign = [a for pair in found for a in pair if re.match(r"""['"]?(https?:)?//""", a)]
        assert foreign == [], sheet


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """The site served on loopback."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    handler = functools.partial(Quiet, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        serving.join()


def test_a_reader_finds_his_way(address: str) -> None:
    """A browser asks for nothing but the site, finds a page by its words, and fits on a phone."""
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 390, "height": 844})
        asked: list[str] = []
        wrong: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(f"{address}/index.html")
        for name in ("tutorial", "chat", "http"):
            page.goto(f"{address}/{name}.html")
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= 390, name
        page.goto(f"{address}/search.html?q=thumbs")
        page.locator("#mkdocs-search-results a", has_text="From thumbs").first.wait_for()
        assert wrong == []
        assert [url for url in asked if not url.startswith((address, "data:"))] == []
