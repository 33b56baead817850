"""Standing questions on the page of the chat, where people sign in, in a real browser."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.index.corpus import Corpus
from tests.ui.browser import PHONE, visiting
from tests.ui.serving import harbour_service, running, wait_until
from tests.ui.standing_world import COST, FERRY
from tests.ui.test_chat_languages import looked_at
from tests.ui.test_sign_in import HEADER, SECRET, as_user
from tests.ui.test_standing_served import ASKED, OTHERWISE
from ui.server import build_app
from ui.standing.store import StandingStore

pytestmark = pytest.mark.slow
TELL_ME = "Tell me when this changes"


def test_a_question_is_kept_told_of_paused_and_deleted_by_whose_it_is(
    browser: Browser, tmp_path: Path
) -> None:
    service = harbour_service(
        tmp_path, per_minute=0, proxy_user_header=HEADER, proxy_secret=SECRET,
        smtp_host="127.0.0.1", smtp_from="desk@example.org", smtp_to="ann@example.org",
    )  # fmt: skip
    store = StandingStore(tmp_path / "data")
    with running(build_app(service)) as address, visiting(browser, address) as visit:
        ann = visit(extra_http_headers=as_user("Ann"), bypass_csp=True)
        page = ann.page
        ann.ask(ASKED)
        page.locator("#thread .stand summary", has_text=TELL_ME).press("Enter")
        expect(page.locator("#thread .stand")).to_contain_text("Nothing is sent unless you choose")
        expect(page.get_by_label("e-mail")).not_to_be_checked()
        page.locator("#thread .stand").get_by_role("button", name="Keep the question").press(
            "Enter"
        )
        see = page.get_by_role("button", name="See all in “Alerts”")
        expect(see).to_be_focused()
        ann.ask(FERRY)  # refused: no report tells
        page.locator("#thread .stand").last.locator("summary").click()
        page.locator("#thread .stand").last.get_by_role("button", name="Keep the question").click()
        expect(page.locator("#thread .kept")).to_have_count(2)
        assert [(one.owner, str(one.destinations[0])) for one in store.all()] == [
            ("Ann", "feed")
        ] * 2
        see.first.click()
        expect(page.locator("#alerts .count")).to_have_text("2 standing questions")
        expect(page.locator("#alerts .asked")).to_have_text([FERRY, ASKED])
        expect(page.locator("#alerts")).to_contain_text("It can also be sent: e-mail.")

        (tmp_path / "in" / "later.txt").write_text(OTHERWISE, "utf-8")
        Corpus(tmp_path / "data").ingest(tmp_path / "in")
        wait_until(lambda: any(one.changed for one in store.all()))
        page.get_by_role("tab", name="Ask").click()
        page.get_by_role("tab", name="Alerts").click()
        expect(page.locator("#alerts .changed")).to_contain_text("Answered otherwise")
        fresh = page.locator("#alerts .cited", has=page.locator(".tells"))
        expect(fresh.locator(".quote")).to_contain_text("May 4 after 16 months")
        page.locator("#alerts summary", has_text="Before").click()
        fresh.locator(".title").click()
        expect(page.locator("#reader h2")).to_contain_text("Bridge Reopened Later")

        bob = visit(
            extra_http_headers=as_user("Bob"), locale="de-DE", viewport=PHONE, bypass_csp=True
        )
        bob.page.get_by_role("tab", name="Meldungen").click()
        expect(bob.page.locator("#alerts .count")).to_have_text("0 ständige Fragen")
        looked_at(bob)
        bob.page.get_by_role("tab", name="Fragen").click()
        bob.ask(COST)
        bob.page.locator("#thread .stand summary").click()
        bob.page.get_by_label("E-Mail").check()
        looked_at(bob)
        bob.page.get_by_role("button", name="Frage behalten").click()
        bob.page.get_by_role("button", name="Alle unter „Meldungen“").click()
        expect(bob.page.locator("#alerts .window").last).to_contain_text("Seit dem")
        looked_at(bob)
        assert [one.kind for one in store.all()[-1].destinations] == ["feed", "smtp"]
        bob.page.get_by_role("tab", name="Fragen").click()
        expect(bob.page.locator("#thread .kept")).to_contain_text("E-Mail")
        bob.page.get_by_role("tab", name="Meldungen").click()

        page.get_by_role("button", name=f"Pause: {ASKED}").click()
        expect(page.get_by_role("button", name=f"Go on: {ASKED}")).to_be_visible()
        assert [one.paused for one in store.all()] == [True, False, False]
        for presses in (1, 2):
            page.get_by_role("button", name=f"Delete: {FERRY}").click()
            assert len(store.all()) == 3 or presses == 2
        expect(page.locator("#alerts .asked")).to_have_text([ASKED])
        expect(page.get_by_role("button", name=f"Delete: {ASKED}")).to_have_text("Delete")
        page.get_by_role("tab", name="Ask").click()
        expect(page.locator("#thread .kept")).to_have_count(1)
        page.get_by_label("Dated for sure").check()
        page.locator("#filters summary", has_text="Published any time").click()
        page.get_by_label("To", exact=True).fill("2025-01-01")
        ann.ask(ASKED)
        page.locator("#thread .stand").last.locator("summary").click()
        page.locator("#thread .stand").last.get_by_role("button", name="Keep the question").click()
        expect(page.locator(".toast-body")).to_contain_text("bounded to a last day")
