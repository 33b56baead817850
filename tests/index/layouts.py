"""Paragraphs laid out as those of a page."""

from datetime import date

from index.dating import date_report
from index.furniture.marking import PageLayout, lay_out
from index.structure.blocks import split_blocks
from index.types import Metadata

LONG = (
    "The ministry said that the bridge over the Danube had been closed to all traffic after "
    "engineers from Vienna found cracks in one of its pillars during a yearly inspection."
)
ALSO = (
    "Repairs by engineers from Vienna are to begin in the coming week, and will take a month, "
    "according to a plan that the ministry put before the council of the Danube towns."
)


def laid_out(*paragraphs: str, metadata: Metadata | None = None) -> tuple[str, PageLayout]:
    text = "\n\n".join(paragraphs)
    blocks, metadata = split_blocks(text), metadata or Metadata()
    _, byline = date_report(text, blocks, metadata, "x.txt", date(2025, 6, 1))
    return text, lay_out(text, blocks, metadata, byline)


def roles_of(*paragraphs: str) -> list[str]:
    return [block.role.value for block in laid_out(*paragraphs)[1].blocks]
