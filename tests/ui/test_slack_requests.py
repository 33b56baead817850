"""Which requests to the Slack endpoint are taken, and how often."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest

from tests.rag.corpus import KESSEL
from tests.ui.serving import harbour_service, running
from tests.ui.slack_world import (
    BOT,
    CHANNEL,
    FORM,
    JSON,
    TOKEN,
    Slack,
    StandIn,
    button,
    command,
    direct,
    event,
    mention,
    shortcut,
    signature,
    words,
)
from ui.server import build_app

pytestmark = pytest.mark.usefixtures("without_page")

ASKED = "When did the bridge reopen?"


def settled(slack: Slack, stand_in: StandIn) -> None:
    """Waits until what was sent before is dealt with: questions are taken in their order."""
    for _ in range(5):
        _, hook = slack.command(ASKED)
        stand_in.at(hook)


@pytest.mark.parametrize(
    "at",
    [0, "", "soon", "1e9", "١٢٣", "9" * 40],
    ids=["0", "none", "a word", "1e9", "other digits", "huge"],
)
def test_what_is_no_time_of_now_is_turned_away(slack: Slack, stand_in: StandIn, at: object) -> None:
    _is_turned_away(slack, stand_in, at)


@pytest.mark.parametrize("apart", [-301, 400], ids=["past", "ahead"])
def test_a_time_that_is_not_now_is_turned_away(slack: Slack, stand_in: StandIn, apart: int) -> None:
    _is_turned_away(slack, stand_in, int(time.time()) + apart)
    _is_turned_away(slack, stand_in, -int(time.time()))


def _is_turned_away(slack: Slack, stand_in: StandIn, at: object) -> None:
    hook = stand_in.hook()
    body = urlencode(command(ASKED, hook)).encode()
    signed = {name: value.encode() for name, value in signature(body, at=at).items()}
    turned = httpx.post(f"{slack.server}/slack/events", content=body, headers=signed)
    assert turned.status_code == 401
    settled(slack, stand_in)
    assert hook.rsplit("/", 1)[1] not in stand_in.posts


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-slack-signature": "v0="},
        {"x-slack-signature": "v0=" + "0" * 64},
        {"x-slack-signature": "v0=\u00e9" + "0" * 63},
        {"x-slack-request-timestamp": ""},
    ],
    ids=["nothing", "short", "wrong", "no ASCII", "a time alone"],
)
@pytest.mark.parametrize("ssl_check", [{}, {"ssl_check": "1"}], ids=str)
def test_a_signature_that_is_missing_or_wrong_is_turned_away(
    slack: Slack, stand_in: StandIn, headers: dict[str, str], ssl_check: dict[str, str]
) -> None:
    hook = stand_in.hook()
    body = urlencode({**command(ASKED, hook), **ssl_check}).encode()
    given = {
        "content-type": FORM,
        **headers,
        **({"x-slack-request-timestamp": str(int(time.time()))} if headers else {}),
    }
    encoded = {name: value.encode("latin-1") for name, value in given.items()}
    turned = httpx.post(f"{slack.server}/slack/events", content=body, headers=encoded)
    assert (turned.status_code, turned.headers["content-type"]) == (
        401,
        "application/problem+json",
    )
    said = turned.json()
    assert said.pop("request_id") == turned.headers["X-Request-ID"]
    assert said == {
        "type": "about:blank",
        "title": "Unauthorized",
        "status": 401,
        "errors": [],
        "message": said["detail"],
        "detail": "The signature or the time of the request is not right. Check the signing secret "
        "and the clock of this server.",
    }
    assert hook.rsplit("/", 1)[1] not in stand_in.posts


def test_a_body_changed_after_it_was_signed_is_turned_away(slack: Slack) -> None:
    body = json.dumps(event(direct(ASKED))).encode()
    turned = httpx.post(
        f"{slack.server}/slack/events",
        content=body.replace(b"bridge", b"museum"),
        headers={"content-type": JSON, **signature(body)},
    )
    assert turned.status_code == 401


def test_the_secret_of_another_app_does_not_do(slack: Slack, stand_in: StandIn) -> None:
    turned, _ = Slack(slack.server, stand_in, "another").command(ASKED)
    assert turned.status_code == 401


def test_the_address_is_verified(slack: Slack) -> None:
    asked = {"type": "url_verification", "challenge": "3eZbrw1aBm2rZgRNFdxV2595", "token": "old"}
    answered = slack.send(json.dumps(asked).encode(), JSON)
    assert (answered.status_code, answered.json()) == (200, {"challenge": asked["challenge"]})


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"", FORM, 404),
        (b"\xff\xfe", FORM, 401),
        (b"{", JSON, 400),
        (b"[]", JSON, 400),
        (b'"text"', JSON, 400),
        (b"null", JSON, 400),
        (b"[" * 9000, JSON, 400),
        (b'{"a": 1e999999}', JSON, 404),
        (b"{}", JSON, 404),
        (b"payload=", FORM, 400),
        (b"payload=[1]", FORM, 400),
        (b'{"type": "event_callback"}', JSON, None),
        (b'{"type": "event_callback", "event": 5}', JSON, None),
        (b'{"type": "event_callback", "event": {}}', JSON, None),
        (b'{"type": "event_callback", "event": {"type": "message"}}', JSON, None),
        (b'{"type": "event_callback", "event": {"type": "reaction_added"}}', JSON, 200),
        (b'{"type": "event_callback", "authorizations": 5, "event": {}}', JSON, None),
        (b"command=/dateline", FORM, 200),
        (b"command=/another", FORM, 404),
        (b'payload={"type": "block_actions", "actions": []}', FORM, None),
        (b'payload={"type": "block_actions", "actions": [{"action_id": "helpful"}]}', FORM, None),
        (b'payload={"type": "message_action", "callback_id": "fact_check"}', FORM, 200),
    ],
    ids=lambda value: repr(value)[:60],
)
def test_what_is_malformed_does_nothing_and_breaks_nothing(
    slack: Slack, stand_in: StandIn, body: bytes, kind: str, status: int | None
) -> None:
    before = sum(map(len, stand_in.posts.values()))
    answered = slack.send(body, kind)
    assert answered.status_code in ({200, 400} if status is None else {status})
    assert "Traceback" not in answered.text
    assert sum(map(len, stand_in.posts.values())) == before


def test_what_is_too_large_is_not_read(slack: Slack) -> None:
    turned = slack.send(b"text=" + b"a" * (256 * 1024))
    assert (turned.status_code, turned.json()["detail"]) == (413, "At most 262,144 bytes are read.")


def test_an_event_sent_20_times_at_once_is_answered_once(slack: Slack, stand_in: StandIn) -> None:
    said = mention(ASKED)
    body = json.dumps(event(said, "Ev-storm")).encode()

    def send(number: int) -> int:
        again = {"x-slack-retry-num": str(number), "x-slack-retry-reason": "http_timeout"}
        return slack.send(body, JSON, **(again if number else {})).status_code

    with ThreadPoolExecutor(20) as senders:
        assert list(senders.map(send, range(20))) == [200] * 20
    settled(slack, stand_in)
    assert len(stand_in.posts[f"{CHANNEL}/{said['ts']}"]) == 1


def test_a_message_that_is_two_events_is_answered_once(slack: Slack, stand_in: StandIn) -> None:
    said = direct(f"<@{BOT}> {ASKED}")
    slack.event(said, "Ev-one")
    slack.event({**said, "type": "app_mention"}, "Ev-other")
    settled(slack, stand_in)
    assert len(stand_in.posts[f"D1/{said['ts']}"]) == 1


def test_replayed_requests_are_answered_once(slack: Slack, stand_in: StandIn) -> None:
    hooks = [stand_in.hook(), stand_in.hook()]
    bodies = [
        urlencode(command(ASKED, hooks[0])).encode(),
        urlencode({"payload": json.dumps(shortcut(ASKED, hooks[1]))}).encode(),
    ]
    for body in bodies * 3:
        assert slack.send(body).status_code == 200
    settled(slack, stand_in)
    assert [len(stand_in.posts[hook.rsplit("/", 1)[1]]) for hook in hooks] == [1, 1]


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://hooks.slack.com/commands/T1/1/x",
        "http://127.0.0.1:9/hook/h1",
        "{stand_in}@127.0.0.1:9/hook/h1",
        "{stand_in}.example/hook/h1",
        "{stand_in}\\@127.0.0.1:9/",
        "file:///etc/passwd",
        "",
    ],
)
def test_nothing_is_posted_to_an_address_that_is_not_slacks(
    slack: Slack,
    stand_in: StandIn,
    elsewhere: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    acknowledged, _ = slack.command(ASKED, elsewhere.format(stand_in=stand_in.address) or " ")
    assert acknowledged.status_code == 200
    settled(slack, stand_in)
    assert "A response_url is not an address of Slack; nothing was sent there." in caplog.messages


def test_without_a_bot_token_commands_and_shortcuts_are_answered_and_the_rest_is_not(
    stand_in: StandIn, slack_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = stand_in.settings(slack_bot_token=None)
    service = harbour_service(slack_folder / "tokenless", **settings)
    called = len(stand_in.calls)
    with running(build_app(service)) as address:
        slack = Slack(address, stand_in)
        assert slack.mention(ASKED)[0].status_code == 200
        _, hook = slack.command(ASKED)
        [answered] = stand_in.at(hook)
        assert words(answered)[1] == f"{KESSEL} [1]"
        _, shown = slack.press(button(answered, "quotes"))
        assert words(stand_in.at(shown)[0])[1] == KESSEL
        _, checked = slack.shortcut("Engineers reopened the Kessel bridge")
        assert words(stand_in.at(checked)[0])[1] == f"{KESSEL} [1]"
    assert len(stand_in.calls) == called
    assert "A question came that needs DATELINE_SLACK_BOT_TOKEN to be answered." in caplog.messages


def test_where_slack_is_not_set_up_the_endpoint_says_so_and_the_rest_runs(
    slack_folder: Path,
) -> None:
    with running(
        build_app(harbour_service(slack_folder / "unset", slack_bot_token=TOKEN))
    ) as address:
        said = httpx.post(f"{address}/slack/events", content=b"{}")
        assert (said.status_code, said.headers["content-type"]) == (503, "application/problem+json")
        told = {name: said.json()[name] for name in ("type", "title", "status", "detail")}
        assert told == {
            "type": "about:blank",
            "title": "Service Unavailable",
            "status": 503,
            "detail": "Slack is not set up. Set DATELINE_SLACK_SIGNING_SECRET to the signing "
            "secret of your Slack app and start the server again.",
        }
        assert httpx.get(f"{address}/healthz").status_code == 200


def test_a_token_that_slack_does_not_accept_is_logged_at_start(
    stand_in: StandIn, slack_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = stand_in.settings(slack_bot_token=TOKEN[:-1])
    service = harbour_service(slack_folder / "wrong", **settings)
    with running(build_app(service)) as address:
        slack = Slack(address, stand_in)
        _, hook = slack.command(ASKED)
        stand_in.at(hook)
        slack.mention(ASKED)
        settled(slack, stand_in)
    assert caplog.messages[0].startswith("Slack does not accept DATELINE_SLACK_BOT_TOKEN: invalid_")
    assert "Slack did not take a message: invalid_auth." in caplog.messages
