"""Standing questions while the server runs, and their feed."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from lxml import etree

from index.errors import BadInput
from rag.answer.changes import Kind
from rag.question.parsing import Query
from tests.index.corpus import Corpus
from tests.ui.conftest import Run
from tests.ui.serving import TODAY, harbour_service, running, wait_until
from tests.ui.sinks import Sink, http_sink
from tests.ui.test_sign_in import HEADER, SECRET, as_user
from ui.callers import TokenScope
from ui.server import build_app
from ui.service import Service
from ui.standing.alerts import Alert, Given
from ui.standing.asking import begin
from ui.standing.destinations import Destination
from ui.standing.feed import as_atom
from ui.standing.outbox import Outbox
from ui.standing.store import StandingStore
from ui.tokens import TokenStore
from ui.web import pages
from ui.web.conversation import Conversation, Turn
from ui.web.handlers import Handlers
from ui.web.language import LANGUAGES
from ui.web.standing import Listed, StandingQuestions

pytestmark = pytest.mark.usefixtures("without_page")

ASKED = "When did engineers reopen the Kessel bridge?"
OTHERWISE = (
    "Bridge Reopened Later <b>\n\nValley Courier\n\nJune 9, 2024\n\n"
    "Engineers reopened the Kessel bridge on May 4 after 16 months of repairs, records show."
)
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def sink() -> Iterator[Sink]:
    with http_sink() as made:
        yield made


def service_over(folder: Path) -> Service:
    return harbour_service(folder, **{"webhook_secret": "shared"})


def keep(service: Service, *to: Destination) -> None:
    begin(service.engine, StandingStore(service.settings.data_dir), Query(ASKED), to)


def ingest(folder: Path, text: str = OTHERWISE) -> None:
    (folder / "in" / "later.txt").write_text(text, "utf-8")
    Corpus(folder / "data").ingest(folder / "in")


def test_an_ingest_is_noticed_and_told_once_over_a_restart(tmp_path: Path, sink: Sink) -> None:
    service = service_over(tmp_path)
    keep(service, Destination("webhook", sink.url), Destination("feed"))
    sink.status = 500
    with running(build_app(service)) as address:
        empty = httpx.get(f"{address}/v1/standing.atom")
        assert etree.fromstring(empty.content).findall(f"{ATOM}entry") == []
        ingest(tmp_path)
        wait_until(lambda: len(sink.posted) == 1)
    data = service.settings.data_dir
    wait_until(lambda: [one.tries for one in Outbox(data).waiting()] == [1])
    sink.status = 200
    with Outbox(data).sending():  # as if the time had come
        sending = Outbox(data).take(all_waiting=True)
        assert sending is not None
        Outbox(data).not_sent(sending, "not yet", 0, perhaps=False)
    with running(build_app(service_over(tmp_path))) as address:
        wait_until(lambda: Outbox(data).waiting() == [])
        feed = httpx.get(f"{address}/v1/standing.atom")
        again = {"If-None-Match": feed.headers["ETag"]}
        assert httpx.get(f"{address}/v1/standing.atom", headers=again).status_code == 304
    first, second = sink.posted
    assert first.body == second.body
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert feed.headers["content-type"] == "application/atom+xml"
    root = etree.fromstring(feed.content)
    [entry] = root.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == f"Answered otherwise: {ASKED}"
    assert "May 4 after 16 months" in str(entry.findtext(f"{ATOM}content"))
    assert root.findtext(f"{ATOM}updated") == entry.findtext(f"{ATOM}updated")
    assert root.findtext(f"{ATOM}id") == f"{address}/v1/standing.atom"
    told = json.loads(first.body)
    assert str(entry.findtext(f"{ATOM}id")).replace("-", "") == f"urn:uuid:{told['id']}"


def test_a_question_that_is_added_while_it_runs(tmp_path: Path) -> None:
    service = service_over(tmp_path)
    with running(build_app(service)) as address:
        keep(service, Destination("feed"))
        ingest(tmp_path)
        wait_until(lambda: b"<entry>" in httpx.get(f"{address}/v1/standing.atom").content)


def test_questions_of_the_page_are_their_owners_alone(tmp_path: Path) -> None:
    service = service_over(tmp_path)
    store = StandingStore(service.settings.data_dir)
    questions = StandingQuestions(service)
    turn = Turn(ASKED, Query(ASKED), outcome=service.engine.ask(Query(ASKED)))

    async def both() -> None:
        for owner in ("Ann", "Ann", "Bob"):
            await questions.keep(turn, owner, ["webhook", "smtp"])  # neither is set up whole
        for todo in ("pause", "delete"):
            await questions.change("Bob", "1", todo)

    asyncio.run(both())
    keep(service, Destination("feed"))
    assert [(one.owner, one.paused, one.destinations) for one in store.all()] == [
        (owner, False, (Destination("feed"),)) for owner in ("Ann", "Bob", "")
    ]
    assert [[kept.question.id for kept in questions.of(name)] for name in ("Ann", "")] == [[1], [3]]
    bounded = Turn(ASKED, Query(ASKED, as_of=TODAY), outcome=turn.outcome)
    with pytest.raises(BadInput, match="bounded to a last day"):
        asyncio.run(questions.keep(bounded, "Ann", []))
    service.close()


def test_a_question_that_is_kept_again_goes_to_what_is_chosen_then_too(
    tmp_path: Path, sink: Sink
) -> None:
    service = harbour_service(tmp_path, **{"webhook_secret": "shared", "webhook_url": sink.url})
    store = StandingStore(service.settings.data_dir)
    questions = StandingQuestions(service)
    turn = Turn(ASKED, Query(ASKED), outcome=service.engine.ask(Query(ASKED)))
    both = ["feed", "webhook"]
    for to, kinds in (([], ["feed"]), (["webhook"], both), ([], both)):
        asyncio.run(questions.keep(turn, "Ann", to))
        [kept] = store.all()
        assert [one.kind for one in kept.destinations] == kinds
        assert turn.standing == kept
    service.close()


def test_nobody_is_sent_to_a_feed_that_refuses_them(tmp_path: Path) -> None:
    signed_in = {"proxy_user_header": HEADER, "proxy_secret": SECRET}
    for folder, settings, told in (("open", {}, True), ("signed", signed_in, False)):
        service = harbour_service(tmp_path / folder, **settings)
        turn = Turn(ASKED, Query(ASKED), outcome=service.engine.ask(Query(ASKED)))
        handlers, conversation = Handlers(service), Conversation()
        conversation.add(turn)
        asyncio.run(handlers.questions.keep(turn, "", []))
        for code in LANGUAGES:
            conversation.language = code
            shown = asyncio.run(handlers.standing(conversation, ""))
            assert ("feed" in shown.casefold() or "flux" in shown) == told
        with running(build_app(service)) as address:
            headers = as_user("Ann") if settings else {}
            answered = httpx.get(f"{address}/v1/standing.atom", headers=headers)
        assert (answered.status_code == 200) == told


def test_since_when_nothing_has_changed_is_since_it_was_told_last(tmp_path: Path) -> None:
    service = harbour_service(tmp_path)
    keep(service, Destination("feed"))
    [kept] = StandingStore(service.settings.data_dir).all()
    later = kept.told.model_copy(update={"asked_at": datetime(2031, 4, 5, tzinfo=UTC)})
    shown = pages.standing([Listed(replace(kept, told=later), ())], [])
    assert "Nothing has changed since 5 April 2031." in shown
    service.close()


def test_the_feed_is_for_who_sees_all(tmp_path: Path) -> None:
    service = service_over(tmp_path)
    store = TokenStore(service.settings.data_dir)
    admin = store.add("admin", [TokenScope.ADMIN], None)
    part = store.add("part", [TokenScope.ADMIN], ["in"])
    reader = store.add("reader", [TokenScope.ASK, TokenScope.READ], None)
    with running(build_app(service)) as address:
        said = {
            name: httpx.get(
                f"{address}/v1/standing.atom",
                headers={"Authorization": f"Bearer {token}"} if token else {},
            ).status_code
            for name, token in (("admin", admin), ("part", part), ("reader", reader), ("", ""))
        }
    assert said == {"admin": 200, "part": 403, "reader": 403, "": 401}


def test_what_is_not_set_any_more_is_kept(tmp_path: Path, sink: Sink, run: Run) -> None:
    """An alert whose secret was taken out of the settings waits for it."""
    service = harbour_service(tmp_path)
    keep(service, Destination("webhook", sink.url))
    data = service.settings.data_dir
    with running(build_app(service)):
        ingest(tmp_path)
        wait_until(lambda: [one.tries for one in Outbox(data).waiting()] == [1])
    [kept] = Outbox(data).waiting()
    assert "DATELINE_WEBHOOK_SECRET" in str(kept.failure)
    assert sink.posted == []
    assert "tries: 1: --to webhook needs" in run("standing", "list", "--data-dir", data).out


def test_a_feed_is_xml_whatever_reports_say() -> None:
    said = "It cost \ufffe\uffff\x01 ]]> & <b>four</b> million."
    given = Given(asked_at=datetime(2025, 6, 1, tzinfo=UTC), text=said, outcome=None)
    alert = Alert(
        id=uuid4().hex, kind=Kind.NEW_VALUE, standing_id=1, made_at=given.asked_at,
        question="What did it cost?\uffff", fresh=(), before=given, after=given,
    )  # fmt: skip
    feed = etree.fromstring(as_atom([alert], "http://127.0.0.1/v1/standing.atom"))
    content = feed.findtext(f"{ATOM}entry/{ATOM}content")
    assert "It cost \ufffd\ufffd\ufffd ]]> & <b>four</b> million." in content
