"""reStructuredText as it is shown.

A reader of our own after docutils' specification, because docutils keeps no places of words and
puts what it does not know into messages. Nothing is ever included, run or fetched.
"""

from dataclasses import replace

from index.reading.frontmatter import read_front_matter
from index.reading.pieces import add_block
from index.reading.rst_blocks import RstBlocks
from index.reading.rst_lines import Within, lines_of
from index.structure.rejoining import as_built
from index.times.dates import day_mentions
from index.types import Kind, Role, SourceText

_DATE_AT_MOST = 60


def read_rst(text: str) -> SourceText:
    """A reStructuredText file; its first heading that is no mere date is its title."""
    front = read_front_matter(text)
    reader = RstBlocks(text)
    for prose in front.prose:
        add_block(reader.shown, prose, Kind.PARAGRAPH)
    reader.body(lines_of(text, front.end), Within())
    shown = reader.shown
    whole, blocks = shown.text(), list(shown.blocks())
    title = front.metadata.title
    for number, block in enumerate(blocks):
        if block.kind is not Kind.HEADING:
            continue
        words = whole[block.start : block.end]
        titles = title is None and not _is_a_date(words)
        title = words if titles else title
        blocks[number] = replace(block, role=Role.TITLE if titles else Role.HEADING)
    metadata = replace(front.metadata, title=title)
    return as_built(SourceText(whole, tuple(blocks), metadata, shown.source_map()))


def _is_a_date(words: str) -> bool:
    mentions = day_mentions(words, None) if len(words) <= _DATE_AT_MOST else []
    return bool(mentions) and not (words[: mentions[0].start] + words[mentions[-1].end :]).strip()
