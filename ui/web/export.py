"""A conversation of the chat as it is exported."""

import json
from base64 import b64encode
from dataclasses import replace
from datetime import date

from index.errors import BadInput
from rag.engine.query_engine import QueryEngine
from rag.engine.wide import Wide
from ui.export import Kept, export
from ui.export.receipt import as_receipt
from ui.web.conversation import Conversation, Turn
from ui.web.language import ENGLISH
from ui.wide import as_csv, told


def kept_of(conversation: Conversation) -> list[Kept]:
    """The turns of a conversation, to be exported; the first says what fell away before it."""
    kept = [_kept(turn) for turn in conversation.turns]
    if conversation.fallen_away and kept:
        kept[0] = replace(kept[0], bounds=(conversation.fallen_away, *kept[0].bounds))
    return kept


def exported(conversation: Conversation, ending: str, today: date, turn: Turn | None = None) -> str:
    """The conversation, or one turn of it, as a file for the page to save: JSON with its name, type
    and content in base64. Raises BadInput for an unknown format."""
    made = export([_kept(turn)] if turn else kept_of(conversation), ending, today)
    return _file(made.name, made.media_type, made.data)


def receipt_of(turn: Turn, engine: QueryEngine) -> str:
    """A turn with all that its outcome depends on, for the page to save as `exported` has it.
    Raises BadInput for one that has no outcome."""
    if turn.outcome is None or turn.query is None:
        raise BadInput(ENGLISH("told.error.no_outcome"))
    made = as_receipt(engine, turn.query, turn.outcome)
    return _file(made.name, made.media_type, made.data)


def table_of(wide: Wide) -> str:
    """All mentions of a wide search as CSV, for the page to save as `exported` has it."""
    return _file("dateline.csv", "text/csv", as_csv(wide).encode())


def _file(name: str, media_type: str, content: bytes) -> str:
    data = b64encode(content).decode()
    return json.dumps({"name": name, "type": media_type, "data": data})


def _kept(turn: Turn) -> Kept:
    named = (("Publisher", turn.publisher), ("Only the report", turn.report))
    bounds = tuple(f"{what}: {name}" for what, name in named if name)
    said = told(turn.wide) if turn.wide is not None else turn.problem
    return Kept(turn.question, turn.outcome, bounds, said)
