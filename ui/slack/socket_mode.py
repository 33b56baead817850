"""Socket Mode: Slack heard by a connection that is opened from here, where no address is public.

Source: https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import json
import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientError, ClientSession, ClientWebSocketResponse, ClientWSTimeout, WSMsgType
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from ui.logs import LOG
from ui.slack.posting import TIMEOUT, error_of

Envelope = dict[str, Any]
Answer = Callable[[Envelope], Awaitable[Envelope | None]]
"""What acknowledges an envelope; None for one that is not, which Slack may send again."""
LONGEST_PAUSE = 60.0
"""Seconds between two attempts to connect, at most."""
_STEADY = 30
"""Seconds that a connection has to last for the next to be opened at once."""
_HELLO = 10
"""Seconds for Slack to greet on a new connection."""
_LINGER = 30
"""Seconds that a connection is read on after Slack announced its end."""
_HEARTBEAT = 15
"""Seconds between two pings; a connection that does not answer them is given up."""
_CLOSING = 2
"""Seconds for Slack to agree to an end."""
_ANNOUNCED = {"warning", "refresh_requested"}
"""Reasons for an end that is still to come, until which Slack may send by the old connection."""
_SWITCHED_OFF = "link_disabled"
_REFUSED = frozenset({
    "access_denied", "account_inactive", "forbidden_team", "invalid_auth", "missing_scope",
    "no_permission", "not_allowed_token_type", "not_authed", "token_expired", "token_revoked",
})  # fmt: skip
"""Errors that do not pass, by https://docs.slack.dev/reference/methods/apps.connections.open"""
_NOT_SLACKS = (AttributeError, LookupError, TypeError)
"""What `slack_sdk` raises over a response that is not of Slack's form."""
_logger = logging.getLogger(__name__)


class _Refused(Exception):
    """Slack does not have this app until somebody changes something. Says what."""


class _Unreached(Exception):
    """There is no connection right now. Says why."""


@dataclass(eq=False, slots=True)
class _Connection:
    """A connection, and why Slack ended it if it said so. `over` is set once another is needed."""

    socket: ClientWebSocketResponse
    is_greeted: bool = False
    reason: str | None = None
    over: asyncio.Event = field(default_factory=asyncio.Event)


class SocketMode:
    """Keeps a connection to Slack open, and answers what comes by it.

    Slack ends each connection after some hours and announces that: the next is opened then, and
    the old one read to its end. The client of `slack_sdk` closes the old one first, and tries again
    at one pace for ever, with a traceback each time, also where the token is wrong.
    """

    def __init__(self, api: str, token: str, answer: Answer) -> None:
        self._token = token
        self._answer = answer
        self._web = AsyncWebClient(
            base_url=api, timeout=TIMEOUT, retry_handlers=[AsyncRateLimitErrorRetryHandler()]
        )
        self._schemes = ("wss://",) if api.startswith("https://") else ("wss://", "ws://")
        self._is_told = False
        self._readers: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Connects, and again whenever that is needed, until it is cancelled, or Slack refuses for
        good, which is logged."""
        clock = asyncio.get_running_loop().time
        short = 0
        async with ClientSession() as session:
            try:
                while True:
                    began = clock()
                    try:
                        await self._use_one(session)
                    except _Unreached as error:
                        self._tell(error)
                    short = 0 if clock() - began >= _STEADY else short + 1
                    await asyncio.sleep(pause_after(short))
            except _Refused as refused:
                _logger.error("%s", refused)
            finally:
                await self._end_readers()

    async def _use_one(self, session: ClientSession) -> None:
        """Opens a connection and waits until another is needed. Raises _Refused, _Unreached."""
        connection = _Connection(await self._open(session))
        reader = asyncio.create_task(self._read(connection))
        self._readers.add(reader)
        reader.add_done_callback(self._readers.discard)
        await connection.over.wait()
        if connection.reason == _SWITCHED_OFF:
            raise _Refused(
                "Socket Mode is off. Switch it on under “Socket Mode” of the Slack app, and start "
                "the server again."
            )
        if not connection.is_greeted:
            raise _Unreached(connection.reason or "no greeting came")

    async def _open(self, session: ClientSession) -> ClientWebSocketResponse:
        """A new connection, at the address that Slack gives for it. Its errors are not shown whole:
        that address is a secret."""
        try:
            opened = await self._web.apps_connections_open(app_token=self._token)
            address = opened.get("url")
            if not isinstance(address, str) or not address.startswith(self._schemes):
                raise _Unreached("it gave no address that is encrypted")
            async with asyncio.timeout(TIMEOUT):
                return await session.ws_connect(
                    address,
                    heartbeat=_HEARTBEAT,
                    proxy=self._web.proxy,
                    timeout=ClientWSTimeout(ws_close=_CLOSING),
                )
        except SlackApiError as error:
            why = error_of(error)
            if why in _REFUSED:
                raise _Refused(
                    f"Slack does not accept DATELINE_SLACK_APP_TOKEN: {why}. Copy it from “Basic "
                    "Information”, “App-Level Tokens” of the app, where it needs the scope "
                    "connections:write, and start the server again."
                ) from error
            raise _Unreached(why) from error
        except (ClientError, OSError, ValueError, *_NOT_SLACKS) as error:
            raise _Unreached(type(error).__name__) from error

    async def _read(self, connection: _Connection) -> None:
        """Deals with what comes by a connection until it ends or its time is up."""
        try:
            async with asyncio.timeout(_HELLO) as limit:
                async for message in connection.socket:
                    if message.type is WSMsgType.TEXT:
                        await self._take(connection, _object(message.data), limit)
        except (ClientError, OSError) as error:
            _logger.info("A connection to Slack broke: %s.", type(error).__name__)
        except Exception:
            _logger.exception("What Slack sent by Socket Mode could not be dealt with.")
        finally:
            connection.over.set()
            await connection.socket.close()

    async def _take(self, connection: _Connection, sent: Envelope, limit: asyncio.Timeout) -> None:
        if sent.get("type") == "hello":
            limit.reschedule(None)
            connection.is_greeted = True
            self._is_told = False
            LOG.info("connected to Slack by Socket Mode")
        elif sent.get("type") == "disconnect":
            connection.reason = str(sent.get("reason"))
            connection.over.set()
            if connection.reason in _ANNOUNCED:
                limit.reschedule(asyncio.get_running_loop().time() + _LINGER)
            else:
                await connection.socket.close()
        else:
            acknowledgement = await self._answer(sent)
            if acknowledgement is not None:
                await connection.socket.send_str(json.dumps(acknowledgement))

    def _tell(self, error: _Unreached) -> None:
        """Says that Slack cannot be reached, once until it is."""
        if not self._is_told:
            self._is_told = True
            _logger.error(
                "Slack cannot be reached by Socket Mode: %s. This is tried until it can be, at "
                "most %d seconds apart.", error, LONGEST_PAUSE,
            )  # fmt: skip

    async def _end_readers(self) -> None:
        for reader in self._readers:
            reader.cancel()
        await asyncio.gather(*self._readers, return_exceptions=True)


def pause_after(short: int) -> float:
    """Seconds to wait after so many attempts in a row that failed or were short: none after none,
    then twice as long each time, up to a minute; less by chance, lest many servers come at once."""
    if short == 0:
        return 0
    return min(LONGEST_PAUSE, 2.0 ** min(short - 1, 10)) * random.uniform(0.5, 1)  # noqa: S311


def _object(text: str) -> Envelope:
    """A JSON object; an empty one for anything else."""
    try:
        sent = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return sent if isinstance(sent, dict) else {}
