"""What Slack sends, as far as Dateline reads it."""

import re

from pydantic import BaseModel, ConfigDict, Field

PATH = "/slack/events"
"""Where Slack sends to, unless it is heard by Socket Mode."""
COMMAND = "/dateline"
FACT_CHECK = "fact_check"
"""Id of the message shortcut."""
_REFERENCE = re.compile(r"<([@#!][^<>|]*|[a-z][a-z0-9+.-]*:[^<>|\s]*)(?:\|([^<>]*))?>")
_WRITTEN = {None, "file_share", "me_message", "thread_broadcast"}
"""Kinds of messages that people write; others tell of edits, of deletions and of bots."""
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


class _Sent(BaseModel):
    """Slack adds fields at any time; those that are not read are left alone."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Command(_Sent):
    """A slash command. Source: https://docs.slack.dev/interactivity/implementing-slash-commands"""

    team_id: str
    text: str = ""
    response_url: str
    trigger_id: str


class Message(_Sent):
    """The event of a message or a mention. `ts` is its id within its channel."""

    channel: str
    ts: str
    thread_ts: str | None = None
    text: str = ""
    user: str | None = None
    bot_id: str | None = None
    subtype: str | None = None
    channel_type: str | None = None
    edited: object = None


class _Authorization(_Sent):
    user_id: str | None = None


class MessageEvent(_Sent):
    """The envelope of an event. Source: https://docs.slack.dev/apis/events-api"""

    team_id: str
    event_id: str
    event: Message
    authorizations: tuple[_Authorization, ...] = ()

    @property
    def is_from_a_person(self) -> bool:
        """Whether a person wrote this just now: no bot, not this one either, and no edit."""
        said = self.event
        ours = {authorization.user_id for authorization in self.authorizations}
        return (
            said.user is not None
            and said.user not in ours
            and said.bot_id is None
            and said.subtype in _WRITTEN
            and said.edited is None
        )


class _Named(_Sent):
    id: str


class _Marked(_Sent):
    text: str = ""


class Shortcut(_Sent):
    """A shortcut chosen on a message."""

    response_url: str
    trigger_id: str
    message: _Marked


class _Container(_Sent):
    channel_id: str = ""
    message_ts: str = ""
    thread_ts: str | None = None
    is_ephemeral: bool = False


class _Action(_Sent):
    action_id: str
    action_ts: str = ""
    value: str = ""


class Pressed(_Sent):
    """A button pressed below one of our messages."""

    user: _Named
    response_url: str
    trigger_id: str
    container: _Container
    actions: tuple[_Action, ...] = Field(min_length=1)


def plain(text: str) -> str:
    """A message as its reader sees it: links by their label, nobody mentioned, nothing escaped.

    Source: https://docs.slack.dev/messaging/formatting-message-text
    """
    seen = _REFERENCE.sub(_label, text)
    for entity, character in _ENTITIES:
        seen = seen.replace(entity, character)
    return " ".join(seen.split())


def _label(reference: "re.Match[str]") -> str:
    target, label = reference.group(1), reference.group(2)
    if label:
        return f"#{label}" if target.startswith("#") else label
    return "" if target.startswith(("@", "!", "#")) else target.removeprefix("mailto:")
