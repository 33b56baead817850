"""Tables whose columns one blank parts, as a PDF's text often has them."""

import re
from collections import Counter
from collections.abc import Sequence

from index.structure.lines import Line, is_ended, is_item
from index.structure.tables import TABLES, Form, no_forms, shortened
from index.types import Kind

_FIGURE = re.compile(r"[$€£(]?[-–+]?\d[\d.,]*%?\)?|[-–—]|[Nn]/?[Aa]")
_DIGITS = re.compile(r"\d")
_ROWS, _FIGURES, _HEAD_AT_MOST, _REST_AT_MOST = 3, 2, 100, 40


@TABLES.governs(without=no_forms)
def figure_rows(text: str, lines: Sequence[Line]) -> list[Form]:
    """Three lines or more below each other that are words and then two figures or more, most of
    them as many, are the rows of a table, under the line right above it that has none and ends no
    sentence."""
    forms: list[Form] = []
    run: list[int] = []
    many = [_figures(text, line) for line in lines]
    for n in range(len(lines) + 1):
        near = n < len(lines) and bool(run) and lines[n].blank <= 1
        if near and (many[n] or _goes_on(text, lines, n, many)):
            run.append(n)
            continue
        counts = Counter(many[row] for row in run if many[row])
        rows = counts.total()
        if rows >= _ROWS and 2 * max(counts.values()) > rows:
            forms += _rows(text, lines, run)
        run = [n] if n < len(lines) and many[n] else []
    return forms


def _goes_on(text: str, lines: Sequence[Line], n: int, many: Sequence[int]) -> bool:
    """Whether a line between two rows is the rest of the first one's words."""
    words = text[lines[n].start : lines[n].end]
    short = len(words) <= _REST_AT_MOST and not is_ended(text, lines[n].end)
    return short and n + 1 < len(lines) and many[n + 1] > 0 and not _DIGITS.search(words)


def _figures(text: str, line: Line) -> int:
    """How many figures a line ends in, behind words; 0 where it is no row."""
    words = text[line.start : line.end].split()
    behind = len(words)
    while behind and _FIGURE.fullmatch(words[behind - 1]):
        behind -= 1
    figures = words[behind:]
    told = behind and any(c.isalpha() for c in "".join(words[:behind])) and not is_item(text, line)
    digits = sum(_DIGITS.search(word) is not None for word in figures)
    return len(figures) if told and digits and len(figures) >= _FIGURES else 0


def _rows(text: str, lines: Sequence[Line], run: Sequence[int]) -> list[Form]:
    above = run[0] - 1
    heads = ""
    if above >= 0 and lines[run[0]].blank <= 1:
        words = text[lines[above].start : lines[above].end]
        bare = not _DIGITS.search(words) and not is_ended(text, lines[above].end)
        heads = shortened(words) if bare and len(words) <= _HEAD_AT_MOST else ""
    rows = [Form(n, n, Kind.TABLE_ROW, under=heads) for n in run]
    return [Form(above, above, Kind.TABLE_ROW), *rows] if heads else rows
