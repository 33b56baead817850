"""The course of a figure as steps: where each value is drawn, and the line through them.

Drawn by the page itself: the plots of the chat's framework draw in a script of its own, in which no
point opens a citation.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rag.types import Point

_MARGIN = 8.0
"""Per cent of the height left above the highest value and below the lowest."""


@dataclass(frozen=True, slots=True)
class Step:
    """A value, with how far along and how far down it is drawn, in per cent."""

    point: Point
    across: float
    down: float


@dataclass(frozen=True, slots=True)
class Steps:
    """A chart: its values in order, and the path through them on a square of 100."""

    steps: tuple[Step, ...]
    path: str


def steps_of(series: Sequence[Point]) -> Steps | None:
    """The chart of a course; None of one with no two days. Each value holds until the next."""
    if len({point.day for point in series}) < 2:
        return None
    first, last = series[0].day, series[-1].day
    values = [point.value for point in series]
    low, span = min(values), (max(values) - min(values)) or 1.0
    steps = tuple(
        Step(
            point,
            round(2 + 96 * (point.day - first).days / (last - first).days, 2),
            round(_MARGIN + (100 - 2 * _MARGIN) * (1 - (point.value - low) / span), 2),
        )
        for point in series
    )
    turns = [f"H{step.across} V{step.down}" for step in steps[1:]]
    return Steps(steps, " ".join([f"M{steps[0].across} {steps[0].down}", *turns]))
