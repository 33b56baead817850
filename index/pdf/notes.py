"""Notes at the foot of a column, told from its text: in smaller type, below a rule or behind a
mark."""

from collections.abc import Sequence

from index.pdf.drawn import Box
from index.pdf.lines import Line, is_rule
from index.rules import Stage, declare

_SMALLER = 0.93
"""Of the height of letters in the text; notes are set smaller."""
_RULE = 40.0
"""Points; a shorter rule is no rule above notes."""
_SIGNS = "*†‡§¶"

NOTES = declare(
    "pdf-footnotes", Stage.INGEST,
    "Smaller lines at the foot of a column of a PDF, below a rule or behind a mark, are notes.",
)  # fmt: skip


def notes_begin(lines: Sequence[Line], body: float, strokes: Sequence[Box]) -> int:
    """The number of the first line of a column that is of its notes; as many as there are lines
    where it has none. `body` is the height of letters in the text."""
    first = len(lines)
    while first and (lines[first - 1].size <= _SMALLER * body or is_rule(lines[first - 1])):
        first -= 1
    for at in range(first, len(lines)):
        if NOTES.applies(_begins_notes(lines, at, strokes)):
            return at
    return len(lines)


def _begins_notes(lines: Sequence[Line], at: int, strokes: Sequence[Box]) -> bool:
    line = lines[at]
    if is_rule(line):
        return True
    left = min(line.x0 for line in lines)
    above = lines[at - 1].y0 if at else line.y0 + 4 * line.size
    ruled = any(
        line.y0 + 0.5 * line.size < y0 < above + 0.2 * line.size
        and abs(x0 - left) < line.size and _RULE < x1 - x0 < 0.7 * max(_width(lines), 1.0)
        for x0, y0, x1, y1 in strokes
    )  # fmt: skip
    return line.marked or line.text[:1] in _SIGNS or ruled


def _width(lines: Sequence[Line]) -> float:
    return max(line.x1 for line in lines) - min(line.x0 for line in lines)
