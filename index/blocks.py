"""Splitting a report's text into blocks: paragraphs, list items and short lines."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from index.headings import set_headings
from index.lettered import lettered_items
from index.lines import Line, after_bullet, is_aside, is_item, is_rule, read_lines
from index.pages import page_edges
from index.placing import place
from index.rules import Stage, always, declare
from index.tables import Form, key_values, table_rows
from index.turns import speakers
from index.types import Block, Kind, Role
from index.wrapping import Wrapping, goes_on, learn_wrapping

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
    lines = read_lines(text, begin)
    edges = page_edges(text, lines)
    forms = {form.first: form for form in _forms(text, lines) if form.first not in edges}
    apart = {n for form in forms.values() for n in range(form.first, form.last + 1)}
    apart |= {n for n, line in enumerate(lines) if is_rule(text, line)}
    said = speakers(text, lines, apart | edges.keys())
    lettered = lettered_items(text, lines, apart | edges.keys() | said.keys())
    wrapping = learn_wrapping(text, lines, apart | edges.keys())
    layout = _Layout(text, lines, edges, forms, apart, said, lettered, wrapping)
    blocks = [_block(layout, run) for run in _paragraphs(layout)]
    return place(text, blocks, {lines[n].start: who for n, who in said.items()})


@dataclass(frozen=True, slots=True)
class _Layout:
    """What the lines of a text are, each by its number."""

    text: str
    lines: Sequence[Line]
    edges: Mapping[int, str]
    forms: Mapping[int, Form]
    apart: Collection[int]
    said: Mapping[int, str]
    lettered: Collection[int]
    wrapping: Wrapping


def _forms(text: str, lines: Sequence[Line]) -> list[Form]:
    """Lines that are something by their form; a line is the first thing that it can be."""
    taken: set[int] = set()
    forms: list[Form] = []
    for form in [*set_headings(text, lines), *key_values(text, lines), *table_rows(text, lines)]:
        if not taken & set(range(form.first, form.last + 1)):
            taken |= set(range(form.first, form.last + 1))
            forms.append(form)
    return forms


def _paragraphs(layout: _Layout) -> list[list[int]]:
    """Numbers of the lines of each block, its first and its last among them; those of page edges
    stand within the paragraph that goes on over them."""
    runs: list[list[int]] = []
    held: list[list[int]] = []
    n = 0
    while n < len(layout.lines):
        last = layout.forms[n].last if n in layout.forms else n
        if n in layout.edges:
            held.append([n])
        else:
            if runs and _goes_on(layout, runs[-1], n):
                runs[-1] += [m for run in held for m in run] + [n]
            else:
                runs += [*held, [n, last] if last > n else [n]]
            held = []
        n = last + 1
    return [*runs, *held]


def _goes_on(layout: _Layout, run: Sequence[int], n: int) -> bool:
    text, lines = layout.text, layout.lines
    if run[-1] in layout.apart or n in layout.apart or n in layout.said or n in layout.lettered:
        return False
    bulleted = is_item(text, lines[n])
    if bulleted and is_aside(text, lines[n]) and run[-1] in layout.wrapping.sure:
        bulleted = False
    return not bulleted and goes_on(text, lines, run, n, layout.wrapping)


def _block(layout: _Layout, run: Sequence[int]) -> Block:
    start, end = layout.lines[run[0]].start, layout.lines[run[-1]].end
    if run[0] in layout.edges:
        return Block(start, end, role=Role.FURNITURE, reason=layout.edges[run[0]])
    form = layout.forms.get(run[0])
    if form:
        return Block(start, end, form.kind, level=form.level, under=form.under)
    begin = after_bullet(layout.text, start, end)
    listed = begin > start or run[0] in layout.lettered
    return Block(begin, end, Kind.LIST_ITEM if listed else Kind.PARAGRAPH)
