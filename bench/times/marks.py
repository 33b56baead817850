"""The marked expressions of time, and whether what a reader makes of one is right."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from index.calendar import end_of_month

MARKS = Path(__file__).parent / "marks.jsonl"
OPTIONAL = "optional"
"""Of a mark that counts neither way: the year in a law's name, "the near future"."""
LOOSE = frozenset({"part", "span", "season", "fiscal", "feast"})
"""Kinds of which it is not settled where they begin and end."""
ENOUGH = 0.5
"""So much of all the days of both must be in common where that is not settled."""


@dataclass(frozen=True, slots=True)
class Value:
    """The days from `first` to `last`, or `about` so."""

    first: date
    last: date
    about: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """An expression of time at `start:end` of a file, and the days that it names; none where it is
    optional. `out_on` is its report's day where that tells which they are."""

    field: str
    file: str
    start: int
    end: int
    value: Value | None
    kind: str
    out_on: date | None
    needs_context: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What a reader takes for an expression of time, and the days that it names to it."""

    start: int
    end: int
    first: date
    last: date


def read_marks() -> list[Mark]:
    """All marks, in order of field, file and place."""
    return [_mark(**json.loads(line)) for line in MARKS.read_text("utf-8").splitlines()]


def set_aside(field: str) -> bool:
    """Whether a field's marks are not looked at by those who work on readers."""
    return int(sha256(field.encode()).hexdigest(), 16) % 2 == 1


def days_of(written: str) -> Value:
    """The days that an EDTF date or interval of year, month or day means; "~" is about."""
    first, _, last = written.partition("/")
    begin, end = _bounds(first), _bounds(last or first)
    return Value(begin[0], end[1], written.endswith("~"))


def is_right(mark: Mark, found: Sequence[Found]) -> bool:
    """Whether one of what was found at a mark, or all of it together, has its days."""
    if not found or mark.value is None:
        return False
    hull = Found(0, 0, min(f.first for f in found), max(f.last for f in found))
    return any(_same(mark, mark.value, f) for f in (*found, hull))


def at(mark: Mark, found: Sequence[Found]) -> list[Found]:
    """What of all that was found in a file stands at a mark."""
    return [f for f in found if f.start < mark.end and mark.start < f.end]


def _same(mark: Mark, value: Value, found: Found) -> bool:
    if (found.first, found.last) == (value.first, value.last):
        return True
    common = (min(found.last, value.last) - max(found.first, value.first)).days + 1
    lasts = (found.last - found.first).days + 1
    if value.about:
        return common > 0 and lasts <= 366
    both = lasts + (value.last - value.first).days + 1 - common
    relative = mark.kind == "relative" and (value.last - value.first).days not in (0, 6, 364, 365)
    return (mark.kind in LOOSE or relative) and common >= ENOUGH * both


def _bounds(written: str) -> tuple[date, date]:
    year, *rest = map(int, written.rstrip("~").split("-"))
    if len(rest) == 2:
        day = date(year, *rest)
        return day, day
    month = rest[0] if rest else 1
    return date(year, month, 1), end_of_month(year, rest[0] if rest else 12)


def _mark(**stated: object) -> Mark:
    value, out_on = stated.pop("value"), stated.pop("out_on")
    return Mark(
        **stated,  # type: ignore[arg-type]
        value=days_of(str(value)) if value is not None else None,
        out_on=date.fromisoformat(str(out_on)) if out_on else None,
    )


def by_file(marks: Sequence[Mark]) -> Iterator[tuple[tuple[str, str], list[Mark]]]:
    """The marks of each file."""
    for place in dict.fromkeys((m.field, m.file) for m in marks):
        yield place, [m for m in marks if (m.field, m.file) == place]
