"""The date that a file states of itself beside its text, in named fields, held against the text."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from index.calendar import clock_in_words, day_in_words
from index.dating.chances import Chance
from index.dating.dateline import BEFORE_EVENTS, FAIR, FRESH, Body, of_two_days
from index.dating.expressions import DayOrder
from index.edtf import either_of, in_words, span_of, year_edtf
from index.types import Confidence, DateSource, Metadata, ReportDate

_ZONES = (timedelta(hours=-10), timedelta(0), timedelta(hours=13))
"""How far the clocks of the places are from UTC where an instant may have been published: from that
of Hawaii to that of a summer in New Zealand."""


@dataclass(frozen=True, slots=True)
class DaysBeside:
    """The days in a report's own address, and those in the name of its file."""

    addresses: frozenset[date] = frozenset()
    names: frozenset[date] = frozenset()


def stated_date(
    metadata: Metadata,
    own: Chance | None,
    body: Body,
    order: DayOrder | None,
    beside: DaysBeside = DaysBeside(),
) -> ReportDate | None:
    """What a file states of the day on which it came out; None where it states none.

    `own` is the date line of its text, and `beside` the days that stand beside that: the page's own
    day wins over that of an instant in UTC.
    """
    source = metadata.date_source
    if source is None or not metadata.date_is_stated:
        return None
    if metadata.two_readings is not None:
        return _read_in_order(metadata, metadata.two_readings, body, order)
    if metadata.published_edtf is not None:
        return _of_a_span(metadata.published_edtf, source, own, body)
    if metadata.published_on is None:
        return None
    return _of_a_day(metadata, metadata.published_on, own, body, beside)


def _of_a_span(edtf: str, source: DateSource, own: Chance | None, body: Body) -> ReportDate | None:
    """A month or a year; None for a year that a date line of the text tells the day of, or that is
    still to come."""
    first, last = span_of(edtf)
    is_year = edtf == year_edtf(first)
    if is_year and first > body.today:
        return None
    if is_year and own is not None and own.probability >= FAIR:
        told = own.candidate.expression
        if first <= told.first and told.last <= last:
            return None
    length = "year" if is_year else "month"
    note = f"the file gives only the {length}, {in_words(edtf)}"
    return ReportDate(None, source, Confidence.HIGH, note, published_edtf=edtf)


def _of_a_day(
    metadata: Metadata, day: date, own: Chance | None, body: Body, beside: DaysBeside
) -> ReportDate:
    source = metadata.date_source
    if day > body.today:
        note = f"the file gives {day_in_words(day)}, which is still to come"
        return ReportDate(None, None, Confidence.LOW, note, page_date=day)
    if metadata.instant is not None:
        local = _where_published(metadata.instant, day, own, beside)
        if local is not None:
            return replace(local, source=source)
    dated = ReportDate(day, source, Confidence.HIGH)
    if metadata.date_note is not None:
        dated = replace(dated, confidence=Confidence.MEDIUM, note=metadata.date_note)
    later = max(body.tells(day).later, default=None)
    if later is not None and BEFORE_EVENTS.applies(later - day > FRESH):
        told = day_in_words(later)
        note = f"the text tells of {told}, which is after the day that the file gives"
        return replace(dated, confidence=Confidence.LOW, note=note)
    return dated


def _where_published(
    instant: datetime, day: date, own: Chance | None, beside: DaysBeside
) -> ReportDate | None:
    """The day of an instant in UTC where that was published, as the report's own text, its address
    or the name of its file tells; `day` is the one that is taken for it. None where none tells one
    that it can have been at that hour.

    The name of a file may be of another day, that of saving, so that one that is not the instant's
    is in doubt.
    """
    local = {(instant + zone).date() for zone in _ZONES}
    if own is not None and own.candidate.day in local and _is_clear(own):
        return ReportDate(own.candidate.day, confidence=Confidence.HIGH)
    for days in (beside.addresses & local, beside.names & local):
        if len(days) != 1:
            continue
        (named,) = days
        if days <= beside.addresses or named in (day, instant.date()):
            return ReportDate(named, confidence=Confidence.HIGH)
        note = f"given as {clock_in_words(instant)}; the day is that of the file's name"
        return ReportDate(named, confidence=Confidence.MEDIUM, note=note)
    return None


def _is_clear(own: Chance) -> bool:
    """Whether the text clearly has a day of its own."""
    return own.probability >= FAIR and own.candidate.expression.edtf is None


def _read_in_order(
    metadata: Metadata, readings: tuple[date, date], body: Body, order: DayOrder | None
) -> ReportDate | None:
    """The day that figures mean which can be read as two, the day first or the month."""
    source, (day_first, month_first) = metadata.date_source, readings
    if source is None:
        return None
    if order is None:
        return of_two_days(day_first, month_first, source, body)
    day, other = (
        (day_first, month_first) if order is DayOrder.DAY_FIRST else (month_first, day_first)
    )
    return in_order(ReportDate(day, source, Confidence.MEDIUM), other)


def read_in_order(dated: ReportDate, order: DayOrder) -> ReportDate:
    """A date that can be read as two days, the day first or the month, read in an order."""
    day, other = either_of(dated.published_edtf or "")
    if order is DayOrder.MONTH_FIRST:
        day, other = other, day
    return in_order(replace(dated, published_on=day, published_edtf=None), other)


def in_order(dated: ReportDate, other: date) -> ReportDate:
    """A date whose figures were read as they are written elsewhere, with a note on the other."""
    also = day_in_words(other)
    note = f"its figures can also be read as {also}; they are read as dates elsewhere are"
    return replace(dated, confidence=Confidence.MEDIUM, note=note)
