"""Items of a plain list that letters or numerals before a bracket mark: a), b) or (i), (ii), and
paragraphs that are numbered as those of judgments are: [1], [2].

The mark is part of an item's words, since others refer to it.
"""

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from index.rules import Stage, declare
from index.structure.lines import Line

_MARK = re.compile(
    r"(?:\(?([A-Za-z]|[ivxIVX]{2,5}|\d{1,2})\)|\[(\d{1,3})\](?=\s+[\"“‘'(]?[A-Z]))"
    r"[ \t\u00a0]+(?=\S)"
)
_NUMERALS = (
    "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv",
    "xvi", "xvii", "xviii", "xix", "xx",
)  # fmt: skip

LETTERED = declare(
    "block-lettered-items", Stage.INGEST,
    "Lines marked with letters or numerals that follow each other, a) and b), are items of a list.",
)  # fmt: skip


def is_marked(text: str, line: Line) -> bool:
    """Whether a line begins with what may mark an item."""
    return _MARK.match(text, line.start, line.end) is not None


def mark_of(text: str, start: int, end: int) -> str:
    """The letter, numeral or number that marks what begins at `start` as an item; empty if none
    does."""
    found = _MARK.match(text, start, end)
    return _told(found) if found else ""


def _told(mark: re.Match[str]) -> str:
    return (mark.group(1) or mark.group(2)).lower()


def _none(text: str, lines: Sequence[Line], apart: Collection[int]) -> set[int]:
    return set()


@LETTERED.governs(without=_none)
def lettered_items(text: str, lines: Sequence[Line], apart: Collection[int]) -> set[int]:
    """Numbers of the lines that begin an item: those whose mark comes next to that of another.

    `apart` are lines that are something else.
    """
    marked = [
        (n, _told(found)) for n, line in enumerate(lines)
        if n not in apart and (found := _MARK.match(text, line.start, line.end))
    ]  # fmt: skip
    return {
        n for (one, mark), (other, following) in pairwise(marked) if follows(mark, following)
        for n in (one, other)
    }  # fmt: skip


def follows(mark: str, following: str) -> bool:
    """Whether a mark is the next one, as letters, as numerals or as figures; none follows none."""
    if not mark or not following:
        return False
    if mark.isdigit() or following.isdigit():
        return mark.isdigit() and following.isdigit() and int(following) == int(mark) + 1
    if len(mark) == len(following) == 1 and ord(following) == ord(mark) + 1:
        return True
    return any(pair == (mark, following) for pair in pairwise(_NUMERALS))
