"""How statements are quoted: whole, and from the earliest report that may be quoted."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from index.rules import Stage, declare
from index.storage.catalog import Catalog
from index.types import Finding, Scope
from rag.answer.copies import with_all_copies
from rag.evidence.statement import Statement
from rag.question.time_window import Of, Order, TimeWindow
from rag.retrieval.passage_times import speaks_of

LATEST_QUOTED = declare(
    "latest-copy-quoted",
    Stage.SELECTION,
    "Quotes no earlier copy of a statement where the latest is asked for.",
)
COPY_OF_ITS_TIME = declare(
    "copy-of-its-time",
    Stage.SELECTION,
    "Quotes an earlier copy of a statement only where it is of the time asked about.",
)


def may_be_quoted(window: TimeWindow, *, course: bool) -> Callable[[Finding], bool]:
    """Tells whether a copy may be quoted in the place of what was found: only one of the time asked
    about, and none where the latest is asked for or a course of events, in which each has its day.
    """

    def may_be(found: Finding) -> bool:
        if course or LATEST_QUOTED.applies(window.order is Order.LATEST):
            return False
        of_its_time = not window.periods or any(
            speaks_of(asked, found, window.of) for asked in window.periods
        )
        return not COPY_OF_ITS_TIME.applies(not of_its_time)

    return may_be


def with_copies(
    statements: Sequence[Statement],
    catalog: Catalog,
    scope: Scope,
    window: TimeWindow,
    may_be: Callable[[Finding], bool],
) -> list[Statement]:
    """The statements with their copies in the scope, quoted from the earliest that may be."""
    within = replace(scope, times=())
    if window.of is Of.PUBLISHED and window.periods:
        within = within.narrowed(window.first or date.min, window.last or date.max)
    return with_all_copies(statements, catalog, within, may_be)
