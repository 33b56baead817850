"""Bullets, numbers and letters that stand before a line, set off from it."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from index.pdf.segments import Segment

_NUMBER = re.compile(
    r"\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.):]{1,2}|(?:[A-Z\d]{1,3}\.){1,5}\d{0,3}\.?|[IVXL]{1,5}"
)
_LETTERS = "ovn§"
"""What bullets of Wingdings and of typewriters are in letters."""
_FAR = 6.0
"""Heights of a letter that a label may stand from its line."""


def is_bullet(words: str) -> bool:
    """Whether words are the sign of a list item alone."""
    if len(words) != 1:
        return False
    kind = unicodedata.category(words)
    return words in _LETTERS or (
        kind in ("Po", "So", "Sm", "Pd", "Co") and words not in "%&@#=+<>|!?,;:.*\"'/"
    )


def is_label(words: str) -> bool:
    """Whether words are a bullet or a number with its dot or bracket."""
    return is_bullet(words) or _NUMBER.fullmatch(words) is not None


def labels_joined(segments: Sequence[Segment]) -> list[Segment]:
    """Segments with labels put to the words that stand behind them on their line."""
    joined: list[Segment] = []
    for segment in segments:
        label = joined[-1] if joined else None
        if label is not None and is_label(label.text) and _stands_before(label, segment):
            joined[-1] = replace(
                segment, text=f"{label.text} {segment.text}", x0=label.x0,
                lefts=(*label.lefts, *segment.lefts),
            )  # fmt: skip
        else:
            joined.append(segment)
    return joined


def _stands_before(label: Segment, segment: Segment) -> bool:
    middle = (label.y0 + label.y1) / 2
    gap = segment.x0 - label.x1
    return segment.y0 < middle < segment.y1 and 0 <= gap < _FAR * max(label.size, segment.size)
