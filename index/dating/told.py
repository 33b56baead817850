"""The days that a report tells of, as far as they bear on when it came out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.dating.ahead import AHEAD_AT_LEAST, EVEN, is_ahead
from index.dating.candidates import A_DAY, A_YEAR
from index.dating.expressions import Expression, expressions
from index.structure.standing import is_standing
from index.text.normalize import aligned
from index.times.dates import (
    MONTH_NAME,
    YEAR_BESIDE_NUMBERS,
    DayMention,
    day_mentions,
    month_number,
)
from index.types import Block

_MONTH_AND_YEAR = re.compile(rf"\b{MONTH_NAME}\b\.?\s{{1,9}}(?P<year>{YEAR_BESIDE_NUMBERS})\b")
_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]]{0,3}$")


@dataclass(frozen=True, slots=True)
class DaysTold:
    """Days up to one that the text tells of, with their year or without, and those after it that it
    tells as past."""

    stated: tuple[date, ...]
    inferred: tuple[date, ...]
    later: tuple[date, ...]

    def latest(self, upto: date) -> date | None:
        """The last day told up to one; None where there is none."""
        return max((day for day in self.stated + self.inferred if day <= upto), default=None)


def days_told(text: str, blocks: Sequence[Block], day: date, today: date) -> DaysTold:
    """The days that the sentences of blocks tell of, as seen from `day`.

    A later day counts where its year is stated and nothing puts it ahead: what a report announces
    is no sign of when it came out.
    """
    stated: list[date] = []
    inferred: list[date] = []
    later: list[date] = []
    for block in blocks:
        line = aligned(text[block.start : block.end]).rstrip()
        if not _SENTENCE.search(line[-8:]) or is_standing(line):
            continue
        for mention in day_mentions(line, day):
            (stated if mention.stated_year else inferred).extend(mention.days)
            after = [d for d in mention.days if day + A_DAY < d <= today]
            if mention.stated_year and after and not _is_announced(line, mention, day):
                later += after
        stated += _months(line)
    return DaysTold(
        tuple(d for d in stated if d <= day), tuple(d for d in inferred if d <= day), tuple(later)
    )


def _is_announced(line: str, mention: DayMention, day: date) -> bool:
    """Whether a report of a day may announce a later one. Few days are announced for more than a
    year ahead, so that it must be likely of these."""
    near = mention.days[-1] - day <= A_YEAR
    at_least = AHEAD_AT_LEAST if near else EVEN
    return is_ahead(line, mention.start, mention.end, at_least)


def _months(text: str) -> list[date]:
    return [
        date(int(match["year"]), month_number(match["month"]), 1)
        for match in _MONTH_AND_YEAR.finditer(text)
    ]


def latest_named(text: str, blocks: Sequence[Block], today: date) -> Expression | None:
    """The latest day with its year up to `today`, or the month if that is later, that is told as
    past, and not in a copyright line."""
    latest: Expression | None = None
    for block in blocks:
        line = text[block.start : block.end]
        if is_standing(line):
            continue
        for found in expressions(line, None):
            named = _until(found, today)
            newer = named is not None and (latest is None or named.first > latest.last)
            if newer and not is_ahead(line, found.start, found.end):
                latest = named
    return latest


def _until(found: Expression, today: date) -> Expression | None:
    """A day, the last one of several up to `today`, or a month; None for what is later, or is not
    clear."""
    if found.first > today or found.other is not None:
        return None
    if found.is_month:
        return found
    day = found.last if found.last <= today else found.first
    return replace(found, first=day, last=day)
