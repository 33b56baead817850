"""How a server connects to Slack by Socket Mode: when it may not, cannot, or is sent away."""

import itertools
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fastapi import Response

from tests.rag.corpus import KESSEL
from tests.ui.conftest import Run
from tests.ui.serving import harbour_service, running, wait_until
from tests.ui.slack_world import TOKEN, event, mention, words
from tests.ui.socket_world import APP_TOKEN, Connection, SocketStandIn, listening
from ui.server import build_app
from ui.slack import socket_mode
from ui.slack.socket_mode import LONGEST_PAUSE, pause_after

pytestmark = pytest.mark.usefixtures("without_page")

ASKED = "When did the bridge reopen?"


@pytest.fixture
def side() -> Iterator[SocketStandIn]:
    with listening() as made:
        yield made


@contextmanager
def connecting(folder: Path, side: SocketStandIn) -> Iterator[None]:
    """A server that hears Slack by Socket Mode alone."""
    settings = side.settings(slack_signing_secret=None, slack_app_token=APP_TOKEN)
    with running(build_app(harbour_service(folder, **settings))):
        yield


def is_answered(side: SocketStandIn, connection: Connection) -> bool:
    said = mention(ASKED)
    connection.acknowledged(connection.deliver(event(said)))
    [answered] = side.at(f"{said['channel']}/{said['ts']}")
    return words(answered)[0] == f"{KESSEL} [1]"


def unreached(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [said for said in caplog.messages if said.startswith("Slack cannot be reached")]


@pytest.mark.nightly
def test_it_is_tried_ever_more_seldom_and_said_once(
    tmp_path: Path, side: SocketStandIn, caplog: pytest.LogCaptureFixture
) -> None:
    elsewhere = json.dumps({"ok": True, "url": "http://127.0.0.1:9/link"})
    side.refusals += [
        Response("Bad Gateway", 502, media_type="text/plain"),
        Response("[]", media_type="application/json"),
        Response(elsewhere, media_type="application/json"),
    ]
    with connecting(tmp_path, side):
        assert is_answered(side, side.connected())
    pauses = [later - earlier for earlier, later in itertools.pairwise(side.asked_at)]
    assert [low <= pause for low, pause in zip((0.5, 1, 2), pauses, strict=True)] == [True] * 3
    assert unreached(caplog) == [
        "Slack cannot be reached by Socket Mode: status 502. This is tried until it can be, at "
        "most 60 seconds apart."
    ]


@pytest.mark.parametrize(
    ("short", "most"), [(0, 0), (1, 1), (2, 2), (3, 4), (6, 32), (7, 60), (10_000, 60)]
)
def test_pauses_double_up_to_a_minute(short: int, most: float) -> None:
    pauses = [pause_after(short) for _ in range(50)]
    assert max(pauses) <= most <= LONGEST_PAUSE
    assert min(pauses) >= most / 2


def test_where_nobody_listens_the_server_runs_and_stops(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = {"slack_app_token": APP_TOKEN, "slack_api": "http://127.0.0.1:9/api/"}
    with running(build_app(harbour_service(tmp_path, **settings))):
        wait_until(lambda: unreached(caplog) != [])
    [said] = unreached(caplog)
    assert "ClientConnectorError" in said


def test_where_socket_mode_is_switched_off_that_is_said_and_nothing_tried(
    tmp_path: Path, side: SocketStandIn, caplog: pytest.LogCaptureFixture
) -> None:
    with connecting(tmp_path, side):
        connection = side.connected()
        connection.disconnect("link_disabled")
        wait_until(lambda: connection.is_closed)
        wait_until(lambda: any(said.startswith("Socket Mode is off.") for said in caplog.messages))
    assert len(side.asked_at) == 1


def test_where_there_are_too_many_connections_the_old_one_ends_before_the_next(
    tmp_path: Path, side: SocketStandIn
) -> None:
    with connecting(tmp_path, side):
        connection = side.connected()
        connection.disconnect("too_many_websockets")
        newer = side.connected(2)
        assert connection.is_closed
        assert is_answered(side, newer)


def test_a_connection_without_a_greeting_is_given_up(
    tmp_path: Path,
    side: SocketStandIn,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(socket_mode, "_HELLO", 0.3)
    side.greets = False
    with connecting(tmp_path, side):
        connection = side.connected()
        wait_until(lambda: connection.is_closed)
        monkeypatch.undo()
        side.greets = True
        assert is_answered(side, side.connected(2))
    assert [said.split(": ")[1] for said in unreached(caplog)] == [
        "no greeting came. This is tried until it can be, at most 60 seconds apart."
    ]


@pytest.mark.nightly
def test_a_connection_that_nothing_comes_by_any_more_is_made_again(
    tmp_path: Path, side: SocketStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a computer slept: neither side closed it, and no ping is answered."""
    monkeypatch.setattr(socket_mode, "_HEARTBEAT", 0.5)
    with connecting(tmp_path, side):
        connection = side.connected()
        monkeypatch.undo()
        connection.loop.call_soon_threadsafe(time.sleep, 3)
        assert is_answered(side, side.connected(2))


def test_an_old_connection_that_slack_leaves_open_is_closed(
    tmp_path: Path, side: SocketStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket_mode, "_LINGER", 0.3)
    with connecting(tmp_path, side):
        connection = side.connected()
        connection.disconnect("warning")
        assert is_answered(side, side.connected(2))
        wait_until(lambda: connection.is_closed)
    wait_until(lambda: all(one.is_closed for one in side.connections))


def test_without_the_setting_no_connection_is_made(tmp_path: Path, side: SocketStandIn) -> None:
    with running(build_app(harbour_service(tmp_path, **side.settings()))):
        wait_until(lambda: side.calls == ["auth.test"])
    assert side.asked_at == []


def test_another_kind_of_token_is_not_sent_anywhere(
    run: Run, tmp_path: Path, side: SocketStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in side.environment(DATELINE_SLACK_APP_TOKEN=TOKEN).items():
        monkeypatch.setenv(name, value)
    ran = run("--data-dir", tmp_path, "serve", "--port", 0)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "dateline: DATELINE_SLACK_APP_TOKEN is no app-level token of Slack, which begins with "
        "xapp-. Copy it from “Basic Information”, “App-Level Tokens” of the app.\n"
    )
    assert side.asked_at == []
