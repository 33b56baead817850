"""The first and last lines of a report, among which its date is looked for."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.structure.standing import is_standing, menu_length
from index.text.normalize import folded
from index.types import Block, Kind, Role

HEAD_BLOCKS = 6
"""So many first blocks of a page are its head."""
HEAD_LINES = 30
"""So many first lines are looked at for the date of a report,"""
TAIL_LINES = 12
"""and so many last ones, as of a letter or a ruling that is dated where it is signed."""
NO_BLOCK = -1
"""The block of a title that stands in none."""
_LINE_AT_MOST = 2000
WORD = re.compile(r"[A-Za-z][\w’'-]*|#?\d[\w.,:/-]*")
LINE = re.compile(r"[^\n\r\u2028\u2029]+")
SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]{0,3}$")
_OF_A_SENTENCE = 2
_OF_NAMES = frozenset({"of", "the", "and", "for", "in", "at", "on", "to", "by", "a", "this", "th"})
"""Small words that stand in names, titles and headings too."""


@dataclass(frozen=True, slots=True)
class CandidateLine:
    """A line of the head or the foot: its words, place, and how much running text is above it."""

    text: str
    block: int
    number: int
    from_end: int
    above: int
    kind: Kind
    before: str
    is_first: bool
    fills_block: bool


def candidate_lines(
    text: str, blocks: Sequence[Block], title: str | None
) -> Iterator[CandidateLine]:
    """The lines of the head and the foot, with their places; a title that stands in none of them
    is the first."""
    begin = menu_length(text, blocks)
    whole = [
        (number, block.kind, match.group().strip())
        for number, block in enumerate(blocks[begin:], begin)
        if block.role is not Role.FURNITURE
        for match in LINE.finditer(text, block.start, block.end)
    ]
    whole = [(n, kind, line) for n, kind, line in whole if line and not is_standing(line)]
    many, first = Counter(n for n, _, _ in whole), whole[0][0] if whole else begin
    if title and all(folded(title) != folded(line) for _, _, line in whole[:HEAD_LINES]):
        whole.insert(0, (NO_BLOCK, Kind.HEADING, title))
    above, before = 0, ""
    for number, (block, kind, line) in enumerate(whole):
        from_end = len(whole) - number
        if number < HEAD_LINES or from_end <= TAIL_LINES:
            yield CandidateLine(
                line[:_LINE_AT_MOST], block, number, from_end, above, kind, before,
                is_first=block == first and not any(b == first for b, _, _ in whole[:number]),
                fills_block=block != NO_BLOCK and many[block] == 1,
            )  # fmt: skip
        above += _is_running(line)
        before = line


def _is_running(line: str) -> bool:
    return is_sentence(line, WORD.findall(line))


def is_sentence(line: str, words: Sequence[str]) -> bool:
    """Whether a line ends as a sentence does and has words that names and titles lack."""
    if SENTENCE_END.search(line[-8:]) is None:
        return False
    lower = [word for word in words if word[0].islower() and word not in _OF_NAMES]
    return len(lower) >= _OF_A_SENTENCE
