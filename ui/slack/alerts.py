"""Alerts of standing questions as messages of Slack."""

from collections.abc import Sequence
from typing import Any

from ui.console import shown
from ui.slack.blocks import escaped
from ui.slack.limits import SECTION, cut

_TITLE = 300


def alert_message(title: str, parts: Sequence[tuple[str, str]], remark: str = "") -> dict[str, Any]:
    """One message: a title, and texts with a line above each, cut to what Slack takes.

    All stands in plain text, so that no mention, link or format can come out of a report.
    """
    short = cut(shown(title), _TITLE)
    texts = [short, *(f"{head}\n{text}" for head, text in parts), *([remark] if remark else [])]
    blocks = [
        {
            "type": "section",
            "text": {"type": "plain_text", "text": cut(shown(text), SECTION), "emoji": False},
        }
        for text in texts
    ]
    return {
        "text": escaped(short), "blocks": blocks, "unfurl_links": False, "unfurl_media": False,
    }  # fmt: skip
