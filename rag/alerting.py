"""Settings of where alerts of standing questions go. They stand here so that all settings are one
model, read in one place."""

from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, Field, SecretStr, field_validator


class AlertSettings(BaseModel):
    """Where alerts go, and by what they are let in there."""

    webhook_url: str | None = Field(
        default=None, description="Address that alerts are sent to as signed JSON."
    )
    webhook_secret: SecretStr | None = Field(
        default=None, description="What webhooks are signed with (Standard Webhooks)."
    )
    slack_webhook: SecretStr | None = Field(
        default=None, description="Incoming webhook of Slack that alerts are posted to."
    )
    slack_channel: str | None = Field(
        default=None, description="Channel that alerts are posted to with the bot token, by its id."
    )
    smtp_host: str | None = Field(
        default=None, description="Server that takes e-mail with alerts; unset, none is sent."
    )
    smtp_port: int = Field(default=587, ge=1, le=65535, description="Its port.")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="How it is spoken to: starttls, tls, or none."
    )
    smtp_user: str | None = Field(default=None, description="Name to sign in there with.")
    smtp_password: SecretStr | None = Field(default=None, description="The password for it.")
    smtp_from: str | None = Field(default=None, description="Address that e-mail is sent from.")
    smtp_to: str | None = Field(default=None, description="Address that alerts are mailed to.")

    @field_validator("webhook_url")
    @classmethod
    def _is_address(cls, url: str | None) -> str | None:
        return None if url is None else web_address(url)


def web_address(url: str) -> str:
    """An address that can be posted to. Raises ValueError; private ones are let in, for whoever
    runs the program has typed them."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable or any(c.isspace() or not c.isprintable() for c in url):
        raise ValueError("it must be an address that begins with http:// or https://")
    if parts.username is not None:
        raise ValueError("a password does not belong into an address")
    return url
