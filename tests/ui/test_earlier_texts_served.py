"""Earlier texts of reports over HTTP, in the page, and from a folder that cannot be written."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.doubles import HashingEmbedder
from tests.index.corpus import Corpus, write_report
from tests.ui.browser import visiting
from tests.ui.serving import running, settings_of
from ui.callers import TokenScope
from ui.server import build_app
from ui.service import Service
from ui.tokens import TokenStore

QUESTION = "When was the bridge 0 inspected by engineers?"
OLD = "The bridge 0 was inspected by engineers on May 1."


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    """Three reports, of which one has changed."""
    made, folder = Corpus(tmp_path / "data"), tmp_path / "in"
    for number in range(3):
        write_report(folder, number)
    made.ingest(folder, collections=["bridges"])
    file = folder / "000.txt"
    file.write_text(file.read_text("utf-8").replace("engineers on May 1", "masons"), "utf-8")
    made.ingest(folder, collections=["bridges"])
    return made


@pytest.fixture
def address(corpus: Corpus, tmp_path: Path) -> Iterator[str]:
    service = Service(settings_of(tmp_path, per_minute=0), HashingEmbedder)
    with running(build_app(service)) as address:
        yield address


def _asked(address: str, **more: object) -> dict[str, object]:
    asked = {"question": QUESTION, **more}
    came = httpx.post(f"{address}/v1/ask", json=asked, timeout=60).raise_for_status()
    told: dict[str, object] = came.json()
    return told


def _cited(address: str) -> dict[str, object]:
    told = _asked(address, as_of="2024-06-30")
    return next(c for c in told["citations"] if c["quote"].startswith(OLD))  # type: ignore[attr-defined]


def test_the_text_that_a_citation_is_of_is_read_by_its_id(address: str) -> None:
    cited = _cited(address)
    assert cited["superseded_on"] == "2025-06-01"
    report = httpx.get(f"{address}/v1/reports/{cited['report_id']}").raise_for_status().json()
    assert report["text"][cited["start"] : cited["end"]] == cited["quote"]
    assert (report["superseded_on"], report["collections"]) == (cited["superseded_on"], ["bridges"])
    listed = httpx.get(f"{address}/v1/reports").json()
    assert cited["report_id"] not in {one["report_id"] for one in listed}
    assert {one["superseded_on"] for one in listed} == {None}
    assert OLD not in json.dumps(_asked(address))
    asked = _asked(address, question=f"As of 30 June 2024, {QUESTION[0].lower()}{QUESTION[1:]}")
    assert OLD in json.dumps(asked)


def test_who_does_not_see_the_report_sees_no_earlier_text(address: str, corpus: Corpus) -> None:
    cited = _cited(address)
    tokens = TokenStore(corpus.data_dir)
    for seen, status in (("bridges", 200), ("museums", 404)):
        made = tokens.add(seen, [TokenScope.READ, TokenScope.ASK], [seen])
        headers = {"Authorization": f"Bearer {made}"}
        report = httpx.get(f"{address}/v1/reports/{cited['report_id']}", headers=headers)
        assert report.status_code == status
        asked = {"question": QUESTION, "as_of": "2024-06-30"}
        told = httpx.post(f"{address}/v1/ask", json=asked, headers=headers, timeout=60)
        assert (OLD in told.text) is (status == 200)


@pytest.mark.slow
def test_the_page_opens_the_earlier_text(browser: Browser, address: str) -> None:
    with visiting(browser, address) as visit:
        opened = visit()
        page = opened.page
        opened.ask(f"As of 30 June 2024, {QUESTION[0].lower()}{QUESTION[1:]}")
        page.wait_for_selector("#thread .actions")
        said = page.locator("#thread .cited").filter(has_text="engineers on May 1").first
        expect(said).to_contain_text("Earlier text:")
        said.locator(".title").click()
        reader = page.locator(".reader")
        expect(reader.locator("mark.quote").first).to_contain_text("engineers on May 1")
        expect(reader).to_contain_text("Earlier text:")
