"""What stands at the edges of a page between the two halves of a sentence.

Where a page, or part of one, is made of a printed one, its paragraphs go on over the number and the
head of the next page, though it has too few pages to show that these come back or count up.
"""

import re
from collections.abc import Sequence

from index.rules import Stage, declare
from index.structure.lines import Line, is_ended
from index.structure.unwrapping import hangs
from index.structure.wrapping import BROKEN_AT_LEAST, goes_on_for_sure, is_hyphenated

_NUMBERED_HEAD = re.compile(r"\d{1,4}\W[^\d]{3,}|[^\d]{3,}\W\d{1,4}")
_NUMBER_AT_MOST, _HEAD_AT_MOST = 4, 100
_BETWEEN_AT_MOST = 4
"""So many lines at the edges of two pages may part a sentence."""

HALVES = declare(
    "block-edges-in-a-sentence", Stage.INGEST,
    "A page number and the short lines beside it that part a sentence stand at the edge of a page.",
)  # fmt: skip


def _in_text(text: str, lines: Sequence[Line]) -> dict[int, str]:
    return {}


@HALVES.governs(without=_in_text)
def edges_within(text: str, lines: Sequence[Line]) -> dict[int, str]:
    """The lines that are a number with words in capitals, or alone beside short lines that look
    like a head, and these, where a sentence goes on over them; each with the reason in words.

    A number with nothing beside it may be the sentence's own, set large: “more than / 240 / trees”.
    It is an edge within a broken word alone.
    """
    found: dict[int, str] = {}
    for n, line in enumerate(lines):
        if line.length > _HEAD_AT_MOST or n in found:
            continue
        words = text[line.start : line.end]
        alone = words.isdecimal() and line.length <= _NUMBER_AT_MOST
        if not alone and not (words.isupper() and _NUMBERED_HEAD.fullmatch(words)):
            continue
        first, last = _parting(text, lines, n)
        if alone and first < last and not _is_printed(text, lines, n, (first, last)):
            continue
        found |= dict.fromkeys(range(first, last), "edge of a page")
    return found


def _is_printed(text: str, lines: Sequence[Line], number: int, parting: tuple[int, int]) -> bool:
    """Whether a number is that of a page, by what parts a sentence with it."""
    first, last = parting
    beside = [text[lines[n].start : lines[n].end] for n in range(first, last) if n != number]
    return is_hyphenated(text, lines[first - 1].end) or any(
        words.isupper() or any(c.isdigit() for c in words) for words in beside
    )


def _parting(text: str, lines: Sequence[Line], n: int) -> tuple[int, int]:
    """The first line and the one behind the last of those, with line `n`, that part a sentence;
    none where they do not."""
    for first in range(n, max(0, n - _BETWEEN_AT_MOST), -1):
        if not _may_be_at_an_edge(text, lines[first]):
            break
        for last in range(n + 1, min(first + _BETWEEN_AT_MOST, len(lines) - 1) + 1):
            if _is_one_sentence(text, lines[first - 1], lines[last]):
                return first, last
            if not _may_be_at_an_edge(text, lines[last]):
                break
    return n, n


def _may_be_at_an_edge(text: str, line: Line) -> bool:
    return (
        line.length <= _HEAD_AT_MOST
        and not text[line.start].islower()
        and not is_ended(text, line.end)
    )


def _is_one_sentence(text: str, line: Line, other: Line) -> bool:
    """Whether a line of some length is not ended and another, of some length too, goes on it."""
    long = min(line.length, other.length) >= BROKEN_AT_LEAST
    return goes_on_for_sure(text, line, other) or (long and hangs(text, line))
