"""Markdown: what a person reads on the page, with the place of every character in the file."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from index.reading.frontmatter import read_front_matter
from index.reading.markdown.lines import split_lines
from index.reading.markdown.places import Placed, place_file
from index.reading.markdown.templates import without_tags
from index.reading.markdown.walk import read_blocks
from index.reading.pieces import Piece
from index.reading.shown import Shown
from index.structure.rejoining import as_built
from index.types import Kind, Role, SourceText

__all__ = ["read_markdown"]

_BETWEEN = " › "


def read_markdown(text: str) -> SourceText:
    """A Markdown file. The first level-one heading is its title, where its front matter has none.

    Not shown are marks, addresses, comments, the texts of pictures, marks of footnotes, and what
    is struck out; of front matter prose alone is shown, above the text.
    """
    front = read_front_matter(text)
    title, shown = front.metadata.title, Shown()
    parts = [*map(_placed, front.prose), without_tags(place_file(text, front.end))]
    for draft in (draft for part in parts for draft in split_lines(read_blocks(part))):
        role = draft.role
        if title is None and draft.kind is Kind.HEADING and draft.level == 1:
            role, title = Role.TITLE, draft.words
        for piece in draft.pieces:
            shown.add(piece.words, piece.source, piece.length)
        shown.end(draft.kind, level=draft.level, under=_BETWEEN.join(draft.under), role=role)
    metadata = replace(front.metadata, title=title)
    return as_built(SourceText(shown.text(), shown.blocks(), metadata, shown.source_map()))


def _placed(prose: Sequence[Piece]) -> Placed:
    """Prose of front matter as a text of the file."""
    starts = accumulate((len(words) for words, _, _ in prose), initial=0)
    places = tuple(source or 0 for _, source, _ in prose)
    return Placed("".join(words for words, _, _ in prose), tuple(starts)[:-1], places)
