"""A walk through an OpenDocument text: paragraphs, lists and tables, boxes and notes as blocks."""

from collections.abc import Iterator
from dataclasses import replace

from index.reading.html_tables import Table, TableCell
from index.reading.laid import Laid, may_head
from index.reading.office.docx_names import number_of
from index.reading.office.docx_text import Words
from index.reading.office.odt_names import child, name_of, value_of
from index.reading.office.odt_styles import Counting, Style, Styles
from index.reading.office.odt_text import TextReader
from index.reading.office.packages import Element, text_of
from index.reading.office.placed import Look, Placed, fill_cell, of_contents
from index.reading.pieces import said
from index.types import Kind, Role

_SPAN_AT_MOST, _REPEATED_AT_MOST = 100, 1000
_BY_NAME = {"caption": Kind.CAPTION, "quotations": Kind.QUOTE, "quote": Kind.QUOTE}
_INDEXES = (
    "text:table-of-content", "text:illustration-index", "text:table-index", "text:object-index",
    "text:alphabetical-index", "text:user-index",
)  # fmt: skip
_HOLD_BLOCKS = ("text:section", "text:index-body", "text:index-title", "draw:text-box",
                "text:note-body")  # fmt: skip


class Walk:
    """Reads the parts of one document in order; `text.unread` counts what is left out."""

    def __init__(self, styles: Styles) -> None:
        self.text = TextReader(styles)
        self._styles = styles
        self._counting = Counting(styles)
        self._ids: dict[str, str] = {}
        self._notes: list[Element] = []
        self._below_picture = False

    def blocks(self, container: Element) -> Iterator[Placed]:
        """The blocks of a document or a part of it: notes come after what refers to them."""
        for placed in self._blocks(container):
            yield placed
            taken, self._notes = self._notes, []
            for note in taken:
                yield from self._note(note)

    def _note(self, note: Element) -> Iterator[Placed]:
        label = text_of(child(note, "text:note-citation"))
        body = child(note, "text:note-body")
        for placed in self._blocks(body if body is not None else ()):
            yield Placed(replace(placed.laid, kind=Kind.NOTE, level=0, label=label))
            label = ""

    def _blocks(self, container: Element) -> Iterator[Placed]:
        for element in container:
            name = name_of(element)
            if name in ("text:p", "text:h"):
                yield from self._paragraph(element)
            elif name == "text:list":
                yield from self._list(element, 1, None)
            elif name == "table:table":
                yield from self._table(element)
            elif name.startswith("draw:") and name != "draw:text-box":
                words = Words()
                self.text.drawn(element, words)
                for box in words.boxes:
                    yield from self._blocks(box)
            else:
                yield from self._held(element, name)

    def _held(self, element: Element, name: str) -> Iterator[Placed]:
        """The blocks of a section, an index or another thing that holds some."""
        shown = name in _HOLD_BLOCKS and value_of(element, "text:display") != "none"
        for placed in self._blocks(element) if shown or name in _INDEXES else ():
            of_index = name in _INDEXES
            yield replace(placed, laid=of_contents(placed.laid)) if of_index else placed

    def _list(self, element: Element, level: int, outer: str | None) -> Iterator[Placed]:
        style = value_of(element, "text:style-name") or outer or ""
        follows = value_of(element, "text:continue-list")
        goes_on = value_of(element, "text:continue-numbering") == "true" or follows in self._ids
        if level == 1 and not goes_on:
            self._counting.begin(style)
        self._ids[element.get("{http://www.w3.org/XML/1998/namespace}id") or ""] = style
        for entry in element:
            start = value_of(entry, "text:start-value")
            label: str | None = None
            if name_of(entry) == "text:list-item":
                first = number_of(start) if start is not None else None
                label = self._counting.label(style, level, first) if _has_words(entry) else None
            for inner in entry:
                if name_of(inner) == "text:list":
                    yield from self._list(inner, level + 1, style)
                elif name_of(inner) in ("text:p", "text:h"):
                    yield from self._paragraph(inner, level, label or "", listed=True)
                    label = ""

    def _paragraph(
        self, element: Element, depth: int = 0, label: str = "", *, listed: bool = False
    ) -> Iterator[Placed]:
        words = Words()
        chain = self._styles.chain(value_of(element, "text:style-name"))
        pictures = self.text.unread["picture"]
        self._notes += self.text.read(element, chain, words)
        pictured = self.text.unread["picture"] > pictures
        if words.text.strip():
            placed = self._placed(element, words, chain, depth, label, listed=listed)
            captions = pictured or self._below_picture
            yield replace(placed, look=replace(placed.look, captions=captions))
        self._below_picture = pictured or (self._below_picture and not words.text.strip())
        for box in words.boxes:
            yield from self._blocks(box)

    def _placed(
        self, element: Element, words: Words, chain: list[Style], depth: int, label: str, *,
        listed: bool,
    ) -> Placed:  # fmt: skip
        names = [style.name for style in chain]
        emphasised = words.is_bold or words.is_underlined
        look = Look(words.size, emphasised, not words.small, depth - 1 if listed else None)
        laid = Laid(words.text, label=label)
        if "title" in names:
            return Placed(replace(laid, kind=Kind.HEADING, level=1, role=Role.TITLE), look)
        level = number_of(value_of(element, "text:outline-level"), 1)
        if name_of(element) == "text:h" and may_head(laid.line):
            label = label or ("" if listed else self._counting.label("", level))
            words_of_it = f"{label} {laid.line}".strip()
            return Placed(Laid(words_of_it, Kind.HEADING, level, role=Role.HEADING), look)
        kind = next((_BY_NAME[name] for name in names if name in _BY_NAME), None)
        if kind is not None:
            return Placed(replace(laid, kind=kind), look)
        if listed:
            return Placed(replace(laid, kind=Kind.LIST_ITEM, level=depth), look)
        return Placed(laid, look)

    def _table(self, element: Element) -> Iterator[Placed]:
        table = Table()
        for row, is_head in _rows(element, is_head=False):
            repeated = number_of(value_of(row, "table:number-rows-repeated"), 1, _REPEATED_AT_MOST)
            line = self._row(row, is_head=is_head)
            if any(cell.found for cell in line):
                table.rows += [line] * repeated
        for found in table.blocks():
            words = said(found.pieces)
            yield Placed(Laid(words, found.kind, found.level, found.under), in_table=True)

    def _row(self, row: Element, *, is_head: bool) -> list[TableCell]:
        line: list[TableCell] = []
        for element in row:
            if name_of(element) != "table:table-cell":
                continue
            spans = (value_of(element, f"table:number-{axis}-spanned")
                     for axis in ("columns", "rows"))  # fmt: skip
            columns, rows = (number_of(span, 1, _SPAN_AT_MOST) for span in spans)
            cell = TableCell(is_head, columns, rows)
            fill_cell(cell, self._blocks(element))
            repeated = number_of(
                value_of(element, "table:number-columns-repeated"), 1, _SPAN_AT_MOST
            )
            line += [cell, *(TableCell(is_head) for _ in range(repeated - 1))]
        return line


def _rows(table: Element, *, is_head: bool) -> Iterator[tuple[Element, bool]]:
    """The rows of a table that are shown, and whether they are heads that each page repeats."""
    for element in table:
        name = name_of(element)
        if name == "table:table-row":
            if value_of(element, "table:visibility") not in ("collapse", "filter"):
                yield element, is_head
        elif name in ("table:table-rows", "table:table-row-group", "table:table-header-rows"):
            yield from _rows(element, is_head=is_head or name == "table:table-header-rows")


def _has_words(entry: Element) -> bool:
    """Whether an item has words itself, and not only lists within it."""
    return any(name_of(inner) in ("text:p", "text:h") for inner in entry)
