"""Days in the names of files beside the dates of their reports: what those of one folder are of."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from enum import StrEnum
from pathlib import PurePath

from index.calendar import day_in_words
from index.dating.addresses import days_in_address
from index.dating.candidates import A_DAY
from index.rules import Stage, declare
from index.types import Confidence, DateSource, ReportDate

LATER_NAME = declare(
    "date-name-later", Stage.INGEST,
    "A report whose file is named by a day after its date line is known from that day on.",
)  # fmt: skip
_AT_LEAST = 3
"""So many files of a folder must be named by days for these to be taken for those of saving."""
_STATED = (
    DateSource.BYLINE, DateSource.FRONT_MATTER, DateSource.HTML_META, DateSource.MAIL,
    DateSource.URL,
)  # fmt: skip


class Naming(StrEnum):
    """What the days are of that the files of a folder are named by."""

    PUBLISHED = "published"
    SAVED = "saved"


def days_in_name(path: str, today: date) -> list[date]:
    """The days up to `today` in the name of a file."""
    return [day for day in days_in_address(PurePath(path).name) if day <= today]


def known_by_name(dated: ReportDate, path: str, today: date) -> ReportDate:
    """A date line beside a later day in the name of the file: the report may have come out on
    either, so that it is not known before the later."""
    later = max(days_in_name(path, today), default=None)
    if not _is_later(later, dated) or later is None or not LATER_NAME.applies(True):
        return dated
    return replace(dated, not_before=max(later, dated.not_before or later))


def is_undecided(dated: ReportDate, path: str) -> bool:
    """Whether a report is dated by a line and named by a later day, from which it is known."""
    is_line = dated.source is DateSource.BYLINE and dated.not_before is not None
    return is_line and dated.not_before in _named_later(dated, path)


def naming_of(reports: Iterable[tuple[str, ReportDate]]) -> Naming | None:
    """What the days in the names of one folder are of, by the paths and dates of its reports.

    Where fewer than half of those that are named by days state an earlier one, the names are of
    publication; where more do, of saving. None where that cannot be told. A report that states no
    day contradicts nothing: most names are of publication.
    """
    named = [(days, _line_of(dated)) for path, dated in reports
             if (days := days_in_name(path, date.max))]  # fmt: skip
    later = sum(
        line is not None and any(day > line + A_DAY for day in days) for days, line in named
    )
    if 2 * later < len(named):
        return Naming.PUBLISHED
    return Naming.SAVED if len(named) >= _AT_LEAST else None


def as_named(dated: ReportDate, naming: Naming, in_text: date | None) -> ReportDate:
    """The date of a report that is undecided, as its folder's names tell. `in_text` is the last day
    that its text may be of, where that is later than its date."""
    modified, line = dated.date_modified, dated.latest
    if naming is Naming.SAVED or line is None:
        later = [day for day in (modified, in_text) if day and line and day > line]
        return replace(dated, not_before=max(later, default=None))
    note = (
        "read from the file name, as other files of the folder are named by the days of their "
        f"reports; the text has {day_in_words(line)}"
    )
    return ReportDate(
        dated.not_before, DateSource.FILE, Confidence.MEDIUM, note, page_date=line,
        date_modified=modified,
    )  # fmt: skip


def _line_of(dated: ReportDate) -> date | None:
    """The day that a report states itself, also where that of its file's name was taken; None of
    one that states none."""
    if dated.source in _STATED:
        return dated.latest
    return dated.page_date if dated.source is DateSource.FILE else None


def _named_later(dated: ReportDate, path: str) -> list[date]:
    return [day for day in days_in_name(path, date.max) if _is_later(day, dated)]


def _is_later(day: date | None, dated: ReportDate) -> bool:
    """Whether a day is after a date, time zones being what they are."""
    line = dated.latest
    return day is not None and line is not None and day > line + A_DAY
