"""Reports edited and removed in the page's list of reports, in a real browser."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from index.types import Edit
from tests.index.corpus import Corpus
from tests.ui.browser import visiting
from tests.ui.serving import harbour_service, running
from tests.ui.test_sign_in import HEADER, SECRET, as_user
from ui.server import build_app
from ui.web import pages
from ui.web.conversation import Conversation, Opened

pytestmark = pytest.mark.slow
DUNES = "Dunes of Lesk\n\nThe dunes moved inland on May 6, 2024, as their keeper tells."


def test_a_report_is_edited_undone_and_removed(browser: Browser, tmp_path: Path) -> None:
    service = harbour_service(tmp_path, per_minute=0)
    head = service.reports()[0]
    title = head.title or head.path
    with running(build_app(service)) as address, visiting(browser, address) as visit:
        page = visit().page
        page.get_by_role("tab", name="Reports").click()
        row = page.locator("#list li").filter(has=page.locator(f"[data-report='{head.id}']"))
        row.locator(".editing summary").click()
        row.get_by_label("Publisher").fill("Lesk Gazette")
        row.get_by_label("Published").fill("2024-04-02")
        row.get_by_role("button", name="Save").click()
        expect(page.locator("#uploaded .receipt li")).to_have_count(2)
        expect(page.locator("#uploaded .receipt")).to_contain_text("2 April 2024 (edited)")
        expect(row).to_contain_text("Lesk Gazette · date: edited")
        row.locator(".editing summary").click()
        row.get_by_role("button", name="Back to what was read").click()
        expect(row).not_to_contain_text("Lesk Gazette")
        assert service.reports()[0] == head
        row.locator(".editing summary").click()
        row.get_by_role("button", name=f"Remove {title} from the index").dblclick()
        row.get_by_role("button", name=f"Remove {title} from the index").click()
        expect(page.locator("#uploaded .receipt")).to_contain_text(f"Removed {title}")
        expect(row).to_have_count(0)
        assert head.id not in {one.id for one in service.reports()}


def test_the_list_stays_in_the_order_that_was_chosen(browser: Browser, tmp_path: Path) -> None:
    service = harbour_service(tmp_path, per_minute=0)
    with running(build_app(service)) as address, visiting(browser, address) as visit:
        page = visit().page
        page.get_by_role("tab", name="Reports").click()
        newest = page.locator("#list .source").all_text_contents()
        page.get_by_role("radio", name="Oldest first").check()
        expect(page.locator("#list .source").first).not_to_have_text(newest[0])
        oldest = [one.get_attribute("data-report") for one in page.locator("#list .source").all()]
        row = page.locator("#list li").first
        row.locator(".editing summary").click()
        row.get_by_label("Publisher").fill("Lesk Gazette")
        row.get_by_role("button", name="Save").click()
        expect(page.locator("#list")).to_contain_text("Lesk Gazette")
        now = [one.get_attribute("data-report") for one in page.locator("#list .source").all()]
        assert now == oldest
        expect(page.get_by_role("radio", name="Oldest first")).to_be_checked()


def test_a_doubted_date_is_mended_where_it_is_told_and_a_form_without_a_change_says_so(
    browser: Browser, tmp_path: Path
) -> None:
    service = harbour_service(tmp_path, per_minute=0, proxy_user_header=HEADER, proxy_secret=SECRET)
    (tmp_path / "in" / "dunes.txt").write_text(DUNES, "utf-8")
    Corpus(tmp_path / "data").ingest(tmp_path / "in")
    with running(build_app(service)) as address, visiting(browser, address) as visit:
        page = visit(extra_http_headers=as_user("Ann")).page
        page.get_by_role("tab", name="Reports").click()
        doubted = page.locator("#list li", has_text="Notes on a Glacier")
        doubted.locator(".mend input").fill("2024-04-02")
        doubted.locator(".mend button").click()
        expect(page.locator("#uploaded .receipt")).to_contain_text("2 April 2024 (edited)")
        expect(page.locator("#uploaded .receipt")).to_be_in_viewport()
        expect(doubted.locator(".mend")).to_have_count(0)
        expect(doubted.locator(".source")).to_be_focused()
        doubted.locator(".editing summary").click()
        doubted.get_by_role("button", name="Back to what was read").click()
        expect(doubted.locator(".mend")).to_have_count(1)
        doubted.locator(".source").click()
        page.locator("#reader .mend input").fill("2024-04-03")
        page.locator("#reader .mend button").click()
        expect(page.locator("#reader header")).to_contain_text("3 April 2024 · edited")
        expect(page.locator("#reader section")).to_be_focused()
        page.locator("#list .editing summary").first.click()
        page.locator("#list .form").first.get_by_role("button", name="Save").click()
        expect(page.locator("#uploaded .problem")).to_have_text("Nothing was changed in the form.")

        as_read = next(one for one in service.reports() if one.path == "dunes.txt")
        dunes = page.locator("#list li", has_text="Dunes of Lesk")
        dunes.get_by_role("button", name="This date is right").click()
        expect(page.locator("#uploaded .receipt li")).to_have_text(
            "published: 6 May 2024 (read from the text, low confidence) → 6 May 2024 (confirmed)"
        )
        expect(dunes).to_contain_text("Date confirmed on")
        expect(dunes.locator(".mend")).to_have_count(0)
        expect(dunes.locator(".source")).to_be_focused()
        dunes.locator(".source").click()
        expect(page.locator("#reader header")).to_contain_text("Date confirmed by Ann on")
        page.locator("#reader").get_by_role("button", name="Back to what was read").click()
        expect(page.locator("#reader .doubt")).to_contain_text("Date doubtful")
        assert as_read in service.reports()
        page.locator("#reader .mend").get_by_role("button", name="This date is right").click()
        expect(page.locator("#reader header")).to_contain_text("6 May 2024 · confirmed")


def test_who_edits_a_title_has_not_confirmed_the_date(tmp_path: Path) -> None:
    service = harbour_service(tmp_path)
    report = next(one for one in service.reports() if one.dated.published_on)
    for edit in (Edit(report.dated.published_on, by="Ann"), Edit(title="The dunes", by="Bob")):
        with service.editor() as editor:
            editor.edit(report.id, edit)
        texts = pages.report_list([service.heads([report.id])[report.id]], 1)
        reader = pages.reader(Conversation(opened=Opened(report.id)), service.report(report.id))
        assert ("Date confirmed by Ann" in reader) == (edit.by == "Ann")
        assert ("Date confirmed" in texts) == (edit.by == "Ann")
        assert ("Bob" in reader, "Back to what was read" in reader) == (False, True)
    service.close()


def test_standing_questions_that_cannot_be_read_are_not_said_to_be_none() -> None:
    shown = pages.standing([], [], "The index is being written by another process.")
    assert "0 standing questions" not in shown
    assert "None is kept yet" not in shown
