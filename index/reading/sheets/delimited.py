"""Rows of cells that a comma or another mark parts, after RFC 4180, read with tolerance."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from index.errors import BadInput
from index.reading.pieces import Cell, add_block, pieces_of
from index.reading.rst_csv import CsvCell, Dialect, read_csv, shown_of
from index.reading.rst_lines import Line
from index.reading.sheets.grid import GridRow, blocks_of
from index.reading.shown import Shown
from index.types import SourceText

_LINE = re.compile(r"[^\n\r]+")
_END = re.compile(r"\r\n|\n|\r")
_MARKS = (",", ";", "\t", "|")
_TRIED = 60
"""Lines by which it is told what parts the cells."""
_ROWS_AT_MOST = 20_000


def read_delimited(text: str) -> SourceText:
    """The rows of a table, under the heads that its first row gives where it is such."""
    begin = 1 if text.startswith("\ufeff") else 0
    lines = [Line(found.start(), found.end(), 0) for found in _LINE.finditer(text, begin)]
    dialect = Dialect(_mark(text, lines[:_TRIED]))
    read = read_csv(text, lines[:_ROWS_AT_MOST], dialect)
    if not read:
        raise BadInput("holds no text")
    shown = Shown()
    for block in blocks_of(_rows(text, read)):
        add_block(shown, block.pieces, block.kind, under=block.under)
    more = len(lines) - _ROWS_AT_MOST
    unread = (f"{more:,} lines below the first {_ROWS_AT_MOST:,}",) if more > 0 else ()
    return SourceText(shown.text(), shown.blocks(), source=shown.source_map(), unread=unread)


def _rows(text: str, read: Sequence[Sequence[CsvCell]]) -> Iterator[GridRow]:
    """The rows with the lines of the file on which they begin, both from 1, with empty ones for
    empty lines between two of them, which spreadsheets count."""
    line, number, at = 1, 0, 0
    for cells in read:
        spans = [span for cell in cells for span in cell.lines]
        if not spans:
            continue
        ends = len(_END.findall(text, at, spans[0][0]))
        empty = ends - 1 if at else ends
        if at and empty:
            yield GridRow(number + empty)
        line, number = line + ends, number + empty + 1
        cells_shown = [_shown(text, cell) for cell in cells]
        yield GridRow(number, cells_shown, within=f"Line {line}")
        line += len(_END.findall(text, spans[0][0], spans[-1][1]))
        at = spans[-1][1]


def _mark(text: str, lines: list[Line]) -> str:
    """What parts the cells: the mark that parts the most lines into as many, two at least."""

    def worth(mark: str) -> tuple[float, int]:
        widths = Counter(len(row) for row in read_csv(text, lines, Dialect(mark)))
        width, many = max(((w, n) for w, n in widths.items() if w > 1), default=(1, 0),
                          key=lambda found: (found[1], found[0]))  # fmt: skip
        return many / max(1, len(lines)), width

    return max(_MARKS, key=worth)


def _shown(text: str, cell: CsvCell) -> Cell:
    """The words of a cell with their places in the file; its lines are parted by blanks."""
    pieces: Cell = []
    for start, end in cell.lines:
        between: Cell = [(" ", None, 0)] if pieces else []
        pieces += [*between, *pieces_of(text[start:end], start)]
    return shown_of(pieces, cell.marks)
