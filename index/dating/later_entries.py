"""Until when the entries of a page go on: as it is, it is not known before the last of them."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum

from index import language
from index.dating.ahead import is_ahead
from index.dating.candidates import A_DAY, A_YEAR, SOON
from index.dating.expressions import DayOrder, Expression, expressions
from index.dating.labels import BEGINS_WITH_CLOCK, LABEL_WORDS, label, without_times
from index.dating.lines import SENTENCE_END, WORD, lines_of
from index.rules import Stage, declare
from index.types import Block, Kind, Role

LAST_ENTRY = declare(
    "date-last-entry", Stage.INGEST,
    "A report with entries below its date that later days head is known from the last of them.",
)  # fmt: skip
_LISTED = (Kind.LIST_ITEM, Kind.TABLE_ROW, Kind.NOTE, Kind.CAPTION)
_HEAD_AT_MOST = 80
"""So many first characters of a line are looked at for the day that heads an entry."""
_PLACE_WORDS = 3
_LAST_YEAR = 9990
_ADDITIONS = language.words("dating", "additions")
_RUN_IN = re.compile(r"\s{0,2}(?:[.:;—–]|-{1,2})[\W_]{0,4}[^\W\d_]")
_FIGURE = re.compile(r"\d")


class Form(IntEnum):
    """How a day heads an entry: alone in its line, first in a heading, or first in a text. The less
    is set apart, the more of them it takes. What begins with the word for an addition is one in any
    case."""

    ADDED = 0
    ALONE = 1
    HEADING = 2
    RUN_IN = 3


@dataclass(frozen=True, slots=True)
class _Head:
    """A day that heads an entry."""

    day: date
    form: Form


@dataclass(frozen=True, slots=True)
class _Bounds:
    """The last day that heads an entry so far, the last that is believed, and the order in which
    day and month are written."""

    last: date
    today: date
    order: DayOrder | None


def last_entry(
    text: str,
    blocks: Sequence[Block],
    first: date,
    today: date,
    order: DayOrder | None,
    *,
    heads_page: bool,
    forms: Collection[Form] = tuple(Form),
) -> date | None:
    """The day of the last entry of a report of the day `first`, up to `today`; None where it has no
    entries of later days.

    But for what was added, the first of these is of soon after, and where the report's own day does
    not head the page, it takes two of them at least. Only those of some `forms` count.
    """
    heads = [head for head in _heads(text, blocks, first, today, order) if head.form in forms]
    ends = [head.day for head in heads if head.form is Form.ADDED]
    for form in (Form.ALONE, Form.HEADING, Form.RUN_IN):
        days = [head.day for head in heads if Form.ALONE <= head.form <= form]
        if len(days) >= max(form, 1 if heads_page else 2) and min(days) - first <= SOON:
            ends.append(max(days))
    return max(ends) if LAST_ENTRY.applies(bool(ends)) else None


def _heads(
    text: str, blocks: Sequence[Block], first: date, today: date, order: DayOrder | None
) -> Iterator[_Head]:
    """The days after `first` that head entries which have text; those within a line in order of
    time, as what a text tells of need not be."""
    bounds = _Bounds(first, today, order)
    pending: _Head | None = None
    above = ""
    for block in blocks:
        if block.role is Role.FURNITURE:
            continue
        for line in lines_of(text, block):
            head = None if block.kind in _LISTED else _head(line, above, block.kind, bounds)
            if head is not None:
                pending = head if head.day > first else None
                bounds = replace(bounds, last=max(bounds.last, head.day))
            in_line = head is None or head.form in (Form.RUN_IN, Form.ADDED)
            tells = line if in_line else ""
            if pending is not None and SENTENCE_END.search(tells[-8:]):
                yield pending
                pending = None
            above = line


def _head(line: str, above: str, kind: Kind, bounds: _Bounds) -> _Head | None:
    """The day that a line begins with, or that is all of it; None of other lines."""
    found = _first_day(line[:_HEAD_AT_MOST], bounds)
    if found is None:
        return None
    begin = line[:_HEAD_AT_MOST]
    before = WORD.findall(without_times(begin[: found.start]))
    behind = WORD.findall(without_times(line[found.end :][:_HEAD_AT_MOST]))
    if not behind:
        return _Head(found.first, Form.ALONE) if _is_plain(line, above, before, found) else None
    if _is_of_an_addition(begin[: found.start], before) and _RUN_IN.match(line, found.end):
        return _Head(found.first, Form.ADDED)
    if before or found.first < bounds.last or is_ahead(line, found.start, found.end):
        return None
    if kind is Kind.HEADING:
        return _Head(found.first, Form.HEADING)
    goes_on = _RUN_IN.match(line, found.end) or BEGINS_WITH_CLOCK.match(line)
    return _Head(found.first, Form.RUN_IN) if goes_on is not None else None


def _is_of_an_addition(ahead: str, before: Sequence[str]) -> bool:
    """Whether the few words before a day name what is added to a report, as a correction is."""
    few = 0 < len(before) <= LABEL_WORDS
    return few and (before[0].lower() in _ADDITIONS or label(ahead) == "update")


def _first_day(begin: str, bounds: _Bounds) -> Expression | None:
    """The day that a line names first; one without its year is of soon after the last before."""
    last = bounds.last
    if not _FIGURE.search(begin) or last.year >= _LAST_YEAR:
        return None
    found = next(iter(expressions(begin, bounds.order, last + A_YEAR - 3 * A_DAY)), None)
    if found is None or not found.is_day or found.other is not None or found.first > bounds.today:
        return None
    return found if found.stated_year or last <= found.first <= last + SOON else None


def _is_plain(line: str, above: str, before: Sequence[str], found: Expression) -> bool:
    """Whether nothing but a place stands before a day, and nothing above it says what it is of."""
    if before:
        is_place = len(before) <= _PLACE_WORDS and all(word[0].isupper() for word in before)
        return is_place and not label(line[: found.start])
    return len(above.split()) > LABEL_WORDS or not label(above)
