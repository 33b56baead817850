"""The two kinds of tables that reStructuredText draws, as rows of cells with their places.

A cell is the spans of the file that its lines are. After docutils' specification of grid tables
and simple tables; what is not drawn well is read as well as it goes.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

Span = tuple[int, int]

GRID_BORDER = re.compile(r"\+(?:[-=]+\+)+")
SIMPLE_BORDER = re.compile(r"=+(?: +=+)+")
_SPANNED = re.compile(r"-+(?: +-+)*")
_COLUMN = re.compile(r"[=-]+")


@dataclass(frozen=True, slots=True, eq=False)
class DrawnCell:
    """The lines of a cell; one that is merged of several is the same in each place."""

    lines: list[Span] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class DrawnTable:
    """The rows of a table, of which the first are heads of its columns."""

    rows: list[list[DrawnCell]]
    head_rows: int


def read_grid(text: str, lines: Sequence[Span]) -> DrawnTable:
    """A table drawn with lines around its cells; `lines` begin at its left edge."""
    drawn = [text[start:end] for start, end in lines]
    edges = sorted({at for line in drawn if line[:1] == "+" for at in _corners(line)})
    edges = edges if len(edges) > 1 else [0, max(map(len, drawn))]
    rows: list[list[DrawnCell]] = []
    head_rows, band = 0, 0
    while band < len(lines):
        ends = _closed(drawn[band], edges)
        if any(ends):
            if "=" in drawn[band] and rows:
                head_rows = len(rows)
            _begin_row(rows, drawn, band, ends, edges)
        if rows:
            _add_line(rows[-1], drawn[band], lines[band][0], edges, ends)
        band += 1
    return DrawnTable([row for row in rows if any(cell.lines for cell in row)], head_rows)


def _corners(line: str) -> list[int]:
    return [at for at, sign in enumerate(line) if sign == "+"]


def _closed(line: str, edges: Sequence[int]) -> list[bool]:
    """For each column, whether this line is the border below its cell."""
    return [
        bool(between := line[left + 1 : right]) and not between.strip("-=+")
        for left, right in pairwise(edges)
    ]


def _begin_row(
    rows: list[list[DrawnCell]], drawn: Sequence[str], band: int, ends: Sequence[bool],
    edges: Sequence[int],
) -> None:  # fmt: skip
    """A row below a border: new cells where it closes the ones above, and merged ones beside."""
    if band + 1 >= len(drawn):
        return
    below = drawn[band + 1]
    row: list[DrawnCell] = []
    for column, closes in enumerate(ends):
        bar = below[edges[column] : edges[column] + 1]
        if not closes and rows:
            row.append(rows[-1][column])
        elif column and bar not in ("|", "+", ""):
            row.append(row[-1])
        else:
            row.append(DrawnCell())
    rows.append(row)


def _add_line(
    row: Sequence[DrawnCell], line: str, offset: int, edges: Sequence[int], ends: Sequence[bool]
) -> None:
    """The words that a line has in each cell of its row, one that is merged read at once."""
    column = 0
    while column < len(row):
        last = column
        while last + 1 < len(row) and row[last + 1] is row[column]:
            last += 1
        if not any(ends[column : last + 1]):
            _add_words(row[column], line, edges[column] + 1, edges[last + 1], offset)
        column = last + 1


def _add_words(cell: DrawnCell, line: str, left: int, right: int, offset: int) -> None:
    words = line[left:right].strip()
    if words:
        start = offset + left + line[left:right].index(words)
        cell.lines.append((start, start + len(words)))


def read_simple(text: str, lines: Sequence[Span]) -> DrawnTable:
    """A table whose columns stand under and over lines of equals signs."""
    columns = [m.span() for m in _COLUMN.finditer(text, *lines[0])]
    columns = [(left - lines[0][0], right - lines[0][0]) for left, right in columns]
    rows: list[list[DrawnCell]] = []
    borders: list[int] = []
    for number, (start, end) in enumerate(lines):
        line = text[start:end]
        if SIMPLE_BORDER.fullmatch(line):
            borders.append(len(rows))
        elif not _SPANNED.fullmatch(line):
            below = text[slice(*lines[number + 1])] if number + 1 < len(lines) else ""
            _add_row(rows, line, start, columns, below, continues=len(rows) not in borders)
    head_rows = borders[1] if len(borders) > 2 else 0
    return DrawnTable(rows, head_rows)


def _add_row(
    rows: list[list[DrawnCell]], line: str, offset: int, columns: Sequence[Span], below: str,
    *, continues: bool,
) -> None:  # fmt: skip
    """A line of a simple table: a row, or what the row above goes on with."""
    goes_on = continues and rows and not line[: columns[0][1]].strip()
    if not goes_on:
        rows.append([DrawnCell() for _ in columns])
        if _SPANNED.fullmatch(below):
            _merge(rows[-1], columns, [m.span() for m in _COLUMN.finditer(below)])
    row, column = rows[-1], 0
    while column < len(columns):
        last = column
        while last + 1 < len(columns) and row[last + 1] is row[column]:
            last += 1
        right = columns[last + 1][0] if last + 1 < len(columns) else len(line)
        _add_words(row[column], line, columns[column][0], right, offset)
        column = last + 1


def _merge(row: list[DrawnCell], columns: Sequence[Span], spanned: Sequence[Span]) -> None:
    """Makes one cell of those above one line of dashes."""
    for left, right in spanned:
        held = [n for n, (begin, end) in enumerate(columns) if left <= begin and end <= right]
        for number in held[1:]:
            row[number] = row[held[0]]
