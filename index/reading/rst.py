"""reStructuredText as it is shown.

A reader of our own after docutils' specification, because docutils keeps no places of words and
puts what it does not know into messages. Nothing is ever included, run or fetched.
"""

from index.reading.frontmatter import read_front_matter
from index.reading.headed import under_its_title
from index.reading.pieces import add_block
from index.reading.rst_blocks import RstBlocks
from index.reading.rst_lines import Within, lines_of
from index.types import Kind, SourceText


def read_rst(text: str) -> SourceText:
    """A reStructuredText file; its first heading that is no mere date is its title."""
    front = read_front_matter(text)
    reader = RstBlocks(text)
    for prose in front.prose:
        add_block(reader.shown, prose, Kind.PARAGRAPH)
    reader.body(lines_of(text, front.end), Within())
    return under_its_title(reader.shown, front.metadata)
