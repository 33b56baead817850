"""What a reader has opened or filled in stays so while the page changes around it; one press is
one, and the overview leads to questions."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.index.corpus import Corpus
from tests.ui.browser import OPENING, PHONE, UNKNOWN, Visitor, visiting
from tests.ui.serving import harbour_service, running
from ui.server import build_app
from ui.standing.store import StandingStore

pytestmark = pytest.mark.slow
DUNES = "Dunes of Lesk\n\nThe dunes moved inland on May 6, 2024, as their keeper tells."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kept")


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with running(build_app(harbour_service(folder, per_minute=0))) as address:
        yield address


@pytest.fixture(scope="module")
def visitor(browser: Browser, address: str) -> Iterator[Visitor]:
    with visiting(browser, address) as visit:
        yield visit()


def add(visitor: Visitor, name: str, text: str) -> None:
    file = {"name": name, "mimeType": "text/plain", "buffer": text.encode()}
    visitor.page.set_input_files("#upload input[type=file]", [file])  # type: ignore[list-item]
    expect(visitor.page.locator("#uploaded .added")).to_contain_text(name)


def fields_of(visitor: Visitor) -> dict[str, list[str]]:
    """What the fields of each report in the list hold, by its id."""
    script = """all => Object.fromEntries(all.map((li) => [
        li.querySelector(".source").dataset.report,
        [...li.querySelectorAll("input")].map((input) => input.value),
    ]))"""
    found: dict[str, list[str]] = visitor.page.locator("#list li").evaluate_all(script)
    return found


def test_a_form_that_is_being_filled_in_outlives_an_upload_and_closes_when_it_is_sent(
    visitor: Visitor,
) -> None:
    page = visitor.page
    visitor.reports()
    row = page.locator("#list li", has_text="Museum Loses Its Roof")
    row.locator(".editing summary").click()
    row.get_by_label("Publisher").fill("Torvik Post")
    row.get_by_label("Collections").fill("roofs")
    doubted = page.locator("#list li", has_text="Notes on a Glacier")
    doubted.locator(".mend input").fill("2024-04-02")
    before = fields_of(visitor)
    add(visitor, "dunes.txt", DUNES)
    expect(page.locator("#list li")).to_have_count(5)
    expect(row.get_by_label("Publisher")).to_have_value("Torvik Post")
    after = fields_of(visitor)
    assert {report: fields for report, fields in after.items() if report in before} == before
    row.get_by_role("button", name="Save").click()
    expect(page.locator("#uploaded .receipt")).to_contain_text("Torvik Post")
    expect(doubted.locator(".mend input")).to_have_value("2024-04-02")
    expect(row).to_contain_text("Torvik Post")
    expect(row.locator(".editing")).not_to_have_attribute("open", "")
    expect(row.locator(".editing summary")).to_be_focused()


def test_a_double_click_confirms_a_date_once(visitor: Visitor) -> None:
    page = visitor.page
    visitor.reports()
    add(visitor, "sands.txt", DUNES.replace("Dunes", "Sands").replace("dunes", "sands"))
    sands = page.locator("#list li", has_text="Sands of Lesk")
    sands.get_by_role("button", name="This date is right").dblclick()
    expect(page.locator("#uploaded .receipt")).to_contain_text("(confirmed)")
    page.wait_for_timeout(300)
    expect(page.locator("#uploaded .problem")).to_have_count(0)
    expect(page.locator("#uploaded .receipt")).to_contain_text("(confirmed)")


def test_what_is_told_about_a_report_stays_open_while_an_answer_is_judged(
    visitor: Visitor,
) -> None:
    page = visitor.page
    page.get_by_role("tab", name="Ask").click()
    visitor.ask(OPENING)
    about = page.locator("#reader .about details")
    about.locator("summary").click()
    page.locator("#thread .marker").first.click()
    page.wait_for_selector("#reader section:focus")
    expect(about).to_have_attribute("open", "")


def test_a_question_that_was_deleted_elsewhere_can_be_kept_again(
    visitor: Visitor, folder: Path
) -> None:
    page = visitor.page
    page.get_by_role("tab", name="Ask").click()
    visitor.ask(UNKNOWN)
    stand = page.locator("#thread .turn").last.locator(".stand")
    keep = stand.get_by_role("button", name="Keep the question")
    stand.locator("summary").click()
    keep.click()
    page.get_by_role("button", name="See all in “Alerts”").click()
    page.locator("#alerts summary", has_text="The answer as it is").click()
    page.get_by_role("tab", name="Ask").click()
    page.get_by_role("tab", name="Alerts").click()
    expect(page.locator("#alerts details")).to_have_attribute("open", "")
    store = StandingStore(folder / "data")
    store.remove(store.all()[0].id)
    page.get_by_role("tab", name="Ask").click()
    page.get_by_role("tab", name="Alerts").click()
    expect(page.locator("#alerts .count")).to_have_text("0 standing questions")
    page.get_by_role("tab", name="Ask").click()
    stand.locator("summary").click()
    keep.click()
    expect(stand.locator(".kept")).to_be_visible()
    assert len(store.all()) == 1


def test_the_overview_holds_questions_to_what_is_pressed(visitor: Visitor, folder: Path) -> None:
    page = visitor.page
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    visitor.reports()
    page.get_by_role("button", name="1 in June 2023").click()
    expect(page.locator("#question textarea")).to_be_focused()
    expect(page.locator("#filters .chip.set")).to_contain_text("1 June 2023 to 30 June 2023")
    visitor.reports()
    page.locator("#overview .publishers").get_by_role("button", name="Harbour Gazette").click()
    expect(page.locator("#filters [name=publisher]")).to_have_value("Harbour Gazette")
    visitor.reports()
    page.locator("#list .editing summary").first.click()
    old = "---\ntitle: Dikes of Lesk\ndate: {}-03-04\n---\n\nThe dikes held in the year {}."
    for year in range(1700, 1990, 2):  # more bars than a phone is wide
        (folder / "in" / f"{year}.md").write_text(old.format(year, year), "utf-8")
    Corpus(folder / "data").ingest(folder / "in")
    page.reload()
    visitor.reports()
    expect(page.locator("#overview .bars button")).to_have_count(147)
    scrolled = page.locator("#overview .bars").evaluate("b => (b.scrollLeft = 999, b.scrollLeft)")
    assert scrolled > 0
    heights = page.locator("#list .form input").evaluate_all(
        "all => all.map(one => one.offsetHeight)"
    )
    assert 0 < max(heights) < 50
