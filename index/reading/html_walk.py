"""A walk through a web page, tag by tag: every block that a reader sees, in order."""

import re
from dataclasses import dataclass, field, replace

from index.reading.html_found import Found, length_of, lines_of, on_one_line
from index.reading.html_marks import leads_to_a_note, raised
from index.reading.html_names import (
    BLOCKS,
    BREAKS_OFF,
    CLOSED_BY,
    HEADINGS,
    MAY_BE_OUT,
    NEVER_CLOSED,
    NOT_SHOWN,
    SCOPES,
    UNSCOPED,
    is_note,
    is_out,
)  # fmt: skip
from index.reading.html_tables import Table, TableCell
from index.reading.html_tokens import Sort, Token, Tokens, shown_pieces
from index.reading.pieces import Piece, said
from index.types import Kind

_DEEP = 100
"""Elements that are nested deeper than so many do not count, but their words do."""
_LEAD_IN_AT_MOST = 300
_TRIED_AT_MOST = 2
"""What is below something hidden that is not closed as it should be is read as if nothing were."""


@dataclass(slots=True)
class _Open:
    """An element that is open, and what is to be told of it when it ends."""

    name: str
    lead_in: str = ""
    note: bool = False
    beside: bool = False
    at: int = 0
    linked: bool = False
    anchor: bool = False
    filled: bool = False
    table: Table | None = None
    cell: TableCell | None = None


@dataclass(slots=True)
class _Block:
    """The words of the block that is open, how many of them are of links, and all in bold."""

    pieces: list[Piece] = field(default_factory=list)
    linked: int = 0
    strong: bool = True


class PageWalk:
    """Reads a page once; `found` then holds its blocks."""

    def __init__(self, page: str, begin: int = 0) -> None:
        self.found: list[Found] = []
        self._page = page
        self._last_end: dict[str, int] = {}
        self._open: list[_Open] = []
        self._block = _Block()
        self._said_last = ""
        self._term: list[Piece] = []
        self._bold = 0
        self._out: tuple[str, int] | None = None
        self._out_from, self._hides = begin, True
        for _ in range(_TRIED_AT_MOST):
            for token in Tokens(page, self._out_from):
                self._read(token)
            if self._out is None:
                break
            self._out, self._hides = None, False
        self._flush()
        while self._open:
            self._close()

    def _read(self, token: Token) -> None:
        if self._out is not None:
            self._pass_over(token, *self._out)
        elif token.sort is Sort.TEXT:
            self._add_text(token)
        elif token.sort is Sort.END:
            self._end(token)
        else:
            self._start(token)

    def _pass_over(self, token: Token, name: str, depth: int) -> None:
        """Within what is not shown, until it ends."""
        if token.sort is Sort.TEXT or token.name != name:
            return
        if name == "p" and token.sort is Sort.START:
            self._out = None
            self._start(token)
            return
        depth += 1 if token.sort is Sort.START else -1
        self._out = (name, depth) if depth else None

    def _is_closed(self, token: Token) -> bool:
        """Whether an element ends anywhere below; one that does not must not hide the rest."""
        name = token.name
        if name not in self._last_end:
            ends = re.finditer(f"</{re.escape(name)}", self._page, re.IGNORECASE)
            self._last_end[name] = max((m.start() for m in ends), default=-1)
        return self._last_end[name] > token.end

    def _inner(self, *names: str) -> _Open | None:
        return next((element for element in reversed(self._open) if element.name in names), None)

    def _start(self, token: Token) -> None:
        name, attributes = token.name, token.attributes
        if self._hides and self._is_hidden(token, attributes):
            if name in BLOCKS:
                self._flush()
            self._out, self._out_from = (name, 1), token.end
            return
        if name == "br":
            self._block.pieces.append(("\n", token.start, token.end - token.start))
        elif name == "q":
            self._block.pieces.append(("“", None, 0))
        elif name in BLOCKS:
            self._flush()
            for closed in CLOSED_BY.get(name, ()):
                self._close_to(closed, SCOPES.get(closed, UNSCOPED))
            heading = self._inner(*HEADINGS, "table")
            filled = heading is not None and heading.filled
            if name in BREAKS_OFF or (name == "p" and filled):
                self._close_heading()
        elif name in ("b", "strong"):
            self._bold += 1
        elif name in ("a", "sup"):
            self._close_to(name, UNSCOPED)
        self._push(token, attributes)

    def _is_hidden(self, token: Token, attributes: dict[str, str]) -> bool:
        name = token.name
        if name not in MAY_BE_OUT:
            return False
        kept = (name == "footer" and self._inner("blockquote") is not None) or (
            name == "button" and self._inner("summary", *HEADINGS) is not None
        )
        out = not kept and (name in NOT_SHOWN or is_out(name, attributes))
        return out and self._is_closed(token)

    def _counts(self, token: Token, attributes: dict[str, str]) -> bool:
        """Whether an element is one to remember until it ends."""
        name = token.name
        if name in NEVER_CLOSED or len(self._open) >= _DEEP:
            return False
        if name == "aside":
            return self._is_closed(token)
        return (
            name in SCOPES
            or name == "sup"
            or (name == "a" and "href" in attributes)
            or (name in BLOCKS and is_note(attributes))
        )

    def _push(self, token: Token, attributes: dict[str, str]) -> None:
        if not self._counts(token, attributes):
            return
        name = token.name
        element = _Open(name, note=is_note(attributes), beside=name == "aside")
        element.at = len(self._block.pieces)
        if name == "a":
            element.linked = True
            element.anchor = attributes["href"].startswith("#")
        elif name in ("ul", "ol", "menu", "dir"):
            element.lead_in = self._lead_in()
        elif name == "table":
            self._flush_term()
            element.table = Table()
        elif name == "dl":
            self._flush_term()
        elif name in ("td", "th"):
            element.cell = self._new_cell(name, attributes)
        elif name in ("tr", "thead"):
            self._new_row(name)
        elif name == "li":
            self._said_last = ""
        self._open.append(element)

    def _lead_in(self) -> str:
        """What introduces a list: the item that it stands in, or a line before it with a colon."""
        words = self._said_last
        within = self._inner("li", "table")
        introduces = words.endswith(":") or (within is not None and within.name == "li")
        return words if introduces and len(words) <= _LEAD_IN_AT_MOST else ""

    def _table(self) -> Table | None:
        element = self._inner("table")
        return element.table if element is not None else None

    def _new_row(self, name: str) -> None:
        table = self._table()
        if table is not None and name == "tr":
            table.rows.append([])

    def _new_cell(self, name: str, attributes: dict[str, str]) -> TableCell | None:
        table = self._table()
        if table is None:
            return None
        if not table.rows:
            table.rows.append([])
        in_head = self._inner("thead", "table")
        is_head = name == "th" or (in_head is not None and in_head.name == "thead")
        cell = TableCell(
            is_head, _number(attributes.get("colspan")), _number(attributes.get("rowspan"))
        )
        table.rows[-1].append(cell)
        return cell

    def _end(self, token: Token) -> None:
        name = token.name
        if name == "q":
            self._block.pieces.append(("”", None, 0))
        if name in ("b", "strong"):
            self._bold = max(0, self._bold - 1)
        if name in ("a", "sup"):
            self._close_to(name, UNSCOPED)
            return
        if name in BLOCKS:
            self._flush()
        if name in HEADINGS:
            self._close_heading()
        elif name in BLOCKS:
            self._close_to(name, SCOPES.get(name, UNSCOPED))

    def _close_heading(self) -> None:
        for name in HEADINGS:
            self._close_to(name, ("table", "td", "th"))

    def _close_to(self, name: str, within: tuple[str, ...]) -> None:
        """Closes the innermost element of that name, with what is open in it, if it is reached
        without leaving one of those `within`."""
        for depth in range(len(self._open) - 1, -1, -1):
            if self._open[depth].name == name:
                while len(self._open) > depth:
                    self._close()
                return
            if self._open[depth].name in within:
                return

    def _close(self) -> None:
        element = self._open[-1]
        if element.name == "a":
            self._open.pop()
            self._after_link(element)
            return
        if element.name == "sup":
            self._open.pop()
            self._after_superscript(element)
            return
        self._flush()
        if element.name == "dl":
            self._flush_term()
        self._open.pop()
        if element.table is not None:
            for block in element.table.blocks():
                self._put(block)
            self._said_last = ""

    def _after_link(self, element: _Open) -> None:
        inside = self._block.pieces[element.at :]
        words = said(inside)
        if element.anchor and leads_to_a_note(words):
            del self._block.pieces[element.at :]
        elif element.linked:
            self._block.linked += len(words)
            around = self._inner("sup", "li", "td", "table")
            if around is not None and around.name == "sup":
                around.linked = True

    def _after_superscript(self, element: _Open) -> None:
        """A mark of a note is no word of the sentence that it stands at."""
        pieces = self._block.pieces
        link = self._inner("a", "li", "td", "table")
        linked = element.linked or (link is not None and link.linked)
        pieces[element.at :] = raised(pieces, element.at, linked=linked)

    def _add_text(self, token: Token) -> None:
        kept = self._inner("pre", "listing", "plaintext", "table") if self._open else None
        pieces = shown_pieces(
            self._page, token.start, token.end, kept=kept is not None and kept.name != "table"
        )
        if any(not words.isspace() for words, _, _ in pieces):
            self._block.strong = self._block.strong and self._bold > 0
        self._block.pieces.extend(pieces)

    def _flush(self) -> None:
        """Ends the block that is open, and puts it where it belongs."""
        block, self._block = self._block, _Block()
        for opened in self._open:
            if opened.linked and opened.name == "a":
                block.linked += length_of(block.pieces[opened.at :])
            opened.at = 0
        if not length_of(block.pieces):
            return
        heading = self._inner(*HEADINGS, "table")
        if heading is not None:
            heading.filled = True
        kind, level, under, beside = self._place()
        element = self._inner("dt", "dd", "dl", "table", "td", "th")
        if element is not None and element.name == "dt":
            self._begin_term(block)
            return
        found = Found(block.pieces, kind, level, under, block.linked, beside)
        if element is not None and element.name == "dd":
            found = self._of_term(found)
        cell = self._cell()
        if cell is not None:
            cell.strong = cell.strong and block.strong
        for made in lines_of(found):
            self._said_last = said(made.pieces)
            self._put(made)

    def _begin_term(self, block: _Block) -> None:
        self._flush_term()
        self._term = on_one_line(block.pieces)
        terms = self._inner("dl", "table")
        if terms is not None:
            terms.lead_in = said(self._term)

    def _of_term(self, found: Found) -> Found:
        """What is said of a term: the first words behind it, all others under it."""
        if not self._term:
            terms = self._inner("dl", "table")
            return replace(found, under=found.under or (terms.lead_in if terms else ""))
        if found.kind is Kind.HEADING:
            self._flush_term()
            return found
        between = " " if said(self._term).endswith((":", "?", ".")) else ": "
        pieces, self._term = [*self._term, (between, None, 0), *found.pieces], []
        return replace(found, pieces=pieces, kind=Kind.KEY_VALUE)

    def _flush_term(self) -> None:
        """A term that nothing was said of is a paragraph."""
        if self._term:
            self._put(Found(self._term, Kind.PARAGRAPH))
            self._term = []

    def _place(self) -> tuple[Kind, int, str, bool]:
        """What a block is by the elements that it stands in: kind, level, lead-in, if beside."""
        kind, level, under = Kind.PARAGRAPH, 0, ""
        beside = any(element.beside for element in self._open)
        for element in reversed(self._open):
            if element.name in HEADINGS:
                return Kind.HEADING, int(element.name[1]), "", beside
            if element.note:
                return Kind.NOTE, 0, "", beside
            if element.name in _KINDS and kind is Kind.PARAGRAPH:
                kind = _KINDS[element.name]
            if element.name in ("ul", "ol", "menu", "dir") and not under:
                under = element.lead_in
            if element.name in ("td", "th"):
                break
        return kind, level, under if kind is Kind.LIST_ITEM else "", beside

    def _cell(self) -> TableCell | None:
        element = self._inner("td", "th", "table", "caption")
        return element.cell if element is not None else None

    def _put(self, block: Found) -> None:
        cell = self._cell()
        if cell is not None:
            cell.found.append(block)
            return
        table = self._table()
        (self.found if table is None else table.loose).append(block)


_KINDS = {
    "li": Kind.LIST_ITEM, "blockquote": Kind.QUOTE, "figcaption": Kind.CAPTION,
    "caption": Kind.CAPTION,
}  # fmt: skip


def _number(value: str | None) -> int:
    return int(value) if value and value.isdecimal() and 0 < len(value) < 4 and int(value) else 1
