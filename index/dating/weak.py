"""Weaker signs of when a report came out, for one that does not state it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from index.calendar import day_in_words
from index.dating.addresses import ADDRESS, days_in_address
from index.dating.candidates import A_DAY, Candidate
from index.dating.chances import Chance
from index.dating.dateline import Body
from index.dating.expressions import Expression
from index.dating.names import days_in_name
from index.rules import Stage, declare
from index.types import Confidence, DateSource, Metadata, ReportDate

IN_ADDRESS = declare(
    "date-address", Stage.INGEST,
    "A report without a date line came out on the day in its own address.",
)  # fmt: skip
LATER_ADDRESS = declare(
    "date-address-later", Stage.INGEST,
    "A day in the report's own address outranks an earlier one that its text has.",
)  # fmt: skip
IN_FILE_NAME = declare(
    "date-file-name", Stage.INGEST,
    "A report without a date line came out on the day in the name of its file.",
)  # fmt: skip
DOUBTED_LINE = declare(
    "date-line-doubted", Stage.INGEST,
    "A date line that the text makes doubtful gives way to the day in the address or the name.",
)  # fmt: skip
NAME_AGREES = declare(
    "date-name-agrees", Stage.INGEST,
    "A date line with the day that the name of the file tells is the report's own.",
)  # fmt: skip
CITED_ADDRESS = declare(
    "date-cited-address", Stage.INGEST,
    "A report without any date came out on the day in the only dated address that it gives.",
)  # fmt: skip
HINTED = declare(
    "date-hint", Stage.INGEST,
    "A report without any date came out when it was sent or saved, if it names no later day.",
)  # fmt: skip
LATEST_DAY = declare(
    "date-latest-day-told", Stage.INGEST,
    "A report without any date came out on or after the latest day that it names.",
)  # fmt: skip


def day_of_address(metadata: Metadata, today: date) -> date | None:
    """The day in the report's own address, the first if there are several; None where there is
    none up to `today`."""
    named = (
        day for address in (metadata.url, metadata.own_path) if address
        for day in days_in_address(address) if day <= today
    )  # fmt: skip
    return next(named, None)


def borne_out_by_name(likely: Sequence[Chance], path: str, today: date) -> list[date]:
    """The days in the name of a file that stand in a date line of the text too."""
    lines = {
        chance.candidate.day for chance in likely
        if (chance.candidate.is_short or chance.candidate.is_above_text)
        and chance.candidate.label not in ("update", "else")
    }  # fmt: skip
    agreed = [day for day in days_in_name(path, today) if day in lines]
    return agreed if NAME_AGREES.applies(bool(agreed)) else []


def gives_way(dated: ReportDate, own: Chance | None, other: ReportDate, body: Body) -> bool:
    """Whether a doubted date line leaves the report to the day that its address or the name of its
    file tells: one after the line, or any where the line tells no day and year, and after which
    nothing is told as past."""
    day, line = other.published_on, dated.latest
    doubted = dated.confidence is Confidence.LOW and dated.page_date is None
    if own is None or day is None or line is None or not doubted:
        return False
    expression = own.candidate.expression
    is_full = expression.is_day and expression.stated_year
    fits = (day >= line or not is_full) and not body.tells(day).later
    return DOUBTED_LINE.applies(fits)


def out_at_its_address(dated: ReportDate, own: Candidate, day: date | None) -> ReportDate:
    """A date line beside a later `day` in the report's own address: it is of something told or
    quoted, unless it says above the text that the report came out then. It was not out before that
    day in any case."""
    line = dated.latest
    if day is None or line is None or day <= line + A_DAY or not LATER_ADDRESS.applies(True):
        return dated
    if own.label == "publication" and own.is_above_text:
        return replace(dated, not_before=max(day, dated.not_before or day))
    note = f"read from the address; the text has {day_in_words(line)}"
    return ReportDate(day, DateSource.URL, Confidence.MEDIUM, note)


def named_elsewhere(metadata: Metadata, path: str, today: date) -> ReportDate | None:
    """The day in the report's own address, that of a page's unnamed field, or that in the name of
    the file; None where there is none."""
    own = day_of_address(metadata, today)
    if own is not None and IN_ADDRESS.applies(True):
        return ReportDate(own, DateSource.URL, Confidence.MEDIUM, "read from the address")
    unnamed = None if metadata.date_is_stated else metadata.published_on
    if unnamed is not None and unnamed <= today:
        note = "the page does not say that this is the day of publication"
        return ReportDate(unnamed, metadata.date_source, Confidence.MEDIUM, note)
    in_name = days_in_name(path, today)
    if IN_FILE_NAME.applies(bool(in_name)):
        note = "read from the file name"
        return ReportDate(in_name[0], DateSource.FILE, Confidence.MEDIUM, note)
    return None


def told_at_least(body: Body, metadata: Metadata, latest: Expression | None) -> ReportDate:
    """The date of a report by what its text tells, if that may date it, mostly a lower bound:
    `latest` is the last day or month that it names.

    An address that the text gives is the report's own only if it is the one with a date, and
    the text tells of nothing after it: it may be a source that the report cites.
    """
    text, today = body.text, body.today
    if not metadata.dated_by_text:
        return _hinted(metadata, None, today) or ReportDate(note="the report gives no date")
    in_text = {
        day for a in ADDRESS.findall(text) for day in days_in_address(a) if day <= today
    }  # fmt: skip
    if CITED_ADDRESS.applies(
        len(in_text) == 1 and (latest is None or latest.first <= max(in_text))
    ):
        note = "read from the only address with a date that the report gives"
        return ReportDate(max(in_text), DateSource.URL, Confidence.LOW, note)
    hinted = _hinted(metadata, latest, today)
    if hinted is not None:
        return hinted
    if latest is not None and LATEST_DAY.applies(True):
        what = "day, with its year," if latest.is_day else "month"
        note = (
            f"the report gives no date; this is the latest {what} that it names: the report may be "
            "later"
        )
        day = latest.first if latest.is_day else None
        return ReportDate(day, DateSource.TEXT, Confidence.LOW, note, published_edtf=latest.edtf)
    return ReportDate(note="the report gives no date")


def _unhinted(metadata: Metadata, latest: Expression | None, today: date) -> ReportDate | None:
    return None


@HINTED.governs(without=_unhinted)
def _hinted(metadata: Metadata, latest: Expression | None, today: date) -> ReportDate | None:
    """The likeliest day given beside a report that is none before the latest that it names."""
    for hint in metadata.hints:
        if (latest is None or latest.first <= hint.day) and hint.day <= today:
            note = f"the report gives no date; it was {hint.said} on {day_in_words(hint.day)}"
            return ReportDate(hint.day, hint.source, Confidence.LOW, note)
    return None
