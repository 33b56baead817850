"""What a lead-in leads to: the list or the words after a colon, or the reply to what is asked,
belong to the quote that ends in it.

"The council asked for three things:" answers nothing where it stands alone, and nor do "two
ferries", which are one of them, and "Has the board hidden the report?", which says nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import takewhile

from index.rules import Stage, declare
from index.storage.catalog import Catalog
from index.structure.lines import is_ended
from index.structure.place import places
from index.types import Block, Kind, Report, Role
from rag.evidence.citations import Quote
from rag.evidence.statement import Statement

LED_TO = declare(
    "lead-in-quoted-on",
    Stage.SELECTION,
    "Quotes what a sentence that ends in a colon leads to: its list, or the next sentence.",
)

LED_BY = declare(
    "item-with-its-lead-in",
    Stage.SELECTION,
    "Quotes an item that is no sentence with the lead-in of its list, and the rest of that.",
)

REPLIED_TO = declare(
    "question-with-its-reply",
    Stage.SELECTION,
    "Quotes a question with the reply to it: the next speaker's words, or what follows.",
)

MOST_SENTENCES, LONGEST = 12, 1500
"""Sentences of a list that are quoted with its lead-in, and characters of it all, at most."""
LONGEST_WITH_ITEM = 700
"""Characters of a list that is quoted since one of its items is no sentence, at most."""
REPLY, MOST_ASKED = 2, 4
"""Sentences of another speaker's reply that are quoted, and sentences before it, at most."""
_ASKS = re.compile(r"\?[\"'”’)\]]*\s*$")
_LEADS = re.compile(r":\s?[-–—]{0,2}\s*$")
_LEADS_TO_ITEMS = re.compile(r"(?::\s?[-–—]{0,2}|\.{3}|…)\s*$")


def quoted_on(statement: Statement, catalog: Catalog) -> Statement:
    """The statement with what it leads to, where it ends in a colon or asks, and with what leads
    to it, where it is an item and no sentence; as it is, where nothing does."""
    quote = statement.quote
    leads = _LEADS.search(quote.text) is not None
    asks = _ASKS.search(quote.text) is not None
    if not leads and not asks and is_ended(quote.text, len(quote.text)):
        return statement
    report = catalog.report(quote.report.id)
    if report is None:
        return statement
    if asks:
        reply = _reply(report, quote, catalog)
        with_it = [*statement.sentences, *reply]
        replied = REPLIED_TO.applies(bool(reply))
        return quoting(statement, report, with_it) if replied else statement
    if not leads:
        spans = _whole_list(report, quote, catalog)
        return quoting(statement, report, spans) if LED_BY.applies(bool(spans)) else statement
    following = _following(report, quote, catalog)
    if not LED_TO.applies(bool(following)):
        return statement
    return quoting(statement, report, [*statement.sentences, *following])


def quoting(statement: Statement, report: Report, spans: Sequence[tuple[int, int]]) -> Statement:
    """The statement with these sentences, of which some are of other blocks of its report."""
    start, end = spans[0][0], spans[-1][1]
    sentences = tuple(spans)
    passage = replace(
        statement.quote.finding.passage,
        start=start, end=end, sentences=sentences, source=report.source,
    )  # fmt: skip
    if start < statement.quote.start:
        passage = replace(passage, place=_place_at(report, start))
    found = replace(
        statement.quote.finding, passage=passage, text=report.text[start:end], before=""
    )
    return replace(statement, quote=Quote(found, start, end), sentences=sentences)


def _place_at(report: Report, start: int) -> str:
    """What the block stands under that holds a character of a report."""
    found = zip(report.blocks, places(report.text, report.blocks), strict=True)
    return next((under for block, under in found if block.start <= start < block.end), "")


def _whole_list(report: Report, quote: Quote, catalog: Catalog) -> list[tuple[int, int]]:
    """Offsets of the lead-in of the list that a quote is of and of all its items; none where it is
    no item, nothing leads in, or it is all too long."""
    blocks, number = report.blocks, quote.finding.passage.block
    item = blocks[number]
    if item.kind is not Kind.LIST_ITEM or not item.under:
        return []
    of_it = partial(_is_of_list, item)
    above = [*takewhile(lambda n: of_it(blocks[n]), range(number, -1, -1))]
    below = [*takewhile(lambda n: of_it(blocks[n]), range(number + 1, len(blocks)))]
    lead = above[-1] - 1
    if lead < 0 or blocks[lead].role not in (Role.BODY, Role.HEADING):
        return []
    by_block = _sentences_by_block(report.head.id, catalog)
    whole = (blocks[lead].start, blocks[lead].end)
    leading = by_block.get(lead, [whole])[-1]
    if not _LEADS_TO_ITEMS.search(report.text[slice(*leading)]):
        return []
    items = [span for n in (*reversed(above), *below) for span in by_block.get(n, ())]
    short = len(items) <= MOST_SENTENCES and items[-1][1] - leading[0] <= LONGEST_WITH_ITEM
    return [leading, *items] if short else []


def _is_of_list(item: Block, other: Block) -> bool:
    """Whether a block is an item of the same list as another."""
    return other.kind is Kind.LIST_ITEM and other.under == item.under and other.role is Role.BODY


def _following(report: Report, quote: Quote, catalog: Catalog) -> list[tuple[int, int]]:
    """Offsets of the items of the list, or of the one sentence, that come right after a quote."""
    sentences = _sentences_by_block(report.head.id, catalog)
    number = quote.finding.passage.block
    own = [span for span in sentences.get(number, ()) if span[0] >= quote.end]
    after = _body_after(report.blocks, number)
    items = [span for n in _items(report.blocks, after) for span in sentences.get(n, ())]
    following = own[:1] or items or [s for n in after[:1] for s in sentences.get(n, ())[:1]]
    return [span for span in following[:MOST_SENTENCES] if span[1] - quote.start <= LONGEST]


def _reply(report: Report, quote: Quote, catalog: Catalog) -> list[tuple[int, int]]:
    """Offsets of what follows a question up to what is said in reply, that included: by who speaks
    next in a transcript, and right after it elsewhere; none where nothing but questions is near."""
    sentences = _sentences_by_block(report.head.id, catalog)
    number = quote.finding.passage.block
    asker, after = report.blocks[number], _body_after(report.blocks, number)
    own = [span for span in sentences.get(number, ()) if span[0] >= quote.end]
    later = [span for n in after[:MOST_ASKED] for span in sentences.get(n, ())]
    if asker.kind is Kind.TURN:
        on = [*takewhile(lambda n: _is_of_speaker(asker, report.blocks[n]), after)]
        between = [*own, *(span for n in on for span in sentences.get(n, ()))]
        said = [span for n in after[len(on) : len(on) + 1] for span in sentences.get(n, ())]
    else:
        between = [*takewhile(lambda span: _asks(report, span), [*own, *later])]
        said = [*own, *later][len(between) :][:1]
    said = said[:REPLY]
    says = not all(_asks(report, span) for span in said)
    near = len(between) <= MOST_ASKED and says and said[-1][1] - quote.start <= LONGEST_WITH_ITEM
    return [*between, *said] if near else []


def _asks(report: Report, span: tuple[int, int]) -> bool:
    return _ASKS.search(report.text[slice(*span)]) is not None


def _is_of_speaker(turn: Block, other: Block) -> bool:
    """Whether a block is what the speaker of a turn says on."""
    return other.kind is not Kind.TURN or other.under == turn.under


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
