"""Rows of tables: each a block, under the heads of its columns."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from index.reading.markdown.drafts import Draft, words_of
from index.reading.markdown.inline import Piece
from index.reading.markdown.places import Placed, joined
from index.structure.tables import is_figures
from index.types import Kind, Role

_BETWEEN = "; "
_BAR = re.compile(r"(?<!\\)\|")
_ESCAPED_BAR = re.compile(r"\\\|")


@dataclass(slots=True)
class Row:
    """Cells by the number of the column that they begin in, and how many columns each covers."""

    cells: list[tuple[int, int, list[Piece]]] = field(default_factory=list)
    head: bool = False
    beside: list[list[Piece]] = field(default_factory=list)
    """Cells that began in a row above and cover this one too."""

    def filled(self) -> list[tuple[int, int, list[Piece]]]:
        """The cells that hold words."""
        return [cell for cell in self.cells if words_of(cell[2])]

    @property
    def width(self) -> int:
        """How many columns there are up to its last cell."""
        return self.cells[-1][0] + self.cells[-1][1] if self.cells else 0

    def is_title(self, width: int) -> bool:
        """Whether it is the title of the rows below it in a table of so many columns: its first
        cell alone has words, and is a head or in bold."""
        if not self.width >= width > 1 or self.beside or self.filled() != self.cells[:1]:
            return False
        return self.head or all(p.strong for p in self.cells[0][2] if p.words.strip())


def split_row(line: Placed) -> list[Placed]:
    """The cells of a line of a table, by its bars."""
    line = line.stripped()
    bounds = [-1, *(bar.start() for bar in _BAR.finditer(line.text)), len(line.text)]
    if len(bounds) > 2 and bounds[1] == 0:
        del bounds[0]
    if len(bounds) > 2 and bounds[-2] == len(line.text) - 1:
        del bounds[-1]
    return [_unescaped(line.cut(left + 1, right).stripped()) for left, right in pairwise(bounds)]


def _unescaped(cell: Placed) -> Placed:
    r"""A cell with `\|` as a bar, also where it is in code."""
    if "\\|" not in cell.text:
        return cell
    bounds = [0]
    for bar in _ESCAPED_BAR.finditer(cell.text):
        bounds += [bar.start(), bar.start() + 1]
    bounds.append(len(cell.text))
    return joined(
        [cell.cut(left, right) for left, right in zip(bounds[::2], bounds[1::2], strict=True)]
    )


def drafts_of(rows: list[Row], under: tuple[str, ...], kind: Kind = Kind.TABLE_ROW) -> list[Draft]:
    """The rows of a table as blocks, under the heads of their columns and the title of their group.

    A row of one cell alone, where the others have more, stands as a caption.
    """
    heads: dict[int, str] = {}
    title, in_head = "", False
    drafts: list[Draft] = []
    several = any(len(row.filled()) > 1 for row in rows)
    width = max((row.width for row in rows), default=0)
    for row, group in zip(rows, _groups(rows), strict=True):
        filled = row.filled()
        if not filled:
            continue
        words = _joined(filled)
        alone = several and len(filled) == 1 and (filled[0][1] > 1 or not drafts)
        if row.is_title(width):
            title = words_of(words)
        elif row.head:
            title, heads = (title, heads) if in_head else ("", {})
            _add_heads(heads, filled)
        elif not alone:
            named = [heads.get(column, "") for column, _, _ in filled]
            above = (_BETWEEN.join(named),) if any(named) else ()
            over = tuple(filter(None, (title, group)))
            drafts.append(Draft(words, kind, 0, (*under, *over, *above), whole=True))
        in_head = row.head
        if row.head or alone or row.is_title(width):
            role = Role.HEADING if row.head else Role.BODY
            drafts.append(Draft(words, Kind.CAPTION, 0, under, role, whole=True))
    return drafts


def _add_heads(heads: dict[int, str], filled: list[tuple[int, int, list[Piece]]]) -> None:
    """Adds a row of heads to those above it, for each column that its cells cover."""
    for column, width, pieces in filled:
        for covered in range(column, column + width):
            words = words_of(pieces).replace(_BETWEEN, ", ")
            earlier = heads.get(covered)
            heads[covered] = f"{earlier}, {words}" if earlier else words


def _groups(rows: list[Row]) -> list[str]:
    """For each row what the rows above it say for it too: cells that cover it, and those above its
    first cells where it leaves these empty and goes on with words."""
    groups: list[str] = []
    opened: list[tuple[int, int, list[Piece]]] = []
    for row in rows:
        filled = row.filled()
        beside = [words for pieces in row.beside if (words := words_of(pieces))]
        first = filled[0][0] if filled else 0
        goes_on = len(filled) > 1 and not is_figures(words_of(filled[0][2]))
        if row.head or (not first and not beside):
            opened = [] if row.head else filled
        elif first and goes_on and not row.beside:
            beside = [words_of(cell[2]) for cell in opened if cell[0] < first]
        groups.append(_BETWEEN.join(beside))
    return groups


def _joined(cells: list[tuple[int, int, list[Piece]]]) -> list[Piece]:
    pieces: list[Piece] = []
    for _, _, words in cells:
        if pieces:
            pieces.append(Piece(_BETWEEN, None, 0))
        pieces.extend(_on_one_line(words))
    return pieces


def _on_one_line(pieces: list[Piece]) -> list[Piece]:
    """The words of a cell without white space at its edges, its line ends as spaces."""
    kept = [
        Piece(" ", p.source, p.length, p.strong, p.linked) if p.ends else p for p in pieces
    ]  # fmt: skip
    while kept and not kept[0].words.strip():
        del kept[0]
    while kept and not kept[-1].words.strip():
        del kept[-1]
    return kept


def guess_head(rows: list[Row], bold: list[bool]) -> None:
    """Marks the heads of a table that does not say which they are: its first row of several cells,
    where that is in bold print, leaves the corner empty, or has no figures above a row of them."""
    if any(row.head for row in rows):
        return
    several = [n for n, row in enumerate(rows) if len(row.filled()) > 1]
    if len(several) < 2:
        return
    first = rows[several[0]]
    second = next((rows[n] for n in several[1:] if not rows[n].beside), rows[several[1]])
    corner = first.filled()[0][0] > 0
    words = not any(is_figures(words_of(cell[2])) for cell in first.filled())
    figures = any(is_figures(words_of(cell[2])) for cell in second.filled())
    first.head = (bold[several[0]] and not bold[several[1]]) or corner or (words and figures)
    for row in rows[several[0] + 1 :]:
        if not first.head or not row.beside:
            break
        row.head = True
