"""A conversation of the chat as it is exported."""

import json
from base64 import b64encode
from dataclasses import replace
from datetime import date

from ui.export import Kept, export
from ui.web.conversation import Conversation, Turn


def kept_of(conversation: Conversation) -> list[Kept]:
    """The turns of a conversation, to be exported; the first says what fell away before it."""
    kept = [_kept(turn) for turn in conversation.turns]
    if conversation.fallen_away and kept:
        kept[0] = replace(kept[0], bounds=(conversation.fallen_away, *kept[0].bounds))
    return kept


def exported(conversation: Conversation, ending: str, today: date) -> str:
    """The conversation as a file, for the page to save: JSON with its name, type and content in
    base64. Raises BadInput for an unknown format."""
    made = export(kept_of(conversation), ending, today)
    data = b64encode(made.data).decode()
    return json.dumps({"name": made.name, "type": made.media_type, "data": data})


def _kept(turn: Turn) -> Kept:
    named = (("Publisher", turn.publisher), ("Only the report", turn.report))
    bounds = tuple(f"{what}: {name}" for what, name in named if name)
    return Kept(turn.question, turn.outcome, bounds, turn.problem)
