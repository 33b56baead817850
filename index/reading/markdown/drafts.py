"""Blocks of a Markdown file before all of them are known."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from index.reading.markdown.inline import Piece
from index.types import Kind, Role

AT_MOST = 200
"""Characters of what a block stands under; of longer text its last sentence is taken."""


@dataclass(slots=True)
class Draft:
    """A block's words with their places, and what is known of it so far."""

    pieces: list[Piece]
    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    under: tuple[str, ...] = ()
    role: Role = Role.BODY
    whole: bool = field(default=False)
    """Whether its lines are one block, however they look."""

    @property
    def words(self) -> str:
        return words_of(self.pieces)


def words_of(pieces: Iterable[Piece]) -> str:
    """The words of pieces on one line."""
    return " ".join("".join(piece.words for piece in pieces).split())
