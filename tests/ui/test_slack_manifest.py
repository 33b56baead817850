"""The app manifest asks for what the code serves, for nothing else, and as Slack wants it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from fastapi.routing import APIRoute

from tests.ui.conftest import Run
from tests.ui.serving import harbour_service, running
from tests.ui.slack_world import Slack, direct, standing_in
from ui.server import build_app
from ui.slack.incoming import COMMAND, FACT_CHECK

PUBLIC = "https://reports.example.org"
EVENT_SCOPES = {"app_mention": "app_mentions:read", "message.im": "im:history"}
FORM: dict[str, Any] = {
    "display_information": {"name": 35, "description": 140},
    "features": {
        "app_home": {
            "home_tab_enabled": bool,
            "messages_tab_enabled": bool,
            "messages_tab_read_only_enabled": bool,
        },
        "bot_user": {"display_name": 80, "always_online": bool},
        "slash_commands": [
            {"command": 32, "url?": 3000, "description": 2000, "usage_hint": 1000,
             "should_escape": bool}
        ],
        "shortcuts": [{"name": 24, "type": 7, "callback_id": 255, "description": 150}],
    },
    "oauth_config": {"scopes": {"bot": [50]}},
    "settings": {
        "event_subscriptions": {"request_url?": 3500, "bot_events": [50]},
        "interactivity": {"is_enabled": bool, "request_url?": 3500},
        "org_deploy_enabled": bool,
        "socket_mode_enabled": bool,
        "token_rotation_enabled": bool,
    },
}  # fmt: skip
"""What may stand where, of https://docs.slack.dev/reference/app-manifest: a number is the length of
a text at most, and what ends with ? may be missing."""
METHOD_SCOPES = {"chat.postMessage": "chat:write", "auth.test": None}
"""What each asks for, by https://docs.slack.dev/reference"""


def printed(run: Run, *args: str) -> dict[str, Any]:
    ran = run("slack", "manifest", *args)
    assert (ran.code, ran.err) == (0, "")
    loaded: dict[str, Any] = yaml.safe_load(ran.out)
    return loaded


@pytest.fixture
def manifest(run: Run) -> dict[str, Any]:
    return printed(run, "--url", PUBLIC)


@pytest.fixture
def by_socket(run: Run) -> dict[str, Any]:
    return printed(run, "--socket")


@pytest.fixture(scope="module")
def slack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Slack]:
    with standing_in() as stand_in:
        service = harbour_service(tmp_path_factory.mktemp("docs"), **stand_in.settings())
        with running(build_app(service)) as address:
            yield Slack(address, stand_in)


def test_its_command_and_shortcut_are_those_served(manifest: dict[str, Any], slack: Slack) -> None:
    features = manifest["features"]
    [command], [shortcut] = features["slash_commands"], features["shortcuts"]
    assert command["command"] == COMMAND
    assert (shortcut["callback_id"], shortcut["type"]) == (FACT_CHECK, "message")
    _, hook = slack.command(command["usage_hint"])
    assert slack.stand_in.at(hook)


def test_its_events_and_scopes_are_those_needed(manifest: dict[str, Any], slack: Slack) -> None:
    sent = {"app_mention": slack.mention("When did the bridge reopen?")[1]}
    said = direct("When did the bridge reopen?")
    slack.event(said)
    sent["message.im"] = f"D1/{said['ts']}"
    assert all(slack.stand_in.at(thread) for thread in sent.values())
    assert manifest["settings"]["event_subscriptions"]["bot_events"] == list(sent)
    needed = {EVENT_SCOPES[event] for event in sent}
    needed |= {METHOD_SCOPES[method] for method in slack.stand_in.calls} - {None}
    assert manifest["oauth_config"]["scopes"]["bot"] == sorted({"commands", *needed})


def test_its_addresses_are_the_endpoint(manifest: dict[str, Any], tmp_path: Path) -> None:
    settings = manifest["settings"]
    addresses = {
        *(command["url"] for command in manifest["features"]["slash_commands"]),
        settings["event_subscriptions"]["request_url"],
        settings["interactivity"]["request_url"],
    }
    assert addresses == {f"{PUBLIC}/slack/events"}
    service = harbour_service(tmp_path)
    app = build_app(service)
    service.close()
    posts = {r.path for r in app.routes if isinstance(r, APIRoute) and "POST" in r.methods}
    assert {urlsplit(address).path for address in addresses} <= posts
    assert settings["interactivity"]["is_enabled"] is True
    assert settings["socket_mode_enabled"] is False


def test_by_socket_it_is_the_same_without_an_address(
    manifest: dict[str, Any], by_socket: dict[str, Any]
) -> None:
    assert by_socket["settings"].pop("socket_mode_enabled") is True
    manifest["settings"].pop("socket_mode_enabled")
    manifest["features"]["slash_commands"][0].pop("url")
    for asked in ("event_subscriptions", "interactivity"):
        manifest["settings"][asked].pop("request_url")
    assert by_socket == manifest


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://a.example/", "https://a.example/slack/events"),
        ("https://a.example:8443/base", "https://a.example:8443/base/slack/events"),
        ("https://a.example/slack/events", "https://a.example/slack/events"),
    ],
)
def test_the_address_is_that_of_the_server_or_of_the_endpoint(
    run: Run, url: str, address: str
) -> None:
    asked = printed(run, "--url", url)["settings"]["event_subscriptions"]
    assert asked["request_url"] == address


@pytest.mark.parametrize(
    "url",
    ["", "a.example", "http://a.example", "https://", "https://a.example:port", "https://u@a.example",
     "https://a.example?x=1", "https://a.example#x", "https://a example", "https://[a"],
)  # fmt: skip
def test_what_is_no_address_for_slack_is_refused(run: Run, url: str) -> None:
    ran = run("slack", "manifest", "--url", url)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"dateline: --url {url!r} is no address that Slack can send to.")


@pytest.mark.parametrize("args", [(), ("--url", PUBLIC, "--socket")], ids=len)
def test_it_is_said_how_slack_reaches_the_server(run: Run, args: tuple[str, ...]) -> None:
    ran = run("slack", "manifest", *args)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("dateline: Say how Slack reaches the server: --url https://")


@pytest.mark.parametrize("args", [("--url", PUBLIC), ("--socket",)], ids=" ".join)
def test_it_is_of_slacks_form(run: Run, args: tuple[str, ...]) -> None:
    said = printed(run, *args)
    assert _problems(said, FORM) == []


def _problems(said: object, form: object, at: str = "") -> list[str]:
    """Where a manifest is not of a form."""
    if isinstance(form, dict):
        if not isinstance(said, dict):
            return [at]
        known = {name.removesuffix("?"): inner for name, inner in form.items()}
        lacking = {name for name in form if not name.endswith("?")} - said.keys()
        wrong = [f"{at}/{name}" for name in {*lacking, *(said.keys() - known.keys())}]
        for name in said.keys() & known.keys():
            wrong += _problems(said[name], known[name], f"{at}/{name}")
        return wrong
    if isinstance(form, list):
        each = said if isinstance(said, list) and said else [None]
        return [problem for one in each for problem in _problems(one, form[0], at)]
    if isinstance(form, int):
        return [] if isinstance(said, str) and 1 <= len(said) <= form else [at]
    return [] if isinstance(said, bool) else [at]
