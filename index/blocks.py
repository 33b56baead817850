"""Splitting a report's text into blocks: paragraphs, list items and short lines."""

import re
from collections.abc import Iterator

from index.types import Block

_BULLET = re.compile(r"(?:[•‣▪◦·●○*–—-]|\d{1,3}[.)])[ \t\u00a0]+(?=\S)")
_LINE = re.compile(r"[^\n\r\u2028\u2029\f\v]+")
_LINE_END = re.compile(r"\r\n|[\n\r\u2028\u2029\f\v]")
_BLANK = "".join(c for c in map(chr, range(0x3001)) if c.isspace()) + "\u200b\ufeff"
"""White space, and the characters without width that pages are strewn with."""

_WRAPPED_AT_MOST = 120
_WRAPPED_AT_LEAST = 40


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
        if not _BULLET.match(text, next_start) and (
            wrapped or _goes_on(text[start:end], text[next_start:next_end])
        ):
            end = next_end
            continue
        yield _block(text, start, end)
        start, end = next_start, next_end
    yield _block(text, start, end)


def _is_hard_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """True for three or more lines of about one width: a paragraph broken by an editor.

    In running text some lines begin in the middle of a sentence, and so with a small letter;
    in a list of headlines none does.
    """
    widths = [end - start for start, end in lines[:-1]]
    if len(widths) < 2 or not _WRAPPED_AT_LEAST <= max(widths) <= _WRAPPED_AT_MOST:
        return False
    unbulleted = [w for w, (s, _) in zip(widths, lines, strict=False) if not _BULLET.match(text, s)]
    full = sum(width >= 0.6 * max(widths) for width in widths)
    ended = sum(text[end - 1] in '.!?:"”' for _, end in lines[:-1])
    small = sum(text[start].islower() for start, _ in lines[1:])
    return (
        bool(unbulleted)
        and full >= 0.9 * len(widths)
        and ended <= len(widths) / 2
        and small >= len(widths) / 3
    )


def _goes_on(line: str, following: str) -> bool:
    """True where `following` can only be the rest of the sentence that `line` begins."""
    return following[0].islower() and len(line) >= _WRAPPED_AT_LEAST and line[-1] not in ".!?:"


def _block(text: str, start: int, end: int) -> Block:
    bullet = _BULLET.match(text, start, end)
    return Block(bullet.end() if bullet else start, end, is_list_item=bullet is not None)
