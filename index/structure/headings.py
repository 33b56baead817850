"""Headings of a plain text that are told by how they are set: underlined, dotted, between stars,
numbered, or in capitals alone between blank lines, or over several lines of a text that is not."""

import re
from collections.abc import Sequence

from index.rules import Stage, declare
from index.structure.lines import Line, is_ended, is_rule
from index.structure.tables import Form, no_forms
from index.types import Kind

_NUMBERED = re.compile(
    r"(\d{1,2}(?:\.\d{1,2}){1,4}|\d{1,2}(?=\.)|[IVXL]{1,6}(?=\.))\.?[ \t]+(?=[^\W\d_])"
)
_STARRED = re.compile(
    r"(?:[*=~#][ \t]?){3}[*=~#\s]*[^\W_].*[^*=~#\s][*=~#\s]*(?:[*=~#][ \t]?){2}[*=~#]"
)
_AT_MOST = 120
_DOTTED_LINES = 5
_CAPITAL_LINES = 4
_LETTERS = 4
_STOPPED_AT_LEAST = 3
_UNDERLINES = {"=": 1, "-": 2}

HEADINGS = declare(
    "block-headings", Stage.INGEST,
    "A line underlined, in dots, in stars, numbered or in capitals on its own is a heading.",
)  # fmt: skip


@HEADINGS.governs(without=no_forms)
def set_headings(text: str, lines: Sequence[Line]) -> list[Form]:
    """The headings among the lines, with their levels. Lines in capitals that end in a full stop
    are some where three or more do: one by itself may be a sentence."""
    forms: list[Form] = []
    stopped: set[int] = set()
    taken = -1
    for n in range(len(lines)):
        if n <= taken:
            continue
        form = _dotted(text, lines, n) or _of_one_line(text, lines, n)
        if form is None and (form := _in_capitals(text, lines, n)) and form.first == form.last:
            stopped.add(n)
        if form:
            forms.append(form)
            taken = form.last
    return [f for f in forms if f.first not in stopped or len(stopped) >= _STOPPED_AT_LEAST]


def _dotted(text: str, lines: Sequence[Line], n: int) -> Form | None:
    """`...HEAD...`, which may take several lines, or `.Head` with a letter behind the dot."""
    first = lines[n]
    if text.startswith("...", first.start):
        for last in range(n, min(n + _DOTTED_LINES, len(lines))):
            if last > n and lines[last].blank:
                break
            if lines[last].length > 3 and text.startswith("...", lines[last].end - 3):
                return Form(n, last, Kind.HEADING, 2)
        return None
    single = text[first.start] == "." and text[first.start + 1 : first.start + 2].isalpha()
    alone = single and first.length <= _AT_MOST and not is_ended(text, first.end)
    return Form(n, n, Kind.HEADING, 3) if alone else None


def _in_capitals(text: str, lines: Sequence[Line], n: int) -> Form | None:
    """Two lines in capitals or more, below a blank line or the top, above what is not: a heading
    that was broken; and one between blank lines that ends in a full stop, as of old books."""
    above = n == 0 or lines[n].blank > 0 or lines[n].new_page
    last = n
    while (
        above
        and last < len(lines)
        and last - n <= _CAPITAL_LINES
        and _is_capital(text, lines[last])
        and (last == n or not lines[last].blank)
    ):
        last += 1
    if last == n or last == len(lines) or _is_upper(text, lines[last]):
        return None
    if last == n + 1:
        stopped = text[lines[n].end - 1] == "." and lines[last].blank > 0
        return Form(n, n, Kind.HEADING, 1) if stopped and not lines[last].new_page else None
    whole = lines[last - 1].end - lines[n].start <= 2 * _AT_MOST and last - n <= _CAPITAL_LINES
    ends = [is_ended(text, line.end) for line in lines[n : last - 1]]
    return Form(n, last - 1, Kind.HEADING, 1) if whole and not any(ends) else None


def _is_upper(text: str, line: Line) -> bool:
    return text[line.start : line.end].isupper()


def _is_capital(text: str, line: Line) -> bool:
    words = text[line.start : line.end]
    plain = line.length <= _AT_MOST and words[0].isalpha() and "   " not in words
    return (
        plain and words.isupper() and sum(map(str.isalpha, words)) >= _LETTERS and ":" not in words
    )


def _of_one_line(text: str, lines: Sequence[Line], n: int) -> Form | None:
    line = lines[n]
    if line.length > _AT_MOST or is_rule(text, line) or is_ended(text, line.end):
        return None
    if _STARRED.fullmatch(text, line.start, line.end):
        return Form(n, n, Kind.HEADING, 1)
    above = n == 0 or line.blank > 0 or line.new_page or is_rule(text, lines[n - 1])
    below = n + 1 < len(lines) and lines[n + 1]
    if not above or not below:
        return None
    mark = text[below.start]
    columns = "  " in text[line.start : line.end] or "\t" in text[line.start : line.end]
    if is_rule(text, below) and (columns or below.blank or below.length < line.length / 2):
        return None
    if is_rule(text, below):
        return Form(n, n, Kind.HEADING, _UNDERLINES.get(mark, 3))
    if not below.blank or text[below.start].islower():
        return None
    match = _NUMBERED.match(text, line.start, line.end)
    if match:
        numbered = _NUMBERED.match(text, below.start, below.end)
        level = match.group(1).count(".") + 1
        return None if numbered or text[match.end()].islower() else Form(n, n, Kind.HEADING, level)
    words = text[line.start : line.end]
    return Form(n, n, Kind.HEADING, 1) if words.isupper() and len(words) > 3 else None
