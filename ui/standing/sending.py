"""Alerts sent: as a signed webhook, by e-mail, or to Slack.

A try that was cut off may have arrived or not. It is made again, so that nothing is lost: with the
same `webhook-id`, or the same `Message-ID`, by which receivers know what they have. Slack knows no
such thing, and what is posted there says that it may be a second time.
"""

import json
import smtplib
import ssl
import time
from email.message import EmailMessage
from email.utils import format_datetime

from index.errors import DatelineError
from rag.settings import Settings
from ui.standing.destinations import check
from ui.standing.outbox import Outbox, Sending
from ui.standing.posting import NotSent, post, signature

_TIMEOUT_S = 10
_SECOND = "This may be a second time: Dateline was stopped while it sent this before."
_FIRST_WAIT_S, _LONGEST_WAIT_S = 60.0, 6 * 3600.0


def send_next(
    settings: Settings, outbox: Outbox, *, all_waiting: bool = False, but: set[int]
) -> tuple[Sending, str | None] | None:
    """Sends the next alert and notes what came of it: why it did not arrive, or None. Its number is
    added to `but`, those that are passed over. None where there is nothing to send.

    Raises BeingWritten while another process sends.
    """
    with outbox.sending():
        sending = outbox.take(all_waiting=all_waiting, but=but)
        if sending is None:
            return None
        but.add(sending.number)
        try:
            send(settings, sending)
        except DatelineError as error:
            wait = min(_LONGEST_WAIT_S, _FIRST_WAIT_S * 2 ** min(sending.tries, 10))
            perhaps = sending.cut_off or (isinstance(error, NotSent) and error.perhaps)
            outbox.not_sent(sending, str(error), time.time() + wait, perhaps=perhaps)
            return sending, str(error)
        outbox.sent(sending)
        return sending, None


def send(settings: Settings, sending: Sending) -> None:
    """Sends an alert. Raises NotSent where it did not arrive, and BadInput where the settings do
    not say how to get there any more."""
    check(sending.destination, settings)
    _WAYS[sending.destination.kind](settings, sending)


def _by_webhook(settings: Settings, sending: Sending) -> None:
    alert = sending.alert
    url = sending.destination.address or settings.webhook_url or ""
    secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else ""
    told = {"type": f"standing.{alert.kind}", **alert.model_dump(mode="json"), "text": alert.text}
    body = json.dumps(told, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
    post(url, body, signature(secret, alert.id, int(time.time()), body))


def _by_slack(settings: Settings, sending: Sending) -> None:
    from ui.slack.alerts import alert_message  # noqa: PLC0415 - Slack's library takes a moment

    alert, channel = sending.alert, sending.destination.address or settings.slack_channel
    told = alert_message(alert.title, alert.parts, _SECOND if sending.cut_off else "")
    if not channel:
        hook = settings.slack_webhook
        post(hook.get_secret_value() if hook else "", json.dumps(told).encode(), {})
        return
    token = settings.slack_bot_token
    headers = {"Authorization": f"Bearer {token.get_secret_value() if token else ''}"}
    body = json.dumps({**told, "channel": channel}).encode()
    reply = post(f"{settings.slack_api.rstrip('/')}/chat.postMessage", body, headers)
    try:
        said = json.loads(reply)
        taken, why = said["ok"], said.get("error")
    except (ValueError, TypeError, KeyError) as error:
        raise NotSent("Slack's reply cannot be read.") from error
    if taken is not True:
        raise NotSent(f"Slack did not take it: {why}.")


def _by_mail(settings: Settings, sending: Sending) -> None:
    try:
        message = mail_of(settings, sending)
        with _mail_server(settings) as server:
            if settings.smtp_user is not None and settings.smtp_password is not None:
                server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
            server.send_message(message)
    except smtplib.SMTPResponseException as error:
        raise NotSent(f"The mail server said {error.smtp_code}.") from error
    except smtplib.SMTPRecipientsRefused as error:
        raise NotSent("The mail server does not take mail for this address.") from error
    except (smtplib.SMTPException, OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise NotSent(f"The mail server could not be used: {why}.") from error


def _mail_server(settings: Settings) -> smtplib.SMTP:
    host, port = settings.smtp_host or "", settings.smtp_port
    if settings.smtp_security == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, port, timeout=_TIMEOUT_S, context=context)
    server = smtplib.SMTP(host, port, timeout=_TIMEOUT_S)
    if settings.smtp_security == "starttls":
        try:
            server.starttls(context=ssl.create_default_context())
        except BaseException:
            server.close()
            raise
    return server


def mail_of(settings: Settings, sending: Sending) -> EmailMessage:
    """An alert as e-mail: the same, with the same id, at every try."""
    alert, sender = sending.alert, settings.smtp_from or ""
    message = EmailMessage()
    message["Subject"] = alert.title
    message["From"] = sender
    message["To"] = sending.destination.address or settings.smtp_to or ""
    message["Date"] = format_datetime(alert.made_at)
    message["Message-ID"] = f"<{alert.id}.{sending.number}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(alert.text)
    return message


_WAYS = {"webhook": _by_webhook, "slack": _by_slack, "smtp": _by_mail}
