"""Tables drawn with bars, with or without rulings: which lines are rows, and what cells say."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from index.rules import Stage, declare
from index.structure.changes import Words
from index.structure.lines import Line
from index.structure.tables import Form, is_figures, no_forms, shortened
from index.types import Kind, Role

_BARS = "|\u2502\u2503\u2551"
_BAR = re.compile(rf"(?<!\\)[{_BARS}]")
_ESCAPED = re.compile(rf"\\(?=[{_BARS}])")
_DRAWN = re.compile(r"[|+:=_\s\u2500-\u257f-]+")
_DASHES = re.compile(r"[-=_\u2500-\u257f]{2}")
_SHORT_RULING = re.compile(r"\|(?:\s*:?-+:?\s*\|)+")
_PARTS = re.compile(rf"[+{_BARS}\u253c]")
_DOUBLE = re.compile(r"[=\u2550]")
_HEAD_LINES = 3
_BETWEEN = "; "

BARS = declare(
    "block-bar-tables", Stage.INGEST,
    "Lines whose cells bars part are rows of a table, under the heads of the columns.",
)  # fmt: skip


class _Sort(Enum):
    """What a line is: a row between bars, a row with bars between its cells alone, or a ruling."""

    ROW = "row"
    OPEN = "open"
    RULING = "ruling"


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of lines `first` to `last`; its cells, and in which column of the page each begins."""

    first: int
    last: int
    cells: list[list[Words]]
    begins: list[int]

    def filled(self) -> list[int]:
        """The numbers of the cells that hold words."""
        return [number for number, cell in enumerate(self.cells) if cell]


@BARS.governs(without=no_forms)
def bar_rows(text: str, lines: Sequence[Line]) -> list[Form]:
    """The rows of tables, and their rulings, which are no block.

    Two rows or more are a table where bars stand around all of their cells, which are as many; any
    number where there is a ruling too. What stands above the first ruling within a table is the
    head of its columns; where there is none, or one below each row, the first row is if it has no
    figures and the second has, or leaves its corner empty.
    """
    if not _BAR.search(text):
        return []
    sorts = [_sort(text, line) for line in lines]
    forms: list[Form] = []
    begin = 0
    for n in range(1, len(lines) + 1):
        if n == len(lines) or lines[n].blank or sorts[n] is None or sorts[n - 1] is None:
            forms += _table(text, lines, sorts, begin, n) if sorts[begin] is not None else []
            begin = n
    return forms


def _sort(text: str, line: Line) -> _Sort | None:
    words = text[line.start : line.end]
    drawn = _DRAWN.fullmatch(words) is not None and _DASHES.search(words) is not None
    if drawn or _SHORT_RULING.fullmatch(words):
        return _Sort.RULING
    bars = [bar.start() for bar in _BAR.finditer(words)]
    if bars and bars[0] == 0 and bars[-1] == len(words) - 1:
        return _Sort.ROW if len(bars) > 2 else None
    return _Sort.OPEN if bars and (bars[0] > 0 or len(bars) > 1) else None


def _table(
    text: str, lines: Sequence[Line], sorts: Sequence[_Sort | None], begin: int, end: int
) -> list[Form]:
    """The rows among lines that follow each other, each of which may be of a table."""
    rulings = [n for n in range(begin, end) if sorts[n] is _Sort.RULING]
    parted = [n for n in rulings if _PARTS.search(text, lines[n].start, lines[n].end)]
    if any(sorts[n] is _Sort.OPEN for n in range(begin, end)):
        parted = [n for n in parted if n > begin]
        if not parted:
            return []
        begin = parted[0] - 1 if sorts[parted[0] - 1] is _Sort.OPEN else begin
        rulings = [n for n in rulings if n >= begin]
    bands = _bands(text, lines, rulings, begin, end)
    every = [row for band in bands for row in band]
    alike = len({len(row.cells) for row in every}) == 1
    if len(every) < 2 - bool(parted) or (not rulings and not alike):
        return []
    double = next((n for n in rulings if _parts_heads(text, lines[n]) and n > every[0].first), 0)
    above = sum(band[0].first < double for band in bands)
    heads, rows = _parted(bands, above if above < len(bands) else 0)
    widest = max(every, key=lambda row: len(row.cells))
    return [*(Form(n, n, None) for n in rulings), *_forms_of(heads, rows, widest)]


def _parts_heads(text: str, ruling: Line) -> bool:
    """Whether a ruling is double, as the one below heads is."""
    return _DOUBLE.search(text, ruling.start, ruling.end) is not None


def _bands(
    text: str, lines: Sequence[Line], rulings: Sequence[int], begin: int, end: int
) -> list[list[_Row]]:
    """The rows from line `begin` to line `end`, each a line, in groups that rulings part."""
    bounds = [begin - 1, *rulings, end]
    bands = [[_row(text, lines, n) for n in range(a + 1, b)] for a, b in pairwise(bounds)]
    return [band for band in bands if band]


def _row(text: str, lines: Sequence[Line], n: int) -> _Row:
    line = lines[n]
    bounds = [line.start - 1, *(m.start() for m in _BAR.finditer(text, line.start, line.end))]
    if bounds[1] == line.start:
        del bounds[0]
    if bounds[-1] < line.end - 1:
        bounds.append(line.end)
    cells = [_words(text, left + 1, right) for left, right in pairwise(bounds)]
    origin = line.start - line.indent
    return _Row(n, n, cells, [bound - origin for bound in bounds[:-1]])


def _words(text: str, left: int, right: int) -> list[Words]:
    """The words of a cell, without blanks at its edges and the marks before bars within it."""
    bare = text[left:right].strip()
    start = left + text[left:right].find(bare)
    bounds = [start, *(m.start() + 1 for m in _ESCAPED.finditer(text, start, start + len(bare)))]
    ends = [*(bound - 1 for bound in bounds[1:]), start + len(bare)]
    return [(text[a:b], a) for a, b in zip(bounds, ends, strict=True) if b > a]


def _parted(bands: Sequence[list[_Row]], double: int) -> tuple[list[_Row], list[_Row]]:
    """The rows that are heads, and the others: of a table with a ruling below each row, and of one
    whose lines are rows."""
    if len(bands) > 2 and all(_is_one(band) for band in bands):
        rows = [_merged(band) for band in bands]
        heads = double or int(_has_head(rows))
        return rows[:heads], rows[heads:]
    ruled = double or int(len(bands) > 1 and len(bands[0]) <= _HEAD_LINES)
    rows = [row for band in bands[ruled:] for row in _continued(band)]
    if len(bands) == 1 and _has_head(rows):
        return rows[:1], rows[1:]
    return [_merged(band) for band in bands[:ruled]], rows


def _is_one(band: Sequence[_Row]) -> bool:
    """Whether lines between rulings are one row: cells that were broken seldom end on one line, and
    a last line with figures may be a sum."""
    last = band[-1]
    return len(band) == 1 or (len(last.filled()) < len(last.cells) and not _has_figures(last))


def _continued(band: Sequence[_Row]) -> Iterator[_Row]:
    """The rows of lines; one without a first cell whose words are in small letters goes on."""
    run: list[_Row] = []
    for row in band:
        begun = [row.cells[number][0][0][0] for number in row.filled()]
        goes_on = bool(begun) and not row.cells[0] and all(sign.islower() for sign in begun)
        if run and not goes_on:
            yield _merged(run)
            run = []
        run.append(row)
    if run:
        yield _merged(run)


def _merged(rows: Sequence[_Row]) -> _Row:
    """Lines as one row, each cell with what stands below it."""
    widest = max(rows, key=lambda row: len(row.cells))
    cells: list[list[Words]] = [[] for _ in widest.cells]
    for row in rows:
        for number, cell in zip(_columns(row, widest), row.cells, strict=True):
            cells[number] += [(" ", None), *cell] if cells[number] and cell else cell
    return _Row(rows[0].first, rows[-1].last, cells, widest.begins)


def _columns(row: _Row, widest: _Row) -> list[int]:
    """The column that each cell begins in: where its bar stands, or as they follow each other."""
    places = {at: number for number, at in enumerate(widest.begins)}
    apart = len(row.cells) < len(widest.cells) and places.keys() >= set(row.begins)
    return [places[at] for at in row.begins] if apart else [*range(len(row.cells))]


def _has_head(rows: Sequence[_Row]) -> bool:
    if len(rows) < 2:
        return False
    first, second = rows[0], rows[1]
    corner = not first.cells[0] and bool(first.filled())
    return corner or (not _has_figures(first) and _has_figures(second))


def _has_figures(row: _Row) -> bool:
    return any(is_figures(_said(cell)) for cell in row.cells)


def _said(cell: Sequence[Words]) -> str:
    return " ".join("".join(words for words, _ in cell).split())


def _forms_of(heads: Sequence[_Row], rows: Sequence[_Row], widest: _Row) -> Iterator[Form]:
    if not any(row.filled() for row in rows):
        heads, rows = [], [*heads, *rows]
    of_columns = [""] * len(widest.cells)
    for row in heads:
        begins = [*_columns(row, widest), len(widest.cells)]
        for cell, (first, behind) in zip(row.cells, pairwise(begins), strict=True):
            for column in range(first, behind):
                of_columns[column] = ", ".join(filter(None, (of_columns[column], _said(cell))))
        if row.filled():
            yield Form(row.first, row.last, Kind.CAPTION, role=Role.HEADING, words=_shown(row))
        else:
            yield Form(row.first, row.last, None)
    above: dict[int, str] = {}
    for row in rows:
        columns = _columns(row, widest)
        filled = [(columns[n], _said(row.cells[n])) for n in row.filled()]
        if not filled:
            yield Form(row.first, row.last, None)
            continue
        goes_on = filled[0][0] > 0 and len(filled) > 1 and not is_figures(filled[0][1])
        group = [words for column, words in above.items() if goes_on and column < filled[0][0]]
        named = [of_columns[column] for column, _ in filled]
        under = _BETWEEN.join(filter(None, (*group, *named)))
        yield Form(row.first, row.last, Kind.TABLE_ROW, under=shortened(under), words=_shown(row))
        if not filled[0][0]:
            above = dict(filled)


def _shown(row: _Row) -> tuple[Words, ...]:
    shown: list[Words] = []
    for number in row.filled():
        shown += [(_BETWEEN, None)] if shown else []
        shown += row.cells[number]
    return tuple(shown)
