"""Lines of a column, put together from its strips."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.pdf.segments import Segment
from index.pdf.strips import Strip

_LABEL = re.compile(
    r"(?:[^\w\s]|[ovn§]|\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.):]{1,2}"
    r"|(?:[A-Z\d]{1,3}\.){1,5}\d{0,3}\.?|\d{1,2}|[IVXL]{1,5})"
)
"""A bullet, a number or a letter that a line begins with."""
_LABEL_GAP = 6.0
"""Heights of a letter that may be between a label and its line."""
_APART = 2.5
"""Heights of a letter; what stands farther from each other on a line is not one line."""
_RULE = re.compile(r"[-–—―_=.·•*\s]{3,}")


@dataclass(slots=True, eq=False)
class Line:
    """A line of words. `label` is the bullet or the number that it begins with, by itself."""

    segments: list[Segment]
    label: str = ""

    @property
    def text(self) -> str:
        return " ".join(segment.text for segment in self.segments)

    @property
    def x0(self) -> float:
        return self.segments[0].x0

    @property
    def x1(self) -> float:
        return self.segments[-1].x1

    @property
    def y0(self) -> float:
        return self.segments[0].y0

    @property
    def size(self) -> float:
        return max(segment.size for segment in self.segments)

    @property
    def bold(self) -> bool:
        return all(segment.bold for segment in self.segments)

    @property
    def marked(self) -> bool:
        """Whether the mark of a note stood before it."""
        return self.segments[0].marked

    @property
    def first_word(self) -> float:
        """The width of its first word."""
        lefts = self.segments[0].lefts
        return (lefts[1] if len(lefts) > 1 else self.segments[0].x1) - lefts[0]


def lines_of(strips: Iterable[Strip]) -> list[Line]:
    """The lines of a column, from the top down, those apart on one strip from left to right."""
    lines: list[Line] = []
    for strip in strips:
        for level in levels(strip.segments):
            lines += _split(level)
    return lines


def levels(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Segments in lines from the top down, those of each from left to right."""
    if len(segments) == 1:
        return [list(segments)]
    levels: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda s: -(s.y0 + s.y1)):
        middle = (segment.y0 + segment.y1) / 2
        level = next(
            (some for some in levels if some[0].y0 < middle < some[0].y1
             and not any(_overlap(segment, other) for other in some)),
            None,
        )  # fmt: skip
        if level is None:
            levels.append([segment])
        else:
            level.append(segment)
    return [sorted(level, key=lambda s: s.x0) for level in levels]


def is_rule(line: Line) -> bool:
    """Whether a line is drawn with signs, as above notes."""
    return _RULE.fullmatch(line.text) is not None


def _overlap(one: Segment, other: Segment) -> bool:
    return min(one.x1, other.x1) - max(one.x0, other.x0) > 0.3 * min(one.size, other.size)


def _split(level: Sequence[Segment]) -> list[Line]:
    """The lines that segments side by side are: one, but where they stand far apart. A label that
    a line begins with goes with it, however far."""
    lines: list[Line] = []
    for segment in level:
        above = lines[-1] if lines else None
        gap = segment.x0 - above.x1 if above else 0.0
        size = max(segment.size, above.size) if above else segment.size
        if above and not above.label and len(above.segments) == 1:
            text = above.segments[0].text
            if _LABEL.fullmatch(text) and gap < _LABEL_GAP * size:
                above.label = text
                above.segments.append(segment)
                continue
        if above and gap < _APART * size:
            above.segments.append(segment)
        else:
            lines.append(Line([segment]))
    return lines
