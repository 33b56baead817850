"""Headings that no style names: short paragraphs that are set apart from the text by their look."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from index.reading.laid import Laid, may_head
from index.reading.office.placed import Placed
from index.rules import Stage, declare
from index.types import Kind, Role

_KEY = re.compile(r"\s*[^:\n]{1,40}:[ ]*\t")
"""What begins a line of a memo's head, whose value a tab parts from its key."""
_RARE = 0.4
"""What is set apart makes up less than this share of a document."""

EMPHASIS = declare(
    "heading-by-emphasis", Stage.INGEST,
    "A short paragraph all in bold, underlined or larger than the text is a heading.",
)  # fmt: skip

_Signature = tuple[int, bool, int | None]


def _as_they_are(placed: Sequence[Placed]) -> list[Laid]:
    return [one.laid for one in placed]


@EMPHASIS.governs(without=_as_they_are)
def with_headings(placed: Sequence[Placed]) -> list[Laid]:
    """The blocks of a document, those that look like headings made ones.

    What looks alike is of one level: what is larger, and then what comes first, stands above.
    """
    sizes: Counter[int] = Counter()
    for one in placed:
        sizes[one.look.size] += len(one.laid.words)
    usual = sizes.most_common(1)[0][0] if sizes else 0
    apart = {n for n, one in enumerate(placed) if _is_set_apart(one, usual)}
    total = sum(len(one.laid.words) for one in placed)
    if sum(len(placed[n].laid.words) for n in apart) > _RARE * total:
        apart = set()
    levels = _levels([_signature(placed[n]) for n in sorted(apart)])
    named = max((one.laid.level for one in placed if one.laid.role is Role.HEADING), default=0)
    return [
        _as_heading(one, usual, named + levels[_signature(one)]) if n in apart else one.laid
        for n, one in enumerate(placed)
    ]


def _is_set_apart(one: Placed, usual: int) -> bool:
    laid, look = one.laid, one.look
    plain = laid.kind in (Kind.PARAGRAPH, Kind.LIST_ITEM) and laid.role is Role.BODY
    line = laid.line
    return (
        plain
        and not one.in_table
        and (look.emphasised or look.size > usual)
        and may_head(line)
        and not _KEY.match(laid.words)
        and any(c.isalpha() for c in line)
    )


def _signature(one: Placed) -> _Signature:
    """What is alike for headings of one level."""
    line = one.laid.line
    depth = one.look.depth
    if depth is None and line.split(" ", 1)[0].rstrip(")").endswith("."):
        depth = 0  # numbered by hand
    return -one.look.size, not one.look.capitals, depth


def _levels(signatures: Sequence[_Signature]) -> dict[_Signature, int]:
    first: dict[_Signature, int] = {}
    for n, signature in enumerate(signatures):
        first.setdefault(signature, n)
    ordered = sorted(first, key=lambda signature: (signature[0], first[signature]))
    return {signature: level for level, signature in enumerate(ordered, 1)}


def _as_heading(one: Placed, usual: int, level: int) -> Laid:
    """A heading; or what tells of the picture above it, unless it is larger than the text."""
    if one.look.captions and one.look.size <= usual:
        return replace(one.laid, kind=Kind.CAPTION, level=0)
    numbered = bool(one.laid.label)
    words = f"{one.laid.label} {one.laid.line}".strip()
    return Laid(words, Kind.HEADING, level, role=Role.HEADING if numbered else Role.BODY)
