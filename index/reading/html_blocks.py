"""The blocks of a web page, as its words are told one after another."""

from dataclasses import replace

from index.reading.html_found import Found, length_of, lines_of, on_one_line
from index.reading.html_marks import leads_to_a_note, raised
from index.reading.html_names import HEADINGS
from index.reading.html_open import Elements, Open, OpenBlock
from index.reading.pieces import Piece, said
from index.types import Kind

_LEAD_IN_AT_MOST = 300


class PageBlocks:
    """Takes words within the elements that are open; `found` holds the blocks that were ended."""

    def __init__(self, elements: Elements) -> None:
        self.found: list[Found] = []
        self.block = OpenBlock()
        self.said_last = ""
        self._elements = elements
        self._term: list[Piece] = []

    def lead_in(self) -> str:
        """What introduces a list: the item that it stands in, or a line before it with a colon."""
        words = self.said_last
        within = self._elements.inner("li", "table")
        introduces = words.endswith(":") or (within is not None and within.name == "li")
        return words if introduces and len(words) <= _LEAD_IN_AT_MOST else ""

    def add(self, pieces: list[Piece], *, bold: bool) -> None:
        """Words of the block that is open."""
        if any(not words.isspace() for words, _, _ in pieces):
            self.block.strong = self.block.strong and bold
        self.block.pieces.extend(pieces)

    def flush(self) -> None:
        """Ends the block that is open, and puts it where it belongs."""
        block, self.block = self.block, OpenBlock()
        for opened in self._elements:
            if opened.linked and opened.name == "a":
                block.linked += length_of(block.pieces[opened.at :])
            opened.at = 0
        if not length_of(block.pieces):
            return
        heading = self._elements.inner(*HEADINGS, "table")
        if heading is not None:
            heading.filled = True
        element = self._elements.inner("dt", "dd", "dl", "table", "td", "th")
        if element is not None and element.name == "dt":
            self._begin_term(block)
            return
        kind, level, under, beside = self._elements.place()
        found = Found(block.pieces, kind, level, under, block.linked, beside)
        if element is not None and element.name == "dd":
            found = self._of_term(found)
        cell = self._elements.cell()
        if cell is not None:
            cell.strong = cell.strong and block.strong
        for made in lines_of(found):
            self.said_last = said(made.pieces)
            self._put(made)

    def end_table(self, element: Open) -> None:
        """Puts the rows of a table that has ended."""
        if element.table is not None:
            for block in element.table.blocks():
                self._put(block)
            self.said_last = ""

    def flush_term(self) -> None:
        """A term that nothing was said of is a paragraph."""
        if self._term:
            self._put(Found(self._term, Kind.PARAGRAPH))
            self._term = []

    def _begin_term(self, block: OpenBlock) -> None:
        self.flush_term()
        self._term = on_one_line(block.pieces)
        terms = self._elements.inner("dl", "table")
        if terms is not None:
            terms.lead_in = said(self._term)

    def _of_term(self, found: Found) -> Found:
        """What is said of a term: the first words behind it, all others under it."""
        if not self._term:
            terms = self._elements.inner("dl", "table")
            return replace(found, under=found.under or (terms.lead_in if terms else ""))
        if found.kind is Kind.HEADING:
            self.flush_term()
            return found
        between = " " if said(self._term).endswith((":", "?", ".")) else ": "
        pieces, self._term = [*self._term, (between, None, 0), *found.pieces], []
        return replace(found, pieces=pieces, kind=Kind.KEY_VALUE)

    def after_link(self, element: Open) -> None:
        """Counts the words of a link that has ended; the mark of a note is none."""
        inside = self.block.pieces[element.at :]
        words = said(inside)
        if element.anchor and leads_to_a_note(words):
            del self.block.pieces[element.at :]
        elif element.linked:
            self.block.linked += len(words)
            around = self._elements.inner("sup", "li", "td", "table")
            if around is not None and around.name == "sup":
                around.linked = True

    def after_superscript(self, element: Open) -> None:
        """A mark of a note is no word of the sentence that it stands at."""
        pieces = self.block.pieces
        link = self._elements.inner("a", "li", "td", "table")
        linked = element.linked or (link is not None and link.linked)
        pieces[element.at :] = raised(pieces, element.at, linked=linked)

    def _put(self, block: Found) -> None:
        cell = self._elements.cell()
        if cell is not None:
            cell.found.append(block)
            return
        table = self._elements.table()
        (self.found if table is None else table.loose).append(block)
