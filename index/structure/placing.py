"""What blocks of a plain text stand under: the lead-in of a list, a heading, who speaks."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.rules import Stage, declare
from index.structure.lines import LINE_END, Line, is_ended
from index.structure.names import speakers_apart
from index.structure.tables import UNDER_AT_MOST, shortened
from index.structure.turns import speakers
from index.types import Block, Kind, Role

_LEADS = (":", "...", "…")
_LISTED_AT_MOST, _ITEM_AT_MOST = 60, 240
_MAY_LEAD = (Kind.PARAGRAPH, Kind.HEADING, Kind.LIST_ITEM, Kind.TURN, Kind.QUOTE)

LEAD_INS = declare(
    "block-lead-ins", Stage.INGEST,
    "The items of a list stand under the line that leads into it.",
)  # fmt: skip


def place(text: str, blocks: list[Block], said: Mapping[int, str]) -> list[Block]:
    """The blocks with what they stand under. `said` are the speakers by where turns begin."""
    return _placed_keys(text, _placed_items(text, _placed_turns(text, blocks, said)))


def in_turns(text: str, blocks: Sequence[Block]) -> list[Block]:
    """The blocks of a format that has no mark of its own for who speaks, as turns where they are a
    transcript's; as they are where some are turns already."""
    paragraphs = [
        block for block in blocks
        if block.kind is Kind.PARAGRAPH and block.role is Role.BODY and not block.under
    ]  # fmt: skip
    if any(block.kind is Kind.TURN for block in blocks):
        return list(blocks)
    lines = [Line(b.start, b.end, indent=0, blank=1, new_page=False) for b in paragraphs]
    said = {lines[n].start: who for n, who in speakers(text, lines, ()).items()}
    names = {} if said else speakers_apart(text, lines)
    apart = {lines[n].start: who for n, who in names.items()}
    return [
        replace(block, kind=Kind.CAPTION, role=Role.HEADING) if block.start in apart else block
        for block in _placed_turns(text, list(blocks), said | apart)
    ]


def _placed_turns(text: str, blocks: list[Block], said: Mapping[int, str]) -> list[Block]:
    """Paragraphs below a turn go on it, until a heading or a remark in brackets."""
    speaker, placed = "", []
    for block in blocks:
        speaker = said.get(block.start, speaker)
        ends = block.kind is Kind.HEADING or text[block.start] in "[("
        speaker = "" if ends and block.start not in said else speaker
        if speaker and block.kind is Kind.PARAGRAPH and block.role is Role.BODY:
            block = replace(block, kind=Kind.TURN, under=shortened(speaker))
        placed.append(block)
    return placed


def _unplaced(text: str, blocks: list[Block]) -> list[Block]:
    return blocks


@LEAD_INS.governs(without=_unplaced)
def _placed_items(text: str, blocks: list[Block]) -> list[Block]:
    """Items under what leads into their list: those with bullets under one, as long as nothing but
    lists stands between them, and short lines without bullets under what is right above them."""
    placed: list[Block] = []
    of_bullets, above = None, None
    for n, block in enumerate(blocks):
        over_page = bool(placed) and placed[-1] is not above
        if block.kind is Kind.LIST_ITEM:
            leads = above is not None and text.endswith(_LEADS, 0, above.end)
            if _is_paragraph(text, block):
                of_bullets = ""
            elif of_bullets is None or leads:
                of_bullets = _lead(text, above, block)
            block = replace(block, under=of_bullets)
        elif block.role is Role.BODY:
            lead = ""
            if above and above.kind is Kind.LIST_ITEM and above.under:
                lead = above.under if _is_listed(text, above, block, over_page) else ""
            if not lead and _begins_bare_list(text, blocks, n):
                lead = _lead(text, above, block)
            of_bullets = of_bullets if lead else None
            block = replace(block, kind=Kind.LIST_ITEM, under=lead) if lead else block
        placed.append(block)
        above = block if block.role is not Role.FURNITURE else above
    return placed


def _is_paragraph(text: str, block: Block) -> bool:
    """Whether an item is a paragraph by itself, as where all paragraphs are numbered."""
    return block.end - block.start > _ITEM_AT_MOST and is_ended(text, block.end)


def _lead(text: str, above: Block | None, item: Block) -> str:
    """What leads into a list: the block above that ends with a colon or dots, of a long one its
    last words, or that ends as no sentence does and stands directly above."""
    if above is None or above.role is not Role.BODY or above.kind not in _MAY_LEAD:
        return ""
    near = not _is_apart(text, above, item) and above.kind is not Kind.LIST_ITEM
    words = text[above.start : above.end]
    bare = above.kind is not Kind.LIST_ITEM and near and not is_ended(text, above.end)
    if not words.endswith(_LEADS) and not bare:
        return ""
    if len(words) > UNDER_AT_MOST:
        words = words[-UNDER_AT_MOST:]
        stop = max(words.rfind(mark) for mark in (". ", ".\n", "? ", "! "))
        words = words[stop + 1 if stop >= 0 else words.find(" ") + 1 :]
    return shortened(words)


def _is_apart(text: str, above: Block, below: Block) -> bool:
    """Whether a blank line stands between two blocks."""
    return len(LINE_END.findall(text, above.end, below.start)) > 1


def _is_listed(text: str, above: Block, block: Block, over_page: bool = False) -> bool:
    """Whether a block is a short line directly below another, as in a list without bullets; on the
    next page it must have figures, as the other has, since it may be a heading."""
    alike = all(any(c.isdigit() for c in text[b.start : b.end]) for b in (above, block))
    words = text[block.start : block.end]
    return (
        block.kind is Kind.PARAGRAPH
        and len(words) <= _LISTED_AT_MOST
        and not is_ended(text, block.end)
        and (alike if over_page else not _is_apart(text, above, block))
    )


def _begins_bare_list(text: str, blocks: list[Block], n: int) -> bool:
    """Whether short lines without bullets, two or more, stand directly below a lead-in."""
    return (
        0 < n < len(blocks) - 1
        and text.endswith(_LEADS, 0, blocks[n - 1].end)
        and _is_listed(text, blocks[n - 1], blocks[n])
        and _is_listed(text, blocks[n], blocks[n + 1])
    )


def _placed_keys(text: str, blocks: list[Block]) -> list[Block]:
    """Keys and values stand under the heading, or the short line, right above them."""
    placed: list[Block] = []
    head = ""
    for block in blocks:
        if block.kind is Kind.KEY_VALUE:
            block = replace(block, under=head)
        elif block.role is Role.BODY and any(c.isalnum() for c in text[block.start : block.end]):
            words = text[block.start : block.end]
            short = len(words) <= UNDER_AT_MOST and block.kind in (Kind.HEADING, Kind.PARAGRAPH)
            heads = (
                block.kind is Kind.HEADING
                or words.endswith(":")
                or (not is_ended(text, block.end) and "," not in words.partition(": ")[2])
            )
            head = shortened(words.strip(".")) if short and heads else ""
        placed.append(block)
    return placed
