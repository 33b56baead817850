"""The chat over an empty corpus, in a real browser: its first reports, and hostile ones."""

from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, expect

from rag.settings import Settings
from tests.doubles import HashingEmbedder
from tests.ui.browser import visiting
from tests.ui.serving import TODAY, running
from ui.server import build_app
from ui.service import Service

pytestmark = pytest.mark.slow
HOSTILE = (
    "---\ntitle: '<img src=x onerror=alert(1)> [x](javascript:alert(2)) ${alert(3)} {{7*7}}'\n"
    "publisher: '<script>alert(4)</script>'\ndate: 2024-04-01\n"
    "url: 'javascript:alert(5)'\n---\n\n"
    "The lighthouse of Ormsund <script>alert(6)</script> was sold to <b onclick=alert(7)>a "
    "baker</b> in March. ![pixel](http://tracker.example/p.png) </p></mark></section>"
    "<a href='javascript:alert(8)'>buyers</a> came from afar."
)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A server to which nothing was ever given, and its data folder."""
    data = tmp_path_factory.mktemp("empty") / "data"
    settings = Settings(data_dir=data, embedder="hashing", judge="none", max_file_mb=0.05)
    with running(build_app(Service(settings, HashingEmbedder, lambda: TODAY))) as address:
        yield address, data


def packed(folder: Path) -> Path:
    """An archive of two reports."""
    with ZipFile(folder / "two.zip", "w") as file:
        for name, told in (("dunes.txt", "dunes moved inland"), ("more/pier.txt", "pier was shut")):
            file.writestr(
                name, f"News of the Coast\n\nMay 3, 2024\n\nThe {told} in a storm of hail."
            )
    return folder / "two.zip"


def test_an_empty_corpus_takes_its_first_reports_and_hostile_ones_stay_words(
    browser: Browser, empty: tuple[str, Path], tmp_path: Path
) -> None:
    address, data = empty
    files = {
        "<img src=x onerror=alert(9)>.txt": HOSTILE.encode(),
        "scan.pdf": b"%PDF-1.7",
        "long.txt": b"word " * 20_000,
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    with visiting(browser, address) as visit:
        visitor, other = visit(), visit()
        expect(visitor.page.locator("#thread h1")).to_have_text("There are no reports yet")
        (tmp_path / "ferry.txt").write_text(
            "Ferry Returns\n\nMay 9, 2024\n\nThe ferry to Hald sails again after a winter in dock.",
            "utf-8",
        )
        for person in (visitor, other):
            person.page.get_by_role("tab", name="Reports").click()
        visitor.page.set_input_files("#upload input", [tmp_path / name for name in files])
        other.page.set_input_files("#upload input", [tmp_path / "ferry.txt"])
        for person in (visitor, other):
            person.page.wait_for_selector("#uploaded .uploaded", timeout=30_000)
        expect(visitor.page.locator("#uploaded .rejected li")).to_have_text(
            [
                "scan.pdf: is damaged or no PDF",
                "long.txt: larger than 0.05 MB (setting max_file_mb)",
            ]
        )
        assert visitor.page.locator("#uploaded .added li").count() == 1
        expect(other.page.locator("#uploaded .added li b")).to_have_text("ferry.txt")
        kept = sorted(file.name for file in (data / "uploads").iterdir())
        assert len(kept) == 2
        assert "ferry.txt" in kept
        expect(other.page.get_by_role("button", name="Remove Ferry Returns")).to_be_visible()
        other.page.get_by_role("button", name="Take ferry.txt back").click()
        expect(other.page.locator("#uploaded .removed li")).to_have_text("ferry.txt")
        assert not (data / "uploads" / "ferry.txt").exists()
        other.page.set_input_files("#upload input", [packed(tmp_path), tmp_path / "ferry.txt"])
        expect(other.page.locator("#uploaded .added li b")).to_have_text(
            ["two.zip!dunes.txt", "two.zip!more/pier.txt", "ferry.txt"]
        )
        expect(other.page.get_by_role("button", name="Take ferry.txt back")).to_be_visible()
        expect(other.page.locator("#uploaded .added button")).to_have_count(1)
        other.page.get_by_role("button", name="Undo all 3 reports of this upload").click()
        expect(other.page.locator("#uploaded .removed li")).to_have_count(3)
        assert len(list((data / "uploads").iterdir())) == 1
        page = visitor.page
        page.get_by_role("tab", name="Ask").click()
        visitor.ask("<script>alert(10)</script> <img src=x onerror=alert(11)>")
        visitor.ask("To whom was the lighthouse of Ormsund sold?")
        page.locator("#thread .answer .marker").first.click()
        expect(page.locator("#reader mark.quote")).to_contain_text(
            "<b onclick=alert(7)>a baker</b>"
        )
        whole = page.locator("#desk")
        for selector in ("img", "script", "b[onclick]", "a[href^=javascript]"):
            assert whole.locator(selector).count() == 0
        expect(page.locator("#reader h2")).to_contain_text("<img src=x onerror=alert(1)>")
        expect(page.locator("#reader h2")).to_contain_text("${alert(3)} {{7*7}}")
        expect(page.locator("#reader dd").last).to_contain_text("not an address on the web")
