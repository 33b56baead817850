"""What a lead-in leads to: the list or the words after a colon belong to the quote that ends in it.

"The council asked for three things:" answers nothing where it stands alone.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from index.catalog import Catalog
from index.rules import Stage, declare
from index.types import Block, Kind, Report, Role
from rag.citations import Quote
from rag.statement import Statement

LED_TO = declare(
    "lead-in-quoted-on",
    Stage.SELECTION,
    "Quotes what a sentence that ends in a colon leads to: its list, or the next sentence.",
)

MOST_SENTENCES, LONGEST = 12, 1500
"""Sentences of a list that are quoted with its lead-in, and characters of it all, at most."""
_LEADS = re.compile(r":\s?[-–—]{0,2}\s*$")


def quoted_on(statement: Statement, catalog: Catalog) -> Statement:
    """The statement with what it leads to, where it ends in a colon; as it is, where it does not or
    nothing follows."""
    quote = statement.quote
    if not _LEADS.search(quote.text):
        return statement
    report = catalog.report(quote.report.id)
    following = _following(report, quote, catalog) if report is not None else []
    if report is None or not LED_TO.applies(bool(following)):
        return statement
    start, end = quote.start, following[-1][1]
    sentences = (*statement.sentences, *following)
    passage = replace(
        quote.finding.passage, start=start, end=end, sentences=sentences, source=report.source
    )
    found = replace(quote.finding, passage=passage, text=report.text[start:end], before="")
    return replace(statement, quote=Quote(found, start, end), sentences=sentences)


def _following(report: Report, quote: Quote, catalog: Catalog) -> list[tuple[int, int]]:
    """Offsets of the items of the list, or of the one sentence, that come right after a quote."""
    sentences = _sentences_by_block(report.head.id, catalog)
    number = quote.finding.passage.block
    own = [span for span in sentences.get(number, ()) if span[0] >= quote.end]
    after = _body_after(report.blocks, number)
    items = [span for n in _items(report.blocks, after) for span in sentences.get(n, ())]
    following = own[:1] or items or [s for n in after[:1] for s in sentences.get(n, ())[:1]]
    return [span for span in following[:MOST_SENTENCES] if span[1] - quote.start <= LONGEST]


def _sentences_by_block(report_id: str, catalog: Catalog) -> dict[int, list[tuple[int, int]]]:
    """The offsets of a report's sentences, in order, by the number of their block."""
    found: dict[int, set[tuple[int, int]]] = {}
    for finding in catalog.findings(catalog.passage_ids(report_id)).values():
        found.setdefault(finding.passage.block, set()).update(finding.passage.sentences)
    return {number: sorted(spans) for number, spans in found.items()}


def _body_after(blocks: Sequence[Block], number: int) -> list[int]:
    """The numbers of the blocks after one, up to the next that has none of the report's words."""
    later = range(number + 1, len(blocks))
    return list(takewhile(lambda n: blocks[n].role is Role.BODY, later))


def _items(blocks: Sequence[Block], numbers: Sequence[int]) -> list[int]:
    """The first of these blocks, as far as they are items of a list."""
    return list(takewhile(lambda n: blocks[n].kind is Kind.LIST_ITEM, numbers))
