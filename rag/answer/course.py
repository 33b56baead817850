"""What changes in time: a course of events, with a statement for each change and none for what is
said again, and the newest value of a figure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from index.rules import Stage, declare
from index.text.statements import same_statement
from rag.answer.measures import Measures
from rag.evidence.statement import Statement, published_first

CHANGES_ALONE = declare(
    "changes-alone",
    Stage.SELECTION,
    "Leaves out of a course of events what says no more than the line before it.",
)


NEWEST_VALUE = declare(
    "newest-value-first",
    Stage.SELECTION,
    "Begins with the newest of the values that are quoted of one figure.",
)


@NEWEST_VALUE.governs(without=lambda statements, _: list(statements))
def newest_first(statements: Sequence[Statement], measures: Measures | None) -> list[Statement]:
    """The statements, with the newest of those that give another value of a figure of the first in
    its place; as they are, where none came out later."""
    if measures is None or not statements:
        return list(statements)
    first = statements[0]
    values = [s for s in statements if s is first or measures.differing(first.texts, s.texts)]
    dated = [s for s in values if s.quote.report.dated.published_on is not None]
    newest = max(dated, key=_day, default=first)
    if first not in dated or _day(newest) <= _day(first):
        return list(statements)
    return [newest, *(s for s in statements if s is not newest)]


def _day(statement: Statement) -> date:
    return statement.quote.report.dated.published_on or date.min


@CHANGES_ALONE.governs(without=lambda statements, _: list(statements))
def changes(statements: Sequence[Statement], measures: Measures | None) -> list[Statement]:
    """The statements of a course of events in its order without those that say no more than the
    one before them; what comes again after something else is told again."""
    kept: list[Statement] = []
    for statement in statements:
        if kept and _repeats(statement, kept[-1], measures):
            kept[-1] = _with_copy(kept[-1], statement)
        else:
            kept.append(statement)
    return kept


def _repeats(later: Statement, earlier: Statement, measures: Measures | None) -> bool:
    """Whether all that is said was said before, in other words perhaps where figures are given."""
    if all(any(same_statement(a, b) for b in earlier.texts) for a in later.texts):
        return True
    return measures is not None and measures.repeated(earlier.texts, later.texts)


def _with_copy(statement: Statement, other: Statement) -> Statement:
    """A statement with another's reports among its copies, where the other has the same words."""
    if not same_statement(statement.quote.text, other.quote.text):
        return statement
    heads = (*statement.copies, other.quote.report, *other.copies)
    others = {head.id: head for head in heads if head.id != statement.quote.report.id}
    return replace(statement, copies=tuple(sorted(others.values(), key=published_first)))
