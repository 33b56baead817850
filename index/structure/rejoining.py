"""Paragraphs of a page that are lines of one, put together again.

What was laid out by lines before it became a page, as of a printed volume, often has each line, or
the part of a paragraph on each of its pages, as a paragraph by itself.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.rules import Stage, declare
from index.structure.changes import changed, composed
from index.structure.halves import edges_within
from index.structure.lines import Line
from index.structure.pages import Edges, page_edges
from index.structure.paragraphs import Layout, changes_of, paragraphs
from index.structure.placing import in_turns
from index.structure.turns import speakers
from index.structure.wrapping import goes_on_for_sure, learn_wrapping
from index.types import Block, Kind, Role, SourceMap, SourceText

REJOINED = declare(
    "block-broken-paragraphs", Stage.INGEST,
    "Paragraphs of a page that are lines of one, or go on over a page's edge, are put together.",
)  # fmt: skip


def as_built(source: SourceText) -> SourceText:
    """A text whose format has paragraphs, with those put together that are one, and turns under
    who speaks."""
    source = rejoined(source)
    return replace(source, blocks=tuple(in_turns(source.text, source.blocks)))


def _as_it_is(source: SourceText) -> SourceText:
    return source


@REJOINED.governs(without=_as_it_is)
def rejoined(source: SourceText) -> SourceText:
    """The text with paragraphs put together that are lines of one, and over the edges of pages,
    which are shown no more within one."""
    blocks, text = source.blocks, source.text
    lines = [Line(b.start, b.end, indent=0, blank=1, new_page=False) for b in blocks]
    apart = {n for n, block in enumerate(blocks) if not _may_be_a_line(block)}
    edges = page_edges(text, lines)
    edges = Edges({**edges_within(text, lines), **edges.sure}, edges.doubtful)
    layout = _layout(text, lines, apart, edges)
    runs = _whole(layout)
    if edges.sure and not any(b > a + 1 for run in runs for a, b in pairwise(run)):
        edges = Edges()
        layout = _layout(text, lines, apart, edges)
        runs = _whole(layout)
    if all(len(run) == 1 for run in runs) and not edges.sure:
        return source
    changes = [change for run in runs for change in changes_of(layout, run, apart_by=1)]
    joined = [_joined(blocks, run, edges) for run in runs]
    shown, joined, places = changed(text, joined, changes)
    below = source.source or SourceMap(())
    return replace(source, text=shown, blocks=tuple(joined), source=composed(places, below))


def _layout(text: str, lines: Sequence[Line], apart: set[int], edges: Edges) -> Layout:
    no_lines = apart | edges.sure.keys()
    said, wrapping = speakers(text, lines, no_lines), learn_wrapping(text, lines, no_lines)
    return Layout(text, lines, edges, {}, apart, said, (), wrapping)


def _whole(layout: Layout) -> list[list[int]]:
    """The numbers of the lines of each paragraph. One that does not end as a sentence does goes on
    in the next, however long both are, where that begins in small letters."""
    whole: list[list[int]] = []
    no_lines = {*layout.apart, *layout.edges.sure}
    for run in paragraphs(layout):
        above = whole[-1] if whole else []
        beside = bool(above) and run[0] == above[-1] + 1
        lines = beside and above[-1] not in no_lines and run[0] not in no_lines
        if lines and goes_on_for_sure(layout.text, layout.lines[above[-1]], layout.lines[run[0]]):
            above += run
        else:
            whole.append(run)
    return whole


def _may_be_a_line(block: Block) -> bool:
    return block.kind is Kind.PARAGRAPH and block.role is Role.BODY and not block.under


def _joined(blocks: Sequence[Block], run: Sequence[int], edges: Edges) -> Block:
    first = blocks[run[0]]
    if run[0] in edges.sure and first.role is Role.BODY:
        return replace(first, role=Role.FURNITURE, reason=edges.sure[run[0]])
    return replace(first, end=blocks[run[-1]].end)
