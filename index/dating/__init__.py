"""The day on which a report came out.

A page shows several dates, and the most prominent one is often not the report's. So the signs are
weighed against each other: what the file states of itself, a date at the head or the foot of the
text, a day in the report's address, and the days that the text tells of.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from index.calendar import day_in_words
from index.dating.addresses import own_days
from index.dating.candidates import A_DAY, Candidate, candidates
from index.dating.chances import Chance, chances
from index.dating.dateline import (
    FAIR,
    FRESH,
    NO_YEAR,
    POSSIBLE,
    Body,
    is_update,
    own_dateline,
    weigh_dateline,
    without_year,
)
from index.dating.entries import heads_the_page
from index.dating.expressions import DayOrder, Expression, agreed_order, orders_shown
from index.dating.later_entries import Form, last_entry
from index.dating.lines import HEAD_BLOCKS
from index.dating.names import as_named, days_in_name, is_undecided, known_by_name, naming_of
from index.dating.stated import DaysBeside, in_order, read_in_order, stated_date
from index.dating.told import latest_named
from index.dating.weak import (
    borne_out_by_name,
    day_of_address,
    gives_way,
    named_elsewhere,
    out_at_its_address,
    told_at_least,
)
from index.rules import Stage, declare
from index.times.dates import day_mentions
from index.types import Block, Confidence, DateSource, Metadata, ReportDate

Dating = tuple[ReportDate, int | None]
"""A date, and the number of the block that it stands in, if it is one of its own."""
_WITH_ENTRIES = (DateSource.BYLINE, DateSource.FRONT_MATTER, DateSource.FILE)
"""Where a date is from that may be of the first of several entries; a web page may have comments
below it, with days of their own."""
_OF_A_LINE = (DateSource.BYLINE, DateSource.TEXT)
"""Where a date is from that was read of a date line, or of what the text tells after that."""
__all__ = [
    "HEAD_BLOCKS",
    "DayOrder",
    "agreed_order",
    "as_named",
    "date_report",
    "day_mentions",
    "is_undecided",
    "later_in_text",
    "naming_of",
    "orders_shown",
    "read_in_order",
]

NOT_TO_COME = declare(
    "date-not-to-come", Stage.INGEST, "A day after today is no day on which a report came out."
)
DATE_LINE = declare(
    "date-line", Stage.INGEST,
    "A date in the head or the foot of a text may tell when the report came out.",
)  # fmt: skip
CHANGED = declare(
    "date-page-changed", Stage.INGEST,
    "A page that was changed after it came out is known from then on, unless its text is dated.",
)  # fmt: skip


def _dated_however_late(
    text: str,
    blocks: Sequence[Block],
    metadata: Metadata,
    path: str,
    today: date,
    order: DayOrder | None = None,
) -> Dating:
    return _dated(Body(text, blocks, date.max), metadata, path, order)


@NOT_TO_COME.governs(without=_dated_however_late)
def date_report(
    text: str,
    blocks: Sequence[Block],
    metadata: Metadata,
    path: str,
    today: date,
    order: DayOrder | None = None,
) -> Dating:
    """The published date of a report, and the number of the block it stands in, if in one.

    `today` bounds what can be believed: a date after it is no published date. `order` is that in
    which other reports of the corpus write day and month as figures, where that is known: what this
    one shows of it comes first.
    """
    return _dated(Body(text, blocks, today), metadata, path, order)


def _dated(body: Body, metadata: Metadata, path: str, order: DayOrder | None) -> Dating:
    shown = orders_shown(body.text)
    if len(shown) == 1:
        order = next(iter(shown))
    latest = latest_named(body.text, body.blocks, body.today)
    found = _candidates(body, metadata.title, latest) if metadata.dated_by_text else []
    likely = chances(found)
    days = own_days(body.text, body.blocks, metadata, body.today)
    own = own_dateline(likely, {*days, *borne_out_by_name(likely, path, body.today)})
    beside = DaysBeside(days, frozenset(days_in_name(path, body.today)))
    dated = stated_date(metadata, own, body, order, beside)
    if dated is None and own is not None:
        dated = _of_own_line(own, body, latest, order)
        if dated.source is DateSource.BYLINE:
            dated = replace(dated, not_before=_possible_later(dated, likely))
            address = day_of_address(metadata, body.today)
            dated = out_at_its_address(dated, own.candidate, address)
            dated = known_by_name(dated, path, body.today)
    elsewhere = named_elsewhere(metadata, path, body.today)
    if elsewhere is not None and (
        dated is None
        or (dated.source is DateSource.BYLINE and _is_unclear(own))
        or (dated.source in _OF_A_LINE and gives_way(dated, own, elsewhere, body))
    ):
        dated = elsewhere
    block = _own_block(dated, own)
    if dated is None:
        dated = told_at_least(body, metadata, latest)
    else:
        dated = _with_entries(dated, body, likely, order)
    changed = [c.day for c in found if is_update(c) and c.is_short]
    return _with_changes(dated, metadata, own, changed), block


def later_in_text(
    text: str, blocks: Sequence[Block], title: str | None, dated: ReportDate, upto: date
) -> date | None:
    """The last day after its date, and up to another, that a report may be of by its text alone;
    None where there is none."""
    body = Body(text, blocks, upto)
    likely = chances(_candidates(body, title, latest_named(text, blocks, upto)))
    of_lines = replace(dated, not_before=_possible_later(dated, likely))
    return _with_entries(of_lines, body, likely, None).not_before


def _possible_later(dated: ReportDate, likely: Sequence[Chance]) -> date | None:
    """The last of the later days that may be the report's as well."""
    days = [
        chance.candidate.day for chance in likely
        if chance.probability >= POSSIBLE and chance.candidate.expression.is_day
    ]  # fmt: skip
    later = [day for day in days if dated.latest is not None and day > dated.latest]
    return max(later, default=None)


def _with_entries(
    dated: ReportDate, body: Body, likely: Sequence[Chance], order: DayOrder | None
) -> ReportDate:
    """A date with the day of the last entry below it, if that is later, or of what was added."""
    first = dated.published_on
    if first is None:
        return dated
    forms = tuple(Form) if dated.source in _WITH_ENTRIES else (Form.ADDED,)
    heads_page = any(c.candidate.day == first and heads_the_page(c.candidate) for c in likely)
    last = last_entry(
        body.text, body.blocks, first, body.today, order, heads_page=heads_page, forms=forms
    )
    if last is None:
        return dated
    return replace(dated, not_before=max(last, dated.not_before or last))


def _no_candidates(body: Body, title: str | None, latest: Expression | None) -> list[Candidate]:
    return []


@DATE_LINE.governs(without=_no_candidates)
def _candidates(body: Body, title: str | None, latest: Expression | None) -> list[Candidate]:
    since = latest.first if latest is not None and NO_YEAR.on else None
    return candidates(body.text, body.blocks, title, None, body.today, since)


def _of_own_line(
    own: Chance, body: Body, latest: Expression | None, order: DayOrder | None
) -> ReportDate:
    """What the text states of its date, its figures read in the order of others where that is
    known."""
    expression = own.candidate.expression
    if not expression.stated_year and latest is not None:
        return without_year(own, latest.first)
    if expression.other is None or order is None:
        return weigh_dateline(own, body)
    first, other = expression.first, expression.other
    if order is DayOrder.MONTH_FIRST:
        first, other = other, first
    read = replace(expression, first=first, last=first, other=None)
    chosen = replace(own, candidate=replace(own.candidate, expression=read))
    return in_order(weigh_dateline(chosen, body), other)


def _is_unclear(own: Chance | None) -> bool:
    return own is None or own.probability < FAIR


def _own_block(dated: ReportDate | None, own: Chance | None) -> int | None:
    """The number of the block that holds the report's date and little else; None where none does,
    or where it is not clear that this is its date."""
    if dated is None or own is None or own.probability < FAIR:
        return None
    shown = (own.candidate.day, own.candidate.expression.last)
    known = (dated.earliest, dated.latest, dated.page_date)
    of_it = dated.source is DateSource.BYLINE or any(day in known for day in shown)
    return own.candidate.own_block if of_it else None


def _unchanged(
    dated: ReportDate, metadata: Metadata, own: Chance | None, in_text: Sequence[date]
) -> ReportDate:
    return dated


@CHANGED.governs(without=_unchanged)
def _with_changes(
    dated: ReportDate, metadata: Metadata, own: Chance | None, in_text: Sequence[date]
) -> ReportDate:
    """A date with the last day on which the report was changed, by its file or its text.

    What the file says of that bears on the text only where this has no date of its own; what the
    text says does in any case.
    """
    came_out = dated.latest
    stated = [metadata.date_modified] if metadata.date_modified is not None else []
    changed = max([*stated, *in_text], default=dated.date_modified)
    if changed is None or came_out is None or changed <= came_out + A_DAY:
        return replace(dated, date_modified=changed)
    by_itself = own is not None and own.candidate.expression.last >= came_out
    rewritten = changed in in_text or not by_itself
    dated = replace(dated, date_modified=changed)
    if not rewritten:
        return dated
    dated = replace(dated, not_before=max(changed, dated.not_before or changed))
    if changed - came_out <= FRESH:
        return dated
    note = f"the page was last changed on {day_in_words(changed)}"
    note = f"{dated.note}; {note}" if dated.note else note
    confidence = Confidence.LOW if dated.confidence is Confidence.LOW else Confidence.MEDIUM
    return replace(dated, confidence=confidence, note=note)
