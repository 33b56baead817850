"""The first and last lines of a report, among which its date is looked for."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.rules import Stage, declare
from index.structure.standing import is_standing, menu_length
from index.text.normalize import aligned, folded
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
_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_BROKEN_AT_LEAST, _NEARLY_FULL = 40, 0.85
"""Characters of a line that somebody broke by hand, and how much of the longest such line of its
paragraph each takes up with the first word of the next."""
SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]{0,3}$")
_OF_A_SENTENCE = 2
_OF_NAMES = frozenset({"of", "the", "and", "for", "in", "at", "on", "to", "by", "a", "this", "th"})
"""Small words that stand in names, titles and headings too."""


WHOLE_LINES = declare(
    "date-whole-lines", Stage.INGEST,
    "Lines of running text that were broken by hand are one in which a date is looked for.",
)  # fmt: skip


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
        (number, block.kind, line)
        for number, block in enumerate(blocks[begin:], begin)
        if block.role is not Role.FURNITURE
        for line in lines_of(text, block)
    ]
    whole = [(n, kind, line) for n, kind, line in whole if not is_standing(line)]
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


def lines_of(text: str, block: Block) -> list[str]:
    """The lines of a block, without what stands around them; one line of running text that was
    broken by hand."""
    lines = [match.group().strip() for match in _LINE.finditer(text, block.start, block.end)]
    lines = [line for line in lines if line]
    if len(lines) > 1 and _are_broken(lines):
        whole = " ".join(aligned(text[block.start : block.end]).split())
        if WHOLE_LINES.applies(is_sentence(whole, WORD.findall(whole))):
            return [whole]
    return lines


def _are_broken(lines: Sequence[str]) -> bool:
    """Whether each line but the last is long, and had no room for the first word of the next."""
    width = max(map(len, lines))
    return all(
        len(line) >= _BROKEN_AT_LEAST
        and len(line) + 1 + len(after.split(None, 1)[0]) >= _NEARLY_FULL * width
        for line, after in pairwise(lines)
    )


def _is_running(line: str) -> bool:
    return is_sentence(line, WORD.findall(line))


def is_sentence(line: str, words: Sequence[str]) -> bool:
    """Whether a line ends as a sentence does and has words that names and titles lack."""
    if SENTENCE_END.search(line[-8:]) is None:
        return False
    lower = [word for word in words if word[0].islower() and word not in _OF_NAMES]
    return len(lower) >= _OF_A_SENTENCE
