"""Which lines are one paragraph, over the edges of pages too."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.structure.changes import Change
from index.structure.lines import Line, is_aside, is_item
from index.structure.pages import Edges
from index.structure.tables import Form
from index.structure.turns import is_alone
from index.structure.unwrapping import goes_on, hangs, is_full
from index.structure.wrapping import Wrapping

_EDGE_LINES = 8
"""So many lines may stand between two lines of a paragraph at the foot of one page and the top of
the next."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What the lines of a text are, each by its number."""

    text: str
    lines: Sequence[Line]
    edges: Edges
    forms: Mapping[int, Form]
    apart: Collection[int]
    said: Mapping[int, str]
    lettered: Collection[int]
    wrapping: Wrapping
    verses: Collection[int] = ()


def changes_of(layout: Layout, run: Sequence[int], apart_by: int = 2) -> list[Change]:
    """What is shown otherwise of a block: all of it, or where a page ends within it, from the last
    line of that to the first of the next; with `apart_by` 1, between all of its lines."""
    lines, form = layout.lines, layout.forms.get(run[0])
    if form and form.words:
        return [Change(lines[run[0]].start, lines[run[-1]].end, form.words)]
    return [
        Change(lines[a].end, lines[b].start, (("\n", None),))
        for a, b in pairwise(run) if b >= a + apart_by or lines[b].new_page
    ]  # fmt: skip


def paragraphs(layout: Layout) -> list[list[int]]:
    """Numbers of the lines of each block; those at the edges of pages stand beside the paragraph
    that goes on over them, or are of no block within it."""
    runs: list[list[int]] = []
    n = 0
    while n < len(layout.lines):
        last = layout.forms[n].last if n in layout.forms else n
        goes_on_at = _over_edges(layout, runs[-1], n) if runs else None
        if goes_on_at is not None:
            runs[-1].append(goes_on_at)
            last = goes_on_at
        else:
            runs.append(list(range(n, last + 1)))
        n = last + 1
    return runs


def _over_edges(layout: Layout, run: Sequence[int], n: int) -> int | None:
    """The line that goes on a paragraph: line `n`, or the first one beyond the edges of pages that
    begin there; None where none does. Over what is in doubt one goes on that must."""
    text, lines, edges = layout.text, layout.lines, layout.edges
    beyond, paged, doubtful = n, False, False
    while beyond < n + _EDGE_LINES and (beyond in edges.sure or _may_be_head(layout, beyond)):
        doubtful = doubtful or beyond not in edges.sure
        paged = paged or lines[beyond].new_page or beyond in edges.sure
        beyond += 1
    if run[0] in edges.sure or beyond in edges.sure or beyond >= len(lines):
        return None
    must = text[lines[beyond].start].islower() or hangs(text, lines[run[-1]])
    if _goes_on(layout, run, beyond) and (
        not doubtful or (must and (paged or lines[beyond].new_page))
    ):
        return beyond
    return n if beyond > n and n not in edges.sure and _goes_on(layout, run, n) else None


def _may_be_head(layout: Layout, n: int) -> bool:
    """Whether a line in doubt stands apart from what is above, and is not one of a paragraph."""
    text, lines = layout.text, layout.lines
    if n not in layout.edges.doubtful or text[lines[n].start].islower():
        return False
    above = n - 1 in layout.edges.sure or n - 1 in layout.edges.doubtful
    spread = "   " in text[lines[n].start : lines[n].end]
    return (lines[n].new_page or lines[n].blank > 0 or above) and (
        spread or not is_full(text, lines, n, n + 1, layout.wrapping)
    )


def _is_said_below(layout: Layout, first: int, n: int) -> bool:
    """Whether a line is what somebody says whose name stands alone on the line above."""
    name = layout.said.get(first)
    return (
        name is not None
        and n == first + 1
        and layout.lines[n].blank <= 1
        and is_alone(layout.text, layout.lines[first], name)
    )


def _goes_on(layout: Layout, run: Sequence[int], n: int) -> bool:
    text, lines = layout.text, layout.lines
    if run[-1] in layout.apart or n in layout.apart or n in layout.said or n in layout.lettered:
        return False
    if n in layout.verses or (len(run) == 1 and _is_said_below(layout, run[0], n)):
        return True
    if lines[n].new_page and _may_be_head(layout, n):
        return False
    hangs_below = lines[n].indent > lines[run[0]].indent + 1 and not lines[n].blank
    bulleted = is_item(text, lines[n])
    if run[0] in layout.said and hangs_below and not bulleted:
        return True
    if bulleted and is_aside(text, lines[n]) and run[-1] in layout.wrapping.sure:
        bulleted = False
    return not bulleted and goes_on(text, lines, run, n, layout.wrapping)
