"""Strips of a page: segments beside each other, and what is free between them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.pdf.drawn import Box
from index.pdf.segments import Segment

Interval = tuple[float, float]

_SHRUNK = 0.22
"""Of the height of a letter; boxes of lines that are set tight overlap by as much."""
_RULES = 3
_ACROSS = 0.6
"""Of the width of some strips, as much a rule takes up that is drawn across them."""
_ONE_RULE = 2.5
"""Points; lines drawn no farther apart are one, as those of neighbouring cells."""
FAR = 1e6
"""Points; farther out than any page."""


@dataclass(slots=True, eq=False)
class Strip:
    """Segments that stand beside each other, from left to right, and the intervals that they take
    up, none touching another."""

    segments: list[Segment]
    taken: list[Interval]
    low: float
    high: float

    @property
    def size(self) -> float:
        """The height of its letters."""
        return max(segment.size for segment in self.segments)


def strips_of(segments: Iterable[Segment]) -> list[Strip]:
    """The strips of some segments, from the top down."""
    found: list[list[Segment]] = []
    low = -FAR
    for segment in sorted(segments, key=lambda s: -s.y1):
        shrunk = _SHRUNK * (segment.y1 - segment.y0)
        if found and segment.y1 - shrunk > low:
            found[-1].append(segment)
            low = min(low, segment.y0 + shrunk)
        else:
            found.append([segment])
            low = segment.y0 + shrunk
    return [strip_of(some) for some in found]


def strip_of(segments: list[Segment]) -> Strip:
    """Segments as one strip."""
    segments.sort(key=lambda s: (s.x0, -s.y0))
    taken: list[Interval] = []
    for segment in segments:
        if taken and segment.x0 <= taken[-1][1]:
            taken[-1] = (taken[-1][0], max(taken[-1][1], segment.x1))
        else:
            taken.append((segment.x0, segment.x1))
    return Strip(segments, taken, min(s.y0 for s in segments), max(s.y1 for s in segments))


def free_in(gaps: Sequence[Interval], strip: Strip, least: float) -> list[Interval]:
    """What of some intervals, of this width at least, a strip does not take up."""
    free: list[Interval] = []
    for left, right in gaps:
        at = left
        for begin, end in strip.taken:
            if end <= at:
                continue
            if begin >= right:
                break
            if begin - at >= least:
                free.append((at, begin))
            at = end
        if right - at >= least:
            free.append((at, right))
    return free


def on_both_sides(strips: Sequence[Strip], gap: Interval) -> int:
    """How many segments stand on the side of a gap that has fewer, where there are some on both."""
    left, right = gap
    segments = [segment for strip in strips for segment in strip.segments]
    sides = (
        [segment for segment in segments if segment.x1 <= left + 0.01],
        [segment for segment in segments if segment.x0 >= right - 0.01],
    )
    if not all(sides):
        return 0
    low = max(min(segment.y0 for segment in side) for side in sides)
    high = min(max(segment.y1 for segment in side) for side in sides)
    return min(sum(low < (s.y0 + s.y1) / 2 < high for s in side) for side in sides)


def are_interleaved(above: Strip, below: Strip, least: float) -> bool:
    """Whether two strips are lines of columns side by side that do not stand on one height."""
    (left, right), (other_left, other_right) = (
        (strip.taken[0][0], strip.taken[-1][1]) for strip in (above, below)
    )
    apart = max(left, other_left) - min(right, other_right)
    return below.high > above.low and apart >= least


def rules_across(strips: Sequence[Strip], strokes: Sequence[Box]) -> list[float]:
    """The heights at which lines are drawn across a table; none where they are few."""
    left = min(strip.taken[0][0] for strip in strips)
    right = max(strip.taken[-1][1] for strip in strips)
    high, low = strips[0].high + 20, strips[-1].low - 20
    found: list[list[float]] = []
    for x0, y0, x1, y1 in sorted(strokes, key=lambda box: box[1]):
        if y1 - y0 >= x1 - x0 or not low < y0 < high:
            continue
        width = min(x1, right + 20) - max(x0, left - 20)
        if found and y0 - found[-1][0] < _ONE_RULE:
            found[-1][1] += width
        else:
            found.append([y0, width])
    heights = [y for y, width in found if width > _ACROSS * (right - left)]
    return heights if len(heights) >= _RULES else []
