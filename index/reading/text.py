"""Plain text, with or without front matter."""

import re
from collections.abc import Sequence

from index.reading.frontmatter import read_front_matter
from index.reading.plain_tags import without_tags
from index.structure.blocks import split_pages
from index.structure.changes import Change, changed, composed
from index.types import SourceText

_PAGE_BREAK = re.compile("\f")


def read_text(text: str) -> SourceText:
    """A plain text file; a YAML front matter, where there is one, is its metadata.

    Page breaks are not shown, nor what stands at the edges of pages within a paragraph, nor the
    marks of HTML within lines.
    """
    text, below = without_tags(text)
    front = read_front_matter(text)
    blocks, changes = split_pages(text, front.end)
    changes = _with_page_breaks(text, changes)
    if not changes:
        return SourceText(text, tuple(blocks), front.metadata, below)
    shown, blocks, source = changed(text, blocks, changes)
    if below is not None:
        source = composed(source, below)
    return SourceText(shown, tuple(blocks), front.metadata, source)


def _with_page_breaks(text: str, changes: Sequence[Change]) -> list[Change]:
    """The changes, and those of the page breaks that none of them holds: each is a line end."""
    kept: list[Change] = []
    at = 0
    for change in [*changes, Change(len(text), len(text), ())]:
        kept += [
            Change(found.start(), found.end(), (("\n", None),))
            for found in _PAGE_BREAK.finditer(text, at, change.start)
        ]
        kept.append(change)
        at = change.end
    return kept[:-1]
