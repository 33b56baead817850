"""Sends messages to Slack: into a thread, or to the address that came with a request."""

import logging
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

Block = dict[str, Any]
_logger = logging.getLogger(__name__)
TIMEOUT = 10
"""Seconds that Slack is given for one call."""
_HOOKS = {"slack.com": "https://hooks.slack.com", "slack-gov.com": "https://hooks.slack-gov.com"}
"""By the host of the web API, where Slack takes what goes to a `response_url`."""
_PATH = re.compile(r"/[A-Za-z0-9_./~%-]*")


@dataclass(frozen=True, slots=True)
class Message:
    """Blocks to show, and the words that stand for them in a notification."""

    text: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Hook:
    """The address that came with a request; what is sent there is seen by that person alone."""

    url: str


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread of a channel, by the id of its first message."""

    channel: str
    ts: str


Place = Hook | Thread


class Poster:
    """Posts as the app. Without a token it posts to hooks alone."""

    def __init__(self, api: str, token: str | None) -> None:
        self.has_token = token is not None
        self._client = AsyncWebClient(
            token=token, base_url=api, timeout=TIMEOUT, retry_handlers=_retries()
        )
        address = urlsplit(api)
        own = f"{address.scheme}://{address.netloc}"
        self._hooks = _HOOKS.get(address.hostname or "", own)

    async def post(self, place: Place, message: Message) -> bool:
        """Whether Slack took the message. Why it did not is logged, without what it says."""
        try:
            if isinstance(place, Hook):
                return await self._to_hook(place, message)
            await self._client.chat_postMessage(
                channel=place.channel,
                thread_ts=place.ts,
                text=message.text,
                blocks=message.blocks,
                mrkdwn=False,
                parse="none",
                link_names=False,
                unfurl_links=False,
                unfurl_media=False,
            )
        except SlackApiError as error:
            _logger.error("Slack did not take a message: %s.", error_of(error))
            return False
        except (ClientError, TimeoutError) as error:
            _logger.error("Slack could not be reached: %s.", type(error).__name__)
            return False
        return True

    async def check(self) -> None:
        """Logs an error where Slack does not accept the token, so that it is seen at start."""
        try:
            await self._client.auth_test()
        except SlackApiError as error:
            _logger.error(
                "Slack does not accept DATELINE_SLACK_BOT_TOKEN: %s. Copy it from “OAuth & "
                "Permissions” of the app.",
                error_of(error),
            )
        except (ClientError, TimeoutError) as error:
            _logger.error("Slack could not be reached: %s.", type(error).__name__)

    async def _to_hook(self, hook: Hook, message: Message) -> bool:
        if not self._is_slacks(hook.url):
            _logger.error("A response_url is not an address of Slack; nothing was sent there.")
            return False
        client = AsyncWebhookClient(hook.url, timeout=TIMEOUT, retry_handlers=_retries())
        body = {
            "response_type": "ephemeral",
            "replace_original": False,
            "text": message.text,
            "blocks": message.blocks,
            "mrkdwn": False,
            "unfurl_links": False,
            "unfurl_media": False,
        }
        said = await client.send_dict(body)
        if said.status_code != 200:
            _logger.error("Slack did not take a message: status %s.", said.status_code)
        return said.status_code == 200

    def _is_slacks(self, url: str) -> bool:
        """Whether an address is one of Slack's. What a client may read as another host, such as a
        user name before an @, cannot stand between the origin and a path of plain characters."""
        return url.startswith(self._hooks) and bool(_PATH.fullmatch(url.removeprefix(self._hooks)))


def error_of(error: SlackApiError) -> str:
    """Slack's word for why it did not do what it was asked; the status where it said none."""
    said = getattr(error.response, "data", None)
    word = said.get("error") if isinstance(said, dict) else None
    if isinstance(word, str):
        return word
    return f"status {getattr(error.response, 'status_code', 'unknown')}"


def _retries() -> list[Any]:
    return [AsyncConnectionErrorRetryHandler(), AsyncRateLimitErrorRetryHandler()]
