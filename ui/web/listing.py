"""The reports of a corpus, searched and put in order."""

from collections.abc import Sequence
from datetime import date

from index.calendar import day_in_words
from index.edtf import in_words
from index.types import ReportHead

NEWEST, OLDEST, BY_TITLE = "Newest first", "Oldest first", "By title"
ORDERS = (NEWEST, OLDEST, BY_TITLE)


def listed(reports: Sequence[ReportHead], wanted: str, order: str) -> list[ReportHead]:
    """The reports that have all words of `wanted` in title, publisher, file name or date, in one
    of the `ORDERS`; those without a date come last."""
    words = wanted.casefold().split()
    found = [r for r in reports if all(word in _words_of(r) for word in words)]
    if order == BY_TITLE:
        return sorted(found, key=lambda r: (r.title or r.path).casefold())
    dated = [r for r in found if r.dated.earliest is not None]
    dated.sort(key=_day, reverse=order == NEWEST)
    return dated + [r for r in found if r.dated.earliest is None]


def _words_of(report: ReportHead) -> str:
    day, edtf = report.dated.published_on, report.dated.published_edtf
    dated = in_words(edtf) if edtf is not None else "no date"
    if day is not None:
        dated = f"{day} {day_in_words(day)}"
    parts = (report.title, report.publisher, report.originator, report.path, dated)
    return " ".join(part for part in parts if part).casefold()


def _day(report: ReportHead) -> date:
    return report.dated.earliest or date.max
