"""Plain text, with or without front matter."""

from index.blocks import split_blocks
from index.reading.frontmatter import read_front_matter
from index.types import SourceText


def read_text(text: str) -> SourceText:
    """A plain text file; a YAML front matter, where there is one, is its metadata."""
    front = read_front_matter(text)
    return SourceText(text, tuple(split_blocks(text, front.end)), front.metadata)
