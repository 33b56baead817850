"""Pieces of HTML that are all text and no page around it, as in a message or an item of a feed."""

from index.reading.html_main import is_only_links
from index.reading.html_walk import PageWalk
from index.reading.laid import Laid
from index.reading.pieces import said
from index.types import Kind, Role


def read_fragment(html: str) -> list[Laid]:
    """The blocks of a piece of HTML, those that are made of links as furniture."""
    found = [(block, said(block.pieces)) for block in PageWalk(html).found]
    links = [is_only_links(block, words) for block, words in found]
    all_links = all(links)
    blocks = []
    for (block, words), link in zip(found, links, strict=True):
        if not words:
            continue
        role = Role.HEADING if block.kind is Kind.HEADING else Role.BODY
        laid = Laid(words, block.kind, block.level, block.under, role)
        if link and not all_links:
            laid = Laid(words, block.kind, role=Role.FURNITURE, reason="only links")
        blocks.append(laid)
    return blocks
