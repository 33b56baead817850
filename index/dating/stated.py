"""The date that a file states of itself beside its text, in named fields, held against the text."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from index.calendar import day_in_words
from index.dating.candidates import A_DAY
from index.dating.chances import Chance
from index.dating.dateline import BEFORE_EVENTS, FAIR, FRESH, Body, of_two_days
from index.dating.expressions import DayOrder
from index.edtf import either_of, in_words, span_of, year_edtf
from index.types import Confidence, DateSource, Metadata, ReportDate


def stated_date(
    metadata: Metadata,
    own: Chance | None,
    body: Body,
    order: DayOrder | None,
    in_names: Collection[date] = (),
) -> ReportDate | None:
    """What a file states of the day on which it came out; None where it states none.

    `own` is the date line of its text, and `in_names` are the days in its address and the name of
    its file: the page's own day wins over that of an instant in UTC.
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
    return _of_a_day(metadata, metadata.published_on, own, body, in_names)


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
    metadata: Metadata, day: date, own: Chance | None, body: Body, in_names: Collection[date]
) -> ReportDate:
    source = metadata.date_source
    if day > body.today:
        note = f"the file gives {day_in_words(day)}, which is still to come"
        return ReportDate(None, None, Confidence.LOW, note, page_date=day)
    if metadata.in_utc and own is not None and _shows(own, day):
        return ReportDate(own.candidate.day, source, Confidence.HIGH)
    near = {named for named in in_names if abs(named - day) <= A_DAY}
    if metadata.in_utc and len(near) == 1:
        return ReportDate(near.pop(), source, Confidence.HIGH)
    dated = ReportDate(day, source, Confidence.HIGH)
    if metadata.date_note is not None:
        dated = replace(dated, confidence=Confidence.MEDIUM, note=metadata.date_note)
    later = max(body.tells(day).later, default=None)
    if later is not None and BEFORE_EVENTS.applies(later - day > FRESH):
        told = day_in_words(later)
        note = f"the text tells of {told}, which is after the day that the file gives"
        return replace(dated, confidence=Confidence.LOW, note=note)
    return dated


def _shows(own: Chance, day: date) -> bool:
    """Whether the text clearly has a date of its own that is the day, or the one beside it."""
    expression = own.candidate.expression
    clear = own.probability >= FAIR and expression.edtf is None
    return clear and abs(expression.first - day) <= A_DAY


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
