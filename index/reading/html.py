"""HTML: the report on a page as it is shown, and what the page states of it.

trafilatura and htmldate say what is the main text and what the head states; the blocks are those
of a walk of our own, which keeps their kinds and the places of their words.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from html import unescape

import trafilatura
from htmldate import find_date

from index.blocks import split_blocks
from index.dates import day_mentions
from index.normalize import folded
from index.reading.html_main import MainText, choose
from index.reading.html_walk import PageWalk
from index.reading.pieces import add_block
from index.reading.shown import Shown
from index.rejoining import as_built
from index.rules import Stage, declare
from index.types import Block, DateSource, Kind, Metadata, Role, SourceMap, SourceText

_OF_PUBLICATION = frozenset(
    {
        "article:published_time", "article:published", "og:published_time", "datepublished",
        "date-published", "date_published", "published_time", "publishdate", "publish-date",
        "publish_date", "publication_date", "publication-date", "citation_publication_date",
        "dc.date.issued", "dcterms.issued", "parsely-pub-date", "sailthru.date", "pubdate",
    }
)  # fmt: skip
_IN_JSON_LD = re.compile(r'"datePublished"\s{0,9}:\s{0,9}"([^"]{4,60})"')

_BEGINS = re.compile(r"<(?:!doctype\s{1,9}html|html)\b", re.IGNORECASE)
_NAME = re.compile(r"<title\b[^<>]{0,200}>", re.IGNORECASE)
_WRAPPER_AT_MOST = 4096
"""Characters before a page that can be a wrapper around it."""

PUBLISHED = declare(
    "date-html-published", Stage.INGEST,
    "What a web page's head calls the day of publication is the report's.",
)  # fmt: skip
LIKELIEST = declare(
    "date-html-likeliest", Stage.INGEST,
    "A web page that states no day of publication came out on the likeliest of its other days.",
)  # fmt: skip


def _no_day(page: str) -> date | None:
    return None


def read_html(page: str) -> SourceText:
    """The text of a web page without its navigation, and what its head states."""
    begin = _after_wrapper(page)
    html = page[begin:]
    main = trafilatura.extract(html, include_comments=False, favor_recall=True)
    metadata = _metadata(html)
    chosen = choose(PageWalk(page, begin).found, main)
    if chosen is None:
        text = main or ""
        return SourceText(text, tuple(split_blocks(text)), metadata, SourceMap(()))
    return _shown(chosen, metadata)


def _after_wrapper(page: str) -> int:
    """Where a page begins that stands in something else, as in a filing; 0 if it does not."""
    found = _BEGINS.search(page, 0, _WRAPPER_AT_MOST)
    return found.start() if found else 0


def _metadata(page: str) -> Metadata:
    stated = trafilatura.extract_metadata(page)
    published = _published(page)
    day = published or _found(page)
    return Metadata(
        title=stated.title or _named(page),
        publisher=stated.sitename or None,
        url=stated.url or None,
        published_on=day,
        date_source=DateSource.HTML_META if day else None,
        date_is_stated=day is None or published is not None,
    )


def _named(page: str) -> str | None:
    """The name in a page's head."""
    opened = _NAME.search(page)
    end = page.find("<", opened.end()) if opened else -1
    words = unescape(page[opened.end() : end]) if opened and end != -1 else ""
    return " ".join(words.split()) or None


def _shown(main: MainText, metadata: Metadata) -> SourceText:
    """The text of the blocks, with their roles and their places in the page."""
    shown = Shown()
    made: list[tuple[Block, bool]] = []
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


@PUBLISHED.governs(without=_no_day)
def _published(page: str) -> date | None:
    """The day that the page's head, or its description for search engines, calls publication's."""
    tree = trafilatura.load_html(page)
    if tree is None:
        return None
    stated = [
        element.get("content") or element.get("datetime") or ""
        for element in tree.iter("meta", "time")
        for name in (element.get("property"), element.get("name"), element.get("itemprop"))
        if name and name.strip().lower() in _OF_PUBLICATION
    ]
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            stated += _IN_JSON_LD.findall(script.text or "")
    days = [mention.days[0] for value in stated for mention in day_mentions(value[:100], None)[:1]]
    return days[0] if days else None


@LIKELIEST.governs(without=_no_day)
def _found(page: str) -> date | None:
    """The likeliest of the page's other dates; the bound is fixed, so that no clock plays in."""
    day = find_date(page, original_date=True, extensive_search=False, max_date="2099-12-31")
    return date.fromisoformat(day) if day else None
