"""HTML: the report on a page as it is shown, and what the page states of it.

trafilatura says what is the main text and whose the page is; the blocks are those of a walk of our
own, which keeps their kinds and the places of their words.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from html import unescape
from typing import Any

from index.reading.front_prose import Prose
from index.reading.frontmatter import read_front_matter
from index.reading.html_dates import page_dates
from index.reading.html_main import MainText, choose
from index.reading.html_walk import PageWalk
from index.reading.pieces import add_block
from index.reading.shown import Shown
from index.reading.stated import Stated, as_metadata
from index.rules import Stage, declare
from index.structure.blocks import split_blocks
from index.structure.rejoining import as_built
from index.text.normalize import folded
from index.types import Block, DateSource, Kind, Metadata, Role, SourceMap, SourceText

_BEGINS = re.compile(r"<(?:!doctype\s{1,9}html|html)\b", re.IGNORECASE)
_NAME = re.compile(r"<title\b[^<>]{0,200}>", re.IGNORECASE)
_WRAPPER_AT_MOST = 4096
"""Characters before a page that can be a wrapper around it."""

DATES = declare(
    "date-html-stated", Stage.INGEST,
    "What a web page's markup calls the day of publication is the report's.",
)  # fmt: skip


def _no_dates(page: str) -> list[Stated]:
    return []


def read_html(page: str) -> SourceText:
    """The text of a web page without its navigation, and what its head states, or front matter
    above it, from which a site makes its head."""
    front = read_front_matter(page)
    begin = front.end or _after_wrapper(page)
    html = page[begin:]
    main = _trafilatura().extract(html, include_comments=False, favor_recall=True)
    metadata = _with_front(front.metadata, _metadata(html))
    chosen = choose(PageWalk(page, begin).found, main)
    if chosen is None:
        text = main or ""
        return SourceText(text, tuple(split_blocks(text)), metadata, SourceMap(()))
    return _shown(chosen, metadata, front.prose)


def _with_front(front: Metadata, page: Metadata) -> Metadata:
    """What front matter states, and what else the page does."""
    dates = page if front.date_source is None else front
    return replace(
        dates,
        title=front.title or page.title,
        publisher=front.publisher or page.publisher,
        url=front.url or page.url,
        own_path=front.own_path or page.own_path,
        author=front.author or page.author,
    )


def _trafilatura() -> Any:
    import trafilatura  # noqa: PLC0415 - takes a while, and is not needed without a web page

    return trafilatura


def _after_wrapper(page: str) -> int:
    """Where a page begins that stands in something else, as in a filing; 0 if it does not."""
    found = _BEGINS.search(page, 0, _WRAPPER_AT_MOST)
    return found.start() if found else 0


def _metadata(page: str) -> Metadata:
    stated = _trafilatura().extract_metadata(page)
    return Metadata(
        title=stated.title or _named(page),
        publisher=stated.sitename or None,
        url=stated.url or None,
        **as_metadata(_dates(page), DateSource.HTML_META),
    )


@DATES.governs(without=_no_dates)
def _dates(page: str) -> list[Stated]:
    """The dates that the page's markup states. One that has no `<html>` is put into one: as it
    stands it is not loaded where all of it is one element, as in XML."""
    load = _trafilatura().load_html
    tree = load(page)
    if tree is None:
        tree = load(f"<html><body>{page}</body></html>")
    return page_dates(tree) if tree is not None else []


def _named(page: str) -> str | None:
    """The name in a page's head."""
    opened = _NAME.search(page)
    end = page.find("<", opened.end()) if opened else -1
    words = unescape(page[opened.end() : end]) if opened and end != -1 else ""
    return " ".join(words.split()) or None


def _shown(main: MainText, metadata: Metadata, prose: Sequence[Prose]) -> SourceText:
    """The text of the blocks, with their roles and their places in the page, below the prose of its
    front matter."""
    shown = Shown()
    above = [add_block(shown, pieces, Kind.PARAGRAPH) for pieces in prose]
    made: list[tuple[Block, bool]] = [(block, False) for block in above if block is not None]
    for found, links in zip(main.blocks, main.only_links, strict=True):
        block = add_block(shown, found.pieces, found.kind, level=found.level, under=found.under)
        made.extend([(block, links)] if block is not None else [])
    text = shown.text()
    title = _title(text, [block for block, _ in made], metadata.title)
    blocks = []
    for block, links in made:
        if links:
            block = replace(block, role=Role.FURNITURE, reason="only links")
        elif block.kind is Kind.HEADING:
            block = replace(block, role=Role.TITLE if block is title else Role.HEADING)
        blocks.append(block)
    if metadata.title is None and title is not None:
        metadata = replace(metadata, title=text[title.start : title.end])
    return as_built(SourceText(text, tuple(blocks), metadata, shown.source_map()))


def _title(text: str, blocks: Sequence[Block], stated: str | None) -> Block | None:
    """The heading that is the title which the page states, or else the first of the first level."""
    headings = [block for block in blocks if block.kind is Kind.HEADING]
    named = folded(stated or "")
    same = [b for b in headings if named and folded(text[b.start : b.end]) == named]
    within = [b for b in headings if folded(text[b.start : b.end]) in named]
    first = [block for block in headings if block.level == 1]
    return next(iter([*same, *within, *first]), None)
