"""Markdown: plain text whose headings are marked."""

import re
from dataclasses import replace

from index.blocks import split_blocks
from index.reading.frontmatter import read_front_matter
from index.types import Block, Role, SourceText

_HEADING = re.compile(r"(#{1,6})[ \t]+(?=\S)")


def read_markdown(text: str) -> SourceText:
    """A Markdown file. Its words are kept as written; the first level-one heading is its title."""
    front = read_front_matter(text)
    blocks, title = [], front.metadata.title
    for block in split_blocks(text, front.end):
        marked = _HEADING.match(text, block.start, block.end)
        if marked is None:
            blocks.append(block)
            continue
        first = title is None and marked.group(1) == "#"
        heading = Block(marked.end(), block.end, role=Role.TITLE if first else Role.HEADING)
        title = text[heading.start : heading.end] if first else title
        blocks.append(heading)
    return SourceText(text, tuple(blocks), replace(front.metadata, title=title))
