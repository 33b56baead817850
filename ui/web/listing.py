"""The reports of a corpus, searched and put in order."""

from collections.abc import Sequence
from datetime import date

from index.types import ReportHead
from ui.web.language import ENGLISH, Texts
from ui.web.words import day_of

NEWEST, OLDEST, BY_TITLE = "newest", "oldest", "title"
ORDERS = (NEWEST, OLDEST, BY_TITLE)


def orders(texts: Texts) -> list[tuple[str, str]]:
    """What each of the `ORDERS` is called on the page, and its name."""
    return [(texts(f"list.{order}"), order) for order in ORDERS]


def listed(
    reports: Sequence[ReportHead], wanted: str, order: str, texts: Texts = ENGLISH
) -> list[ReportHead]:
    """The reports that have all words of `wanted` in title, publisher, file name or date, as the
    page writes it, in one of the `ORDERS`; those without a date come last."""
    words = wanted.casefold().split()
    found = [r for r in reports if all(word in _words_of(r, texts) for word in words)]
    if order == BY_TITLE:
        return sorted(found, key=lambda r: (r.title or r.path).casefold())
    dated = [r for r in found if r.dated.earliest is not None]
    dated.sort(key=_day, reverse=order == NEWEST)
    return dated + [r for r in found if r.dated.earliest is None]


def _words_of(report: ReportHead, texts: Texts) -> str:
    dated = (str(report.dated.published_on or ""), day_of(texts, report.dated))
    parts = (report.title, report.publisher, report.originator, report.path, *dated)
    return " ".join(part for part in parts if part).casefold()


def _day(report: ReportHead) -> date:
    return report.dated.earliest or date.max
