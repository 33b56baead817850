"""The filters beside the question: as the page sends them, as a query, and in words."""

from collections.abc import Mapping
from datetime import date

from index.errors import BadInput
from rag.question import Query
from rag.wording import between, day_in_words
from ui.days import read_day

LABELS = {"from": "From", "to": "To", "as_of": "As of"}
"""The dates beside a question, by their names on the page."""


def query_of(
    question: str, dates: object, publisher: str | None = None, report: str | None = None,
    collection: str | None = None,
) -> Query:  # fmt: skip
    """A question within these filters. Raises BadInput, in words, for what cannot be meant.

    `dates` is what the page sends: days by the names `from`, `to` and `as_of`, empty for none.
    `report` is the id of the one report that is asked, `collection` the name of that whose reports
    alone are.
    """
    given = dates if isinstance(dates, Mapping) else {}
    first, last, as_of = (_day(given, name) for name in LABELS)
    if first is not None and last is not None and first > last:
        raise BadInput(
            f"“From” ({day_in_words(first)}) is later than “To” ({day_in_words(last)}). "
            "Change one of them."
        )
    of = (collection,) if collection else ()
    return Query(question, first, last, as_of, publisher or None, report=report, collections=of)


def in_words(query: Query) -> str:
    """The dates and the collection set beside a question, or nothing: "published on or after 1 May
    2024, of the collection “board”"."""
    said = []
    if query.first is not None or query.last is not None:
        said.append(f"published {between(query.first, query.last)}")
    if query.as_of is not None:
        said.append(f"as known on {day_in_words(query.as_of)}")
    said += [f"of the collection “{name}”" for name in query.collections]
    return ", ".join(said)


def _day(given: Mapping[object, object], name: str) -> date | None:
    value = str(given.get(name) or "").strip()
    return read_day(LABELS[name], value) if value else None
