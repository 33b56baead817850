"""The other value right beside one that answers, where things are compared.

“The first fair raised 50,000 crowns. Last year they made 250,000.” answers what the first brought
in and what the last: a quote of one of these sentences has one side of the comparison.
"""

from collections.abc import Sequence
from itertools import product

from index.rules import Stage, declare
from index.storage.catalog import Catalog
from index.types import Kind, Report, Role
from rag.answer.lead_ins import quoted_on, quoting, sentences_by_block
from rag.answer.measures import Figure, Measures
from rag.answer.values import Values, may_be_of_one_unit
from rag.evidence.citations import Quote
from rag.evidence.statement import Statement

VALUE_BESIDE = declare(
    "value-beside",
    Stage.SELECTION,
    "Quotes, of a comparison, the sentence beside that gives another value of what answers.",
)

LONGEST = 700
"""Characters of a quote and what is beside it, at most."""
OF_ONE_MEASURE = -2.0
"""The logit of being of one measure from which two figures that stand beside each other are: what
goes on with a sentence seldom says again what is measured."""


def quoted_whole(statement: Statement, catalog: Catalog, compared: Measures | None) -> Statement:
    """The statement with what it leads to or what leads to it, and, where things are `compared`,
    with the values right beside those that it gives."""
    whole = quoted_on(statement, catalog)
    return with_values_beside(whole, catalog, compared) if compared is not None else whole


def with_values_beside(statement: Statement, catalog: Catalog, measures: Measures) -> Statement:
    """The statement with the sentence right before it and the one right behind it, where these give
    another value of a figure with which it answers; as it is, where neither does."""
    figures = Values(measures).pointed_figures(statement)
    report = catalog.report(statement.quote.report.id) if figures else None
    if report is None:
        return statement
    told = [
        span
        for span in _beside(report, statement.quote, catalog)
        if _tells(figures, measures.figures([report.text[slice(*span)]]))
    ]
    spans = sorted({*statement.sentences, *told})
    fits = bool(told) and spans[-1][1] - spans[0][0] <= LONGEST
    return quoting(statement, report, spans) if VALUE_BESIDE.applies(fits) else statement


def _tells(figures: Sequence[Figure], others: Sequence[Figure]) -> bool:
    """Whether one of the others is another value of one of the figures."""
    return any(
        mine.of_one_measure(theirs) >= OF_ONE_MEASURE
        and may_be_of_one_unit(mine, theirs)
        and not mine.is_worth(theirs)
        for mine, theirs in product(figures, others)
    )


def _beside(report: Report, quote: Quote, catalog: Catalog) -> list[tuple[int, int]]:
    """Offsets of the sentence right before a quote, if any, and of the one right behind it, in its
    block or, of an item of a list, in the items beside it."""
    sentences = sentences_by_block(report.head.id, catalog)
    number = quote.finding.passage.block
    near = [n for n in range(number - 1, number + 2) if _is_one_text(report, number, n)]
    spans = [span for n in near for span in sentences.get(n, ())]
    before = [span for span in spans if span[1] <= quote.start]
    after = [span for span in spans if span[0] >= quote.end]
    return [*before[-1:], *after[:1]]


def _is_one_text(report: Report, number: int, other: int) -> bool:
    """Whether a block is read on from another: it is the same, or an item beside it of its list."""
    if not 0 <= other < len(report.blocks):
        return False
    one, beside = report.blocks[number], report.blocks[other]
    if number == other:
        return True
    return one.kind is beside.kind is Kind.LIST_ITEM and beside.role is Role.BODY
