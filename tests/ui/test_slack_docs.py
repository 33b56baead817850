"""The manifest in docs/slack.md asks for what the code serves, and for nothing else."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from fastapi.routing import APIRoute

from tests.ui.serving import harbour_service, running
from tests.ui.slack_world import Slack, direct, standing_in
from ui.server import build_app
from ui.slack.incoming import COMMAND, FACT_CHECK

PAGE = (Path(__file__).parents[2] / "docs" / "slack.md").read_text("utf-8")
EVENT_SCOPES = {"app_mention": "app_mentions:read", "message.im": "im:history"}
METHOD_SCOPES = {"chat.postMessage": "chat:write", "auth.test": None}
"""What each asks for, by https://docs.slack.dev/reference"""


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    [block] = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    loaded: dict[str, Any] = yaml.safe_load(block)
    return loaded


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
    [address] = addresses
    service = harbour_service(tmp_path)
    app = build_app(service)
    service.close()
    posts = {r.path for r in app.routes if isinstance(r, APIRoute) and "POST" in r.methods}
    assert urlsplit(address).path in posts
    assert urlsplit(address).scheme == "https"
    assert settings["interactivity"]["is_enabled"] is True
    assert settings["socket_mode_enabled"] is False
