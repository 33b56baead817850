"""A sheet of cells as blocks: its tables row by row under the heads of their columns, its titles
and notes as paragraphs, each with the range of the cells that it stands in."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from index.reading.pieces import BETWEEN_CELLS, Cell, heads_of, row_of, said
from index.types import Kind

_NUMBER = re.compile(r"\W{0,4}\d[\d\s.,:/()%€$£+-]{0,40}\W{0,4}|\W{1,3}")
_HEAD_ROWS_AT_MOST = 4
_ROW_AT_MOST = 500
"""Characters of a row in one block; a longer one is several, each under the first cell."""
_HEAD_AT_MOST = 120


@dataclass(slots=True)
class GridRow:
    """A row: its number from 1, and for each column that is shown the cell there; a cell that is
    merged of several is the same object in each place. `columns` are the numbers of the columns,
    from 0, where some between them are not shown. `marked` says that the sheet sets it apart as
    heads of what is below, `strong` that all of it is bold. `within` names what it is a row of;
    None where its cells are of no sheet and have no names."""

    number: int
    cells: list[Cell] = field(default_factory=list)
    marked: bool = False
    strong: bool = False
    columns: list[int] = field(default_factory=list)
    within: str | None = ""

    @property
    def filled(self) -> list[Cell]:
        """The cells with words, each once."""
        return [c for c in {id(cell): cell for cell in self.cells}.values() if said(c)]

    def range(self, begin: int = 0, end: int | None = None) -> str:
        """The cells with words from one to before another, as `B3:F3`, or `B3` for one alone."""
        numbers = range(begin, len(self.cells) if end is None else end)
        filled = [number for number in numbers if said(self.cells[number])]
        first, last = (
            f"{letters_of(self.columns[at] if self.columns else at)}{self.number}"
            for at in (filled[0], filled[-1])
        )
        return first if first == last else f"{first}:{last}"


def letters_of(column: int) -> str:
    """The letters of a column by its number from 0: A, B, … Z, AA."""
    letters = ""
    while column >= 0:
        column, letter = divmod(column, 26)
        letters = chr(ord("A") + letter) + letters
        column -= 1
    return letters


@dataclass(frozen=True, slots=True)
class SheetBlock:
    """A block of a sheet, and what it stands under."""

    pieces: Cell
    kind: Kind
    under: str


def blocks_of(rows: Iterable[GridRow]) -> Iterator[SheetBlock]:
    """The blocks of a sheet, each under the range of its cells and what is above these."""
    title = ""
    for region in _regions(rows):
        titles = list(takewhile(lambda row: len(row.filled) < 2 and not row.marked, region))
        for row in titles:
            yield _paragraph(row)
        if titles:
            title = said(titles[-1].filled[0])[:_HEAD_AT_MOST]
        if len(titles) < len(region):
            yield from _table(region[len(titles) :], title)
            title = ""


def _table(table: Sequence[GridRow], title: str) -> Iterator[SheetBlock]:
    """The rows of a table that stands under a title."""
    heads = _head_rows(table)
    names = heads_of([row.cells for row in table[:heads]])
    group = title
    for row in table[heads:]:
        alone = len(row.filled) == 1 and len(names or row.cells) > 1
        if not alone:
            yield from _row_blocks(row, names, group)
            continue
        yield _paragraph(row)
        if row is not table[-1] and (row.strong or len(row.cells) == 1):
            group = BETWEEN_CELLS.join(filter(None, (title, said(row.filled[0]))))


def _regions(rows: Iterable[GridRow]) -> Iterator[list[GridRow]]:
    """Rows that follow each other without an empty one between them."""
    region: list[GridRow] = []
    for row in rows:
        if row.filled:
            region.append(row)
        elif region:
            yield region
            region = []
    if region:
        yield region


def _head_rows(table: Sequence[GridRow]) -> int:
    """How many rows at the top are heads: those that the sheet marks, or that alone are bold, or
    the first where it is words above columns of figures or, in a table of words, differs in each
    column."""
    marked = len(list(takewhile(lambda row: row.marked, table)))
    if not marked and not all(row.strong for row in table):
        marked = len(list(takewhile(lambda row: row.strong, table)))
    if 0 < marked < len(table):
        return min(marked, _HEAD_ROWS_AT_MOST)
    if len(table) < 2:
        return 0
    words = [said(cell) for cell in table[0].cells]
    shown = [word for word in words if word]
    if any(_is_figure(word) for word in shown[1:]) or len(set(shown)) < len(shown):
        return int(_are_years(shown[1:]) and not _are_years([said(c) for c in table[1].cells[1:]]))
    below = [[said(c) for c in row.cells] for row in table[1:]]
    figures = any(
        any(_is_figure(row[n]) for row in below if n < len(row)) for n, word in enumerate(words)
        if word
    )  # fmt: skip
    full = len(shown) >= max(len(row.filled) for row in table) > 1
    short = all(len(word) <= _HEAD_AT_MOST for word in shown)
    return int(short and (figures or full))


def _is_figure(words: str) -> bool:
    return _NUMBER.fullmatch(words) is not None


def _are_years(words: Sequence[str]) -> bool:
    shown = [word for word in words if word]
    return bool(shown) and all(re.fullmatch(r"(?:19|20)\d\d", word) for word in shown)


def _paragraph(row: GridRow) -> SheetBlock:
    """A row of one cell, or of several that no heads stand over."""
    pieces = row.filled[0] if row.filled else []
    return SheetBlock(list(pieces), Kind.PARAGRAPH, _place(row, 0, len(row.cells)))


def _place(row: GridRow, begin: int, end: int, *more: str) -> str:
    """Where some cells of a row stand, and what is above them."""
    where = "" if row.within is None else row.range(begin, end)
    if where:
        named = row.within or ("Cells" if ":" in where else "Cell")
        where = f"{named}, {where}" if row.within else f"{named} {where}"
    return ": ".join(filter(None, (where, *more)))


def _row_blocks(row: GridRow, heads: Sequence[str], group: str) -> Iterator[SheetBlock]:
    """A row as a block, or as several where it is long, the later ones under its first cell."""
    begin, label = 0, ""
    for end in _cuts(row.cells):
        part: list[Cell] = [[] for _ in range(begin)] + list(row.cells[begin:end])
        pieces, of_columns = row_of(part, heads)
        above = BETWEEN_CELLS.join(words for words in (group, label, of_columns) if words)
        if pieces:
            yield SheetBlock(pieces, Kind.TABLE_ROW, _place(row, begin, end, above))
        begin, label = end, said(row.filled[0])[:_HEAD_AT_MOST]


def _cuts(cells: Sequence[Cell]) -> list[int]:
    """Where a row is cut into parts that are not too long: the number of the cell behind each."""
    cuts, length = [], 0
    for number, cell in enumerate(cells):
        own = len(said(cell))
        same = number > 0 and cells[number - 1] is cell
        if length and length + own > _ROW_AT_MOST and not same:
            cuts.append(number)
            length = 0
        length += 0 if same else own
    return [*cuts, len(cells)]
