"""Slack's side of Socket Mode on loopback, by https://docs.slack.dev/apis/events-api/using-socket-mode.

An address is given for an app-level token and lasts for one connection; on it Slack greets, sends
envelopes, takes what acknowledges them and says when it ends.
"""

import asyncio
import itertools
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI, Request, Response, WebSocket, WebSocketDisconnect

from tests.ui.serving import running, wait_until
from tests.ui.slack_world import Sent, StandIn, event

APP_TOKEN = "xapp-1-A1-1-abc"  # noqa: S105 - of no app
WITHIN = 3.0
"""Seconds in which Slack wants each envelope acknowledged."""
_NUMBERS = itertools.count(1)
_KINDS = {"event_callback": "events_api", "block_actions": "interactive"}
_KINDS |= {"message_action": "interactive"}


@dataclass(eq=False)
class Connection:
    """One websocket, used from the thread of a test."""

    socket: WebSocket
    loop: asyncio.AbstractEventLoop
    heard: list[tuple[float, Sent]] = field(default_factory=list)
    is_closed: bool = False

    def send(self, sent: Sent | str) -> None:
        """Sends an object, or a text as it is."""
        sending = self.socket.send_text(sent) if isinstance(sent, str) else None
        self._run(sending or self.socket.send_json(sent))

    def deliver(self, payload: Sent, **more: object) -> str:
        """Sends a payload in an envelope of its kind, whose id is given."""
        envelope_id = f"e{next(_NUMBERS)}"
        kind = _KINDS.get(str(payload.get("type")), "slash_commands")
        self.send({
            "envelope_id": envelope_id, "type": kind, "payload": payload,
            "accepts_response_payload": kind == "slash_commands", **more,
        })  # fmt: skip
        return envelope_id

    def acknowledged(self, envelope_id: str) -> Sent:
        """What acknowledges an envelope; fails where that takes longer than Slack waits."""
        wait_until(lambda: any(s.get("envelope_id") == envelope_id for _, s in self.heard), WITHIN)
        return next(s for _, s in self.heard if s.get("envelope_id") == envelope_id)

    def disconnect(self, reason: str) -> None:
        self.send({"type": "disconnect", "reason": reason, "debug_info": {"host": "wss-1"}})

    def close(self, code: int = 1000) -> None:
        self._run(self.socket.close(code))

    def _run(self, doing: Any) -> None:
        asyncio.run_coroutine_threadsafe(doing, self.loop).result(10)


@dataclass
class SocketStandIn(StandIn):
    """Slack as an app meets it that connects. `refusals` are errors that are given, each once,
    instead of an address; `greets` is whether it says hello."""

    connections: list[Connection] = field(default_factory=list)
    asked_at: list[float] = field(default_factory=list)
    refusals: list[str | Response] = field(default_factory=list)
    greets: bool = True
    _tickets: set[str] = field(default_factory=set)

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.post("/api/apps.connections.open", response_model=None)
        async def opened(request: Request) -> Sent | Response:
            self.asked_at.append(time.monotonic())
            if request.headers.get("authorization") != f"Bearer {APP_TOKEN}":
                return {"ok": False, "error": "invalid_auth"}
            if self.refusals:
                refusal = self.refusals.pop(0)
                return {"ok": False, "error": refusal} if isinstance(refusal, str) else refusal
            ticket = f"t{next(_NUMBERS)}"
            self._tickets.add(ticket)
            at = self.address.replace("http://", "ws://")
            return {"ok": True, "url": f"{at}/link/?ticket={ticket}&app_id=A1"}

        @app.websocket("/link/")
        async def link(socket: WebSocket, ticket: str) -> None:
            if ticket not in self._tickets:
                return
            self._tickets.remove(ticket)
            await socket.accept()
            connection = Connection(socket, asyncio.get_running_loop())
            if self.greets:
                await socket.send_json({
                    "type": "hello", "num_connections": 1, "connection_info": {"app_id": "A1"},
                    "debug_info": {"host": "applink-1", "approximate_connection_time": 18060},
                })  # fmt: skip
            self.connections.append(connection)
            try:
                while True:
                    connection.heard.append((time.monotonic(), await socket.receive_json()))
            except WebSocketDisconnect:
                connection.is_closed = True

        app.mount("/", super().app())
        return app

    def connected(self, count: int = 1) -> Connection:
        """The newest connection, once there were so many."""
        wait_until(lambda: len(self.connections) >= count)
        return self.connections[-1]

    def environment(self, **more: str) -> dict[str, str]:
        """That of a server which connects to this."""
        return {
            "DATELINE_SLACK_APP_TOKEN": APP_TOKEN,
            "DATELINE_SLACK_BOT_TOKEN": "xoxb-a-token",
            "DATELINE_SLACK_API": f"{self.address}/api/",
            **more,
        }


@contextmanager
def listening() -> Iterator[SocketStandIn]:
    """Slack's side that runs."""
    made = SocketStandIn()
    with running(made.app()) as made.address:
        yield made


def again(said: Sent, event_id: str, attempt: int) -> tuple[Sent, dict[str, object]]:
    """An event that Slack sends once more, and what its envelope has besides."""
    return event(said, event_id), {"retry_attempt": attempt, "retry_reason": "timeout"}
