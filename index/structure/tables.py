"""Tables drawn with spaces or tabs, and lines that give a key and its value."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.rules import Stage, declare
from index.structure.changes import Words
from index.structure.lines import Line, after_bullet, is_ended, is_rule
from index.types import Kind, Role

_CELL = re.compile(r"[^ \t\u00a0]+(?:[ \u00a0][^ \t\u00a0]+)*")
_KEY = re.compile(r"([^\W\d_][^:\n]{1,40}):([ \t\u00a0]+)(?=\S)")
_DOTS = re.compile(r"[^\W_][^.\n]{1,60}\.{3}(?=[^\s.])")
_FIGURES = re.compile(r"[\W\d_]*\d[\W\d_]*")
_KEY_WORDS = 5
_VALUE_AT_MOST = 120
_WIDE = 3
UNDER_AT_MOST = 160
"""Characters of what a block stands under."""

TABLES = declare(
    "block-tables", Stage.INGEST,
    "Lines whose parts stand in columns are rows of a table, under the heads of the columns.",
)  # fmt: skip
KEY_VALUES = declare(
    "block-key-values", Stage.INGEST,
    "Lines that give a key and its value are not joined, and stand under the heading above.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Form:
    """What the lines `first` to `last` are by their form, together one block; none without a kind.

    `words` are those that are shown of it, if not its own.
    """

    first: int
    last: int
    kind: Kind | None
    level: int = 0
    under: str = ""
    role: Role = Role.BODY
    words: tuple[Words, ...] = ()


def is_figures(words: str) -> bool:
    """Whether there are figures and no letters in words."""
    return _FIGURES.fullmatch(words) is not None


def shortened(words: str) -> str:
    """Words on one line, without what is beyond the length of what a block stands under."""
    line = " ".join(words.split())
    if len(line) <= UNDER_AT_MOST:
        return line
    return line[
        : line.rfind(" ", 0, UNDER_AT_MOST) if " " in line[:UNDER_AT_MOST] else UNDER_AT_MOST
    ]


def _cells(text: str, line: Line) -> list[tuple[int, int]]:
    """Where the parts of a line stand that two spaces or a tab part, as columns of the page.

    Two spaces behind a full stop part sentences and not cells.
    """
    origin = line.start - line.indent
    cells: list[tuple[int, int]] = []
    for match in _CELL.finditer(text, line.start, line.end):
        left, right = match.start() - origin, match.end() - origin
        between = text[origin + cells[-1][1] : origin + left] if cells else "\t"
        if "\t" not in between and len(between) < _WIDE and is_ended(text, origin + cells[-1][1]):
            cells[-1] = (cells[-1][0], right)
        else:
            cells.append((left, right))
    return cells


def _aligned(text: str, one: Line, other: Line) -> bool:
    """Whether the cells of two lines stand below each other: half of the second and later ones
    begin or end at one column, or tabs part as many, of which some may be empty."""
    cells, below = _cells(text, one), _cells(text, other)
    if min(len(cells), len(below)) < 2 or other.blank > 1:
        return False
    tabs, tabs_below = (text.count("\t", line.start, line.end) for line in (one, other))
    if tabs and tabs_below:
        return len(cells) == len(below) or tabs == tabs_below
    begins, ends = {c for c, _ in cells[1:]}, {c for _, c in cells[1:]}
    same = sum(a in begins or b in ends for a, b in below[1:])
    return same >= max(1, (min(len(cells), len(below)) - 1) / 2)


def no_forms(text: str, lines: Sequence[Line]) -> list[Form]:
    """What a rule of forms gives where it is off."""
    return []


@TABLES.governs(without=no_forms)
def table_rows(text: str, lines: Sequence[Line]) -> list[Form]:
    """The rows of tables: three lines or more, or two of three cells, that stand in columns."""
    forms: list[Form] = []
    run: list[int] = []
    for n, line in enumerate([*lines, None]):
        if line is not None and is_rule(text, line):
            continue
        if run and line is not None and _aligned(text, lines[run[-1]], line):
            run.append(n)
            continue
        forms += _as_rows(text, lines, run)
        run = [n]
    return forms


def _as_rows(text: str, lines: Sequence[Line], run: Sequence[int]) -> list[Form]:
    cells = [len(_cells(text, lines[n])) for n in run]
    if len(run) < 2 or (len(run) == 2 and min(cells) < _WIDE):
        return []
    heads, begin = _heads(text, lines, run, cells)
    return [
        Form(n, n, Kind.TABLE_ROW, under=heads if i >= begin else "")
        for i, n in enumerate(run)
    ]  # fmt: skip


def _heads(
    text: str, lines: Sequence[Line], run: Sequence[int], cells: Sequence[int]
) -> tuple[str, int]:
    """The heads of a table's columns and how many rows they take: what stands above a rule, or a
    first row without figures, or with a cell less, where all others have figures or empty cells."""
    words = [text[lines[n].start : lines[n].end] for n in run]
    ruled = next((i for i, (a, b) in enumerate(pairwise(run), 1) if b > a + 1), 0)
    figures = [any(c.isdigit() for c in line) for line in words]
    if not 0 < ruled <= _WIDE:
        bare = not figures[0] or cells[0] < min(cells[1:])
        told = all(f or n < cells[0] for f, n in zip(figures[1:], cells[1:], strict=True))
        ruled = int(bare and told and any(figures[1:]))
    heads = [
        " ".join(text[origin + a : origin + b].split())
        for n in run[:ruled]
        for origin in [lines[n].start - lines[n].indent]
        for a, b in _cells(text, lines[n])
    ]  # fmt: skip
    return shortened(" | ".join(heads)), ruled


@KEY_VALUES.governs(without=no_forms)
def key_values(text: str, lines: Sequence[Line]) -> list[Form]:
    """Lines such as `Key:   value`; those with one space, or dots, only among others like them."""
    wide, narrow = set(), set()
    for n in range(len(lines)):
        gap = _key_gap(text, lines, n)
        if gap >= _WIDE:
            wide.add(n)
        elif gap:
            narrow.add(n)
    either = wide | narrow
    found = wide | {
        n for n in narrow
        if (n - 1 in either and not lines[n].blank)
        or (n + 1 in either and not lines[n + 1].blank)
    }  # fmt: skip
    return [Form(n, n, Kind.KEY_VALUE) for n in sorted(found)]


def _key_gap(text: str, lines: Sequence[Line], n: int) -> int:
    """How many spaces part key and value, as many as count for wide with a tab; 0 for others."""
    line = lines[n]
    goes_on = n + 1 < len(lines) and text[lines[n + 1].start].islower() and not lines[n + 1].blank
    if line.length > _VALUE_AT_MOST or is_ended(text, line.end) or goes_on:
        return 0
    if "://" in text[line.start : line.end]:
        return 0
    match = _KEY.match(text, line.start, line.end)
    if match and after_bullet(text, line.start) == line.start:
        few = len(match.group(1).split()) <= _KEY_WORDS
        spaces = _WIDE if "\t" in match.group(2) else len(match.group(2))
        return spaces if few else 0
    return int(_DOTS.match(text, line.start, line.end) is not None)
