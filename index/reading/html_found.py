"""What a walk through a web page finds: blocks that may be of the report or of the page."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from math import ceil

from index.reading.pieces import Piece, pieces_of, said, spaced, trimmed
from index.structure.blocks import split_blocks
from index.types import Kind

_BLANK_LINE = re.compile(r"\n[ \t]{0,99}\n")


@dataclass(frozen=True, slots=True)
class Found:
    """A block of a page: its words, of which so many characters are of links.

    `beside` says that it stands beside the main text, as the page itself marks it.
    """

    pieces: list[Piece]
    kind: Kind
    level: int = 0
    under: str = ""
    linked: int = 0
    beside: bool = False

    @property
    def length(self) -> int:
        return sum(len(words) for words, _, _ in self.pieces)


def lines_of(found: Found) -> Iterable[Found]:
    """A block, or several where its lines are kept, as they are where no element says otherwise."""
    words = "".join(words for words, _, _ in found.pieces)
    if found.kind in (Kind.PARAGRAPH, Kind.QUOTE):
        return _by_lines(found)
    if _BLANK_LINE.search(words) and found.kind in (Kind.LIST_ITEM, Kind.KEY_VALUE, Kind.NOTE):
        loose = found.kind is Kind.KEY_VALUE
        return _by_lines(replace(found, kind=Kind.PARAGRAPH if loose else found.kind))
    return [replace(found, pieces=on_one_line(found.pieces))]


def _by_lines(found: Found) -> Iterator[Found]:
    """The blocks of one whose lines are kept, as of verse, an address or a plain text."""
    words = "".join(words for words, _, _ in found.pieces)
    if "\n" not in words:
        yield replace(found, pieces=trimmed(spaced(found.pieces)))
        return
    share = found.linked / max(1, len(said(found.pieces)) - words.strip().count("\n"))
    blocks = split_blocks(words)
    cuts = _cuts(found.pieces, [(block.start, block.end) for block in blocks])
    for block, cut in zip(blocks, cuts, strict=True):
        pieces = trimmed(spaced(cut))
        kind = block.kind if found.kind is Kind.PARAGRAPH else found.kind
        linked = ceil(min(1.0, share) * (block.end - block.start))
        yield replace(found, pieces=pieces, kind=kind, linked=linked)


def on_one_line(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with a blank for every line end."""
    length = sum(len(words) for words, _, _ in pieces)
    return trimmed(spaced(next(_cuts(pieces, [(0, length)]))))


def _cuts(pieces: Sequence[Piece], spans: Iterable[tuple[int, int]]) -> Iterator[list[Piece]]:
    """What of the pieces is in each span of their words, each white space a blank."""
    begins = list(accumulate((len(words) for words, _, _ in pieces), initial=0))
    for start, end in spans:
        cut: list[Piece] = []
        for number in range(bisect_right(begins, start) - 1, bisect_left(begins, end)):
            cut += _part(pieces[number], start - begins[number], end - begins[number])
        yield cut


def _part(piece: Piece, start: int, end: int) -> list[Piece]:
    words, source, length = piece
    left, right = max(0, start), min(len(words), end)
    if left >= right:
        return []
    if source is None or length != len(words):
        return [((" " if words.isspace() else words), source, length)]
    return pieces_of(words[left:right], source + left)


def length_of(pieces: Sequence[Piece]) -> int:
    """How many characters a reader sees of the pieces."""
    return len(said(pieces))
