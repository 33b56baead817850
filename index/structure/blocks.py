"""Splitting a report's text into blocks: paragraphs, list items and short lines."""

from collections.abc import Sequence

from index.structure.bars import bar_rows
from index.structure.changes import Change
from index.structure.figures import figure_rows
from index.structure.headings import set_headings
from index.structure.lettered import lettered_items
from index.structure.lines import Line, after_bullet, is_rule, read_lines
from index.structure.pages import page_edges
from index.structure.paragraphs import Layout, changes_of, paragraphs
from index.structure.placing import place
from index.structure.tables import Form, key_values, table_rows
from index.structure.turns import speakers
from index.structure.verses import verses
from index.structure.wrapping import learn_wrapping
from index.types import Block, Kind, Role


def split_blocks(text: str, begin: int = 0) -> list[Block]:
    """Blocks of `text` from offset `begin` on, in order, trimmed of white space and bullets.

    A line is a block of its own, unless it goes on the paragraph above.
    """
    return split_pages(text, begin)[0]


def split_pages(text: str, begin: int = 0) -> tuple[list[Block], list[Change]]:
    """The same blocks, and what within them is shown otherwise: page breaks are line ends, without
    what stands at the edges of the pages."""
    lines = read_lines(text, begin)
    edges = page_edges(text, lines)
    forms = {form.first: form for form in _forms(text, lines) if form.first not in edges.sure}
    apart = {n for form in forms.values() for n in range(form.first, form.last + 1)}
    apart |= {n for n, line in enumerate(lines) if is_rule(text, line)}
    said = speakers(text, lines, apart | edges.sure.keys())
    lettered = lettered_items(text, lines, apart | edges.sure.keys() | said.keys())
    wrapping = learn_wrapping(text, lines, apart | edges.sure.keys())
    stanzas = verses(text, lines, apart | edges.sure.keys() | said.keys() | lettered)
    layout = Layout(text, lines, edges, forms, apart, said, lettered, wrapping, stanzas)
    runs = paragraphs(layout)
    changes = [change for run in runs for change in changes_of(layout, run)]
    blocks = [block for run in runs if (block := _block(layout, run))]
    turns = {lines[n].start: who for n, who in said.items()}
    return place(_as_shown(text, changes), blocks, turns), changes


def _as_shown(text: str, changes: Sequence[Change]) -> str:
    """The text with what is shown in it, cut or with blanks behind, so that offsets stay."""
    parts: list[str] = []
    at = 0
    for change in changes:
        shown, length = "".join(words for words, _ in change.words), change.end - change.start
        parts += [text[at : change.start], shown.ljust(length)[:length]]
        at = change.end
    return "".join([*parts, text[at:]])


def _forms(text: str, lines: Sequence[Line]) -> list[Form]:
    """Lines that are something by their form; a line is the first thing that it can be."""
    taken: set[int] = set()
    forms: list[Form] = []
    for read in (bar_rows, set_headings, key_values, table_rows, figure_rows):
        for form in read(text, lines):
            if not taken & set(range(form.first, form.last + 1)):
                taken |= set(range(form.first, form.last + 1))
                forms.append(form)
    return forms


def _block(layout: Layout, run: Sequence[int]) -> Block | None:
    start, end = layout.lines[run[0]].start, layout.lines[run[-1]].end
    if run[0] in layout.edges.sure:
        return Block(start, end, role=Role.FURNITURE, reason=layout.edges.sure[run[0]])
    form = layout.forms.get(run[0])
    if form and form.kind is None:
        return None
    if form and form.kind:
        return Block(start, end, form.kind, form.role, level=form.level, under=form.under)
    begin = after_bullet(layout.text, start, end)
    numbered = layout.text[start] == "["
    listed = begin > start or (run[0] in layout.lettered and not numbered)
    return Block(begin, end, Kind.LIST_ITEM if listed else Kind.PARAGRAPH)
