"""What the Slack app of Dateline is, in the form in which Slack makes an app of it.

Source: https://docs.slack.dev/reference/app-manifest
"""

from typing import Any
from urllib.parse import urlsplit

from index.errors import BadInput
from ui.slack.incoming import COMMAND, FACT_CHECK, PATH

Manifest = dict[str, Any]


def manifest_of(url: str | None) -> Manifest:
    """The manifest of an app that Slack reaches at an address, or, for None, by Socket Mode.

    Raises BadInput for an address that Slack does not take.
    """
    address = None if url is None else _endpoint(url)
    command = {"url": address} if address else {}
    requests = {"request_url": address} if address else {}
    return {
        "display_information": {
            "name": "Dateline",
            "description": "Answers from dated reports, quoted, named and dated, or not at all.",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": False,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Dateline", "always_online": True},
            "slash_commands": [
                {
                    "command": COMMAND,
                    **command,
                    "description": "Ask the reports",
                    "usage_hint": "What was reported about Kyiv?",
                    "should_escape": False,
                }
            ],
            "shortcuts": [
                {
                    "name": "Fact-check this",
                    "type": "message",
                    "callback_id": FACT_CHECK,
                    "description": "What the reports say on this message",
                }
            ],
        },
        "oauth_config": {
            "scopes": {"bot": ["app_mentions:read", "chat:write", "commands", "im:history"]}
        },
        "settings": {
            "event_subscriptions": {**requests, "bot_events": ["app_mention", "message.im"]},
            "interactivity": {"is_enabled": True, **requests},
            "org_deploy_enabled": False,
            "socket_mode_enabled": address is None,
            "token_rotation_enabled": False,
        },
    }


def _endpoint(url: str) -> str:
    """Where Slack is to send, by the address of the server or of the endpoint itself."""
    try:
        parts = urlsplit(url.strip())
        is_usable = parts.scheme == "https" and parts.hostname and "@" not in parts.netloc
        parts.port  # noqa: B018 - raises where it is no number
    except ValueError:
        is_usable = False
    if not is_usable or parts.query or parts.fragment or not url.isprintable() or " " in url:
        raise BadInput(
            f"--url {url!r} is no address that Slack can send to. Give the https:// address under "
            "which the server is public, for example https://dateline.example.org, or --socket."
        )
    whole = f"https://{parts.netloc}{parts.path.rstrip('/')}"
    return whole if whole.endswith(PATH) else f"{whole}{PATH}"
