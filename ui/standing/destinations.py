"""Where alerts go. Nothing is sent that was not asked for with `--to`, and nowhere else."""

from collections.abc import Iterable
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from typing import Literal, get_args

from index.errors import BadInput
from rag.alerting import web_address
from rag.settings import PREFIX, Settings

Way = Literal["slack", "smtp", "webhook", "feed"]
_WAYS: tuple[Way, ...] = get_args(Way)
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Destination:
    """A way to be told of an alert; an empty `address` is the one that the settings name."""

    kind: Way
    address: str = ""

    def __str__(self) -> str:
        return f"{self.kind}={self.address}" if self.address else self.kind


def read_destinations(written: Iterable[str], settings: Settings) -> tuple[Destination, ...]:
    """What `--to` names, each once; the feed, which sends nothing, where it names nothing.

    Raises BadInput for what is none, or where the settings do not say how to get there.
    """
    read = dict.fromkeys(_read(one) for one in written)
    for destination in read:
        check(destination, settings)
    return tuple(read) or (Destination("feed"),)


def set_up(settings: Settings) -> tuple[Destination, ...]:
    """The ways to be told beside the feed that the settings name an address for."""
    ways = (Destination(kind) for kind in _WAYS if kind != "feed")
    return tuple(way for way in ways if _is_set_up(way, settings))


def _is_set_up(way: Destination, settings: Settings) -> bool:
    try:
        check(way, settings)
    except BadInput:
        return False
    return True


def _read(written: str) -> Destination:
    named, _, address = written.partition("=")
    for kind in _WAYS:
        if named.strip().lower() == kind:
            return Destination(kind, address.strip())
    raise BadInput(
        f"--to {written!r} is no destination. Give slack, smtp, webhook or feed; an address may "
        "follow, as in webhook=https://example.org/alerts. The last day of reports cannot be "
        "bounded: those that are yet to come are waited for."
    )


def check(destination: Destination, settings: Settings) -> None:
    """Raises BadInput where an alert cannot be sent to a destination, with what is missing."""
    _CHECKS[destination.kind](destination, settings)


def _check_feed(destination: Destination, _: Settings) -> None:
    if destination.address:
        raise BadInput("The feed has no address of its own: `dateline serve` has it.")


def _check_webhook(destination: Destination, settings: Settings) -> None:
    if not destination.address and settings.webhook_url is None:
        raise _missing("--to webhook", "WEBHOOK_URL", "or give --to webhook=https://…")
    if settings.webhook_secret is None:
        raise _missing("--to webhook", "WEBHOOK_SECRET", "what the receiver checks signatures by")
    if destination.address:
        _check_web_address(f"--to webhook={destination.address!r}", destination.address)


def _check_slack(destination: Destination, settings: Settings) -> None:
    channel = destination.address or settings.slack_channel
    if channel and settings.slack_bot_token is None:
        raise _missing("--to slack with a channel", "SLACK_BOT_TOKEN", "the app's")
    if channel:
        _check_web_address(f"{PREFIX}SLACK_API", settings.slack_api)
    if not channel and settings.slack_webhook is None:
        raise _missing("--to slack", "SLACK_WEBHOOK", "or a channel and the app's bot token")
    if not channel and settings.slack_webhook is not None:
        _check_web_address(f"{PREFIX}SLACK_WEBHOOK", settings.slack_webhook.get_secret_value())


def _check_web_address(name: str, url: str) -> None:
    try:
        web_address(url)
    except ValueError as error:
        raise BadInput(f"{name} cannot be used: {error}.") from error


def _check_smtp(destination: Destination, settings: Settings) -> None:
    if settings.smtp_host is None:
        raise _missing("--to smtp", "SMTP_HOST", "the server that takes e-mail")
    if settings.smtp_from is None:
        raise _missing("--to smtp", "SMTP_FROM", "the address to send from")
    to = destination.address or settings.smtp_to
    if to is None:
        raise _missing("--to smtp", "SMTP_TO", "or give --to smtp=somebody@example.org")
    for address in (to, settings.smtp_from):
        _check_mail_address(address)
    if (settings.smtp_user is None) != (settings.smtp_password is None):
        raise BadInput("DATELINE_SMTP_USER and DATELINE_SMTP_PASSWORD go together; set both.")
    in_the_clear = settings.smtp_security == "none" and settings.smtp_host not in _LOOPBACK
    if settings.smtp_password is not None and in_the_clear:
        raise BadInput(
            "The password for e-mail would be sent for all to read. Set DATELINE_SMTP_SECURITY to "
            "starttls or tls."
        )


def _check_mail_address(written: str) -> None:
    try:
        parsed = Address(addr_spec=written)
    except (MessageError, ValueError, IndexError) as error:
        raise BadInput(f"{written!r} is no address for e-mail.") from error
    if not parsed.username or not parsed.domain:
        raise BadInput(f"{written!r} is no address for e-mail.")


def _missing(what: str, setting: str, more: str) -> BadInput:
    return BadInput(f"{what} needs the setting {PREFIX}{setting}: {more}.")


_CHECKS = {
    "feed": _check_feed, "webhook": _check_webhook, "slack": _check_slack, "smtp": _check_smtp,
}  # fmt: skip
