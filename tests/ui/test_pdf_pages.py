"""A quote of a PDF where it stands: in citations, over HTTP and on the page in the reader.

With SCREENSHOTS=docs/chat in the environment, what docs/formats.md shows is written there.
"""

import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from PIL import Image
from playwright.sync_api import Browser

from index.storage.database import Database
from rag.question.parsing import Query
from rag.settings import Settings
from rag.types import Answer, OnPage
from tests.doubles import HashingEmbedder
from tests.index.corpus import Corpus
from tests.index.pdf.files import BOLD, Sheet, Text, lines, pdf
from tests.ui.browser import Visitor
from tests.ui.conftest import Run
from tests.ui.serving import TODAY, running, wait_until
from ui.rendering import dated_line
from ui.server import build_app
from ui.service import Service
from ui.web.conversation import Conversation, Opened
from ui.web.pages import reader
from ui.web.reader import Mark, sheets

ROOT = Path(__file__).parents[2]
FOLDER = os.environ.get("SCREENSHOTS")
QUESTION = "When did the Kessel bridge reopen?"
FIRST = Sheet(
    [
        Text(72, 780, "The Old Bridge Reopens", 18, BOLD),
        Text(72, 760, "3 May 2024", 10),
        *lines(72, 720, ["The town held a fair that lasted for the whole of the day."]),
        *lines(72, 100, ["Engineers reopened the Kessel bridge on 2 May after fourteen months"]),
    ],
    pictures=[(72, 300, 300, 500)],
)
SECOND = Sheet(lines(72, 780, ["of repairs. The work cost more than three million crowns in all."]))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pdf")
    (folder / "in").mkdir()
    (folder / "in" / "bridge.pdf").write_bytes(pdf(FIRST, SECOND))
    Corpus(folder / "data").ingest(folder / "in")
    return folder


@pytest.fixture(scope="module")
def service(folder: Path) -> Service:
    settings = Settings(data_dir=folder / "data", embedder="hashing", judge="none")
    return Service(settings, lambda: HashingEmbedder(), lambda: TODAY)


@pytest.fixture(scope="module")
def answer(service: Service) -> Answer:
    outcome = service.engine.ask(Query(QUESTION))
    assert isinstance(outcome, Answer)
    return outcome


def test_a_citation_says_on_which_pages_and_where_it_stands(answer: Answer) -> None:
    [citation] = answer.citations
    assert citation.quote == (
        "Engineers reopened the Kessel bridge on 2 May after fourteen months of repairs. "
        "The work cost more than three million crowns in all."
    )
    assert (citation.page, citation.source_start, citation.source_end) == (1, None, None)
    assert citation.boxes == ((72.0, 97.8, 383.8, 109.4),)
    assert citation.further_pages == (OnPage(page=2, boxes=((72.0, 777.8, 346.5, 789.5),)),)
    assert dated_line(citation).endswith("pp. 1–2")


def test_what_was_not_read_is_told_of_the_report(folder: Path, run: Run) -> None:
    ran = run("--data-dir", folder / "data", "reports", "bridge.pdf")
    assert "not read: 1 picture on page 1" in ran.out
    listed = run("--data-dir", folder / "data", "reports", "bridge.pdf", "--json")
    assert '"pages": 2' in listed.out


def test_what_goes_with_a_report_goes_when_it_is_removed(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "in" / "b.pdf"
    file.parent.mkdir()
    file.write_bytes((folder / "in" / "bridge.pdf").read_bytes())
    corpus = Corpus(tmp_path / "data")
    corpus.ingest(file)
    file.unlink()
    corpus.ingest(folder / "in", gone=[file])
    file = folder / "in" / "bridge.pdf"
    database = Database(tmp_path / "data" / "catalog.sqlite", "")
    reports = database.rows("SELECT DISTINCT report_id FROM page_lines")
    assert len(reports) == len(database.rows("SELECT id FROM reports")) == 1
    database.close()


@pytest.fixture(scope="module")
def address(service: Service) -> Iterator[str]:
    with running(build_app(service)) as address:
        wait_until(lambda: service.ready, 120)
        yield address


def test_a_page_is_given_as_a_picture_of_its_shape(address: str, answer: Answer) -> None:
    report = answer.citations[0].report_id
    given = httpx.get(f"{address}/v1/reports/{report}/pages/2")
    assert (given.status_code, given.headers["content-type"]) == (200, "image/png")
    width, height = Image.open(BytesIO(given.content)).size
    assert width == 1200
    assert abs(height / width - 842 / 595) < 0.01


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        pytest.param("{report}/pages/3", 404, "there is no page 3; it has 2", id="no page"),
        pytest.param("{report}/pages/0", 422, "", id="no number"),
        pytest.param("0123456789abcdef/pages/1", 404, "There is no such report", id="no report"),
        pytest.param("..%2F..%2Fetc%2Fpasswd/pages/1", 404, "", id="a path"),
    ],
)
def test_other_pages_are_refused(
    address: str, answer: Answer, path: str, status: int, said: str
) -> None:
    report = answer.citations[0].report_id
    given = httpx.get(f"{address}/v1/reports/{path.format(report=report)}")
    assert given.status_code == status
    assert said in given.text


def test_a_file_that_changed_is_not_shown(tmp_path: Path) -> None:
    file = tmp_path / "in" / "bridge.pdf"
    file.parent.mkdir()
    file.write_bytes(pdf(FIRST, SECOND))
    Corpus(tmp_path / "data").ingest(file)
    settings = Settings(data_dir=tmp_path / "data", embedder="hashing", judge="none")
    service = Service(settings, lambda: HashingEmbedder(), lambda: TODAY)
    [head] = service.reports()
    assert service.has_pictures(head.id)
    file.write_bytes(pdf(SECOND))
    assert not service.has_pictures(head.id)
    file.unlink()
    assert not service.has_pictures(head.id)
    conversation = Conversation()
    conversation.open(Opened(head.id))
    page = reader(conversation, service.report(head.id), pictured=False)
    assert "its text alone is shown" in page
    assert "Kessel bridge" in page
    assert "<img" not in page


def test_marks_stand_from_the_upper_left_of_their_pages(service: Service, answer: Answer) -> None:
    citation = answer.citations[0]
    report = service.report(citation.report_id)
    assert report is not None
    found = sheets(report, citation)
    assert [(sheet.page, sheet.width, sheet.height) for sheet in found] == [
        (1, 595.0, 842.0), (2, 595.0, 842.0),
    ]  # fmt: skip
    assert found[0].marks == (Mark(72.0, 732.6, 311.8, 11.6),)
    assert [sheet.page for sheet in sheets(report)] == [1]


@pytest.mark.slow
@pytest.mark.parametrize(
    "size", [{"width": 1280, "height": 800}, {"width": 390, "height": 844}], ids=["desk", "phone"]
)
def test_the_page_is_shown_with_the_quote_marked(
    browser: Browser, address: str, size: dict[str, int]
) -> None:
    visitor = Visitor(browser, address, viewport=size)
    page = visitor.page
    visitor.ask(QUESTION)
    page.locator("#thread .marker").first.click()
    page.wait_for_selector("#reader .sheet rect")
    page.wait_for_function(
        "[...document.querySelectorAll('#reader .sheet img')]"
        ".every(picture => picture.complete && picture.naturalWidth)"
    )
    mark = page.locator("#reader .sheet rect").first
    box, paper = mark.bounding_box(), page.locator("#reader .paper").first.bounding_box()
    assert box is not None
    assert paper is not None
    assert 0 < box["y"] < size["height"]
    assert abs((box["x"] - paper["x"]) / paper["width"] - 72 / 595) < 0.01
    assert abs((box["y"] - paper["y"]) / paper["height"] - 732.5 / 842) < 0.01
    if FOLDER:
        shot = Image.open(BytesIO(page.screenshot())).convert("RGB").quantize(96)
        name = "desk" if size["width"] > size["height"] else "phone"
        shot.save(ROOT / FOLDER / f"pdf-{name}-light.png", optimize=True)
    page.get_by_role("button", name="The quote in the text").click()
    assert page.locator("#reader mark.quote").first.inner_text().startswith("Engineers reopened")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert (visitor.wrong, visitor.elsewhere) == ([], [])
