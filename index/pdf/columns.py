"""The order in which a page is read: columns of text, tables, and what stands over all columns.

A page is cut from the top down into bands in which the same gaps stay free between words (recursive
cuts along the axes after Nagy & Seth 1984, with the gaps of neighbouring strips intersected). A
band is a table where words to the left and right of its gaps stand on the same lines, and columns
where lines fill them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from index.pdf.drawn import Box
from index.pdf.labels import labels_joined
from index.pdf.segments import Segment
from index.pdf.strips import (
    FAR,
    Interval,
    Strip,
    are_interleaved,
    free_in,
    on_both_sides,
    rules_across,
    strips_of,
)

_NARROW, _WIDE = 0.6, 1.1
"""Heights of a letter: gaps of columns with many lines, and with few, are as wide."""
_MANY, _FEW = 4, 2
_DEPTH = 6
_TIGHT = 1.6
"""Lines that stand as much farther from each other than those of a band are not of it."""
_TYPE = 0.1
_PROSE_WORDS, _PROSE_FILL, _PROSE_LINES = 4, 0.55, 3
_ALIGNED, _SAME_LINE = 0.6, 0.2


@dataclass(slots=True, eq=False)
class Column:
    """Strips that are read line by line."""

    strips: list[Strip]


@dataclass(slots=True, eq=False)
class Table:
    """Strips that hold the rows of a table."""

    strips: list[Strip]


Area = Column | Table


@dataclass(frozen=True, slots=True)
class _Band:
    begin: int
    end: int
    gaps: list[Interval]


def in_reading_order(segments: Sequence[Segment], strokes: Sequence[Box]) -> list[Area]:
    """The areas of a page in the order in which they are read."""
    return _cut(strips_of(labels_joined(segments)), strokes, 0)


def _cut(strips: list[Strip], strokes: Sequence[Box], depth: int) -> list[Area]:
    areas: list[Area] = []
    at = 0
    for band in _bands(strips) if depth < _DEPTH else []:
        if band.begin > at:
            areas.append(Column(strips[at : band.begin]))
        areas += _band(strips[band.begin : band.end], band.gaps, strokes, depth)
        at = band.end
    if at < len(strips):
        areas.append(Column(strips[at:]))
    return areas


def _bands(strips: Sequence[Strip]) -> list[_Band]:
    """The bands, from the top down, none overlapping another."""
    found: list[_Band] = []
    at = 0
    while at < len(strips):
        band = _grown(strips, at, len(strips)) if _may_begin(strips, at) else None
        if band is None:
            at += 1
            continue
        longer = _reaching(strips, band)
        if longer is not None:  # what stands above it has gaps of its own
            band = _grown(strips, at, longer)
            at = longer
        if band is not None:
            bound = found[-1].end if found else 0
            begin = band.begin
            while begin > bound and _goes_on_above(strips, begin, band.gaps):
                begin -= 1
            found.append(_Band(begin, band.end, band.gaps))
            at = max(at, band.end)
    return found


def _may_begin(strips: Sequence[Strip], at: int) -> bool:
    if len(strips[at].taken) > 1:
        return True
    following = strips[at + 1] if at + 1 < len(strips) else None
    return following is not None and are_interleaved(
        strips[at], following, _NARROW * strips[at].size
    )


def _reaching(strips: Sequence[Strip], band: _Band) -> int | None:
    """Where a longer band begins within one, and goes on beyond it; None where none does."""
    if band.end >= len(strips):
        return None
    for width in (_WIDE, _NARROW):
        begin = _grown_upward(strips, band, width * strips[band.end].size)
        longer = _grown(strips, begin, len(strips)) if begin < band.end else None
        if longer is None or longer.end <= band.end:
            continue
        if longer.end - begin > band.end - band.begin:
            return begin
    return None


def _grown_upward(strips: Sequence[Strip], band: _Band, least: float) -> int:
    """How far up gaps stay free that are so beside what ends a band."""
    gaps: list[Interval] = [(-FAR, FAR)]
    begin = band.end + 1
    first, last = FAR, -FAR
    while begin > band.begin + 1:
        strip = strips[begin - 1]
        narrower = free_in(gaps, strip, least)
        first, last = min(first, strip.taken[0][0]), max(last, strip.taken[-1][1])
        inner = any(left >= first and right <= last for left, right in narrower)
        if not inner and begin < band.end:
            break
        gaps, begin = narrower, begin - 1
    return begin


def _grown(strips: Sequence[Strip], begin: int, bound: int) -> _Band | None:
    """The band that begins at a strip, and ends before another; None where there is none."""
    size = strips[begin].size
    gaps: list[Interval] = [(-FAR, FAR)]
    first, last = FAR, -FAR
    end = begin
    while end < bound:
        strip = strips[end]
        if end > begin and strips[end - 1].low - strip.high > 4 * size:
            break
        narrower = free_in(gaps, strip, _NARROW * size)
        first, last = min(first, strip.taken[0][0]), max(last, strip.taken[-1][1])
        inner = any(left >= first and right <= last for left, right in narrower)
        if not inner and end > begin:
            break
        gaps, end = narrower, end + 1
    within = strips[begin:end]
    first = min((strip.taken[0][0] for strip in within), default=FAR)
    last = max((strip.taken[-1][1] for strip in within), default=-FAR)
    kept = [
        gap for gap in gaps
        if gap[0] >= first and gap[1] <= last and _parts(within, gap, size)
    ]  # fmt: skip
    if not kept:
        return None
    if end == len(strips) and _is_prose(_columns(_segments(within), kept)):
        return _Band(begin, end, kept)  # one column may be longer than the others
    return _Band(begin, _without_tail(strips, begin, end), kept)


def _parts(strips: Sequence[Strip], gap: Interval, size: float) -> bool:
    """Whether a gap is one between columns: the narrower, the more lines it must part."""
    support = on_both_sides(strips, gap)
    wide = gap[1] - gap[0] >= _WIDE * size
    return support >= (_FEW if wide else _MANY)


def _without_tail(strips: Sequence[Strip], begin: int, end: int) -> int:
    """Where a band ends: before strips with words in one column alone, from the first on that
    stands apart or is in other type."""
    tail = end
    while tail > begin + 1 and len(strips[tail - 1].taken) == 1:
        tail -= 1
    size = median(strip.size for strip in strips[begin:end])
    for at in range(tail, end):
        above, strip = strips[at - 1], strips[at]
        apart = above.low - strip.high > (_TIGHT - 1) * max(above.size, strip.size)
        if apart or abs(strip.size - size) > _TYPE * size:
            return at
    return end


def _goes_on_above(strips: Sequence[Strip], begin: int, gaps: Sequence[Interval]) -> bool:
    """Whether the strip above a band is of one of its columns: it leaves the gaps free and stands
    as near as lines do."""
    above, first = strips[begin - 1], strips[begin]
    crosses = any(
        end > left + 0.01 and start < right - 0.01
        for start, end in above.taken for left, right in gaps
    )  # fmt: skip
    near = above.low - first.high <= (_TIGHT - 1) * 0.7 * max(above.size, first.size)
    return near and not crosses and abs(above.size - first.size) < _TYPE * first.size


def _band(
    strips: list[Strip], gaps: Sequence[Interval], strokes: Sequence[Box], depth: int
) -> list[Area]:
    columns = _columns(_segments(strips), gaps)
    if rules_across(strips, strokes) or (not _is_prose(columns) and _is_aligned(strips)):
        return [Table(strips)]
    return [area for column in columns for area in _cut(strips_of(column), strokes, depth + 1)]


def _segments(strips: Sequence[Strip]) -> list[Segment]:
    return [segment for strip in strips for segment in strip.segments]


def _columns(segments: Sequence[Segment], gaps: Sequence[Interval]) -> list[list[Segment]]:
    edges = [(left + right) / 2 for left, right in gaps]
    columns: list[list[Segment]] = [[] for _ in range(len(edges) + 1)]
    for segment in segments:
        middle = (segment.x0 + segment.x1) / 2
        columns[sum(edge < middle for edge in edges)].append(segment)
    return [column for column in columns if column]


def _is_prose(columns: Sequence[Sequence[Segment]]) -> bool:
    """Whether two columns or more, and no less than half of all, are mostly lines of words that
    fill them."""
    filled = 0
    for column in columns:
        width = max(s.x1 for s in column) - min(s.x0 for s in column)
        lines = [
            s.x1 - s.x0 for s in column
            if len(s.lefts) >= _PROSE_WORDS and s.x1 - s.x0 >= _PROSE_FILL * width
        ]  # fmt: skip
        mostly = 2 * sum(lines) >= sum(s.x1 - s.x0 for s in column)
        filled += len(lines) >= _PROSE_LINES and mostly
    return filled >= 2 and 2 * filled >= len(columns)


def _is_aligned(strips: Sequence[Strip]) -> bool:
    """Whether what stands beside each other stands on one line, as in the rows of a table."""
    beside = [strip for strip in strips if len(strip.taken) > 1]
    level = 0
    for strip in beside:
        feet = [segment.y0 for segment in strip.segments]
        level += max(feet) - min(feet) <= _SAME_LINE * strip.size or _has_level_row(strip)
    return bool(beside) and level >= _ALIGNED * len(beside)


def _has_level_row(strip: Strip) -> bool:
    """The same of a strip whose cells have several lines: the first or the last ones do."""
    tops: dict[float, int] = {}
    for segment in strip.segments:
        near = next((y for y in tops if abs(y - segment.y0) <= _SAME_LINE * strip.size), None)
        tops[segment.y0 if near is None else near] = tops.get(near or segment.y0, 0) + 1
    return sum(count > 1 for count in tops.values()) * 2 >= len(tops)
