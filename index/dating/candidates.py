"""Dates that may be the report's: those of its first and last lines, and what is seen of each.

What is seen is form and place: how far down the line stands, what else is in it, what word is
before the date. Which of that counts how much was fitted (`model`).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from index.dating.ahead import is_ahead
from index.dating.expressions import DayOrder, Expression, expressions
from index.dating.labels import (
    BEGINS_WITH_CLOCK,
    CLOCK,
    LEADS,
    WEEKDAY,
    label_of,
    preposition,
    without_times,
)
from index.dating.lines import (
    HEAD_LINES,
    NO_BLOCK,
    TAIL_LINES,
    WORD,
    CandidateLine,
    candidate_lines,
    is_sentence,
)
from index.types import Block, Kind

A_DAY = timedelta(days=1)
"""The grace that is given for time zones."""
A_YEAR = timedelta(days=366)
SOON = timedelta(days=31)
"""A day without its year that follows the latest day told so soon can hardly be of another."""
_LAST_YEAR = 9990
_ADDRESS = re.compile(
    r"(?:https?://|www\.|[\w.-]{1,64}@)\S+|[\w.-]{0,64}[A-Za-z_][\w.-]{0,64}/(?:[\w.-]{1,64}/){1,9}\S*"
)
_CITED = re.compile(r"[\[(][^\[\]()]{0,60}$")
_FEW_WORDS = 10
_FEW_CAPITALS = 4
_OFTEN, _ENTRIES = 3, 3
_FEW_SENTENCES = 3
_LAST_LINES = 2
_PLACES = (("top", 1), ("head", 8), ("long head", HEAD_LINES - 1))
_DATELINE = re.compile(r"[A-Z][\w .,'’/-]{1,40}[,:–—-]?\s{0,2}$")
_AFTER_DATELINE = re.compile(r"\s{0,2}(?:\([^()]{1,40}\)\s{0,2})?[–—:-]|\.\s")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A date of a line that may be the report's.

    `block` is the line's number, `form` what the line is but for its date, `label` the sort of word
    before it, as of an update, and "" for none. `signs` are what is seen of it.
    """

    expression: Expression
    block: int
    form: str
    label: str
    signs: frozenset[str]
    is_first: bool = False
    fills_block: bool = False

    @property
    def day(self) -> date:
        """The day, or the first of those that it may be."""
        return self.expression.first

    @property
    def is_short(self) -> bool:
        """Whether its line holds a few words beside it, at most."""
        return self.form in ("alone", "names", "labelled", "phrase")

    @property
    def is_above_text(self) -> bool:
        """Whether no running text stands above it."""
        return not self.signs.isdisjoint({"top", "head", "long head"})

    @property
    def is_masthead(self) -> bool:
        """Whether it is a day with its weekday, alone above all else."""
        return (
            self.is_first
            and self.form == "alone"
            and ("weekday" in self.signs and "clock" not in self.signs)
        )

    @property
    def own_block(self) -> int | None:
        """The number of the block that holds the date and little else; None where none does."""
        is_heading = "heading" in self.signs and self.form != "alone"
        return self.block if self.fills_block and self.is_short and not is_heading else None


def candidates(
    text: str,
    blocks: Sequence[Block],
    title: str | None,
    order: DayOrder | None,
    today: date,
    latest: date | None = None,
) -> list[Candidate]:
    """The dates of the title and of the first and last lines up to `today`, in order of place.

    A day without its year is the first such day from the `latest` on that the text names with its
    year; without that, such days are left out.
    """
    lines = list(candidate_lines(text, blocks, title))
    found = [
        _candidate(line, expression, others, latest)
        for line in lines
        for expression, others in _dates_of(line.text, order, latest)
        if expression.first <= today and (expression.is_day or expression.is_month)
        and not _in_address(line.text, expression.start)
    ]  # fmt: skip
    entries = sum(BEGINS_WITH_CLOCK.match(line.text) is not None for line in lines)
    return _compared(found, frozenset({"among clock times"} if entries >= _ENTRIES else ()))


def _dates_of(
    line: str, order: DayOrder | None, latest: date | None
) -> Iterator[tuple[Expression, Sequence[Expression]]]:
    """Each date of a line, with the others."""
    anchor = latest if latest is None or latest.year >= _LAST_YEAR else latest + A_YEAR - 3 * A_DAY
    found = expressions(line, order, anchor)
    for expression in found:
        if expression.stated_year or latest is None or expression.first >= latest:
            yield expression, [other for other in found if other is not expression]


def _candidate(
    line: CandidateLine, expression: Expression, others: Sequence[Expression], latest: date | None
) -> Candidate:
    words = line.text
    for other in others:
        words = words[: other.start] + " " * (other.end - other.start) + words[other.end :]
    ahead, behind = words[: expression.start], words[expression.end :]
    form, label = _form(ahead, behind, line), label_of(line, ahead)
    place = _place(line)
    led = preposition(ahead)
    signs = {
        form, place, f"{form}, {place}", f"label:{label or 'none'}", f"after:{led}",
        *_marks(line, expression, ahead, behind),
    }  # fmt: skip
    if not expression.stated_year and latest is not None:
        signs.add("no year, soon" if expression.first - latest <= SOON else "no year, later")
        signs |= {"no year, told"} if expression.first - latest >= A_YEAR - SOON else set()
    signs |= {"led to without a label"} if not label and led in LEADS else set()
    return Candidate(
        expression, line.block, form, label, frozenset(signs), line.is_first, line.fills_block
    )


def _form(ahead: str, behind: str, line: CandidateLine) -> str:
    """What a line is but for its date: nothing, names, a label, a phrase, a sentence or more. A
    title is no sentence, though a full stop may end it."""
    before, after = WORD.findall(without_times(ahead)), WORD.findall(without_times(behind))
    words = [*before, *after]
    if not words:
        return "alone"
    is_title = line.kind is Kind.HEADING and (line.is_first or line.block == NO_BLOCK)
    if not is_title and is_sentence(line.text, words):
        return "dateline" if _DATELINE.match(ahead) and _AFTER_DATELINE.match(behind) else "running"
    if len(words) > _FEW_WORDS:
        return "long"
    if before and not after and ahead.rstrip().endswith(":"):
        return "labelled"
    return "phrase" if any(word[0].islower() for word in words) else "names"


def _place(line: CandidateLine) -> str:
    if line.above == 0:
        near = next((name for name, last in _PLACES if line.number <= last), None)
        if near is not None:
            return near
    if line.from_end <= _LAST_LINES:
        return "foot"
    if line.number < HEAD_LINES and line.above <= _FEW_SENTENCES:
        return "under text"
    return "foot" if line.from_end <= TAIL_LINES else "further"


def _marks(line: CandidateLine, expression: Expression, ahead: str, behind: str) -> Iterator[str]:
    """What else is seen of a date in its line."""
    start, end = expression.start, expression.end
    marks = {
        "heading": line.kind is Kind.HEADING,
        "list": line.kind in (Kind.LIST_ITEM, Kind.TABLE_ROW, Kind.NOTE, Kind.CAPTION),
        "first in line": not WORD.search(without_times(ahead)),
        "last in line": not WORD.search(without_times(behind)),
        "in brackets": _CITED.search(ahead) is not None,
        "weekday": WEEKDAY.search(line.text[max(0, start - 12) : end + 12]) is not None,
        "clock": CLOCK.search(f"{ahead[-30:]} | {behind[:30]}") is not None,
        "two readings": expression.other is not None,
        "month": not expression.is_day,
        "capitals": line.text.isupper() and len(line.text.split()) > _FEW_CAPITALS,
        "to come": is_ahead(line.text, start, end),
        "range": re.match(r"\s?(?:[-–—]|to\b|through\b)\s?\w", behind) is not None,
    }
    return (name for name, seen in marks.items() if seen)


def _bin(value: int, bounds: Sequence[int]) -> str:
    """The first bound that a value does not exceed; "more" beyond all."""
    return next((str(bound) for bound in bounds if value <= bound), "more")


def _in_address(line: str, at: int) -> bool:
    return any(found.start() <= at < found.end() for found in _ADDRESS.finditer(line))


def _compared(found: Sequence[Candidate], of_all: frozenset[str]) -> list[Candidate]:
    """The candidates with what is seen of them beside each other, and `of_all` of them."""
    days = Counter(c.day for c in found if c.expression.is_day)
    set_apart = [c.day for c in found if _is_set_apart(c)]
    told = {c.day for c in found if c.form == "running"}
    latest = max(days, default=None)
    seen: set[date] = set()
    made = []
    for candidate in found:
        signs = {*candidate.signs, *of_all}
        if candidate.expression.is_day:
            signs.add(f"days:{_bin(len(days), (1, 2, 4, 8))}")
            signs |= {"latest of all"} if candidate.day == latest else set()
            signs |= {"first of all"} if not seen else set()
            signs |= {"again"} if days[candidate.day] > 1 else set()
            signs |= {"often"} if days[candidate.day] > _OFTEN else set()
            signs |= {"told too"} if candidate.day in told - {_told_by(candidate)} else set()
            signs |= {"first set apart"} if candidate.day == next(iter(set_apart), None) else set()
            signs |= {"only one set apart"} if {candidate.day} == set(set_apart) else set()
            seen.add(candidate.day)
        made.append(replace(candidate, signs=frozenset(signs)))
    return made


def _told_by(candidate: Candidate) -> date | None:
    """The day that a candidate in running text tells of; None of others."""
    return candidate.day if candidate.form == "running" else None


def _is_set_apart(candidate: Candidate) -> bool:
    """Whether a date stands in a line of its own, or with a name or a label."""
    short = not candidate.signs.isdisjoint({"alone", "names", "labelled"})
    return candidate.expression.is_day and short and candidate.label not in ("update", "else")
