"""The reports along a line of time: where each is drawn, so that none covers another."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from index.types import ReportHead

COLUMNS = 48
"""Places along the line; reports of one place are stacked."""
STACK = 6
"""Reports drawn above each other in one place, at most; the others are counted."""
_MOST_TICKS = 6


@dataclass(frozen=True, slots=True)
class Mark:
    """A report on the line: how far along, in per cent, and how high in its stack, from 0."""

    report: ReportHead
    across: float
    up: int


@dataclass(frozen=True, slots=True)
class Tick:
    """A label under the line: a day, or the month or year `of` it."""

    across: float
    day: date
    of: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Marks in order of date. `undrawn` reports have no room, `undated` ones no date."""

    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    undrawn: int
    undated: int
    height: int


def timeline_of(reports: Sequence[ReportHead], wanted: Collection[str]) -> Timeline | None:
    """The reports that have a date along a line of time; None where none has.

    Those of which the ids are `wanted` are drawn even where there is no room for all.
    """
    dated = [(r.dated.published_on, r) for r in reports if r.dated.published_on is not None]
    if not dated:
        return None
    days = [day for day, _ in dated]
    first, last = min(days), max(days)
    stacks: dict[int, list[ReportHead]] = {}
    for day, report in dated:
        column = round((COLUMNS - 1) * _share(day, first, last))
        stacks.setdefault(column, []).append(report)
    marks = [
        Mark(report, _across(column / (COLUMNS - 1)), up)
        for column, stack in sorted(stacks.items())
        for up, report in enumerate(_drawn(stack, wanted))
    ]
    return Timeline(
        tuple(marks), _ticks(first, last), len(dated) - len(marks), len(reports) - len(dated),
        max(mark.up for mark in marks) + 1,
    )  # fmt: skip


def _share(day: date, first: date, last: date) -> float:
    """How much of the time from the first day to the last has gone by on a day."""
    span = (last - first).days
    return (day - first).days / span if span else 0.5


def _across(share: float) -> float:
    """Per cent of the width, with a margin for half a mark at both ends."""
    return round(2 + 96 * share, 2)


def _drawn(stack: list[ReportHead], wanted: Collection[str]) -> list[ReportHead]:
    """The reports of a stack that are drawn, in their order."""
    kept = sorted(stack, key=lambda report: report.id not in wanted)[:STACK]
    return [report for report in stack if report in kept]


def _ticks(first: date, last: date) -> tuple[Tick, ...]:
    """Months or years under the line, a few, far enough apart to be read."""
    months = [
        date(year, month, 1)
        for year in range(first.year, last.year + 1)
        for month in range(1, 13)
        if first <= date(year, month, 1) <= last
    ]
    if len(months) < 2:
        labels = {first, last}
        return tuple(Tick(_across(_share(day, first, last)), day, "day") for day in sorted(labels))
    step = -(-len(months) // _MOST_TICKS)
    if step > 3:
        months = [month for month in months if month.month == 1] or months
        step = -(-len(months) // _MOST_TICKS)
    of = "year" if all(month.month == 1 for month in months) and len(months) > 1 else "month"
    return tuple(Tick(_across(_share(month, first, last)), month, of) for month in months[::step])
