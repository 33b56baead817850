"""Whether the next line goes on a paragraph, by how the lines of its text were broken."""

import sys
from collections.abc import Sequence

from index.rules import Stage, always, declare
from index.structure.lettered import is_marked
from index.structure.lines import Line, is_aside, is_ended, is_item
from index.structure.wrapping import (
    BROKEN_AT_LEAST,
    NEAR,
    Wrapping,
    begins_nothing,
    column_of,
    goes_on_for_sure,
    is_hyphenated,
    is_small,
    reach,
)
from index.text.sentences import is_cut
from index.text.stops import goes_on_behind
from index.text.terms import FUNCTION_WORDS

_LOOSELY = 0.93
"""A line that does not end as a sentence does need not come as near the width of its column, since
letters differ in width."""
_WORDS_THAT_HANG = 3
_OPENING, _CLOSING = "“(", "”)"
_OPENS = "(["
_BRACKETED_AT_MOST = 400
"""Characters from a bracket at the beginning of a paragraph to the one that ends it."""

WRAPPED_LINES = declare(
    "block-wrapped-lines", Stage.INGEST,
    "Lines of a paragraph that somebody broke by hand are put together again.",
)  # fmt: skip
PARTED_LINES = declare(
    "block-parted-lines", Stage.INGEST,
    "Where some lines begin with a comma, others were parted from their sentence as well.",
)  # fmt: skip
HANGING_LINES = declare(
    "block-hanging-lines", Stage.INGEST,
    "A line that ends in a word such as “of”, or within a quotation, goes on in any letters.",
)  # fmt: skip


BRACKETED = declare(
    "block-in-brackets", Stage.INGEST,
    "Lines from a square bracket that opens a paragraph to the one that ends it are one block.",
)  # fmt: skip


def _around(lines: Sequence[Line], n: int, following: int, spacing: int) -> list[int]:
    """The numbers of the lines near a break that no blank line parts from it."""
    first, last = n, following
    while first > max(0, n - NEAR) and lines[first].blank <= spacing:
        first -= 1
    while last < min(len(lines) - 1, following + NEAR) and lines[last + 1].blank <= spacing:
        last += 1
    return list(range(first, last + 1))


def is_full(text: str, lines: Sequence[Line], n: int, following: int, wrapping: Wrapping) -> bool:
    """Whether a line is as long as those that were broken, and could not hold the next word.

    A column that is narrower than the text must show its width itself.
    """
    if following >= len(lines) or lines[n].length > wrapping.most:
        return False
    column = column_of(lines, n, following, wrapping.spacing)
    beside = any(
        0.75 * column <= lines[m].length <= 1.33 * column
        for m in _around(lines, n, following, wrapping.spacing)
        if m in wrapping.sure
    )
    wide = column >= 0.8 * wrapping.most / 1.15 and lines[n].length >= wrapping.least
    fits = wrapping.fits * (1 if is_ended(text, lines[n].end) else _LOOSELY)
    return reach(text, lines[n], lines[following]) >= fits * column and (wide or beside)


@WRAPPED_LINES.governs(without=always(False))
def goes_on(
    text: str, lines: Sequence[Line], run: Sequence[int], following: int, wrapping: Wrapping
) -> bool:
    """Whether line `following` goes on the paragraph of the lines `run`.

    They are neighbours but for page furniture. The later lines of a list item may be indented.
    """
    n = run[-1]
    line, other = lines[n], lines[following]
    in_list = is_item(text, lines[run[0]]) or is_marked(text, lines[run[0]])
    over_page = other.new_page or following > n + 1
    small = text[other.start].islower() or is_aside(text, other)
    ended = is_ended(text, line.end)
    full = is_full(text, lines, n, following, wrapping)
    if over_page:
        return _goes_on_over_a_page(text, lines, run, following, wrapping)
    if BRACKETED.applies(_is_in_brackets(text, lines, run, other)):
        return True
    if other.blank > wrapping.spacing:
        near = other.blank == 1 and small and not ended
        return near and (full or goes_on_for_sure(text, line, other))
    if is_hyphenated(text, line.end) and (small or full):
        return True
    if HANGING_LINES.applies(hangs(text, line)) and not is_item(text, other):
        return True
    if PARTED_LINES.applies(wrapping.parted and _is_parted(text, line, other)):
        return True
    if small and not ended:
        sure = full or n in wrapping.sure or line.length >= BROKEN_AT_LEAST
        return sure or (len(run) > 1 and bool(wrapping.sure))
    if not full or (other.indent > line.indent + 1 and not in_list):
        return False
    return small or not ended or not _announces(text, lines, following, wrapping)


def _is_in_brackets(text: str, lines: Sequence[Line], run: Sequence[int], other: Line) -> bool:
    """Whether a paragraph begins with a square bracket that ends soon, and not before another line
    of it, as of a sidenote, over single blank lines too."""
    first = lines[run[0]]
    if text[first.start] != "[" or other.blank > 1:
        return False
    closing = text.find("]", first.start, first.start + _BRACKETED_AT_MOST)
    return closing >= other.start


def _is_parted(text: str, line: Line, other: Line) -> bool:
    """Whether a line goes on another, which is not ended, with what begins no sentence, or behind a
    word that ends none."""
    if is_ended(text, line.end) or is_item(text, other):
        return False
    last = text[line.start : line.end].rsplit(None, 1)[-1]
    begins = text[other.start]
    return (
        begins_nothing(text, other)
        or begins.islower()
        or begins in _OPENS
        or last in FUNCTION_WORDS
    )


def _goes_on_over_a_page(
    text: str, lines: Sequence[Line], run: Sequence[int], following: int, wrapping: Wrapping
) -> bool:
    """The same of the first line of a page, where the sentence on the page before is not ended.

    Pages may differ in width: the lines above show that of theirs.
    """
    n = run[-1]
    line, other = lines[n], lines[following]
    small = is_small(text, other)
    words = text[line.start : line.end], text[other.start : other.end]
    if is_ended(text, line.end) and not is_cut(*words):
        return False
    if small and (is_hyphenated(text, line.end) or (len(run) > 1 and wrapping.sure)):
        return True
    if HANGING_LINES.applies(hangs(text, line)):
        return True
    if line.length < BROKEN_AT_LEAST:
        return False
    above = lines[run[-2]].length if len(run) > 1 else sys.maxsize
    narrow = reach(text, line, other) >= wrapping.fits * above
    return (
        small
        or is_full(text, lines, n, following, wrapping)
        or (narrow and not _announces(text, lines, following, wrapping))
    )


def hangs(text: str, line: Line) -> bool:
    """Whether no sentence can end where a line of a paragraph does: behind a word that carries
    nothing by itself, or within a quotation or brackets that it opened."""
    words = text[line.start : line.end]
    if len(words.split()) < _WORDS_THAT_HANG:
        return False
    open_mark = max(words.rfind(mark) for mark in _OPENING)
    opened = open_mark >= 0 and not any(mark in words[open_mark:] for mark in _CLOSING)
    last = words.rsplit(None, 1)[-1]
    unended = opened and not is_ended(text, line.end)
    return unended or last in FUNCTION_WORDS or goes_on_behind(last)


def _announces(text: str, lines: Sequence[Line], n: int, wrapping: Wrapping) -> bool:
    """Whether a line below the end of a sentence ends on purpose and is no sentence: a heading."""
    goes = n + 1 < len(lines) and lines[n + 1].blank <= wrapping.spacing
    return (
        not is_ended(text, lines[n].end)
        and not is_full(text, lines, n, n + 1, wrapping)
        and not (goes and text[lines[n + 1].start].islower())
    )
