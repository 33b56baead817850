"""A statement's copies in all of the corpus, and the earliest of them, which is quoted."""

from collections.abc import Sequence
from dataclasses import replace

from index.catalog import Catalog
from index.types import Finding, Scope
from rag.citations import Quote
from rag.selection import Statement, published_order


def with_all_copies(
    statements: Sequence[Statement], catalog: Catalog, scope: Scope
) -> list[Statement]:
    """The statements, each quoted from the earliest report of the scope that makes it, with the
    others that do.

    What was found for a question is not all there is: of a text that many have taken over, most
    copies rank below what is looked at.
    """
    return [_with_copies(statement, catalog, scope) for statement in statements]


def _with_copies(statement: Statement, catalog: Catalog, scope: Scope) -> Statement:
    places = [catalog.same_sentences(text, scope) for text in statement.texts]
    everywhere = set.intersection(*(set(found) for found in places))
    own = statement.quote.report.id
    spans = {
        report: tuple(found[report] for found in places)
        for report in everywhere - {own, *(copy.id for copy in statement.copies)}
    }
    others = [other for r, s in spans.items() if (other := _stated(statement, r, s, catalog))]
    if not others:
        return statement
    first = min([statement, *others], key=published_order)
    heads = {head.id: head for head in statement.copies}
    heads |= {other.quote.report.id: other.quote.report for other in [statement, *others]}
    copies = sorted(
        (head for head in heads.values() if head.id != first.quote.report.id),
        key=lambda head: (head.dated.published_on is None, head.dated.published_on, head.path),
    )
    return replace(first, copies=tuple(copies))


def _stated(
    statement: Statement, report_id: str, spans: tuple[tuple[int, int], ...], catalog: Catalog
) -> Statement | None:
    """The statement as another report makes it, where its sentences stand together in a passage."""
    start, end = spans[0][0], spans[-1][1]
    holding = catalog.passages_around(report_id, start, end) if start < end else []
    findings = catalog.findings(holding[:1])
    if not findings:
        return None
    finding = findings[holding[0]]
    quote = Quote(finding, start, end)
    return Statement(quote, spans, (), _answer_in(finding, quote, statement))


def _answer_in(finding: Finding, quote: Quote, statement: Statement) -> tuple[int, int] | None:
    """Where the words that answer stand in another report's quote."""
    if statement.answer is None:
        return None
    start, end = statement.answer
    origin = statement.quote.start
    words = statement.quote.text[start - origin : end - origin]
    at = quote.text.find(words) if words else -1
    return (quote.start + at, quote.start + at + len(words)) if at >= 0 else None
