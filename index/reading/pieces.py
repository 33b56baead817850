"""Words with their places in a file, and rows of a table made of them, as formats share them."""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from index.reading.shown import Shown
from index.types import Block, Kind

Piece = tuple[str, int | None, int]
"""Words, where they stand in the file if anywhere, and how many characters they are there."""
Cell = list[Piece]
"""A cell of a table; one that is merged of several is the same object in each place."""

_GAP = re.compile(r"[^\S ]\s*+| \s++")
"""White space that is not one blank."""
BETWEEN_CELLS = "; "


def pieces_of(words: str, source: int) -> list[Piece]:
    """Words that stand so in the file, each white space in them shown as a blank."""
    pieces: list[Piece] = []
    at = 0
    for gap in _GAP.finditer(words):
        if at < gap.start():
            pieces.append((words[at : gap.start()], source + at, gap.start() - at))
        pieces.append((" ", source + gap.start(), gap.end() - gap.start()))
        at = gap.end()
    if at < len(words):
        pieces.append((words[at:], source + at, len(words) - at))
    return pieces


def spaced(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces with one blank at most between words."""
    kept: list[Piece] = []
    for piece in pieces:
        if kept and piece[0][:1] == " " and kept[-1][0].endswith(" "):
            piece = _from(piece, 1)
        if piece[0]:
            kept.append(piece)
    return kept


def _from(piece: Piece, begin: int) -> Piece:
    """A piece from one of its characters on."""
    words, source, length = piece
    if source is None or length != len(words):
        return words[begin:], source, length
    return words[begin:], source + begin, length - begin


def said(pieces: Iterable[Piece]) -> str:
    """What a reader sees of the pieces, on one line."""
    return " ".join("".join(words for words, _, _ in pieces).split())


def add_block(
    shown: Shown, pieces: Iterable[Piece], kind: Kind, *, level: int = 0, under: str = ""
) -> Block | None:
    """A block of these words; None where there are none."""
    for words, source, length in spaced(pieces):
        shown.add(words, source, length)
    return shown.end(kind, level=level, under=under)


def row_of(cells: Sequence[Cell], heads: Sequence[str]) -> tuple[list[Piece], str]:
    """The words of a row, and for each of its cells the head of its column.

    Cells without words are left out. One that is merged of several stands once, under the heads of
    all its columns; one that is merged of a whole row stands under none.
    """
    pieces: list[Piece] = []
    under: list[str] = []
    for _, group in groupby(enumerate(cells), key=lambda place: id(place[1])):
        columns = [(number, cell) for number, cell in group]
        cell = columns[0][1]
        if not said(cell):
            continue
        if pieces:
            pieces.append((BETWEEN_CELLS, None, 0))
        pieces.extend(trimmed(cell))
        of_cell = [heads[number] for number, _ in columns if number < len(heads)]
        if len(columns) < len(cells) or len(cells) == 1:
            under.append(", ".join(dict.fromkeys(filter(None, of_cell))))
    return pieces, BETWEEN_CELLS.join(filter(None, under))


def trimmed(cell: Sequence[Piece]) -> list[Piece]:
    """The pieces without blanks at the edges."""
    begin, end = 0, len(cell)
    while begin < end and cell[begin][0].isspace():
        begin += 1
    while end > begin and cell[end - 1][0].isspace():
        end -= 1
    kept = list(cell[begin:end])
    if kept:
        kept[0] = _from(kept[0], len(kept[0][0]) - len(kept[0][0].lstrip()))
        words, source, length = kept[-1]
        bare = words.rstrip()
        kept[-1] = (bare, source, len(bare) if length == len(words) else length)
    return kept


def heads_of(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """The head of each column, from the rows of heads above a table, the uppermost first."""
    heads: list[str] = []
    for column in range(max((len(row) for row in rows), default=0)):
        words = [said(row[column]) for row in rows if column < len(row)]
        heads.append(" ".join(dict.fromkeys(word for word in words if word)))
    return heads


def add_rows(shown: Shown, rows: Sequence[Sequence[Cell]], head_rows: int, under: str = "") -> None:
    """Rows of a table, of which the first are heads of its columns.

    `under` is what the whole table stands under. Heads alone are rows like others.
    """
    heads = heads_of(rows[:head_rows]) if head_rows < len(rows) else []
    for row in rows[head_rows:] if heads else rows:
        pieces, of_columns = row_of(row, heads)
        stands_under = BETWEEN_CELLS.join(words for words in (under, of_columns) if words)
        add_block(shown, pieces, Kind.TABLE_ROW, under=stands_under)
