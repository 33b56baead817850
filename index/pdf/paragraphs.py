"""Paragraphs of a column: which of its lines go on with the one above.

A line goes on unless it shows that it does not: by the space above it, by its type, by its indent,
by a bullet, or since its first word would have fitted on the line above.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from index.pdf.labels import is_bullet
from index.pdf.lines import Line, is_rule
from index.rules import Stage, declare
from index.structure.lines import after_bullet

_SPACE = 1.3
"""Usual distances of lines: from so many on there is space between two paragraphs."""
_TYPE = 0.1
_INDENT, _INDENT_MOST = 0.7, 6.0
_LEVEL = 0.3
_NEAR = 3
"""So many lines above and below tell how wide a line may be."""
_ROOM = 0.25
"""Heights of a letter that a word needs beside its width, to have fitted."""
_FULL = 0.12
"""Of the width of a column; lines that end as near to its edge are full."""
_RAGGED = 0.4
"""Of the width of a column; a line in the middle of a sentence may leave as much."""

_NUMBERED = re.compile(r"\(?(\d{1,3})[.)]\s")

FITS = declare(
    "pdf-next-word-fits", Stage.INGEST,
    "A paragraph of a PDF ends where the first word below would have fitted on the line.",
)  # fmt: skip
INDENTS = declare(
    "pdf-indents", Stage.INGEST,
    "A line of a PDF that is set in from those around it begins a paragraph.",
)  # fmt: skip


@dataclass(slots=True, eq=False)
class Paragraph:
    """Lines that are read in one. `right` is the right edge that its last line could have reached,
    and `left` the left edge of the lines around it."""

    lines: list[Line]
    left: float
    right: float
    is_item: bool = False

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)

    @property
    def page(self) -> int:
        return self.lines[0].segments[0].page

    @property
    def last_page(self) -> int:
        return self.lines[-1].segments[0].page

    @property
    def size(self) -> float:
        """The height of its letters: that of most lines."""
        return median(line.size for line in self.lines)

    @property
    def bold(self) -> bool:
        return all(line.bold for line in self.lines)


def paragraphs_of(lines: Sequence[Line]) -> list[Paragraph]:
    """The paragraphs of a column, from the top down; rules that are drawn with signs left out."""
    lines = [line for line in lines if not is_rule(line)]
    usual = _usual_distance(lines)
    edges = _edges(lines)
    found: list[Paragraph] = []
    for n, line in enumerate(lines):
        left, right = edges[n]
        item = begins_item(line) or (bool(found) and _is_next(found[-1].lines[0], line))
        if item and found and _number(line.text) == _number(found[-1].lines[0].text) + 1:
            found[-1].is_item = True
        if n and not item and not _breaks(lines, n, usual, *edges[n - 1]):
            found[-1].lines.append(line)
            found[-1].right = max(found[-1].right, right)
        else:
            found.append(Paragraph([line], left, right, is_item=item))
    return found


def _is_next(first: Line, line: Line) -> bool:
    """Whether a line has the number behind that of another, which stands above it."""
    number = _number(first.text)
    level = abs(first.x0 - line.x0) < _LEVEL * line.size
    return number > 0 and level and _number(line.text) == number + 1


def _number(words: str) -> int:
    """The number that a line begins with, as the items of a list do; 0 for none."""
    match = _NUMBERED.match(words)
    return int(match.group(1)) if match else 0


def begins_item(line: Line) -> bool:
    """Whether a line begins with a bullet, or with a number set off from it."""
    first, _, rest = line.text.partition(" ")
    if rest and is_bullet(first):
        return first not in "-–—" or not rest[0].islower()
    return after_bullet(line.text, 0) > 0 and (bool(line.label) or not first[0].isdigit())


def _usual_distance(lines: Sequence[Line]) -> float:
    """How far lines of a paragraph stand from each other in this column."""
    distances = sorted(
        above.y0 - below.y0
        for above, below in itertools.pairwise(lines)
        if above.y0 - below.y0 > 0.6 * below.size and abs(above.size - below.size) < 1.0
    )
    if not distances:
        return 1.3 * max((line.size for line in lines), default=0.0)
    usual = distances[2 * len(distances) // 5]
    return min(usual, 2.2 * median(line.size for line in lines))


def _edges(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """How far lines near each one reach to the left and to the right: to the right as far as two of
    them do, if a sentence goes on behind one, or else to the edge of the column."""
    edge = max([line.x1 for line in lines], default=0.0)
    broken = [
        below.begins_small and not above.is_ended for above, below in itertools.pairwise(lines)
    ] + [False]
    found = []
    for n, line in enumerate(lines):
        room = _TYPE * line.size
        near = [
            k for k in range(max(0, n - _NEAR), min(len(lines), n + _NEAR + 1))
            if -room <= lines[k].size - line.size <= room
        ]  # fmt: skip
        left, right = min([lines[k].x0 for k in near]), max([lines[k].x1 for k in near])
        least = right - _FULL * (right - left)
        full = [k for k in near if lines[k].x1 > least]
        told = len(full) > 1 and any(broken[k] for k in full)
        found.append((left, right if told else edge))
    return found


def _breaks(lines: Sequence[Line], n: int, usual: float, left: float, right: float) -> bool:
    """Whether a paragraph begins with line `n`."""
    above, line = lines[n - 1], lines[n]
    size = max(above.size, line.size)
    goes_on = (line.begins_small or line.text[:1].isdigit()) and not above.is_ended
    distance = above.y0 - line.y0
    tight = goes_on and distance <= max(1.1 * usual, 1.15 * size)
    if abs(above.size - line.size) > _TYPE * size and not tight:
        return True
    if above.bold != line.bold and not goes_on:
        return True
    if not -0.5 * size < distance <= _SPACE * usual + 0.1 * size:
        return True
    if above.text[-1] == "-" and line.begins_small:
        return False
    if not above.is_ended and _is_centred(above, line, left, right):
        return False
    room = right - above.x1
    fits = room > line.first_word + _ROOM * line.size
    if INDENTS.applies(_is_indented(lines, n, goes_on or not fits)):
        return True
    return FITS.applies(fits and not (goes_on and room < _RAGGED * (right - above.x0)))


def _is_centred(above: Line, line: Line, left: float, right: float) -> bool:
    """Whether two lines have one middle and leave room on both sides."""
    size = line.size
    middle = abs((above.x0 + above.x1) - (line.x0 + line.x1)) / 2
    inset = min(above.x0, line.x0) > left - 0.1 and max(line.x0, above.x0) > left + size
    room = min(right - above.x1, right - line.x1) > -0.1 and right - line.x1 > size
    same = middle < 0.5 * size and abs(above.x0 - line.x0) > 0.3 * size
    full = above.x1 - above.x0 > 0.95 * (right - left)
    return same and inset and room and not (full and line.x0 - left < size)


def _is_indented(lines: Sequence[Line], n: int, goes_on: bool) -> bool:
    """Whether line `n` is set in as the first of a paragraph is, or set out as that of one whose
    other lines hang. What goes on in the middle of a sentence is neither."""
    above, line, size = lines[n - 1], lines[n], lines[n].size
    inward = line.x0 - above.x0
    ended = above.is_ended
    below = lines[n + 1] if n + 1 < len(lines) else None
    if _INDENT * size < inward < _INDENT_MOST * size and (ended or not goes_on):
        hangs = below is None or abs(below.x0 - line.x0) < _LEVEL * size
        labelled = bool(above.label) or begins_item(above)
        return not labelled and (ended or not hangs)
    if inward < -_INDENT * size and n > 1:
        hung = abs(lines[n - 2].x0 - above.x0) < _LEVEL * size
        return hung and ended
    return False
