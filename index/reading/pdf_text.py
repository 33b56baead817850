"""The text of a report from the items of its pages, and where each of its lines stands on them."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from index.pdf.flow import Item, Part
from index.pdf.grids import Grid, GridCell, GridRow
from index.pdf.hyphens import BrokenWords
from index.pdf.labels import is_bullet
from index.pdf.lines import Line
from index.pdf.paragraphs import Paragraph
from index.pdf.segments import Segment
from index.reading.pieces import BETWEEN_CELLS, Cell, Piece, heads_of, row_of, said, spaced
from index.reading.shown import Shown
from index.structure.lines import after_bullet
from index.structure.tables import UNDER_AT_MOST, shortened
from index.types import Block, Kind, Role, Run
from index.types.pagemap import LINE_AT_MOST, PageLine, PageMap

_WORD = re.compile(r"\S+")
_GLUED = re.compile(r"\w[-‐–—/]$")
"""What a line ends with that no blank stands behind."""
_WHOLE = re.compile(r"[^\W\d_][^:]{1,60}:\s\S.{0,200}")
"""A cell that holds both a key and its value."""
_CAPTION_AT_LEAST = 40
_KINDS = {
    Part.NOTE: Kind.NOTE, Part.CAPTION: Kind.CAPTION, Part.HEADING: Kind.HEADING,
}  # fmt: skip
_FURNITURE = {
    Part.RUNNING: "runs at the edge of pages",
    Part.TURNED: "turned on its page",
    Part.CONTENTS: "table of contents",
}


class Writer:
    """Builds the text of one report, item by item."""

    def __init__(self, broken: BrokenWords) -> None:
        self._broken = broken
        self._shown = Shown()
        self._drawn: list[Segment] = []
        self._length = 0
        self._caption = ""

    def add(self, item: Item) -> None:
        """Adds the blocks of an item."""
        caption, self._caption = self._caption, ""
        if item.part in _FURNITURE:
            self._add_furniture(item)
        elif item.grid is not None:
            self._add_grid(item.grid, caption)
        elif item.paragraph is not None:
            self._add_paragraph(item, item.paragraph)
            if item.part is Part.CAPTION:
                self._caption = shortened(item.paragraph.text)

    def text(self) -> str:
        return self._shown.text()

    def blocks(self) -> tuple[Block, ...]:
        return self._shown.blocks()

    def pages(self) -> PageMap:
        """Where the text stands."""
        begins = [segment.at for segment in self._drawn]
        lines: list[PageLine] = []
        for run in self._shown.source_map().runs:
            segment = self._drawn[bisect_right(begins, run.source) - 1]
            lines += _page_lines(segment, run)
        return PageMap(tuple(lines))

    def _put(self, pieces: Iterable[Piece]) -> None:
        for words, source, length in spaced(pieces):
            self._shown.add(words, source, length)

    def _add_paragraph(self, item: Item, paragraph: Paragraph) -> None:
        self._put(self._pieces(paragraph.lines, without_label=paragraph.is_item))
        role = Role.TITLE if item.is_title else Role.HEADING if item.is_named else Role.BODY
        kind = Kind.LIST_ITEM if paragraph.is_item else Kind.PARAGRAPH
        self._shown.end(_KINDS.get(item.part, kind), level=item.level, role=role)

    def _add_furniture(self, item: Item) -> None:
        for line in item.lines or []:
            self._put(self._of_segments(line))
            self._shown.end(role=Role.FURNITURE, reason=_FURNITURE[item.part])

    def _add_grid(self, grid: Grid, caption: str) -> None:
        heads = heads_of([self._cells(row) for row in grid.rows[: grid.heads]])
        group = ""
        for row in grid.rows[grid.heads :]:
            cells = self._cells(row)
            filled = [cell for cell in {id(c): c for c in cells}.values() if said(cell)]
            if len(filled) == 1 and filled[0] is cells[0] and len(cells) > 1:
                group = said(filled[0])
                self._put(filled[0])
                self._shown.end(Kind.TABLE_ROW, under=caption)
                continue
            keyed = not any(heads) and _keyed(filled)
            if keyed:
                self._add_keys(keyed, group or caption)
                continue
            pieces, of_columns = row_of(cells, heads)
            self._put(pieces)
            heads_of_row = BETWEEN_CELLS.join(filter(None, (group, of_columns)))
            under = BETWEEN_CELLS.join(filter(None, (_cut(caption, heads_of_row), heads_of_row)))
            self._shown.end(Kind.TABLE_ROW, under=shortened(under) if under else "")

    def _add_keys(self, keyed: Sequence[tuple[Cell, Cell | None]], under: str) -> None:
        for key, value in keyed:
            if value is None:
                self._put(key)
                self._shown.end(
                    Kind.KEY_VALUE, role=Role.FURNITURE, reason="the name of an empty field"
                )
                continue
            self._put([*key, (" ", None, 0), *value] if value else key)
            self._shown.end(Kind.KEY_VALUE, under=under)

    def _cells(self, row: GridRow) -> list[Cell]:
        """The cells as pieces, one over several columns the same object in each."""
        made: dict[int, Cell] = {}
        return [made.setdefault(id(cell), self._cell(cell)) for cell in row.cells]

    def _cell(self, cell: GridCell) -> Cell:
        lines = [Line([segment]) for segment in cell]
        return list(self._pieces(lines, without_label=False))

    def _pieces(self, lines: Sequence[Line], *, without_label: bool) -> Iterator[Piece]:
        """The words of lines in one, with the words that are broken at their ends put together."""
        for n, line in enumerate(lines):
            pieces = list(self._of_segments(line.segments))
            if n == 0 and without_label:
                pieces = _without_label(pieces)
            following = lines[n + 1].text if n + 1 < len(lines) else ""
            glued = bool(following) and _GLUED.search(line.text) is not None
            broken = glued and line.text[-1] in "-\u2010" and bool(pieces)
            if broken and not self._broken.keeps_hyphen(line.text, following):
                words, source, length = pieces[-1]
                pieces[-1] = (words[:-1], source, length - 1)
            yield from pieces
            if following and not glued:
                yield " ", None, 0

    def _of_segments(self, segments: Sequence[Segment]) -> Iterator[Piece]:
        for n, segment in enumerate(segments):
            if n:
                yield " ", None, 0
            if segment.at < 0:
                segment.at = self._length
                self._drawn.append(segment)
                self._length += len(segment.text) + 1
            yield segment.text, segment.at, len(segment.text)


def _cut(caption: str, heads: str) -> str:
    """A caption as far as the heads of columns leave room for it."""
    room = max(_CAPTION_AT_LEAST, UNDER_AT_MOST - len(heads) - len(BETWEEN_CELLS))
    return caption if len(caption) <= room else f"{caption[: room - 1].rpartition(' ')[0]}…"


def _without_label(pieces: Sequence[Piece]) -> list[Piece]:
    words, source, length = pieces[0]
    first, blank, rest = words.partition(" ")
    cut = len(first) + 1 if blank and is_bullet(first) else after_bullet(words, 0)
    if source is None or not rest or not cut:
        return list(pieces[2:]) if is_bullet(first) or not rest else list(pieces)
    return [(words[cut:], source + cut, length - cut), *pieces[1:]]


def _keyed(filled: Sequence[Cell]) -> list[tuple[Cell, Cell | None]]:
    """The keys and values that the cells of a row are, keys without a value too; none where its
    cells are no such."""
    keyed: list[tuple[Cell, Cell | None]] = []
    cells = list(filled)
    while cells:
        key = cells.pop(0)
        value: Cell | None
        if _WHOLE.fullmatch(said(key)):
            value = []
        elif said(key).endswith(":"):
            value = cells.pop(0) if cells and not said(cells[0]).endswith(":") else None
        elif cells and said(cells[0]).startswith(":"):
            value = cells.pop(0)
        else:
            return []
        keyed.append((key, value))
    return keyed


def _page_lines(segment: Segment, run: Run) -> Iterator[PageLine]:
    """The line of a page that a run of the text is, or lines, where it is very long."""
    begin = run.source - segment.at
    for at in range(0, run.length, LINE_AT_MOST):
        length = min(LINE_AT_MOST, run.length - at)
        yield _page_line(segment, run.shown + at, begin + at, begin + at + length)


def _page_line(segment: Segment, shown: int, begin: int, end: int) -> PageLine:
    """What of a segment stands in the text from an offset on; all of its line, where that is turned
    on the page as it is shown."""
    if segment.shown is not None:
        return PageLine(shown, shown + end - begin, segment.page + 1, segment.shown, ())
    words = [match.start() for match in _WORD.finditer(segment.text)]
    placed = list(zip(words, segment.lefts, strict=False))
    whole = PageLine(0, len(segment.text), segment.page + 1, segment.box, tuple(placed))
    inside = [(at - begin, round(left, 2)) for at, left in placed if begin <= at < end]
    box = whole.cut(begin, end)
    if not inside or inside[0][0] > 0:
        inside.insert(0, (0, round(box[0], 2)))
    return PageLine(shown, shown + end - begin, segment.page + 1, box, tuple(inside))


def broken_pairs(paragraphs: Iterable[Paragraph]) -> Iterator[tuple[str, str]]:
    """Lines that end with a hyphen, and those that go on with them."""
    for paragraph in paragraphs:
        for above, below in pairwise(paragraph.lines):
            if above.text[-1:] in ("-", "\u2010"):
                yield above.text, below.text
