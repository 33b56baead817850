"""Slack as a server meets it: requests signed as Slack signs them, and a stand-in of its web API
on loopback that keeps what it is sent and turns away what Slack would."""

import hmac
import itertools
import json
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx
from fastapi import FastAPI, Request

from tests.ui.serving import running, wait_until

SECRET, TOKEN = "8f742231b10e8888abcd99yyyzzz85a5", "xoxb-a-token"
TEAM, CHANNEL, BOT = "T024", "C017", "U0BOT"
ELSEWHERE = "C0ELSE"
"""A channel that the app was not invited to."""
_NUMBERS = itertools.count(1)
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
Sent = dict[str, Any]


@dataclass
class StandIn:
    """What the web API and the response URLs were sent, by thread or hook, oldest first."""

    address: str = ""
    posts: dict[str, list[Sent]] = field(default_factory=lambda: defaultdict(list))
    calls: list[str] = field(default_factory=list)

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.post("/api/{method}")
        async def call(method: str, request: Request) -> Sent:
            self.calls.append(method)
            if request.headers.get("authorization") != f"Bearer {TOKEN}":
                return {"ok": False, "error": "invalid_auth"}
            if method == "auth.test":
                return {"ok": True, "team_id": TEAM, "user_id": BOT, "bot_id": "B0BOT"}
            if method != "chat.postMessage":
                return {"ok": False, "error": "unknown_method"}
            sent = await request.json()
            if sent["channel"] == ELSEWHERE:
                return {"ok": False, "error": "not_in_channel"}
            problems = [*turned_away(sent["blocks"]), *too_long(sent["blocks"])]
            if problems:
                return {"ok": False, "error": f"invalid_blocks: {problems}"}
            self.posts[f"{sent['channel']}/{sent.get('thread_ts')}"].append(sent)
            return {"ok": True, "ts": f"{next(_NUMBERS)}.1"}

        @app.post("/hook/{name}")
        async def hook(name: str, request: Request) -> str:
            sent = await request.json()
            assert len(self.posts[name]) < 5, "Slack takes five messages at a response_url"
            assert turned_away(sent["blocks"]) == []
            self.posts[name].append(sent)
            return "ok"

        return app

    def settings(self, **more: object) -> dict[str, object]:
        """Those of a server that takes this for Slack."""
        return {
            "slack_signing_secret": SECRET,
            "slack_bot_token": TOKEN,
            "slack_api": f"{self.address}/api/",
            **more,
        }

    def hook(self) -> str:
        """A new response URL."""
        return f"{self.address}/hook/h{next(_NUMBERS)}"

    def at(self, place: str, count: int = 1) -> list[Sent]:
        """What was posted at a hook or in a thread, once there is so much."""
        place = place.removeprefix(f"{self.address}/hook/")
        wait_until(lambda: len(self.posts[place]) >= count, 20)
        return self.posts[place]


@contextmanager
def standing_in() -> Iterator[StandIn]:
    """A stand-in that runs."""
    made = StandIn()
    with running(made.app()) as made.address:
        yield made


@dataclass(frozen=True)
class Slack:
    """Sends what Slack sends to a server. `secret` signs it."""

    server: str
    stand_in: StandIn
    secret: str = SECRET

    def send(
        self, body: bytes, kind: str = FORM, at: object = None, **headers: str
    ) -> httpx.Response:
        """A signed request. `at` is its timestamp, now if there is none."""
        signed = {"content-type": kind, **signature(body, self.secret, at), **headers}
        return httpx.post(f"{self.server}/slack/events", content=body, headers=signed, timeout=30)

    def form(self, **fields: str) -> httpx.Response:
        return self.send(urlencode(fields).encode())

    def command(self, text: str, hook: str | None = None) -> tuple[httpx.Response, str]:
        """The slash command; with the hook that its answer goes to."""
        hook = hook or self.stand_in.hook()
        return self.form(**command(text, hook)), hook

    def event(self, said: Sent, event_id: str | None = None, **headers: str) -> httpx.Response:
        return self.send(json.dumps(event(said, event_id)).encode(), JSON, **headers)

    def mention(self, text: str, **more: Any) -> tuple[httpx.Response, str]:
        """A mention in a channel; with the thread that its answer goes to."""
        said = mention(text, **more)
        return self.event(said), f"{said['channel']}/{said.get('thread_ts', said['ts'])}"

    def interact(self, payload: Sent) -> httpx.Response:
        return self.form(payload=json.dumps(payload))

    def shortcut(self, text: str) -> tuple[httpx.Response, str]:
        hook = self.stand_in.hook()
        return self.interact(shortcut(text, hook)), hook

    def press(
        self,
        button: Sent,
        *,
        channel: str = CHANNEL,
        message: str = "1.1",
        thread: str | None = None,
        is_ephemeral: bool = False,
    ) -> tuple[httpx.Response, str]:
        """A button pressed; with the hook for what is said to the one who pressed it."""
        hook = self.stand_in.hook()
        pressed = {
            "type": "block_actions",
            "user": {"id": "U1"},
            "team": {"id": TEAM},
            "trigger_id": f"t{next(_NUMBERS)}",
            "response_url": hook,
            "container": {
                "type": "message",
                "channel_id": channel,
                "message_ts": message,
                "is_ephemeral": is_ephemeral,
                **({"thread_ts": thread} if thread else {}),
            },
            "actions": [{**button, "action_ts": "1.2", "block_id": "b"}],
        }
        return self.interact(pressed), hook


def signature(body: bytes, secret: str = SECRET, at: object = None) -> dict[str, str]:
    """The headers with which Slack signs a body, as its specification has them."""
    moment = str(int(time.time()) if at is None else at)
    base = b"v0:" + moment.encode() + b":" + body
    made = hmac.new(secret.encode(), base, "sha256").hexdigest()
    return {"x-slack-request-timestamp": moment, "x-slack-signature": f"v0={made}"}


def command(text: str, hook: str) -> dict[str, str]:
    return {
        "command": "/dateline",
        "text": text,
        "team_id": TEAM,
        "channel_id": CHANNEL,
        "user_id": "U1",
        "response_url": hook,
        "trigger_id": f"t{next(_NUMBERS)}",
    }


def mention(text: str, **more: Any) -> Sent:
    return {
        "type": "app_mention",
        "channel": CHANNEL,
        "user": "U1",
        "text": f"<@{BOT}> {text}",
        "ts": f"{next(_NUMBERS)}.0001",
        **more,
    }


def direct(text: str, **more: Any) -> Sent:
    own = {"type": "message", "channel": "D1", "channel_type": "im", "text": text}
    return {**mention(text), **own, **more}


def event(said: Sent, event_id: str | None = None) -> Sent:
    return {
        "type": "event_callback",
        "team_id": TEAM,
        "event_id": event_id or f"Ev{next(_NUMBERS)}",
        "authorizations": [{"team_id": TEAM, "user_id": BOT, "is_bot": True}],
        "event": said,
    }


def shortcut(text: str, hook: str) -> Sent:
    return {
        "type": "message_action",
        "callback_id": "fact_check",
        "team": {"id": TEAM},
        "user": {"id": "U1"},
        "channel": {"id": CHANNEL},
        "message": {"type": "message", "text": text, "ts": "1.1"},
        "response_url": hook,
        "trigger_id": f"t{next(_NUMBERS)}",
    }


def turned_away(blocks: list[Sent]) -> list[str]:
    """What Slack would not take of these blocks, by its documentation of Block Kit."""
    problems = [] if 1 <= len(blocks) <= 50 else [f"{len(blocks)} blocks"]
    for block in blocks:
        longest = {"section": 3000, "context": 2000}.get(block["type"], 3000)
        lengths = [len(text["text"].encode("utf-16-le")) // 2 for text in texts(block)]
        problems += [f"{n} in a {block['type']}" for n in lengths if not 1 <= n <= longest]
        if len(block.get("elements", ())) > (25 if block["type"] == "actions" else 10):
            problems.append(f"too many elements in {block['type']}")
        if block["type"] == "actions":
            problems += ["value" for b in block["elements"] if len(b["value"]) > 2000]
            problems += ["label" for b in block["elements"] if len(b["text"]["text"]) > 75]
    return problems


def too_long(blocks: list[Sent]) -> list[str]:
    """`chat.postMessage` takes some 12,000 characters in all."""
    return ["msg_blocks_too_long"] if len(json.dumps(blocks, ensure_ascii=False)) > 12_500 else []


def texts(part: object) -> Iterator[Sent]:
    """All objects with a text, whatever their depth."""
    if isinstance(part, dict):
        if isinstance(part.get("text"), str):
            yield part
        for inner in part.values():
            yield from texts(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from texts(inner)


def words(sent: Sent) -> list[str]:
    """What a reader sees of a message, a block each; buttons by their labels."""
    lines = []
    for block in sent["blocks"]:
        seen = [text["text"] for text in texts(block)]
        lines.append(("" if block["type"] == "rich_text" else " ").join(seen))
    return lines


def button(sent: Sent, action: str) -> Sent:
    """A button of a message, by the id of its action."""
    for block in sent["blocks"]:
        for element in block.get("elements", ()):
            if element.get("action_id") == action:
                return {"action_id": action, "value": element["value"], "type": "button"}
    raise AssertionError(f"there is no button {action}")
