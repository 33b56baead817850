"""Lines of a column, put together from its strips."""

import re
from collections.abc import Iterable, Sequence

from index.pdf.segments import Segment
from index.pdf.strips import Strip
from index.structure.lines import is_ended

_LABEL = re.compile(
    r"(?:[^\w\s]|[ovn§]|\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.):]{1,2}"
    r"|(?:[A-Z\d]{1,3}\.){1,5}\d{0,3}\.?|\d{1,2}|[IVXL]{1,5})"
)
"""A bullet, a number or a letter that a line begins with."""
_LABEL_GAP = 6.0
"""Heights of a letter that may be between a label and its line."""
_APART = 2.5
"""Heights of a letter; what stands farther from each other on a line is not one line."""
_KEY_GAP = 25.0
"""Heights of a letter that may be between a key with its colon and its value."""
_RULE = re.compile(r"[-–—―_=.·•*\s]{3,}")


class Line:
    """A line of words. `label` is the bullet or the number that it begins with, by itself;
    `marked` says that the mark of a note stood before it, `first_word` is the width of its first
    word. Made once and not changed."""

    __slots__ = ("bold", "first_word", "is_ended", "label", "marked", "segments", "size", "text",
                 "x0", "x1", "y0")  # fmt: skip

    def __init__(self, segments: list[Segment], label: str = "") -> None:
        first = segments[0]
        self.segments = segments
        self.label = label
        self.text = " ".join([segment.text for segment in segments])
        self.x0, self.y0, self.x1 = first.x0, first.y0, segments[-1].x1
        self.size = max([segment.size for segment in segments])
        self.bold = all(segment.bold for segment in segments)
        self.marked = first.marked
        lefts = first.lefts
        self.first_word = (lefts[1] if len(lefts) > 1 else first.x1) - lefts[0]
        self.is_ended = is_ended(self.text, len(self.text))

    @property
    def begins_small(self) -> bool:
        """Whether it begins in small letters, as within a sentence."""
        return self.text[:1].islower()


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
    if len(level) == 1:
        return [Line(list(level))]
    lines: list[tuple[list[Segment], str]] = []
    for segment in level:
        if not lines:
            lines.append(([segment], ""))
            continue
        above, label = lines[-1]
        gap = segment.x0 - above[-1].x1
        size = max(segment.size, max(s.size for s in above))
        labels = not label and len(above) == 1 and _LABEL.fullmatch(above[0].text) is not None
        if labels and gap < _LABEL_GAP * size:
            above.append(segment)
            lines[-1] = above, above[0].text
        elif gap < (_KEY_GAP if len(above) == 1 and above[0].text[-1] == ":" else _APART) * size:
            above.append(segment)
        else:
            lines.append(([segment], ""))
    return [Line(segments, label) for segments, label in lines]
