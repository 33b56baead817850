"""Where the text of a report stands on the pages of its file."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

Box = tuple[float, float, float, float]
"""Left, bottom, right and top, in points from the lower left of the page as it is shown."""

LINE_AT_MOST = 2000
"""Characters in one line of a page map; looking one up relies on it."""
_LEVEL = 0.5
_BESIDE = 1.5


@dataclass(frozen=True, slots=True)
class PageLine:
    """Words in a row on a page: `text[start:end]` of the report.

    `page` is counted from 1. `words` are the offsets in the line at which its words begin, with
    their left edges; without any it is not cut.
    """

    start: int
    end: int
    page: int
    box: Box
    words: tuple[tuple[int, float], ...]

    def cut(self, start: int, end: int) -> Box:
        """The box of what of a span stands in the line."""
        left, low, right, high = self.box
        if not self.words:
            return self.box
        if start > self.start:
            left = self._edge(start - self.start)
        if end < self.end:
            right = self._edge(end - self.start)
        return left, low, max(left, right), high

    def _edge(self, at: int) -> float:
        """Where the character at an offset begins: within its word, by the share of it before."""
        number = max(0, bisect_right(self.words, at, key=lambda word: word[0]) - 1)
        offset, left = self.words[number]
        following = self.words[number + 1 :]
        behind, right = following[0] if following else (self.end - self.start, self.box[2])
        return left + (right - left) * (at - offset) / max(1, behind - offset)


@dataclass(frozen=True, slots=True)
class PageBoxes:
    """Rectangles on one page, counted from 1, from the top down."""

    page: int
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class PageMap:
    """The lines of a report's text on its pages, in the order of the text."""

    lines: tuple[PageLine, ...]

    def within(self, start: int, end: int) -> "PageMap":
        """The lines that hold something of `text[start:end]`."""
        behind = bisect_left(self.lines, end, key=lambda line: line.start)
        first = bisect_right(self.lines, start, key=lambda line: line.end)
        return PageMap(self.lines[first:behind])

    def boxes(self, start: int, end: int) -> tuple[PageBoxes, ...]:
        """Where `text[start:end]` stands, page by page in the order in which it is read."""
        lines = self.within(start, end).lines
        return tuple(
            PageBoxes(page, _joined(line.cut(start, end) for line in some))
            for page, some in groupby(lines, key=lambda line: line.page)
        )


def _joined(boxes: Iterable[Box]) -> tuple[Box, ...]:
    """Boxes that stand beside each other on a line as one."""
    joined: list[Box] = []
    for left, low, right, high in boxes:
        if joined:
            other_left, other_low, other_right, other_high = joined[-1]
            level = min(high, other_high) - max(low, other_low) > _LEVEL * (high - low)
            across = right - left > high - low  # lines of a turned page stand beside each other
            if level and across and 0 <= left - other_right < _BESIDE * (high - low):
                joined[-1] = other_left, min(low, other_low), right, max(high, other_high)
                continue
        joined.append((left, low, right, high))
    return tuple(
        (round(left, 1), round(low, 1), round(right, 1), round(high, 1))
        for left, low, right, high in joined
    )
