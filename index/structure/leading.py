"""What leads to a block from right above it: the title of its table, or what ends in a colon."""

import re
from collections.abc import Sequence

from index.rules import Stage, always, declare
from index.structure.lettered import follows, mark_of
from index.text.normalize import collapsed
from index.types import Block, Kind, Role

TABLE_TITLE = declare(
    "table-title-over-rows", Stage.INGEST,
    "The rows of a table stand under its caption, or the short line that is right above it.",
)  # fmt: skip
COLON = declare(
    "colon-leads-on", Stage.INGEST,
    "What comes right below words that end in a colon stands under the last sentence of these.",
)  # fmt: skip

_TITLE_AT_MOST = 90
_NUMBERED = re.compile(r"[A-Z][A-Za-z]{2,11}\.? \d{1,3}(?:[.-]\d{1,3}){0,2}[a-z]?(?:[.:](?=\s)|$)")
_LEAD_AT_MOST = 160
_LEADS = re.compile(r":\s?[-–—]{0,2}$")
_STOP = re.compile(r"[.?!][\"”’)]{0,2}\s")
_GO_ON = (Kind.LIST_ITEM, Kind.QUOTE)


def leads(text: str, blocks: Sequence[Block]) -> list[str]:
    """For each block what leads to it; empty where nothing does, or its format told it already.

    What ends in a colon leads to the block right below, and to those that go on its list: further
    items, or what is marked next, as (b) is behind (a).
    """
    found: list[str] = []
    title = lead = mark = ""
    kind, fresh = Kind.PARAGRAPH, False
    for block in blocks:
        title = _title(text, block, title)
        if block.kind is Kind.TABLE_ROW:
            found.append(title)
            lead = ""
            continue
        above, mark = mark, mark_of(text, block.start, block.end)
        goes_on = (block.kind is kind and kind in _GO_ON) or follows(above, mark)
        led = block.role is Role.BODY and (fresh or goes_on)
        found.append(lead if led and not block.under else "")
        if block.role is not Role.FURNITURE:
            own = _led_to(text, block)
            lead, fresh, kind = own or (lead if led else ""), bool(own), block.kind
    return found


def is_numbered(words: str) -> bool:
    """Whether words begin with a label that is numbered, such as “Figure 2.” or “Table 3:”."""
    return _NUMBERED.match(words) is not None


def without_colon(words: str) -> str:
    """What leads to something, without the colon that it ends in."""
    return _LEADS.sub("", words)


@TABLE_TITLE.governs(without=always(""))
def _title(text: str, block: Block, above: str) -> str:
    """The title of a table whose rows come next, or go on, below a block: its caption, or a short
    line. `above` is that of the table that the block itself is of."""
    words = text[block.start : block.end]
    caption = block.kind is Kind.CAPTION
    if block.kind is Kind.TABLE_ROW or (
        caption and block.role is Role.HEADING and not is_numbered(words)
    ):
        return above
    short = block.kind is Kind.PARAGRAPH and len(words) <= _TITLE_AT_MOST
    titles = (block.role is Role.BODY and short) or caption
    return without_colon(collapsed(words)[:_TITLE_AT_MOST]) if titles else ""


@COLON.governs(without=always(""))
def _led_to(text: str, block: Block) -> str:
    """What leads on from a block that ends in a colon: its last sentence, or as much of its end."""
    if block.role is not Role.BODY or not _LEADS.search(
        text, max(block.start, block.end - 4), block.end
    ):
        return ""
    words = collapsed(text[max(block.start, block.end - 2 * _LEAD_AT_MOST) : block.end])
    begins = [stop.end() for stop in _STOP.finditer(words)]
    last = words[begins[-1] if begins else 0 :]
    if len(last) > _LEAD_AT_MOST:
        last = last[-_LEAD_AT_MOST:].partition(" ")[2]
    return without_colon(last)
