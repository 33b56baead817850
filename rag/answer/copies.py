"""A statement's copies in all of the corpus, and the earliest of them, which is quoted."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from index.rules import Stage, declare
from index.storage.catalog import Catalog
from index.types import Finding, ReportHead, Scope
from rag.answer.selection import EARLIEST_QUOTED, is_one_telling
from rag.evidence.citations import Quote
from rag.evidence.statement import Statement, published_first, published_order

ALL_COPIES = declare(
    "copies-of-all-reports",
    Stage.SELECTION,
    "Looks for copies of a statement in all reports, not only in what the search has found.",
)


@ALL_COPIES.governs(without=lambda statements, *_: list(statements))
def with_all_copies(
    statements: Sequence[Statement],
    catalog: Catalog,
    scope: Scope,
    may_be_quoted: Callable[[Finding], bool],
) -> list[Statement]:
    """The statements, each quoted from the earliest report of the scope that makes it, with the
    others that do.

    What was found for a question is not all there is: of a text that many have taken over, most
    copies rank below what is looked at. Only what is the same telling, and `may_be_quoted`, takes
    the place of the quote that was chosen.
    """
    return [_with_copies(s, catalog, scope, may_be_quoted) for s in statements]


def _with_copies(
    statement: Statement,
    catalog: Catalog,
    scope: Scope,
    may_be_quoted: Callable[[Finding], bool],
) -> Statement:
    places = [catalog.same_sentences(text, scope) for text in statement.texts]
    own = statement.quote.report
    everywhere = set.intersection(*(set(found) for found in places)) - {own.id}
    heads = {head.id: head for head in (*statement.copies, own)}
    heads |= catalog.heads(everywhere - heads.keys())
    quoted = statement
    for head in sorted(heads.values(), key=published_first):
        if head.id == own.id or head.id not in everywhere:
            break
        spans = tuple(found[head.id] for found in places)
        other = _stated(statement, head, spans, catalog)
        if other is not None and may_be_quoted(other.quote.finding):
            earliest = min(statement, other, key=published_order)
            quoted = EARLIEST_QUOTED.chosen(earliest, without=statement)
            break
    copies = (head for head in heads.values() if head.id != quoted.quote.report.id)
    return replace(quoted, copies=tuple(sorted(copies, key=published_first)))


def _stated(
    statement: Statement, head: ReportHead, spans: tuple[tuple[int, int], ...], catalog: Catalog
) -> Statement | None:
    """The statement as another report makes it: where its sentences stand together in a passage,
    and both tell of one thing."""
    start, end = spans[0][0], spans[-1][1]
    if start >= end or not is_one_telling(statement.quote, head):
        return None
    holding = catalog.passages_around(head.id, start, end)
    findings = catalog.findings(holding[:1])
    if not findings:
        return None
    quote = Quote(findings[holding[0]], start, end)
    answer, pointed = (
        _found_in(quote, statement.quote, words) for words in (statement.answer, statement.pointed)
    )
    return Statement(quote, spans, answer=answer, pointed=pointed)


def _found_in(quote: Quote, before: Quote, place: tuple[int, int] | None) -> tuple[int, int] | None:
    """Where words at a place of a quote stand in another report's; None where that is unsure."""
    if place is None:
        return None
    start, end = place
    if not before.start <= start < end <= before.end:
        return None
    words = re.escape(before.text[start - before.start : end - before.start])
    pattern = re.compile(rf"(?<!\w){words}(?!\w)")
    mine = [match.start() + before.start for match in pattern.finditer(before.text)]
    theirs = list(pattern.finditer(quote.text))
    if start not in mine or len(mine) != len(theirs):
        return None
    found = theirs[mine.index(start)]
    return quote.start + found.start(), quote.start + found.end()
