"""POST /slack/events: where Slack sends events, commands and what is pressed."""

from typing import TYPE_CHECKING

from fastapi import FastAPI, Request, Response

from ui.http.problems import problem, problem_response
from ui.http.routes import refuse_other_methods
from ui.service import Service

if TYPE_CHECKING:
    from ui.slack.bot import SlackBot

PATH = "/slack/events"


def build_slack(service: Service) -> "SlackBot | None":
    """Slack as the settings have it; None where no signing secret is set."""
    settings = service.settings
    secret, token = settings.slack_signing_secret, settings.slack_bot_token
    if secret is None or not secret.get_secret_value().strip():
        return None
    from ui.slack.bot import SlackBot  # noqa: PLC0415 - a third of a second to import

    return SlackBot(
        service,
        secret.get_secret_value().strip(),
        (token.get_secret_value().strip() or None) if token is not None else None,
    )


def add_slack(app: FastAPI, slack: "SlackBot | None", largest: int) -> None:
    """Adds the endpoint to an application. Bodies of more than `largest` bytes are refused."""

    @app.post(PATH, include_in_schema=False)
    async def events(request: Request) -> Response:
        if slack is None:
            return _refused(
                503,
                "Slack is not set up. Set DATELINE_SLACK_SIGNING_SECRET to the signing secret of "
                "your Slack app and start the server again.",
            )
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
