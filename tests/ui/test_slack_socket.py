"""Slack by Socket Mode: `dateline serve` as a process that connects to Slack's side on loopback."""

import asyncio
import itertools
import json
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.rag.corpus import KESSEL
from tests.ui.conftest import command as command_line
from tests.ui.serving import wait_until
from tests.ui.slack_world import (
    BOT,
    CHANNEL,
    button,
    command,
    direct,
    event,
    mention,
    shortcut,
    words,
)
from tests.ui.socket_world import Connection, SocketStandIn, again, listening
from tests.ui.test_serve import Server, answers, free_port, started
from ui.slack.seen import OwnSeen

pytestmark = pytest.mark.slow

ASKED = "When did engineers reopen the Kessel bridge?"
MAY_BE_CALLED = {"auth.test", "chat.postMessage"}
"""Nothing that edits or deletes a message: https://docs.slack.dev/reference/methods"""
QUICK = {"DATELINE_JUDGE": "none", "DATELINE_TOKENS": "a-token"}
"""Settings without the reader and the page, with which a server is sooner there."""


@pytest.fixture(scope="module")
def slack_side() -> Iterator[SocketStandIn]:
    with listening() as made:
        yield made


@pytest.fixture(scope="module")
def folder(harbour_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shutil.copytree(harbour_data, tmp_path_factory.mktemp("socket") / "data")


@contextmanager
def serving(folder: Path, side: SocketStandIn, **more: str) -> Iterator[tuple[Server, str]]:
    port = free_port()
    args = command_line("--data-dir", folder, "serve", "--port", port)
    with started(args, port, **side.environment(**more)) as (process, address):
        wait_until(lambda: answers(address, "readyz"), 120)
        yield process, address


@pytest.fixture(scope="module")
def server(folder: Path, slack_side: SocketStandIn) -> Iterator[str]:
    with serving(folder, slack_side) as (_, address):
        slack_side.connected()
        yield address


@pytest.fixture
def connection(server: str, slack_side: SocketStandIn) -> Connection:
    """The connection that is open now."""
    wait_until(lambda: not slack_side.connections[-1].is_closed)
    return slack_side.connections[-1]


def test_a_mention_is_acknowledged_and_answered_once(
    connection: Connection, slack_side: SocketStandIn
) -> None:
    said = mention(ASKED)
    sent = connection.deliver(event(said, "Ev-twice"))
    assert connection.acknowledged(sent) == {"envelope_id": sent}
    [answered] = slack_side.at(f"{CHANNEL}/{said['ts']}")
    assert KESSEL in words(answered)[0]
    for attempt in (1, 2, 3):
        payload, retried = again(said, "Ev-twice", attempt)
        connection.acknowledged(connection.deliver(payload, **retried))
    _settled(connection, slack_side)
    assert len(slack_side.posts[f"{CHANNEL}/{said['ts']}"]) == 1


def test_a_command_a_shortcut_and_a_button_do_what_they_do_over_http(
    connection: Connection, slack_side: SocketStandIn
) -> None:
    asked, checked = slack_side.hook(), slack_side.hook()
    for payload in (command(ASKED, asked), shortcut("Engineers reopened the bridge", checked)):
        sent = connection.deliver(payload)
        assert connection.acknowledged(sent) == {"envelope_id": sent}
    [answered] = slack_side.at(asked)
    assert KESSEL in words(answered)[1]
    assert KESSEL in " ".join(words(slack_side.at(checked)[0]))
    heard = slack_side.hook()
    sent = connection.deliver({
        "type": "block_actions", "user": {"id": "U1"}, "trigger_id": "t-pressed",
        "response_url": heard, "container": {"is_ephemeral": True, "message_ts": "1.1"},
        "actions": [{**button(answered, "helpful"), "action_ts": "1.2", "block_id": "b"}],
    })  # fmt: skip
    assert connection.acknowledged(sent) == {"envelope_id": sent}
    assert words(slack_side.at(heard)[0]) == ["Thank you. Your judgement is kept."]


def test_words_go_with_an_acknowledgement_where_slack_takes_them(connection: Connection) -> None:
    lacking = {"command": "/dateline"}
    said = {"payload": {"text": "Dateline could not read this command."}}
    sent = connection.deliver(lacking)
    assert connection.acknowledged(sent) == {"envelope_id": sent, **said}
    sent = connection.deliver(lacking, accepts_response_payload=False)
    assert connection.acknowledged(sent) == {"envelope_id": sent}


def test_what_is_not_of_slacks_form_does_nothing_and_breaks_nothing(
    connection: Connection, slack_side: SocketStandIn
) -> None:
    before = len(connection.heard)
    for text in ("", "{", "[]", "null", "[" * 9000, '{"type": "events_api"}', '{"type": 5}'):
        connection.send(text)
    for payload in ({}, {"type": "unknown"}, {"command": "/another"}, {"type": "block_actions"}):
        connection.deliver(payload)
    connection.send({"envelope_id": 7, "type": "events_api", "payload": event(mention(ASKED))})
    connection.send({"envelope_id": "e", "type": "events_api", "payload": "text"})
    _settled(connection, slack_side)
    assert not connection.is_closed
    assert len(connection.heard) == before + 3  # of what was asked to be settled


def test_events_that_come_at_once_are_acknowledged_in_time(
    connection: Connection, slack_side: SocketStandIn
) -> None:
    said = [direct(ASKED) for _ in range(12)]
    began = time.monotonic()
    sent = [connection.deliver(event(one)) for one in said]
    for one in sent:
        connection.acknowledged(one)
    assert max(at for at, ack in connection.heard if ack["envelope_id"] in sent) - began < 3
    for one in said:
        assert KESSEL in words(slack_side.at(f"D1/{one['ts']}")[0])[0]


def test_a_connection_that_is_renewed_loses_nothing_and_answers_once(
    connection: Connection, slack_side: SocketStandIn
) -> None:
    """Slack may send by the old connection until it closes it, and again by the new one."""
    count = len(slack_side.connections)
    connection.disconnect("refresh_requested")
    newer = slack_side.connected(count + 1)
    assert not connection.is_closed
    said = mention(ASKED)
    for on in (connection, newer):
        assert on.acknowledged(on.deliver(event(said, "Ev-both")))
    connection.close()
    wait_until(lambda: connection.is_closed)
    slack_side.at(f"{CHANNEL}/{said['ts']}")
    _settled(newer, slack_side)
    assert len(slack_side.posts[f"{CHANNEL}/{said['ts']}"]) == 1
    assert len(slack_side.connections) == count + 1


@pytest.mark.parametrize("code", [1000, 1011])
def test_a_connection_that_ends_unannounced_is_made_again(
    connection: Connection, slack_side: SocketStandIn, code: int
) -> None:
    count = len(slack_side.connections)
    connection.close(code)
    newer = slack_side.connected(count + 1)
    said = mention(ASKED)
    newer.acknowledged(newer.deliver(event(said)))
    assert KESSEL in words(slack_side.at(f"{CHANNEL}/{said['ts']}")[0])[0]


def test_a_thread_is_a_conversation_and_another_thread_is_not(
    connection: Connection, slack_side: SocketStandIn
) -> None:
    first, elsewhere = mention("What happened in Torvik in June 2023?"), mention("And in May 2024?")
    thread = f"{CHANNEL}/{first['ts']}"
    connection.deliver(event(first))
    slack_side.at(thread)
    by_another = mention("And in May 2024?", thread_ts=first["ts"], user="U2")
    connection.deliver(event(by_another))
    assert "Understood as: What happened in Torvik in May 2024?" in words(
        slack_side.at(thread, 2)[1]
    )
    connection.deliver(event(elsewhere))
    alone = slack_side.at(f"{CHANNEL}/{elsewhere['ts']}")[0]
    assert not any(line.startswith("Understood as:") for line in words(alone))


def test_nobody_can_edit_an_answer(connection: Connection, slack_side: SocketStandIn) -> None:
    """A question that is changed later changes nothing; what is posted has buttons alone, and no
    method that edits is ever called."""
    said = mention(ASKED)
    thread = f"{CHANNEL}/{said['ts']}"
    connection.deliver(event(said))
    [answered] = slack_side.at(thread)
    for changed in ("message_changed", "message_deleted"):
        edit = direct(ASKED, subtype=changed, thread_ts=said["ts"], channel=CHANNEL)
        connection.acknowledged(connection.deliver(event(edit)))
    edited = {**said, "text": f"<@{BOT}> Who is Brandt?", "edited": {"user": "U1", "ts": "1.2"}}
    connection.acknowledged(connection.deliver(event(edited)))
    _settled(connection, slack_side)
    assert slack_side.posts[thread] == [answered]
    [actions] = [block for block in answered["blocks"] if block["type"] == "actions"]
    assert {element["type"] for element in actions["elements"]} == {"button"}
    shown = {block["type"] for block in answered["blocks"]}
    assert shown <= {"section", "context", "actions", "rich_text"}  # none that takes input
    assert set(slack_side.calls) == MAY_BE_CALLED
    for sent in itertools.chain.from_iterable(slack_side.posts.values()):
        assert "ts" not in sent
        assert sent.get("replace_original", False) is False
        assert "delete_original" not in sent


def test_the_endpoint_says_how_slack_is_heard(server: str) -> None:
    said = httpx.post(f"{server}/slack/events", content=b"{}")
    assert (said.status_code, said.json()["detail"]) == (
        503,
        "Slack sends nothing here: it is heard by Socket Mode. To take its requests too, set "
        "DATELINE_SLACK_SIGNING_SECRET to the signing secret of your Slack app and start the "
        "server again.",
    )


def test_an_event_is_answered_once_over_restarts_and_not_lost_by_a_kill(
    folder: Path, slack_side: SocketStandIn, tmp_path: Path
) -> None:
    """Slack sends again what it saw no acknowledgement of, also where that was lost on the way."""
    data = shutil.copytree(folder, tmp_path / "data")
    answered, killed = mention(ASKED), mention(ASKED)
    count = len(slack_side.connections)
    with serving(data, slack_side, **QUICK) as (process, _):
        connection = slack_side.connected(count + 1)
        connection.deliver(event(answered, "Ev-answered"))
        slack_side.at(f"{CHANNEL}/{answered['ts']}")
        wait_until(lambda: not asyncio.run(OwnSeen(data).first_time("Ev-answered")))
        process.send_signal(signal.SIGSTOP)
        connection.deliver(event(killed, "Ev-killed"))
        process.kill()
    with serving(data, slack_side, **QUICK) as (process, _):
        connection = slack_side.connected(count + 2)
        for said, event_id in ((answered, "Ev-answered"), (killed, "Ev-killed")):
            payload, retried = again(said, event_id, 1)
            connection.acknowledged(connection.deliver(payload, **retried))
        slack_side.at(f"{CHANNEL}/{killed['ts']}")
        _settled(connection, slack_side)
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=30)
        wait_until(lambda: connection.is_closed)
    assert process.returncode == 0
    assert [line["message"] for line in map(json.loads, err.splitlines())].count(
        "connected to Slack by Socket Mode"
    ) == 1
    for said in (answered, killed):
        assert len(slack_side.posts[f"{CHANNEL}/{said['ts']}"]) == 1


@pytest.mark.nightly
def test_a_token_that_slack_does_not_accept_is_told_in_one_line_and_the_rest_is_served(
    folder: Path, slack_side: SocketStandIn
) -> None:
    asked = len(slack_side.asked_at)
    token = {"DATELINE_SLACK_APP_TOKEN": "xapp-of-another"}
    with serving(folder, slack_side, **token) as (process, address):
        answered = httpx.post(f"{address}/v1/ask", json={"question": ASKED}, timeout=60)
        assert answered.json()["kind"] == "answer"
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=30)
    told = [
        line["message"] for line in map(json.loads, err.splitlines()) if "Slack" in line["message"]
    ]
    assert told == [
        "Slack does not accept DATELINE_SLACK_APP_TOKEN: invalid_auth. Copy it from “Basic "
        "Information”, “App-Level Tokens” of the app, where it needs the scope connections:write, "
        "and start the server again."
    ]
    assert len(slack_side.asked_at) == asked + 1


def _settled(connection: Connection, side: SocketStandIn) -> None:
    """Waits until what was sent before is dealt with: questions are taken in their order."""
    for _ in range(3):
        hook = side.hook()
        connection.acknowledged(connection.deliver(command(ASKED, hook)))
        side.at(hook)
