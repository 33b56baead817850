"""What a printed page repeats at its edges: its number, and the head that runs over every page."""

import itertools
import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from index.rules import Stage, declare
from index.structure.lines import Line
from index.text.normalize import collapsed

_NUMBER = re.compile(
    r"(?:\W{0,3}(?:page|pg?\.)\s{0,3})?\W{0,3}(\d{1,4})(?:\s{0,2}(?:/|of)\s{0,2}\d{1,4})?\W{0,3}"
    r"(?:\|\s{0,3}page)?",
    re.IGNORECASE,
)
_NUMBER_OF = re.compile(
    r"\W{0,3}page\s{1,3}(\d{1,4})\s{0,2}(?:/|of)\s{0,2}\d{1,4}\b[^.?!]{0,60}", re.IGNORECASE
)
"""“Page 2 of 3”, whatever stands behind it."""
_NUMERAL = re.compile(r"\W{0,3}[ivxl]{1,7}\W{0,3}")
_NUMBER_AT_MOST = 24
_DIGITS = re.compile(r"\d+")
_HEAD_AT_MOST = 100
_AT_THE_EDGE = 2
"""So many lines of a page's top and foot may be its running head and its number."""
_TWICE = 2
_HEADS_AT_MOST = 4
"""Running heads above each other, at most; those beyond the edge are beside the others."""

EDGES = declare(
    "block-page-edges", Stage.INGEST,
    "Page numbers and lines that every page repeats at its top or foot are page furniture.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Edges:
    """What stands at the edges of pages, by the numbers of the lines.

    `sure` are page numbers and running heads, each with the reason in words. `doubtful` are lines
    that may be running heads, or headings; they are edges where a sentence goes on over them.
    """

    sure: Mapping[int, str] = field(default_factory=dict)
    doubtful: frozenset[int] = frozenset()


def _none(text: str, lines: Sequence[Line]) -> Edges:
    return Edges()


@EDGES.governs(without=_none)
def page_edges(text: str, lines: Sequence[Line]) -> Edges:
    """The lines that are page numbers or running heads.

    Page numbers are alone on lines and count up. A running head is a short line at the edge of a
    page, beside its break or its number, that stands at three edges or more; the first of them is
    in doubt, since it may be the title, and so is a line at two edges.
    """
    edges = dict.fromkeys(_page_numbers(text, lines), "page number")
    in_doubt = set[int]()
    for _ in range(_HEADS_AT_MOST):
        heads, doubtful = _running_heads(text, lines, edges.keys() | in_doubt)
        if not heads and doubtful <= in_doubt:
            break
        edges |= dict.fromkeys(heads, "running head")
        in_doubt |= doubtful
    return Edges(edges, frozenset(in_doubt - edges.keys()))


def _running_heads(
    text: str, lines: Sequence[Line], edges: Collection[int]
) -> tuple[set[int], set[int]]:
    """Running heads beside page breaks and what is at the edges already, and lines in doubt."""
    again: defaultdict[str, list[int]] = defaultdict(list)
    for n in _at_edges(lines, edges):
        if len(shape := _shape(text, lines[n])) <= _HEAD_AT_MOST:
            again[shape].append(n)
    heads, doubtful = set[int](), set[int]()
    for places in again.values():
        if len(places) > _TWICE:
            heads |= set(places[1:])
            doubtful.add(places[0])
        elif len(places) == _TWICE:
            doubtful |= set(places)
    return heads, doubtful


def _shape(text: str, line: Line) -> str:
    """The same for lines that differ in figures, capitals and white space alone."""
    return _DIGITS.sub("#", collapsed(text[line.start : line.end]).casefold())


def _page_numbers(text: str, lines: Sequence[Line]) -> set[int]:
    """Lines that hold a number alone, at a page break or one more than the last such of its shape:
    “Page 12” may stand beside the page's number in the volume."""
    alone = [
        (n, int(match.group(1))) for n, line in enumerate(lines)
        if (match := _number_in(text, line))
    ]  # fmt: skip
    found: set[int] = set()
    alike: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for n, number in alone:
        alike[_shape(text, lines[n])].append((n, number))
    for numbered in alike.values():
        for (one, low), (other, high) in itertools.pairwise(numbered):
            if high == low + 1 and other - one > 2 * _AT_THE_EDGE:
                found |= {one, other}
    breaks = _beside_breaks(lines)
    numerals = {n for n in breaks if _NUMERAL.fullmatch(text, lines[n].start, lines[n].end)}
    return found | numerals | {n for n, _ in alone if n in breaks}


def _number_in(text: str, line: Line) -> re.Match[str] | None:
    """The number of a page, where that is all that a line holds, or stands in it as that of one of
    several pages."""
    if line.length <= _NUMBER_AT_MOST:
        return _NUMBER.fullmatch(text, line.start, line.end)
    return _NUMBER_OF.fullmatch(text, line.start, line.end)


def _beside_breaks(lines: Sequence[Line]) -> set[int]:
    return {
        m for n, line in enumerate(lines) if line.new_page for m in (n - 1, n) if m >= 0
    }  # fmt: skip


def _at_edges(lines: Sequence[Line], edges: Collection[int]) -> list[int]:
    """Lines within two of a page break or of an edge, in order, which the edges are not."""
    breaks = {n for n, line in enumerate(lines) if line.new_page}
    near = {
        m
        for n in breaks | set(edges) | ({0} if breaks else set())
        for m in range(n - _AT_THE_EDGE, n + _AT_THE_EDGE + 1)
        if 0 <= m < len(lines) and m not in edges
    }
    return sorted(near)
