"""Plain text, with or without front matter."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from index.reading.frontmatter import read_front_matter
from index.reading.pieces import Piece
from index.reading.plain_tags import signs_of_books, without_tags
from index.structure.blocks import split_pages
from index.structure.changes import Change, changed, composed
from index.types import Block, SourceText

_PAGE_BREAK = re.compile("\f")


def read_text(text: str) -> SourceText:
    """A plain text file; a YAML front matter, where there is one, is its metadata.

    Page breaks are not shown, nor what stands at the edges of pages within a paragraph, nor the
    marks of HTML within lines or the signs of italics around words.
    """
    text, below = without_tags(text)
    front = read_front_matter(text)
    blocks, changes = split_pages(text, front.end)
    above = [_block_of(text, prose) for prose in front.prose]
    blocks = [*(block for block, _ in above), *blocks]
    changes = [*(change for _, some in above for change in some), *changes]
    changes = _with_page_breaks(text, _with_signs(changes, signs_of_books(text)))
    if not changes:
        return SourceText(text, tuple(blocks), front.metadata, below)
    shown, blocks, source = changed(text, blocks, changes)
    if below is not None:
        source = composed(source, below)
    return SourceText(shown, tuple(blocks), front.metadata, source)


def _block_of(text: str, prose: Sequence[Piece]) -> tuple[Block, list[Change]]:
    """The block of some prose of front matter, and what within it is shown otherwise than it stands
    in the file: line ends as blanks, what is escaped as what it stands for."""
    places = [(words, source or 0, length) for words, source, length in prose]
    changes = [
        Change(source, source + length, ((words, None),))
        for words, source, length in places
        if text[source : source + length] != words
    ]
    return Block(places[0][1], places[-1][1] + places[-1][2]), changes


def _with_signs(changes: Sequence[Change], signs: Sequence[int]) -> list[Change]:
    """The changes, in order, and those of the signs that none of them holds, which are left out."""
    kept = list(changes)
    begins = [change.start for change in changes]
    for at in signs:
        above = bisect_right(begins, at) - 1
        if above < 0 or changes[above].end <= at:
            kept.append(Change(at, at + 1, ()))
    return sorted(kept, key=lambda change: (change.start, change.end))


def _with_page_breaks(text: str, changes: Sequence[Change]) -> list[Change]:
    """The changes, and those of the page breaks that none of them holds: each is a line end."""
    kept: list[Change] = []
    at = 0
    for change in [*changes, Change(len(text), len(text), ())]:
        kept += [
            Change(found.start(), found.end(), (("\n", None),))
            for found in _PAGE_BREAK.finditer(text, at, change.start)
        ]
        kept.append(change)
        at = change.end
    return kept[:-1]
