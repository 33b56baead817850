"""The rows of reStructuredText's tables: those that are drawn, and those written as lists."""

from collections.abc import Mapping, Sequence

from index.reading.pieces import Cell, Piece, add_rows
from index.reading.rst_csv import CsvCell, read_csv, read_header, shown_of
from index.reading.rst_explicit import Explicit
from index.reading.rst_inline import words_of
from index.reading.rst_lines import Line, items
from index.reading.rst_tables import GRID_BORDER, SIMPLE_BORDER, DrawnTable, read_grid, read_simple
from index.reading.shown import Shown


class RstRows:
    """Reads tables of a text into rows, which `shown` then holds."""

    def __init__(self, text: str, shown: Shown, substitutions: Mapping[str, str]) -> None:
        self._text = text
        self._shown = shown
        self._substitutions = substitutions

    def drawn(self, lines: Sequence[Line], at: int) -> int:
        """The rows of a table that is drawn from line `at` on; the first line behind it, or `at`
        where none is."""
        first = self._words(lines[at])
        if GRID_BORDER.fullmatch(first):
            end = at
            while end < len(lines) and self._words(lines[end])[:1] in ("+", "|"):
                end += 1
            self._rows(read_grid(self._text, [(x.start, x.end) for x in lines[at:end]]))
            return end
        if not SIMPLE_BORDER.fullmatch(first):
            return at
        edges = [n for n in range(at, len(lines)) if SIMPLE_BORDER.fullmatch(self._words(lines[n]))]
        ends = [n for n in edges[1:] if n + 1 == len(lines) or lines[n + 1].blank]
        if not ends:
            return at
        left = lines[at].indent
        spans = [
            (line.start - (line.indent - left), line.end)
            for line in lines[at : ends[0] + 1] if not line.blank
        ]  # fmt: skip
        self._rows(read_simple(self._text, spans))
        return ends[0] + 1

    def listed(self, found: Explicit) -> None:
        """A table written as a list of rows, each a list of cells, or with commas between them."""
        if found.dialect is None:
            rows = [
                [self._pieces(cell) for cell in items(self._text, row)]
                for row in items(self._text, found.body)
            ]
            add_rows(self._shown, rows, found.head_rows)
            return
        header = read_header(self._text, found.header, found.dialect)
        body = read_csv(self._text, found.body, found.dialect)
        rows = [[self._csv_cell(cell) for cell in row] for row in [*header, *body]]
        add_rows(self._shown, rows if body else [], found.head_rows + len(header))

    def _words(self, line: Line) -> str:
        return self._text[line.start : line.end]

    def _pieces(self, lines: Sequence[Line]) -> list[Piece]:
        spans = [(line.start, line.end) for line in lines if not line.blank]
        return words_of(self._text, spans, self._substitutions)

    def _rows(self, drawn: DrawnTable) -> None:
        cells: dict[int, Cell] = {}
        for row in drawn.rows:
            for cell in row:
                if id(cell) not in cells:
                    cells[id(cell)] = words_of(self._text, cell.lines, self._substitutions)
        rows = [[cells[id(cell)] for cell in row] for row in drawn.rows]
        add_rows(self._shown, rows, drawn.head_rows)

    def _csv_cell(self, cell: CsvCell) -> Cell:
        return shown_of(words_of(self._text, cell.lines, self._substitutions), cell.marks)
