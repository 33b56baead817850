"""The filters beside the question: as the page sends them, and as a query."""

from collections.abc import Mapping, Sequence
from datetime import date

from index.errors import BadInput
from index.types import ReportHead
from rag.guardrail.wording import name_of
from rag.question.parsing import Query
from ui.days import read_day
from ui.web.language import ENGLISH

LABELS = {name: ENGLISH(f"script.{name}") for name in ("from", "to", "as_of")}
"""The dates beside a question, by their names on the page."""
_PERIODS = 12
"""Years that are offered, at most."""
NAMES = (*LABELS, "publisher", "collection", "report", "sure")
"""What the page may send, each a text, empty for none."""


def query_of(question: str, given: object) -> Query:
    """A question within the filters that the page sends. Raises BadInput, in words, for what cannot
    be meant.

    Of the filters, `from`, `to` and `as_of` are days, `publisher` a part of a name, `collection`
    the name of that whose reports alone are asked, `report` the id of the one report that is, and
    with `sure` only reports are whose date is in no doubt.
    """
    said = _said(given)
    first, last, as_of = (_day(said, name) for name in LABELS)
    if first is not None and last is not None and first > last:
        raise BadInput(ENGLISH("told.error.from_after_to", day=first, day_to=last))
    of = (said["collection"],) if said["collection"] else ()
    return Query(
        question, first, last, as_of, said["publisher"] or None, report=said["report"] or None,
        collections=of, dated_for_sure=bool(said["sure"]),
    )  # fmt: skip


def offered(given: object, reports: Sequence[ReportHead]) -> dict[str, object]:
    """The filters that are set, with what there is to choose from, for the page to show."""
    said = _said(given)
    only = next((head for head in reports if head.id == said["report"]), None)
    return {
        **{name: value for name, value in said.items() if value},
        "publishers": sorted({head.publisher for head in reports if head.publisher}),
        "collections": sorted({name for head in reports for name in head.collections}),
        "periods": periods_of([head.dated.earliest for head in reports if head.dated.earliest]),
        "report_title": name_of(only) if only is not None else "",
    }


def periods_of(days: Sequence[date]) -> list[str]:
    """The last years of which there are reports, or where all are of one year, its months: as
    "2024" or "2024-05", in order."""
    years = sorted({f"{day.year:04}" for day in days})
    return years[-_PERIODS:] if len(years) > 1 else sorted({f"{day:%Y-%m}" for day in days})


def _said(given: object) -> dict[str, str]:
    """What is set, by its name; a page that is not ours may send anything."""
    sent = given if isinstance(given, Mapping) else {}
    return {name: str(sent.get(name) or "").strip() for name in NAMES}


def _day(said: Mapping[str, str], name: str) -> date | None:
    return read_day(LABELS[name], said[name]) if said[name] else None
