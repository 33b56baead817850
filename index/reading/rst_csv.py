"""Rows of cells parted by commas, as the `csv-table` directive of reStructuredText holds them.

After docutils' dialect, read with tolerance: a quotation mark that is not closed is text.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.reading.pieces import Cell
from index.reading.rst_lines import Line

Span = tuple[int, int]

_NAMED = {"tab": "\t", "space": " "}


@dataclass(frozen=True, slots=True)
class Dialect:
    """Which marks part and quote cells; `escape`, if any, stands before a mark that is text."""

    between: str = ","
    quote: str = '"'
    escape: str = ""


@dataclass(slots=True)
class CsvCell:
    """The spans of the file that a cell is, line by line, and the places in them of marks that are
    not shown, such as the second of two quotation marks."""

    lines: list[Span] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)


def dialect_of(between: str, quote: str, escape: str) -> Dialect:
    """The dialect that the options of a table name; what is empty is as usual."""
    return Dialect(_NAMED.get(between, between[:1]) or ",", quote[:1] or '"', escape[:1])


def read_header(text: str, lines: Sequence[Line], dialect: Dialect) -> list[list[CsvCell]]:
    """The rows of heads that an option holds: parted by commas, as docutils reads them, or as the
    rows of the table are, as its documentation has it."""
    readings = [read_csv(text, lines, one) for one in (Dialect(escape="\\"), dialect)]
    return max(readings, key=lambda rows: sum(map(len, rows)))


def read_csv(text: str, lines: Sequence[Line], dialect: Dialect) -> list[list[CsvCell]]:
    """The rows of these lines; a cell in quotation marks may go on over several."""
    rows: list[list[CsvCell]] = []
    at = 0
    while at < len(lines):
        if not lines[at].blank:
            row, at = _Row(text, lines, at, dialect).read()
            rows.append(row)
        at += 1
    return rows


class _Row:
    """Reads one row, which begins on line `at`."""

    def __init__(self, text: str, lines: Sequence[Line], at: int, dialect: Dialect) -> None:
        self._text, self._lines, self._dialect = text, lines, dialect
        self._at = at
        self._place = lines[at].start

    def read(self) -> tuple[list[CsvCell], int]:
        """The cells, and the number of the last line that they stand on."""
        cells = [self._cell()]
        while self._place < self._lines[self._at].end:
            self._place += 1
            cells.append(self._cell())
        return cells, self._at

    def _cell(self) -> CsvCell:
        self._skip_blanks()
        if self._text.startswith(self._dialect.quote, self._place):
            quoted = self._quoted()
            if quoted is not None:
                return quoted
        cell = CsvCell()
        begin = self._place
        self._find(self._dialect.between, cell)
        end = begin + len(self._text[begin : self._place].rstrip())
        cell.lines = [(begin, end)] if end > begin else []
        return cell

    def _skip_blanks(self) -> None:
        end = self._lines[self._at].end
        while (
            self._place < end
            and self._text[self._place].isspace()
            and self._text[self._place] != self._dialect.between
        ):
            self._place += 1

    def _find(self, mark: str, cell: CsvCell) -> bool:
        """Goes on to a mark on the line, or to its end; says whether the mark is there."""
        end = self._lines[self._at].end
        while self._place < end and self._text[self._place] != mark:
            if self._text[self._place] == self._dialect.escape and self._place + 1 < end:
                cell.marks.append(self._place)
                self._place += 1
            self._place += 1
        return self._place < end

    def _quoted(self) -> CsvCell | None:
        """A cell in quotation marks; None, and nothing read, where they are not closed."""
        cell, opened = CsvCell(), (self._at, self._place)
        begin = self._place = self._place + 1
        while True:
            if not self._find(self._dialect.quote, cell):
                cell.lines.append((begin, self._place))
                if self._at + 1 == len(self._lines):
                    self._at, self._place = opened
                    return None
                self._at += 1
                begin = self._place = self._lines[self._at].start
            elif self._is_doubled():
                cell.marks.append(self._place)
                self._place += 2
            else:
                cell.lines.append((begin, self._place))
                self._place += 1
                self._find(self._dialect.between, cell)
                return cell

    def _is_doubled(self) -> bool:
        following, quote = self._place + 1, self._dialect.quote
        return following < self._lines[self._at].end and self._text.startswith(quote, following)


def shown_of(pieces: Cell, marks: Sequence[int]) -> Cell:
    """The pieces of a cell without the marks at these places of the file, which are in order."""
    kept: Cell = []
    for words, source, length in pieces:
        if source is None or length != len(words):
            kept.append((words, source, length))
            continue
        begin, end = source, source + length
        held = marks[bisect_left(marks, begin) : bisect_left(marks, end)]
        for bound in (*held, end):
            if bound > begin:
                kept.append((words[begin - source : bound - source], begin, bound - begin))
            begin = bound + 1
    return kept
