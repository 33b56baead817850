"""A walk through a Word document: its paragraphs and tables, text boxes and notes as blocks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from index.reading.html_tables import Table, TableCell
from index.reading.laid import Laid, may_head
from index.reading.marks import DEFINES
from index.reading.office.docx_lists import Lists
from index.reading.office.docx_names import child, is_on, name_of, number_of, value_of
from index.reading.office.docx_styles import Style, Styles
from index.reading.office.docx_text import Note, RunReader, Words
from index.reading.office.numbers import formatted
from index.reading.office.packages import Element
from index.reading.office.placed import Look, Placed, fill_cell, of_contents
from index.reading.pieces import said
from index.types import Kind, Role

_BODY_TEXT = 9
"""The outline level of what is no heading."""
_SPAN_AT_MOST = 100
_BY_NAME = {
    "caption": Kind.CAPTION, "quote": Kind.QUOTE, "intense quote": Kind.QUOTE,
    "block text": Kind.QUOTE, "footnote text": Kind.NOTE, "endnote text": Kind.NOTE,
}  # fmt: skip
_CONTENTS = ("toc ", "table of figures", "toc heading")
_HOLD_BLOCKS = frozenset(
    {"w:ins", "w:moveTo", "w:customXml", "w:smartTag", "w:sdtContent", "w:txbxContent"}
)


class Walk:
    """Reads the parts of one document in order; `runs.unread` counts what is left out."""

    def __init__(
        self,
        styles: Styles,
        lists: Lists,
        notes: dict[Note, Element],
        links: Mapping[str, str] | None = None,
    ) -> None:
        """With `links`, addresses by their ids, they and the notes are marked in the text."""
        self.runs = RunReader(styles, links)
        self._styles, self._lists, self._notes = styles, lists, notes
        self._referred: list[Note] = []
        self._numbers = {"footnote": 0, "endnote": 0}
        self._carried: list[Element] = []
        self._below_picture = False

    def blocks(self, container: Element) -> Iterator[Placed]:
        """The blocks of a body, a cell, a header: notes come after what refers to them."""
        for placed in self._blocks(container):
            yield placed
            yield from self._take_notes()
        yield from self._take_notes()

    def _blocks(self, container: Element) -> Iterator[Placed]:
        for element in container:
            name = name_of(element)
            if name == "w:p":
                yield from self._paragraph(element)
            elif name == "w:tbl":
                yield from self._table(element)
            elif name == "w:sdt":
                yield from self._control(element)
            elif name in _HOLD_BLOCKS:
                yield from self._blocks(element)
            elif name == "mc:AlternateContent":
                yield from self._blocks(next(iter(element), ()))
            elif name == "w:altChunk":
                self.runs.unread["inserted document"] += 1

    def _control(self, element: Element) -> Iterator[Placed]:
        content = child(element, "w:sdtContent")
        gallery = value_of(child(element, "w:sdtPr", "w:docPartObj", "w:docPartGallery"))
        for placed in self._blocks(content if content is not None else ()):
            if gallery == "Table of Contents":
                placed = replace(placed, laid=of_contents(placed.laid))
            yield placed

    def _paragraph(self, paragraph: Element) -> Iterator[Placed]:
        properties = child(paragraph, "w:pPr")
        style_id = value_of(child(properties, "w:pStyle"))
        chain = self._styles.chain(style_id)
        marks = child(properties, "w:rPr")
        if child(marks, "w:del") is not None or child(marks, "w:moveFrom") is not None:
            self._carried += paragraph  # its end was deleted, so that the next one goes on it
            return
        elements, self._carried = [*self._carried, *paragraph], []
        words, pictures = Words(), self.runs.unread["picture"]
        self.runs.read(elements, chain, words)
        self._referred += words.notes
        pictured = self.runs.unread["picture"] > pictures
        if words.text.strip():
            placed = self._placed(words, properties, style_id, chain)
            captions = pictured or self._below_picture
            yield replace(placed, look=replace(placed.look, captions=captions))
        self._below_picture = pictured or (self._below_picture and not words.text.strip())
        for box in words.boxes:
            yield from self._blocks(box)

    def _placed(
        self, words: Words, properties: Element | None, style_id: str | None, chain: list[Style]
    ) -> Placed:
        list_id, depth = self._listed(properties, style_id, chain)
        label = self._lists.label(list_id, depth) if list_id is not None else ""
        names = [style.name for style in chain]
        outline = _outline(properties, chain)
        emphasised = words.is_bold or words.is_underlined
        look = Look(words.size, emphasised, not words.small, depth if list_id else None)
        laid = Laid(words.text, label=label)
        if any(name.startswith(_CONTENTS) for name in names[:1]):
            return Placed(of_contents(laid), look)
        if "title" in names:
            return Placed(replace(laid, kind=Kind.HEADING, level=1, role=Role.TITLE), look)
        if outline < _BODY_TEXT and may_head(laid.line):
            words_of_it = f"{label} {laid.line}".strip()
            return Placed(Laid(words_of_it, Kind.HEADING, outline + 1, role=Role.HEADING), look)
        kind = next((_BY_NAME[name] for name in names if name in _BY_NAME), None)
        if kind is not None:
            return Placed(replace(laid, kind=kind), look)
        if list_id is not None:
            return Placed(replace(laid, kind=Kind.LIST_ITEM, level=depth + 1), look)
        return Placed(laid, look)

    def _listed(
        self, properties: Element | None, style_id: str | None, chain: Sequence[Style]
    ) -> tuple[str | None, int]:
        """The list that a paragraph is numbered in, and how deep."""
        own = child(properties, "w:numPr")
        list_id = value_of(child(own, "w:numId"))
        level = value_of(child(own, "w:ilvl"))
        styled = next((s for s in chain if s.list_id is not None), Style())
        of_style = list_id is None
        list_id = list_id if list_id is not None else styled.list_id
        if list_id in (None, "0") or not self._lists.is_list(list_id):
            return None, 0
        if level is None and of_style:
            deep = self._lists.level_of_style(list_id, style_id)
            return list_id, styled.list_level if styled.list_level is not None else deep
        return list_id, number_of(level)

    def _take_notes(self) -> Iterator[Placed]:
        """The notes that were referred to since they were last taken."""
        taken, self._referred = self._referred, []
        for note in taken:
            element = self._notes.pop(note, None)
            if element is None:
                continue
            self._numbers[note.kind] += 1
            form = "lowerRoman" if note.kind == "endnote" else "decimal"
            label = formatted(self._numbers[note.kind], form)
            begins = self.runs.marked(f"{DEFINES}{note.kind}:{note.id}")
            with self.runs.within_a_note():
                for placed in self._blocks(element):
                    words = begins + placed.laid.words
                    laid = replace(placed.laid, words=words, kind=Kind.NOTE, level=0, label=label)
                    yield Placed(laid)
                    label = begins = ""

    def _table(self, element: Element) -> Iterator[Placed]:
        table = Table()
        style = value_of(child(element, "w:tblPr", "w:tblStyle"))
        heads = any(s.heads_rows for s in self._styles.chain(style, "table"))
        heads = heads and _first_row_is_special(child(element, "w:tblPr", "w:tblLook"))
        spanning: dict[int, TableCell] = {}
        for row in _rows(element):
            line = self._row(row, spanning)
            if heads and not table.rows:
                line = [_set_strong(cell) for cell in line]
            table.rows.append(line)
        for found in table.blocks():
            words = said(found.pieces)
            yield Placed(Laid(words, found.kind, found.level, found.under), in_table=True)

    def _row(self, row: Element, spanning: dict[int, TableCell]) -> list[TableCell]:
        """The cells of a row; one that is merged with that above it makes that one longer."""
        properties = child(row, "w:trPr")
        is_head = is_on(child(properties, "w:tblHeader"))
        column = number_of(value_of(child(properties, "w:gridBefore")), 0, _SPAN_AT_MOST)
        line = [TableCell(columns=column)] if column else []
        before = dict(spanning)
        spanning.clear()
        for element in _cells(row):
            of_cell = child(element, "w:tcPr")
            columns = number_of(value_of(child(of_cell, "w:gridSpan")), 1, _SPAN_AT_MOST) or 1
            merge = child(of_cell, "w:vMerge")
            goes_on = merge is not None and value_of(merge) != "restart"
            if goes_on and column in before:
                spanning[column] = before[column]
                before[column].rows += 1
            else:
                cell = TableCell(is_head, columns)
                fill_cell(cell, self._blocks(element))
                line.append(cell)
                if merge is not None:
                    spanning[column] = cell
            column += columns
        return line


def _rows(table: Element) -> Iterator[Element]:
    """The rows of a table that are neither deleted nor hidden."""
    for element in table:
        if name_of(element) == "w:tr":
            properties = child(element, "w:trPr")
            if child(properties, "w:del") is None and not is_on(child(properties, "w:hidden")):
                yield element
        elif name_of(element) in ("w:sdt", "w:customXml", "w:ins", "w:moveTo"):
            content = child(element, "w:sdtContent")
            yield from _rows(content if content is not None else element)


def _cells(row: Element) -> Iterator[Element]:
    """The cells of a row that are not deleted."""
    for element in row:
        if name_of(element) == "w:tc":
            if child(element, "w:tcPr", "w:cellDel") is None:
                yield element
        elif name_of(element) in ("w:sdt", "w:customXml"):
            content = child(element, "w:sdtContent")
            yield from _cells(content if content is not None else element)


def _first_row_is_special(look: Element | None) -> bool:
    """Whether a table has the first row that its style sets apart."""
    stated = value_of(look, "firstRow")
    if stated is not None:
        return stated in ("1", "true", "on")
    mask = value_of(look) or ""
    return bool(len(mask) == 4 and all(c in "0123456789abcdefABCDEF" for c in mask)
                and int(mask, 16) & 0x20)  # fmt: skip


def _set_strong(cell: TableCell) -> TableCell:
    cell.strong = True
    return cell


def _outline(properties: Element | None, chain: Sequence[Style]) -> int:
    own = value_of(child(properties, "w:outlineLvl"))
    styled = next((s.outline for s in chain if s.outline is not None), _BODY_TEXT)
    return number_of(own, styled)
