"""Tables: the strips of a table as rows of cells, each in its columns.

Columns are told by what most rows leave free, so that a head over several columns stands in each.
Rows are told by rules that are drawn, or else by the first column and the distance of lines.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from index.pdf.drawn import Box
from index.pdf.lines import levels
from index.pdf.segments import Segment
from index.pdf.strips import Interval, Strip, rules_across, strip_of
from index.rules import Stage, declare
from index.structure.tables import is_figures

_STEP = 2.0
"""Points that columns are told apart by."""
_CROSSED = 0.2
"""Of the rows, as many may cross the gap between two columns, as heads and titles do."""
_GAP = 0.45
"""Heights of a letter that are free between two columns at least."""
_HEADS_AT_MOST = 4
_ONE_CELL = 1.4
_WRAPPED = 1.6
"""Heights of a letter between the feet of lines of one cell, at most."""

HEADS = declare(
    "pdf-table-heads", Stage.INGEST,
    "Rows at the top of a table of a PDF without figures, or in bold, are heads of its columns.",
)  # fmt: skip

GridCell = list[Segment]


@dataclass(slots=True, eq=False)
class GridRow:
    """A row: what stands in each column. A cell over several columns is the same in each."""

    cells: list[GridCell]

    @property
    def filled(self) -> list[GridCell]:
        """Its cells with words, each once."""
        return [cell for cell in {id(cell): cell for cell in self.cells}.values() if cell]

    def words(self) -> list[str]:
        """What its filled cells say."""
        return [_said(cell) for cell in self.filled]


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of a table; of them so many at the top are heads of its columns."""

    rows: list[GridRow]
    heads: int


def grid_of(strips: Sequence[Strip], strokes: Sequence[Box]) -> Grid:
    """The table that strips hold."""
    strips = [_signed(strip) for strip in strips]
    columns = _columns(strips)
    rows: list[GridRow] = []
    rules = rules_across(strips, strokes)
    above: Strip | None = None
    for strip in strips:
        row = _row(strip, columns)
        if above is not None and _goes_on(rows[-1], above, row, strip, rules):
            _merge(rows[-1], row)
        else:
            rows.append(row)
        above = strip
    return Grid(rows, _head_rows(rows))


def _signed(strip: Strip) -> Strip:
    """A strip with signs of currencies and brackets put to the number that they stand before."""
    joined: list[Segment] = []
    for segment in strip.segments:
        sign = joined[-1] if joined else None
        if sign is not None and _is_sign(sign.text) and segment.text[:1].isdigit():
            joined[-1] = replace(
                segment, text=f"{sign.text} {segment.text}", lefts=(*sign.lefts, *segment.lefts)
            )
        else:
            joined.append(segment)
    return strip_of(joined)


def _is_sign(words: str) -> bool:
    return len(words) <= 3 and all(c == "(" or unicodedata.category(c) == "Sc" for c in words)


def _columns(strips: Sequence[Strip]) -> list[Interval]:
    """What each column takes up from left to right."""
    left = min(strip.taken[0][0] for strip in strips)
    right = max(strip.taken[-1][1] for strip in strips)
    counts = [0] * (int((right - left) / _STEP) + 2)
    rows = [strip for strip in strips if len(strip.taken) > 1] or list(strips)
    for strip in rows:
        for begin, end in strip.taken:
            for place in range(int((begin - left) / _STEP), int((end - left) / _STEP) + 1):
                counts[place] += 1
    most = _CROSSED * len(rows)
    least = _GAP * median(strip.size for strip in strips) / _STEP
    columns: list[Interval] = []
    begin, free = 0, 0
    for place, count in enumerate([*counts, 0]):
        if count > most:
            if free >= least and place > free:
                columns.append((left + begin * _STEP, left + (place - free) * _STEP))
                begin = place
            free = 0
        else:
            free += 1
    columns.append((left + begin * _STEP, right + _STEP))
    return columns


def _row(strip: Strip, columns: Sequence[Interval]) -> GridRow:
    cells: list[GridCell] = [[] for _ in columns]
    for segment in strip.segments:
        held = [
            n for n, (left, right) in enumerate(columns)
            if min(segment.x1, right) - max(segment.x0, left) > 0.3 * min(
                segment.x1 - segment.x0, right - left)
        ] or [_nearest(segment, columns)]  # fmt: skip
        cell = cells[held[0]]
        cell.append(segment)
        for number in held[1:]:
            if not cells[number]:
                cells[number] = cell
    for cell in {id(cell): cell for cell in cells}.values():
        cell[:] = [segment for level in levels(cell) for segment in level]
    return GridRow(cells)


def _nearest(segment: Segment, columns: Sequence[Interval]) -> int:
    middle = (segment.x0 + segment.x1) / 2
    return min(range(len(columns)), key=lambda n: abs(sum(columns[n]) / 2 - middle))


def _goes_on(
    row: GridRow, above: Strip, below: GridRow, strip: Strip, rules: Sequence[float]
) -> bool:
    """Whether a strip holds further lines of the cells of the row above it."""
    between = (above.low + above.high) / 2, (strip.low + strip.high) / 2
    size = max(above.size, strip.size)
    if rules and rules[0] < between[1] and between[0] < rules[-1]:
        parted = any(between[1] < rule < between[0] for rule in rules)
        full = len(row.filled) > 1 and len(below.filled) > 1
        far = above.low - strip.low > _ONE_CELL * size
        counts = any(
            upper and lower and is_figures(_said(upper)) and is_figures(_said(lower))
            for upper, lower in zip(row.cells, below.cells, strict=True)
        )
        return not (parted or counts or (full and far and bool(below.cells[0])))
    if above.low - strip.low > _WRAPPED * size:
        return False
    if not below.cells[0]:
        return _wraps(row, below)
    if len(below.filled) == 1 and len(row.filled) > 1:
        first = " ".join(s.text for s in below.cells[0])
        return first[:1].islower()
    return (
        len(row.filled) == 1
        and bool(row.cells[0])
        and (" ".join(s.text for s in below.cells[0])[:1].islower())
    )


def _said(cell: GridCell) -> str:
    return " ".join(segment.text for segment in cell)


def _wraps(row: GridRow, below: GridRow) -> bool:
    """Whether what stands in a row without a first cell are further words of the cells above."""
    cells = [(upper, lower) for upper, lower in zip(row.cells, below.cells, strict=True) if lower]
    words = [" ".join(s.text for s in lower) for _, lower in cells]
    return bool(cells) and all(upper for upper, _ in cells) and not all(map(is_figures, words))


def _merge(row: GridRow, below: GridRow) -> None:
    seen: set[int] = set()
    for number, cell in enumerate(below.cells):
        if not cell or id(cell) in seen:
            continue
        seen.add(id(cell))
        if row.cells[number]:
            row.cells[number].extend(cell)
        else:
            row.cells[number] = cell


def _head_rows(rows: Sequence[GridRow]) -> int:
    """How many rows at the top are heads: without figures where those below have them, or in bold
    where those below are not."""
    if len(rows) < 2:
        return 0
    heads = 0
    bold = [all(s.bold for cell in row.filled for s in cell) for row in rows]
    figures = [any(is_figures(cell) for cell in row.words()[1:]) for row in rows]
    body = rows[len(rows) // 2 :]
    told = sum(figures[len(rows) // 2 :]) >= 0.5 * len(body)
    plain = not all(bold[len(rows) // 2 :])
    for n, row in enumerate(rows):
        bare = told and not any(map(_tells, row.words()))
        keyed = len(row.filled) > 1 and any(cell.endswith(":") for cell in row.words())
        if keyed or (len(row.filled) < 2 and n) or not (bare or (plain and bold[n])):
            break
        heads += 1
    heads = heads if heads <= min(_HEADS_AT_MOST, max(1, len(rows) // 2)) else 0
    while heads and len(rows[heads - 1].filled) < 2:
        heads -= 1
    return heads if HEADS.applies(heads > 0) else 0


def _tells(words: str) -> bool:
    """Whether a cell holds a figure that is no year alone."""
    return is_figures(words) and not (len(words) == 4 and words.isdigit())
