"""The report that a text with headings makes, of which the first is its title."""

from dataclasses import replace

from index.reading.shown import Shown
from index.structure.rejoining import as_built
from index.times.dates import day_mentions
from index.types import Kind, Metadata, Role, SourceText

_DATE_AT_MOST = 60


def under_its_title(shown: Shown, stated: Metadata) -> SourceText:
    """The report of the blocks that were shown; the first heading that is no mere date is its
    title, where its front matter states none."""
    whole, blocks = shown.text(), list(shown.blocks())
    title = stated.title
    for number, block in enumerate(blocks):
        if block.kind is not Kind.HEADING:
            continue
        words = whole[block.start : block.end]
        titles = title is None and not _is_a_date(words)
        title = words if titles else title
        blocks[number] = replace(block, role=Role.TITLE if titles else Role.HEADING)
    metadata = replace(stated, title=title)
    return as_built(SourceText(whole, tuple(blocks), metadata, shown.source_map()))


def _is_a_date(words: str) -> bool:
    mentions = day_mentions(words, None) if len(words) <= _DATE_AT_MOST else []
    return bool(mentions) and not (words[: mentions[0].start] + words[mentions[-1].end :]).strip()
