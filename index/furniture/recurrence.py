"""Blocks that recur across reports: the standing notes of a site, and copies of one report."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

from index.rules import Stage, declare
from index.text.normalize import folded
from index.text.statements import statement_key
from index.types import Block, Role

COPY_KEY_BLOCKS = 3
"""Reports whose this many longest blocks agree are copies of each other and count as one."""
RECURS_AT_EDGE = 3
"""A block at the head or the tail of this many different reports is furniture."""
RECURS_ANYWHERE = 8
"""A block anywhere in this many different reports is furniture."""
THRESHOLDS = (RECURS_AT_EDGE, RECURS_ANYWHERE)
_OPENING_AT_LEAST = 60

AT_EDGES = declare(
    "furniture-recurs-at-edges", Stage.INGEST,
    f"A block at the head or tail of {RECURS_AT_EDGE} different reports is a standing note.",
)  # fmt: skip
ANYWHERE = declare(
    "furniture-recurs-anywhere", Stage.INGEST,
    f"A block that stands anywhere in {RECURS_ANYWHERE} different reports is a standing note.",
)  # fmt: skip
HEADS_STAY = declare(
    "furniture-heads-stay", Stage.INGEST,
    "A heading of what is a report's own stays one, however many reports have the same.",
)  # fmt: skip
CHANGED_COPIES = declare(
    "furniture-changed-copies", Stage.INGEST,
    "Of a report most of whose text stands in other reports, nothing is taken for a standing note.",
)  # fmt: skip


def block_hash(text: str, block: Block) -> str:
    """Identity of a block's words across reports, whatever their case and quotes."""
    return sha256(folded(text[block.start : block.end]).encode()).hexdigest()[:24]


def copy_key(text: str, blocks: Sequence[Block]) -> str:
    """Alike for reports that are copies of each other, however their pages differ.

    The opening counts beside the longest blocks, which may be a note that stands in many
    reports under short news.
    """
    body = [b for b in blocks if b.role is Role.BODY]
    longest = sorted(body, key=lambda b: (b.start - b.end, b.start))[:COPY_KEY_BLOCKS]
    opening = [b for b in body if b.end - b.start > _OPENING_AT_LEAST][:1]
    keys = {statement_key(text[b.start : b.end]) for b in opening + longest}
    return sha256("\n".join(sorted(keys)).encode()).hexdigest()[:24]


def mark_recurring(
    blocks: Sequence[Block], hashes: Sequence[str], recurrence: Mapping[str, int]
) -> tuple[Block, ...]:
    """Blocks that recur across reports made furniture.

    `recurrence` counts, for a block hash, the different reports that hold it, copies counted
    once. At the edges of a page fewer will do than in its middle, where reports quote each
    other and themselves. A report most of whose text recurs is a copy with changes, and is kept.
    """
    marked = list(blocks)
    recurring = [recurrence.get(h, 1) for h in hashes]
    at_edge = _edges([b.role is not Role.BODY or n >= RECURS_AT_EDGE
                      for b, n in zip(blocks, recurring, strict=True)])  # fmt: skip
    for i in range(len(blocks) - 1, -1, -1):
        block, count = blocks[i], recurring[i]
        if block.role not in (Role.BODY, Role.HEADING, Role.LINK):
            continue
        edge = at_edge[i] and count >= RECURS_AT_EDGE
        stands = AT_EDGES.applies(edge) or ANYWHERE.applies(count >= RECURS_ANYWHERE)
        if stands and not HEADS_STAY.applies(_heads_something(marked, i)):
            marked[i] = replace(block, role=Role.FURNITURE, reason="stands in other reports too")
    is_a_copy = CHANGED_COPIES.applies(2 * body_length(marked) < body_length(blocks))
    return tuple(blocks if is_a_copy else marked)


def _heads_something(blocks: Sequence[Block], number: int) -> bool:
    """Whether a block is a heading of what is the report's own: the next block that is none."""
    if blocks[number].role is not Role.HEADING:
        return False
    rest = (block.role for block in blocks[number + 1 :] if block.role is not Role.HEADING)
    return next(rest, None) is Role.BODY


def _edges(loose: Sequence[bool]) -> list[bool]:
    """True for the leading and the trailing run of True."""
    first = next((i for i, x in enumerate(loose) if not x), len(loose))
    last = next((i for i in range(len(loose) - 1, -1, -1) if not loose[i]), -1)
    return [i < first or i > last for i in range(len(loose))]


def body_length(blocks: Sequence[Block]) -> int:
    """Characters of the body among these blocks."""
    return sum(block.end - block.start for block in blocks if block.role is Role.BODY)
