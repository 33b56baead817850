"""The text of a document as it flows: what goes on over the ends of columns and pages is one.

Notes, captions, tables and what stands at the edges of pages come behind the paragraph that they
stand within.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from index.pdf.grids import Grid
from index.pdf.paragraphs import Paragraph
from index.pdf.segments import Segment
from index.rules import Stage, declare
from index.structure.lines import is_ended

_TYPE = 0.06
_FULL = 1.5
"""Heights of a letter that a full line may leave to the right."""
_INDENT = 0.7

FLOWS = declare(
    "pdf-flows-on", Stage.INGEST,
    "A paragraph of a PDF goes on in the next column or page where its last line ends no sentence.",
)  # fmt: skip


class Part(StrEnum):
    """What a piece of a page is, as far as the flow of its text goes."""

    TEXT = "text"
    HEADING = "heading"
    NOTE = "note"
    CAPTION = "caption"
    TABLE = "table"
    RUNNING = "running"
    TURNED = "turned"
    CONTENTS = "contents"


@dataclass(slots=True, eq=False)
class Item:
    """A piece of a page: a paragraph, a table, or lines of segments. `area` numbers the column that
    it stands in; `level` is that of a heading, which `is_named` where a bookmark names it."""

    part: Part
    page: int
    area: int
    paragraph: Paragraph | None = None
    grid: Grid | None = None
    lines: list[list[Segment]] | None = None
    level: int = 0
    is_title: bool = False
    is_named: bool = False


def joined(items: Sequence[Item]) -> list[Item]:
    """The items with paragraphs put together that go on in another column."""
    kept: list[Item] = []
    open_: Item | None = None
    note: Item | None = None
    for n, item in enumerate(items):
        paragraph = item.paragraph
        rest_of = _note_above(note, item)
        if rest_of is not None and rest_of.paragraph is not None and paragraph is not None:
            rest_of.paragraph.lines.extend(paragraph.lines)
            rest_of.area = item.area
            continue
        note = item if item.part is Part.NOTE else note
        if paragraph is None or item.part is not Part.TEXT:
            kept.append(item)
            if item.part is Part.HEADING:
                open_ = None
            continue
        above = open_.paragraph if open_ is not None else None
        if (
            above is not None and open_ is not None and open_.area != item.area
            and item.page <= above.last_page + 1
            and FLOWS.applies(_goes_on(above, paragraph))
        ):  # fmt: skip
            above.lines.extend(paragraph.lines)
            above.right = paragraph.right
            open_.area = item.area
        else:
            kept.append(item)
            open_ = item
        if open_ is not None and not _is_last(items, n):
            open_ = None
    return kept


def _note_above(above: Item | None, below: Item) -> Item | None:
    """The note above where an item is the rest of it, in a later column: no mark begins it, and no
    sentence ended there."""
    if above is None or above.paragraph is None or below.part is not Part.NOTE:
        return None
    if below.paragraph is None or below.paragraph.lines[0].marked:
        return None
    words = above.paragraph.text
    near = above.area != below.area and below.page <= above.paragraph.last_page + 1
    return above if near and not is_ended(words, len(words)) else None


def _is_last(items: Sequence[Item], n: int) -> bool:
    """Whether a paragraph is the last text of its column."""
    following = items[n + 1 :]
    beside = next((i for i in following if i.part in (Part.TEXT, Part.HEADING)), None)
    return beside is None or beside.area != items[n].area


def _goes_on(above: Paragraph, below: Paragraph) -> bool:
    words, first = above.lines[-1].text, below.lines[0].text[:1]
    sizes = above.lines[-1].size, below.lines[0].size
    if abs(sizes[0] - sizes[1]) > _TYPE * max(sizes) or below.is_item:
        return False
    if first.islower() or (words.endswith("-") and first.isalpha()):
        return True
    if is_ended(words, len(words)):
        return False
    last = above.lines[-1]
    full = len(above.lines) > 1 and above.right - last.x1 < _FULL * last.size
    indented = below.lines[0].x0 - below.left > _INDENT * last.size
    return full and not indented
