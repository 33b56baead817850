"""Blocks of a document as its layout tells them, and the report that they make."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby

from index.dating import HEAD_BLOCKS
from index.reading.shown import Shown
from index.structure.blocks import split_blocks
from index.text.normalize import folded
from index.types import Block, Kind, Metadata, Role, SourceMap, SourceText

_LEADS = (":", "...", "…")
_LEAD_IN_AT_MOST = 300
_HEADING_AT_MOST, _SENTENCE_AT_MOST = 150, 60
_TEXT_ENDS = (".", "!", ";", ",", "…")
_APART = "\n\n"
_MARK = re.compile(
    r"\s*(?P<mark>[•‣▪◦·●○*\uf0a7\uf0b7–—-](?=\s)|\(?\d{1,3}[.)](?=\s)"
    r"|\(?(?:[A-Za-z]|[ivxIVX]{1,5})[.)](?=[^\S\n]*\t))\s+"
)
"""A bullet, a number or, where a tab follows it, a letter that was typed before an item."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A block of a document, its words with the line ends and tabs that are set in it.

    `level` is that of a heading, or how deep a list item stands in its list, from 1. `label` is the
    number before it, which the document does not hold among its words.
    """

    words: str
    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    under: str = ""
    role: Role = Role.BODY
    reason: str = ""
    label: str = ""

    @property
    def line(self) -> str:
        """Its words on one line."""
        return " ".join(self.words.split())

    @property
    def is_plain(self) -> bool:
        """Whether nothing is known of it but its words."""
        return self.kind is Kind.PARAGRAPH and self.role is Role.BODY and not self.label


def may_head(line: str) -> bool:
    """Whether words are short enough to be a heading, and no sentence but a very short one."""
    return len(line) <= _HEADING_AT_MOST and (
        len(line) <= _SENTENCE_AT_MOST or not line.endswith(_TEXT_ENDS)
    )


def as_report(laid: Iterable[Laid], metadata: Metadata, unread: Sequence[str]) -> SourceText:
    """The report that these blocks make; nothing leads from its text to the file."""
    blocks = _titled(list(_placed(laid)), metadata)
    shown = Shown()
    made: list[Block] = []
    for block in blocks:
        shown.add(block.line)
        level = block.level if block.kind is Kind.HEADING else 0
        ended = shown.end(
            block.kind, level=level, under=block.under, role=block.role, reason=block.reason,
            label=block.label,
        )  # fmt: skip
        made += [ended] if ended is not None else []
    title = next((block.line for block in blocks if block.role is Role.TITLE), None)
    stated = replace(metadata, title=title)
    return SourceText(shown.text(), tuple(made), stated, SourceMap(()), tuple(unread))


def told_by_their_words(laid: Iterable[Laid]) -> Iterator[Laid]:
    """The blocks, plain paragraphs among them as a plain text would be read: items that are
    numbered by hand, keys and values, columns set with tabs, lines that are broken by hand."""
    for plain, run in groupby(map(_typed_item, laid), key=lambda block: block.is_plain):
        blocks = list(run)
        yield from _read_as_text([block.words.strip() for block in blocks]) if plain else blocks


def _typed_item(block: Laid) -> Laid:
    """A plain paragraph that begins with a number or a bullet as the item that it is."""
    mark = _MARK.match(block.words) if block.is_plain else None
    if mark is None or not block.words[mark.end() :].strip():
        return block
    rest = block.words[mark.end() :]
    return replace(block, words=rest, kind=Kind.LIST_ITEM, level=1, label=mark["mark"])


def _read_as_text(paragraphs: Sequence[str]) -> Iterator[Laid]:
    text = _APART.join(paragraphs)
    begins = list(accumulate((len(words) + len(_APART) for words in paragraphs), initial=0))
    at = 0
    for block in split_blocks(text):
        own = begins[bisect_right(begins, block.start) - 1]
        before = text[max(own, at) : block.start].strip()
        at = block.end
        words = text[block.start : block.end]
        is_item = block.kind is Kind.LIST_ITEM
        yield Laid(
            words, block.kind, block.level or int(is_item), block.under, block.role, block.reason,
            before,
        )  # fmt: skip


def _placed(laid: Iterable[Laid]) -> Iterator[Laid]:
    """The blocks, items of lists under what leads into them: the item that they stand in, or the
    words right before the list."""
    leads: list[tuple[int, str]] = []
    above = ""
    for block in laid:
        if block.kind is not Kind.LIST_ITEM:
            leads, above = [], block.line if block.role is Role.BODY else ""
            yield block
            continue
        leads = [lead for lead in leads if lead[0] < block.level]
        if not leads and above.endswith(_LEADS) and len(above) <= _LEAD_IN_AT_MOST:
            leads = [(0, above)]
        under = block.under or (leads[-1][1] if leads else "")
        leads.append((block.level, block.line[:_LEAD_IN_AT_MOST]))
        yield replace(block, under=under)


def _titled(blocks: list[Laid], metadata: Metadata) -> list[Laid]:
    """The blocks with the title among them: the one that is set as such, the only heading of its
    level that stands before all others, or one at the head that the document's properties name."""
    if any(block.role is Role.TITLE for block in blocks):
        return blocks
    headings = [n for n, block in enumerate(blocks) if block.role is Role.HEADING]
    first = headings[0] if headings else len(blocks)
    alone = sum(blocks[n].level <= blocks[first].level for n in headings) == 1
    named = folded(metadata.title or "")
    head = enumerate(blocks[:HEAD_BLOCKS])
    same = [n for n, block in head if named and folded(block.line) == named]
    found = same[:1] or ([first] if alone and first < HEAD_BLOCKS else [])
    for number in found:
        blocks[number] = replace(blocks[number], role=Role.TITLE)
    return blocks
