"""POST /slack/events: where Slack sends events, commands and what is pressed."""

from typing import TYPE_CHECKING

from fastapi import FastAPI, Request, Response
from pydantic import SecretStr

from index.errors import BadInput
from ui.http.problems import problem, problem_response
from ui.http.routes import refuse_other_methods
from ui.service import Service
from ui.slack.incoming import PATH

if TYPE_CHECKING:
    from ui.slack.bot import SlackBot

_APP_LEVEL = "xapp-"
_NOT_SET_UP = (
    "Slack is not set up. Set DATELINE_SLACK_SIGNING_SECRET to the signing secret of your Slack "
    "app and start the server again."
)
_BY_SOCKET = (
    "Slack sends nothing here: it is heard by Socket Mode. To take its requests too, set "
    "DATELINE_SLACK_SIGNING_SECRET to the signing secret of your Slack app and start the server "
    "again."
)


def build_slack(service: Service) -> "SlackBot | None":
    """Slack as the settings have it; None where neither a signing secret nor an app-level token is
    set. Raises BadInput for what is no app-level token."""
    settings = service.settings
    secret, app_token = _given(settings.slack_signing_secret), _given(settings.slack_app_token)
    if app_token is not None and not app_token.startswith(_APP_LEVEL):
        raise BadInput(
            f"DATELINE_SLACK_APP_TOKEN is no app-level token of Slack, which begins with "
            f"{_APP_LEVEL}. Copy it from “Basic Information”, “App-Level Tokens” of the app."
        )
    if secret is None and app_token is None:
        return None
    from ui.slack.bot import SlackBot  # noqa: PLC0415 - a third of a second to import

    return SlackBot(service, secret, _given(settings.slack_bot_token), app_token)


def _given(secret: SecretStr | None) -> str | None:
    return (secret.get_secret_value().strip() or None) if secret is not None else None


def add_slack(app: FastAPI, slack: "SlackBot | None", largest: int) -> None:
    """Adds the endpoint to an application. Bodies of more than `largest` bytes are refused."""

    @app.post(PATH, include_in_schema=False)
    async def events(request: Request) -> Response:
        if slack is None or not slack.takes_requests:
            return _refused(503, _NOT_SET_UP if slack is None else _BY_SOCKET)
        body = await _read(request, largest)
        if body is None:
            return _refused(413, f"At most {largest:,} bytes are read.")
        if not slack.is_genuine(request, body):
            return _refused(
                401,
                "The signature or the time of the request is not right. Check the signing secret "
                "and the clock of this server.",
            )
        try:
            return await slack.dispatch(request, body)
        except ValueError:
            return _refused(400, "The body is neither a form nor JSON of Slack.")

    refuse_other_methods(app, PATH, ["POST"])


def _refused(status: int, detail: str) -> Response:
    return problem_response(problem(status, detail))


async def _read(request: Request, largest: int) -> bytes | None:
    """The body, or None where it is too large; then no more than that is read of it."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > largest:
            return None
    return bytes(body)
