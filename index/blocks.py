"""Splitting a report's text into blocks: paragraphs, list items and short lines."""

import re
from collections.abc import Sequence

from index.bars import bar_rows
from index.changes import Change
from index.headings import set_headings
from index.lettered import lettered_items
from index.lines import Line, after_bullet, is_rule, read_lines
from index.pages import page_edges
from index.paragraphs import Layout, changes_of, paragraphs
from index.placing import place
from index.rules import Stage, always, declare
from index.tables import Form, key_values, table_rows
from index.turns import speakers
from index.types import Block, Kind, Role
from index.verses import verses
from index.wrapping import learn_wrapping

_WRAPPED_AT_MOST = 120
_WRAPPED_AT_LEAST = 40

_CONTROL = re.compile(
    r"skip to\b.{0,40}|home(?: ?page)?|menu|main menu|search|(?:sign|log) ?(?:in|up|out)|register"
    r"|subscribe|my account|close|(?:toggle|main) navigation|navigation",
    re.IGNORECASE,
)
_STANDING = re.compile(
    r"(?:©|\(c\)\s|copyright\s(?:©\s|\(c\)\s)?\d{4})[^\n]{0,200}"
    r"|(?:[^\n]{0,80}\b)?all rights reserved\b[^\n]{0,80}"
    r"|(?:we|this (?:site|website|page)|our (?:site|website)) uses? cookies\b[^\n]{0,280}"
    r"|(?:accept|reject|decline|allow|manage) (?:all|cookies|preferences)(?: cookies)?"
    r"|(?:leave a )?comments?(?: ?\(\d{1,6}\))?|\d{1,6} comments"
    r"|(?:\W{0,3}(?:terms(?: (?:of|and) (?:use|service|conditions))?|privacy(?: policy)?"
    r"|cookie (?:policy|settings)|imprint|contact us)\b){1,6}",
    re.IGNORECASE,
)
_STANDING_AT_MOST = 320
_MENU_WORDS = 3
_MENU_ENTRIES = 5
"""So many lines of a few words above a headline are a menu, though none is a known control."""

STANDING_LINES = declare(
    "furniture-standing-lines", Stage.INGEST,
    "Copyright lines, cookie notices and the like are page furniture.",
)  # fmt: skip
MENU = declare(
    "furniture-menu", Stage.INGEST,
    "Lines of a few words above the headline are the menu of the page.",
)  # fmt: skip


@STANDING_LINES.governs(without=always(False))
def is_standing(line: str) -> bool:
    """True for copyright lines, cookie notices and the like, which tell nothing of the report."""
    return len(line) <= _STANDING_AT_MOST and _STANDING.fullmatch(line) is not None


@MENU.governs(without=always(0))
def menu_length(text: str, blocks: Sequence[Block]) -> int:
    """How many of the first blocks are the page's menu, and what stands in it.

    Lines of a few words are one where they hold a control such as "Sign in", or are many and a
    headline follows. The last of them is the title where text or a date follows at once.
    """
    run, controls = 0, 0
    for block in blocks:
        line = text[block.start : block.end] if block.end - block.start <= _STANDING_AT_MOST else ""
        control = _CONTROL.fullmatch(line) is not None
        if not control and not is_standing(line) and not _may_be_of_a_menu(line):
            break
        run, controls = run + 1, controls + control
    if not controls and run < _MENU_ENTRIES:
        return 0
    headed = run < len(blocks) and _is_longer_headline(text[blocks[run].start : blocks[run].end])
    if headed:
        return run
    if not controls:
        return 0
    last = text[blocks[run - 1].start : blocks[run - 1].end]
    return run if _CONTROL.fullmatch(last) or is_standing(last) else run - 1


def _may_be_of_a_menu(line: str) -> bool:
    return (
        0 < len(line) <= _WRAPPED_AT_LEAST
        and len(line.split()) <= _MENU_WORDS
        and line[-1] not in ".!?…:"
        and line[0].isupper()
        and not any(c.isdigit() for c in line)
    )


def _is_longer_headline(line: str) -> bool:
    return (
        len(line) <= 2 * _WRAPPED_AT_MOST
        and len(line.split()) > _MENU_WORDS
        and line[-1] not in ".!?…:"
    )


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
    for read in (bar_rows, set_headings, key_values, table_rows):
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
    listed = begin > start or run[0] in layout.lettered
    return Block(begin, end, Kind.LIST_ITEM if listed else Kind.PARAGRAPH)
