"""Tables of a web page: those of data give rows under heads, those of layout what they hold."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from index.reading.html_found import Found
from index.reading.pieces import BETWEEN_CELLS, Cell, heads_of, row_of, said
from index.types import Kind

_SPAN_AT_MOST = 100
_ROWS_AT_MOST = 1000
_COLUMNS_AT_MOST = 200
_CELL_AT_MOST = 150
"""Characters of a cell of data in a table without heads; a longer one is running text."""
_HEADED_CELL_AT_MOST = 1500


@dataclass(slots=True)
class TableCell:
    """A cell as it is marked up, and the blocks found in it."""

    is_head: bool = False
    columns: int = 1
    rows: int = 1
    found: list[Found] = field(default_factory=list)
    pieces: Cell = field(default_factory=list)
    strong: bool = True

    @property
    def length(self) -> int:
        return sum(block.length for block in self.found)

    def joined(self) -> Cell:
        """The words of all that it holds, on one line."""
        if not self.pieces:
            for block in self.found:
                self.pieces.extend([(" ", None, 0), *block.pieces] if self.pieces else block.pieces)
        return self.pieces


@dataclass(slots=True)
class Table:
    """What was read of a table so far: its rows, and what stands in it outside of any cell."""

    rows: list[list[TableCell]] = field(default_factory=list)
    loose: list[Found] = field(default_factory=list)

    def blocks(self) -> list[Found]:
        """The table's blocks: rows where it holds data, else what its cells hold, in order."""
        rows = [row for row in self.rows if any(cell.found for cell in row)]
        head_rows = _head_rows(rows)
        if not _holds_data(rows, head_rows):
            return [*self.loose, *(block for row in rows for cell in row for block in cell.found)]
        grid, width = _grid(rows), _width(rows)
        heads = heads_of([[_cell(c) for c in row] for row in grid[:head_rows]])
        made, group = list(self.loose), ""
        for row, line in list(zip(rows, grid, strict=True))[head_rows:]:
            titled = _is_group_title(row, width)
            block = _row_block(line, heads, "" if titled else group)
            group = said(block.pieces) if titled else group
            linked = sum(b.linked for cell in row for b in cell.found)
            made += [replace(block, linked=linked)] if block.pieces else []
        return made


def _cell(cell: TableCell | None) -> Cell:
    return cell.joined() if cell is not None else []


def _head_rows(rows: Sequence[Sequence[TableCell]]) -> int:
    """How many rows at the top are heads of columns: cells marked as heads, or else set in bold
    alone. A row of one cell over all columns heads those that have heads of their own below it."""
    number, width, named = 0, _width(rows), False
    for row in rows:
        filled = [cell for cell in row if cell.found]
        titled = _is_group_title(row, width)
        if not all(cell.is_head for cell in filled) or (titled and named):
            break
        number, named = number + 1, named or not titled
    if number and not named and width > 1:
        return 0
    if number:
        return number if number < len(rows) else 0
    if len(rows) < 3:
        return 0
    first = [cell for cell in rows[0] if cell.found]
    below = [cell for row in rows[1:] for cell in row if cell.found]
    bold = len(first) > 1 and all(cell.strong for cell in first)
    return int(bold and not all(cell.strong for cell in below))


def _width(rows: Sequence[Sequence[TableCell]]) -> int:
    """How many columns the widest row has, those apart that rows above it cover."""
    return max((sum(cell.columns for cell in row) for row in rows), default=0)


def _is_group_title(row: Sequence[TableCell], width: int) -> bool:
    """Whether a row is the title of the rows below it: its first cell alone, a head or in bold."""
    alone = [cell for cell in row if cell.found] == row[:1]
    over_all = sum(cell.columns for cell in row) >= width > 1
    return alone and over_all and (row[0].is_head or row[0].strong)


def _holds_data(rows: Sequence[Sequence[TableCell]], head_rows: int) -> bool:
    """Whether a table is one of data: several columns of cells that are no running text."""
    cells = [cell for row in rows for cell in row if cell.found]
    widest = max((sum(bool(cell.found) for cell in row) for row in rows), default=0)
    if widest < 2 or any(b.kind in _OF_LAYOUT for cell in cells for b in cell.found):
        return False
    marked = head_rows or any(cell.is_head for cell in cells)
    if marked:
        return all(cell.length <= _HEADED_CELL_AT_MOST for cell in cells)
    return len(rows) > 1 and all(
        len(cell.found) < 3 and cell.length <= _CELL_AT_MOST for cell in cells
    )


_OF_LAYOUT = (Kind.TABLE_ROW, Kind.HEADING, Kind.KEY_VALUE, Kind.QUOTE)


def _grid(rows: Sequence[Sequence[TableCell]]) -> list[list[TableCell | None]]:
    """The cell in each place, one that is merged of several in all of its places."""
    grid: list[list[TableCell | None]] = []
    below: dict[int, tuple[TableCell, int]] = {}
    for row in rows:
        line: list[TableCell | None] = []
        waiting = list(row)
        while (waiting or len(line) in below) and len(line) < _COLUMNS_AT_MOST:
            column = len(line)
            if column in below:
                cell, left = below.pop(column)
                line.append(cell)
                if left > 1:
                    below[column] = (cell, left - 1)
                continue
            cell = waiting.pop(0)
            for place in range(column, min(column + min(cell.columns, _SPAN_AT_MOST),
                                           _COLUMNS_AT_MOST)):  # fmt: skip
                line.append(cell)
                if cell.rows > 1:
                    below[place] = (cell, min(cell.rows, _ROWS_AT_MOST) - 1)
        grid.append([*line, *waiting])
    return grid


def _row_block(row: Sequence[TableCell | None], heads: Sequence[str], group: str) -> Found:
    """A row as a block, under the title of its group; one of a key and its value as such."""
    filled = list({id(cell): cell for cell in row if cell is not None and cell.found}.values())
    keyed = len(filled) == 2 and not any(heads)
    if keyed and (filled[0].is_head or said(filled[0].joined()).endswith(":")):
        key, value = filled[0].joined(), filled[1].joined()
        between = " " if said(key).endswith(":") else ": "
        return Found([*key, (between, None, 0), *value], Kind.KEY_VALUE, under=group)
    pieces, of_columns = row_of(_signed([_cell(cell) for cell in row], heads), heads)
    under = BETWEEN_CELLS.join(words for words in (group, of_columns) if words)
    return Found(pieces, Kind.TABLE_ROW, under=under)


def _signed(cells: list[Cell], heads: Sequence[str]) -> list[Cell]:
    """The cells, a sign of a currency, a bracket or a percent sign put to the number beside it,
    where both are under one head."""
    heads = [*heads, *[""] * (len(cells) - len(heads))]
    for number, cell in enumerate(cells):
        words = said(cell)
        before = number > 0 and cells[number - 1] is not cell and said(cells[number - 1])
        if 0 < len(words) <= 3 and all(unicodedata.category(c) == "Sc" or c == "(" for c in words):
            beside = next((n for n in range(number + 1, len(cells)) if said(cells[n])), None)
            if beside is not None and cells[beside] is not cell and heads[beside] == heads[number]:
                cells[beside] = [*cell, *cells[beside]]
                cells[number] = []
        elif before and 0 < len(words) <= 3 and not words.strip(")%"):
            cells[number - 1] = [*cells[number - 1], *cell]
            cells[number] = []
    return cells
