"""Splitting a report's text into blocks: paragraphs, list items and short lines."""

import re
import sys
from collections.abc import Iterator, Sequence

from index.rules import Stage, always, declare
from index.types import Block, Kind

_BULLET = re.compile(r"(?:[•‣▪◦·●○*–—-]|\d{1,3}[.)])[ \t\u00a0]+(?=\S)")
_LINE = re.compile(r"[^\n\r\u2028\u2029\f\v]+")
_LINE_END = re.compile(r"\r\n|[\n\r\u2028\u2029\f\v]")
_BLANK = "".join(c for c in map(chr, range(0x3001)) if c.isspace()) + "\u200b\ufeff"
"""White space, and the characters without width that pages are strewn with."""

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

BULLETS = declare(
    "block-bullets", Stage.INGEST,
    "A bullet or a number before a line is the mark of a list item and no part of its text.",
)  # fmt: skip
WRAPPED_LINES = declare(
    "block-wrapped-lines", Stage.INGEST,
    "Lines of a paragraph that somebody broke by hand are put together again.",
)  # fmt: skip
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

    A line is a block of its own, unless it goes on the paragraph above: text that was wrapped
    by hand is joined, within the lines that no blank line parts.
    """
    blocks: list[Block] = []
    for group in _line_groups(text, begin):
        blocks.extend(_join_wrapped(text, group))
    return blocks


def _line_groups(text: str, begin: int) -> Iterator[list[tuple[int, int]]]:
    """Runs of lines that no blank line parts, as trimmed spans."""
    group: list[tuple[int, int]] = []
    previous_end = begin
    for line in _LINE.finditer(text, begin):
        gap = len(_LINE_END.findall(text, previous_end, line.start()))
        previous_end = line.end()
        span = _trim(text, line.start(), line.end())
        if (gap > 1 or span is None) and group:
            yield group
            group = []
        if span is not None:
            group.append(span)
    if group:
        yield group


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    line = text[start:end]
    stripped = line.strip(_BLANK)
    if not stripped:
        return None
    start += line.index(stripped)
    return start, start + len(stripped)


def _join_wrapped(text: str, lines: list[tuple[int, int]]) -> Iterator[Block]:
    wrapped = _is_hard_wrapped(text, lines)
    start, end = lines[0]
    for next_start, next_end in lines[1:]:
        bulleted = _after_bullet(text, next_start) > next_start
        if not bulleted and (wrapped or _goes_on(text, start, end, next_start)):
            end = next_end
            continue
        yield _block(text, start, end)
        start, end = next_start, next_end
    yield _block(text, start, end)


@WRAPPED_LINES.governs(without=always(False))
def _is_hard_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """True for three or more lines of about one width: a paragraph broken by an editor.

    In running text some lines begin in the middle of a sentence, and so with a small letter;
    in a list of headlines none does.
    """
    widths = [end - start for start, end in lines[:-1]]
    if len(widths) < 2 or not _WRAPPED_AT_LEAST <= max(widths) <= _WRAPPED_AT_MOST:
        return False
    unbulleted = [
        w for w, (s, _) in zip(widths, lines, strict=False) if _after_bullet(text, s) == s
    ]  # fmt: skip
    full = sum(width >= 0.6 * max(widths) for width in widths)
    ended = sum(text[end - 1] in '.!?:"”' for _, end in lines[:-1])
    small = sum(text[start].islower() for start, _ in lines[1:])
    return (
        bool(unbulleted)
        and full >= 0.9 * len(widths)
        and ended <= len(widths) / 2
        and small >= len(widths) / 3
    )


@WRAPPED_LINES.governs(without=always(False))
def _goes_on(text: str, start: int, end: int, following: int) -> bool:
    """True where what `following` begins can only be the rest of the sentence of `start:end`."""
    return (
        text[following].islower()
        and end - start >= _WRAPPED_AT_LEAST
        and text[end - 1] not in ".!?:"
    )


def _block(text: str, start: int, end: int) -> Block:
    begin = _after_bullet(text, start, end)
    return Block(begin, end, Kind.LIST_ITEM if begin > start else Kind.PARAGRAPH)


def _with_its_bullet(text: str, start: int, end: int = sys.maxsize) -> int:
    return start


@BULLETS.governs(without=_with_its_bullet)
def _after_bullet(text: str, start: int, end: int = sys.maxsize) -> int:
    """Where the words of a line begin: behind its bullet, where it has one."""
    bullet = _BULLET.match(text, start, end)
    return bullet.end() if bullet else start
