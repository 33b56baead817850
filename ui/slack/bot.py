"""Dateline as an app of Slack: what it is asked there, and how it replies."""

import asyncio
import logging
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from functools import partial
from http import HTTPStatus
from typing import Any, TypeVar

from fastapi import Request, Response
from pydantic import BaseModel, ValidationError
from slack_bolt import BoltResponse
from slack_bolt.adapter.starlette.async_handler import (
    to_async_bolt_request,
    to_starlette_response,
)
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from index.errors import DatabaseUnusable
from ui.http.problems import OUT_S
from ui.service import Service
from ui.slack.blocks import HELPFUL, QUOTES, UNHELPFUL
from ui.slack.incoming import (
    COMMAND,
    FACT_CHECK,
    Command,
    MessageEvent,
    Pressed,
    Shortcut,
    plain,
)
from ui.slack.limits import cut
from ui.slack.posting import Hook, Place, Poster, Thread
from ui.slack.replies import Asked, Replies
from ui.slack.seen import seen_of
from ui.slack.signature import is_genuine
from ui.slack.socket_mode import Envelope, SocketMode
from ui.slack.work import Job, Work

FULL = "Too many questions wait for an answer right now. Ask again in a minute."
STOPPING = "Dateline was stopped before it could answer. Ask again in a few minutes."
_FOR_YOU = "what the reports say. Whether that bears it out is for you to judge."
_HELP, _CLAIM = {"", "help"}, 600
_NOTICES = 100
"""How many may wait to be told that there was no room for their question."""
_logger = logging.getLogger(__name__)
_MALFORMED = (AttributeError, LookupError, TypeError, RecursionError)
"""What Bolt raises where a request lacks what Slack would have sent."""
_Sent = TypeVar("_Sent", bound=BaseModel)


class SlackBot:
    """Acknowledges what Slack sends, and deals with it in a queue of its own.

    Slack sends requests where there is a `signing_secret`, and by a connection that is opened from
    here where there is an `app_token`. As many questions wait as the settings allow to be under
    way. Use it on one event loop, within `running`.
    """

    def __init__(
        self,
        service: Service,
        signing_secret: str | None,
        token: str | None,
        app_token: str | None = None,
    ) -> None:
        settings = service.settings
        self._service = service
        self._verifier = SignatureVerifier(signing_secret) if signing_secret is not None else None
        self._poster = Poster(settings.slack_api, token)
        self._socket = SocketMode(settings.slack_api, app_token, self.answer) if app_token else None
        self._seen = seen_of(settings.data_dir, service.shared)
        self._replies = Replies(service, self._poster, self._seen)
        # Twice as many as the engine answers at once: those that post meanwhile do not hold it up.
        self._work = Work(2 * settings.workers, settings.in_flight)
        self._notices = Work(1, _NOTICES)
        self._app = self._bolt_app()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Works while it is entered; on leaving, answers what waits, or tells who asked it."""
        self._work.start()
        self._notices.start()
        beside = [asyncio.create_task(self._poster.check())] if self._poster.has_token else []
        if self._socket is not None:
            beside.append(asyncio.create_task(self._socket.run()))
        try:
            yield
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
            seconds = self._service.settings.shutdown_s
            await asyncio.gather(self._work.stop(seconds), self._notices.stop(seconds))

    @property
    def takes_requests(self) -> bool:
        """Whether there is a signing secret, by which requests can be told to be Slack's."""
        return self._verifier is not None

    def is_genuine(self, request: Request, body: bytes) -> bool:
        """Whether Slack signed these very bytes just now."""
        return self._verifier is not None and is_genuine(self._verifier, body, request.headers)

    async def dispatch(self, request: Request, body: bytes) -> Response:
        """The response to a request that Slack signed. Raises ValueError for one that is not of
        a form that Slack sends."""
        try:
            sent = to_async_bolt_request(request, body)
            return to_starlette_response(await self._app.async_dispatch(sent))
        except _MALFORMED as error:
            raise ValueError("the fields are not those of Slack") from error

    async def answer(self, envelope: Envelope) -> Envelope | None:
        """What acknowledges an envelope of Socket Mode; None where it is not of a form that Slack
        sends, or asks for what the app does not serve."""
        name, payload = envelope.get("envelope_id"), envelope.get("payload")
        if not isinstance(name, str) or not isinstance(payload, dict):
            return None
        try:
            said = await self._app.async_dispatch(
                AsyncBoltRequest(mode="socket_mode", body=payload)
            )
        except _MALFORMED:
            return None
        if said.status != HTTPStatus.OK:
            return None
        takes_words = said.body and envelope.get("accepts_response_payload") is True
        return {"envelope_id": name, **({"payload": {"text": said.body}} if takes_words else {})}

    def _bolt_app(self) -> AsyncApp:
        """What Slack sends, by kind. The signature was verified before, over the raw bytes."""
        app = AsyncApp(
            name="slack",  # not that of our logger: Bolt sets the level of the one that has it
            logger=_logger,
            client=AsyncWebClient(),  # never called: replies are posted by the queue
            authorize=_authorize,
            request_verification_enabled=False,
            ssl_check_enabled=False,
            ignoring_self_events_enabled=False,  # `is_from_a_person` knows all bots
            attaching_conversation_kwargs_enabled=False,
            raise_error_for_unhandled_request=True,
            process_before_response=True,  # it is acknowledged once it is known to be new
        )
        app.error(_unhandled)
        app.command(COMMAND)(self._on_command)
        app.event("app_mention")(self._on_message)
        app.event("message")(self._on_message)
        app.message_shortcut(FACT_CHECK)(self._on_shortcut)
        app.action(HELPFUL)(self._on_button)
        app.action(UNHELPFUL)(self._on_button)
        app.action(QUOTES)(self._on_button)
        return app

    async def _on_command(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        command = _read(Command, body)
        if command is None:
            await ack("Dateline could not read this command.")
            return
        question, place = plain(command.text), Hook(command.response_url)
        if question.lower() in _HELP:
            await ack()
            await self._offer(place, partial(self._replies.usage, place), command.trigger_id)
            return
        asked = Asked(question, place, None, f"Question: {question}")
        await ack()
        await self._take(asked, command.trigger_id)

    async def _on_message(self, body: dict[str, Any]) -> None:
        """A mention in a channel, or a message to the app itself. Others are not for us."""
        sent = _read(MessageEvent, body)
        if sent is None or not sent.is_from_a_person:
            return
        said = sent.event
        if body["event"]["type"] == "message" and said.channel_type != "im":
            return
        if not self._poster.has_token:
            _logger.warning("A question came that needs DATELINE_SLACK_BOT_TOKEN to be answered.")
            return
        thread = Thread(said.channel, said.thread_ts or said.ts)
        conversation = f"slack:{sent.team_id}:{thread.channel}:{thread.ts}"
        asked = Asked(plain(said.text), thread, conversation, None)
        await self._take(asked, sent.event_id, (said.channel, said.ts))

    async def _on_shortcut(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        chosen = _read(Shortcut, body)
        if chosen is None:
            return
        claim, place = plain(chosen.message.text), Hook(chosen.response_url)
        asked = Asked(
            claim, place, None, f"On “{cut(claim, _CLAIM)}”: {_FOR_YOU}" if claim else None
        )
        await self._take(asked, chosen.trigger_id)

    async def _on_button(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        pressed = _read(Pressed, body)
        if pressed is not None:
            run = partial(self._replies.button, pressed)
            await self._offer(Hook(pressed.response_url), run, pressed.trigger_id)

    async def _take(self, asked: Asked, *keys: Hashable) -> None:
        await self._offer(asked.place, partial(self._replies.answer, asked), *keys)

    async def _offer(self, place: Place, run: "partial[Any]", *keys: Hashable) -> None:
        """Queues something, unless it was queued before; where there is no room, says so."""
        if not await self._seen.first_time(*keys):
            return
        stopping, full = (partial(self._replies.say, place, said) for said in (STOPPING, FULL))
        once = partial(self._once, keys)
        if self._work.offer(Job(partial(once, run), partial(once, stopping))):
            return
        if not self._notices.offer(Job(partial(once, full), partial(once, full))):
            _logger.error("So many questions came from Slack that not all could be turned away.")

    async def _once(self, keys: tuple[Hashable, ...], run: "partial[Any]") -> None:
        """Does something and keeps that it is done, so that it is not done again."""
        await run()
        await self._seen.keep(*keys)


def _read(form: type[_Sent], body: dict[str, Any]) -> _Sent | None:
    """What Slack sent, or None where it lacks what it should have."""
    try:
        return form.model_validate(body)
    except ValidationError as error:
        _logger.warning("Slack sent a request that lacks %d fields.", error.error_count())
        return None


async def _authorize() -> AuthorizeResult:
    """That the app may work for whoever sent a signed request. No call to Slack is made, so that
    a slow one cannot hold up the acknowledgement."""
    return AuthorizeResult(enterprise_id=None, team_id=None)


async def _unhandled(
    error: Exception, body: dict[str, Any], response: BoltResponse | None
) -> BoltResponse | None:
    """Events that the app does not serve are acknowledged, or Slack would send them again."""
    if isinstance(error, BoltUnhandledRequestError):
        return BoltResponse(status=200 if body.get("type") == "event_callback" else 404)
    if isinstance(error, DatabaseUnusable):
        _logger.error("A request from Slack was not taken, and may be sent again: %s", error)
        return BoltResponse(status=503, headers={"Retry-After": str(OUT_S)})
    _logger.error("A request from Slack could not be dealt with.", exc_info=error)
    return BoltResponse(status=400) if response is not None else None
