"""A walk through a web page, tag by tag: every block that a reader sees, in order."""

import re

from index.reading.html_blocks import PageBlocks
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
)
from index.reading.html_open import LISTS, Elements, Open
from index.reading.html_tables import Table, TableCell
from index.reading.html_tokens import Sort, Token, Tokens, shown_pieces

_DEEP = 100
"""Elements that are nested deeper than so many do not count, but their words do."""
_TRIED_AT_MOST = 2
"""What is below something hidden that is not closed as it should be is read as if nothing were."""


class PageWalk:
    """Reads a page once; `found` then holds its blocks."""

    def __init__(self, page: str, begin: int = 0) -> None:
        self._page = page
        self._last_end: dict[str, int] = {}
        self._open = Elements()
        self._blocks = PageBlocks(self._open)
        self.found = self._blocks.found
        self._bold = 0
        self._out: tuple[str, int] | None = None
        self._out_from, self._hides = begin, True
        for _ in range(_TRIED_AT_MOST):
            for token in Tokens(page, self._out_from):
                self._read(token)
            if self._out is None:
                break
            self._out, self._hides = None, False
        self._blocks.flush()
        while len(self._open):
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

    def _start(self, token: Token) -> None:
        name, attributes = token.name, token.attributes
        if self._hides and self._is_hidden(token, attributes):
            if name in BLOCKS:
                self._blocks.flush()
            self._out, self._out_from = (name, 1), token.end
            return
        if name == "br":
            self._blocks.block.pieces.append(("\n", token.start, token.end - token.start))
        elif name == "q":
            self._blocks.block.pieces.append(("“", None, 0))
        elif name in BLOCKS:
            self._begin_block(name)
        elif name in ("b", "strong"):
            self._bold += 1
        elif name in ("a", "sup"):
            self._close_to(name, UNSCOPED)
        self._push(token, attributes)

    def _begin_block(self, name: str) -> None:
        """Ends what an element that begins a block ends."""
        self._blocks.flush()
        for closed in CLOSED_BY.get(name, ()):
            self._close_to(closed, SCOPES.get(closed, UNSCOPED))
        heading = self._open.inner(*HEADINGS, "table")
        filled = heading is not None and heading.filled
        if name in BREAKS_OFF or (name == "p" and filled):
            self._close_heading()

    def _is_hidden(self, token: Token, attributes: dict[str, str]) -> bool:
        name = token.name
        if name not in MAY_BE_OUT:
            return False
        kept = (name == "footer" and self._open.inner("blockquote") is not None) or (
            name == "button" and self._open.inner("summary", *HEADINGS) is not None
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
        element = Open(name, note=is_note(attributes), beside=name == "aside")
        element.at = len(self._blocks.block.pieces)
        if name == "a":
            element.linked = True
            element.anchor = attributes["href"].startswith("#")
        elif name in LISTS:
            element.lead_in = self._blocks.lead_in()
        elif name == "table":
            self._blocks.flush_term()
            element.table = Table()
        elif name == "dl":
            self._blocks.flush_term()
        elif name in ("td", "th"):
            element.cell = self._new_cell(name, attributes)
        elif name == "tr":
            self._new_row()
        elif name == "li":
            self._blocks.said_last = ""
        self._open.append(element)

    def _new_row(self) -> None:
        table = self._open.table()
        if table is not None:
            table.rows.append([])

    def _new_cell(self, name: str, attributes: dict[str, str]) -> TableCell | None:
        table = self._open.table()
        if table is None:
            return None
        if not table.rows:
            table.rows.append([])
        in_head = self._open.inner("thead", "table")
        is_head = name == "th" or (in_head is not None and in_head.name == "thead")
        cell = TableCell(
            is_head, _number(attributes.get("colspan")), _number(attributes.get("rowspan"))
        )
        table.rows[-1].append(cell)
        return cell

    def _end(self, token: Token) -> None:
        name = token.name
        if name == "q":
            self._blocks.block.pieces.append(("”", None, 0))
        if name in ("b", "strong"):
            self._bold = max(0, self._bold - 1)
        if name in ("a", "sup"):
            self._close_to(name, UNSCOPED)
            return
        if name in BLOCKS:
            self._blocks.flush()
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
        depth = self._open.depth_of(name, within)
        while depth is not None and len(self._open) > depth:
            self._close()

    def _close(self) -> None:
        element = self._open.last
        if element.name == "a":
            self._blocks.after_link(self._open.pop())
            return
        if element.name == "sup":
            self._blocks.after_superscript(self._open.pop())
            return
        self._blocks.flush()
        if element.name == "dl":
            self._blocks.flush_term()
        self._blocks.end_table(self._open.pop())

    def _add_text(self, token: Token) -> None:
        kept = self._open.inner("pre", "listing", "plaintext", "table")
        pieces = shown_pieces(
            self._page, token.start, token.end, kept=kept is not None and kept.name != "table"
        )
        self._blocks.add(pieces, bold=self._bold > 0)


def _number(value: str | None) -> int:
    return int(value) if value and value.isdecimal() and 0 < len(value) < 4 and int(value) else 1
