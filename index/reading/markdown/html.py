"""HTML within Markdown: the text between its tags, by the elements that it stands in."""

import re
from collections import Counter
from collections.abc import Callable, Iterator

from index.reading.html_tokens import Sort, Tokens, shown_pieces
from index.reading.markdown.drafts import Draft
from index.reading.markdown.inline import Break, Piece
from index.reading.markdown.places import Placed, joined
from index.reading.markdown.tables import Row, drafts_of, guess_head
from index.reading.markdown.tags import APART, UNSEEN, tag_name
from index.types import Kind, Role

_WIDTH = re.compile(r"\bcolspan\s?=\s?[\"']?(\d{1,3})", re.IGNORECASE)
_HEIGHT = re.compile(r"\browspan\s?=\s?[\"']?(\d{1,3})", re.IGNORECASE)
_BOLD = re.compile(r"font-weight:\s?(?:bold|[6-9]00)", re.IGNORECASE)
_LINES = re.compile(r"\n|[^\n]+")
_ENDED_BY = {
    "li": ("ul", "ol", "menu"), "dd": ("dl",), "dt": ("dl",),
    "summary": ("details",), "figcaption": ("figure",), "caption": ("table",),
}  # fmt: skip
_EMPTY = frozenset({"hr", "img", "col", "link", "meta", "base", "source", "track", "param"})
_PICTURES = frozenset({"img", "source", "track", "iframe"})
_PARAGRAPHS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "figcaption", "summary")
"""Elements that hold text alone, and pictures as large letters in it."""
_KINDS = {
    "summary": Kind.CAPTION, "figcaption": Kind.CAPTION, "caption": Kind.CAPTION,
    "li": Kind.LIST_ITEM, "dd": Kind.LIST_ITEM, "blockquote": Kind.QUOTE,
}  # fmt: skip


_SPAN_AT_MOST, _COLUMNS_AT_MOST = 100, 200
"""Columns or rows that a cell covers, and columns that cells of rows above do; more is no table."""


class HtmlBlocks:
    """Reads the HTML of one file, piece after piece: an element may go on over many of them.

    `inline` gives the words of a text, `emit` takes the blocks that are found, and `outside` reads
    what stands in no element: Markdown without the blank line that CommonMark asks for.
    """

    def __init__(
        self,
        inline: Callable[[Placed], list[Piece]],
        emit: Callable[[Draft], None],
        outside: Callable[[Placed, Kind, tuple[str, ...]], None],
    ) -> None:
        self._inline = inline
        self._emit = emit
        self._outside = outside
        self._open: Counter[str] = Counter()
        self._rows: list[Row] = []
        self._bold: list[bool] = []
        self._begun: list[tuple[int, int, list[Piece]]] = []
        self._cell: list[Piece] | None = None
        self._covered: dict[int, tuple[int, list[Piece]]] = {}
        self._titles: list[str] = []
        self._kind = Kind.PARAGRAPH
        self._under: tuple[str, ...] = ()

    @property
    def titles(self) -> tuple[str, ...]:
        """What the `<details>` that are open are called."""
        return tuple(title for title in self._titles if title)

    @property
    def is_open(self) -> bool:
        """Whether an element that stands apart has not ended."""
        return any(self._open.values())

    def take(self, pieces: list[Piece]) -> bool:
        """Puts words into the cell of a table that is open; False where none is."""
        if self._cell is None:
            return False
        if self._cell:
            self._cell.append(Piece(" ", None, 0))
        self._cell.extend(pieces)
        return True

    def read(self, placed: Placed, kind: Kind, under: tuple[str, ...]) -> None:
        """Some HTML, which stands where blocks of `kind` do."""
        self._kind, self._under = kind, under
        begin = 0
        parts: list[Placed] = []
        for left, right, tag in _tags(placed.text):
            parts.append(placed.cut(begin, left))
            begin = right
            if not self._is_of_the_line(tag) or _glues(placed.text, left, right):
                self._text(joined(parts))
                self._tag(tag)
                parts = []
        self._text(joined([*parts, placed.cut(begin, len(placed.text))]))

    def finish(self) -> None:
        """Ends a table that the file did not."""
        self._end_table()

    def _is_of_the_line(self, tag: str) -> bool:
        """Whether a tag, or what is not shown, stands in a line of text that goes on behind it."""
        return (not tag or tag_name(tag) in _PICTURES) and any(
            self._open[name] for name in _PARAGRAPHS
        )

    def _tag(self, tag: str) -> None:
        name = tag_name(tag)
        if tag.startswith("</"):
            self._close(name)
        elif not tag.endswith("/>"):
            self._begin(name, tag)

    def _begin(self, name: str, tag: str) -> None:
        if name in ("td", "th"):
            self._begin_cell(name, tag)
        elif name == "tr":
            self._begin_row()
        elif name == "table":
            self._end_table()
        elif name == "details":
            self._titles.append("")
        if name not in _EMPTY and "-" not in name:
            self._open[name] += 1

    def _begin_cell(self, name: str, tag: str) -> None:
        if not self._rows:
            self._begin_row()
        row = self._rows[-1]
        width, height = _number(_WIDTH.search(tag)), _number(_HEIGHT.search(tag))
        column = row.cells[-1][0] + row.cells[-1][1] if row.cells else 0
        while column in self._covered:
            column += 1
        self._cell = []
        if height > 1 and column < _COLUMNS_AT_MOST:
            self._begun += [(column + n, height - 1, self._cell) for n in range(width)]
        row.head = row.head or (name == "th" and not row.cells)
        row.head = row.head and (name == "th" or self._open["thead"] > 0)
        self._bold[-1] = self._bold[-1] and _BOLD.search(tag) is not None
        row.cells.append((column, width, self._cell))

    def _begin_row(self) -> None:
        """Notes which columns cells of the rows above cover."""
        self._cell = None
        left = {c: (rows - 1, cell) for c, (rows, cell) in self._covered.items() if rows > 1}
        left |= {column: (rows, cell) for column, rows, cell in self._begun}
        self._covered, self._begun = left, []
        beside = {id(cell): cell for _, (_, cell) in sorted(left.items())}
        self._rows.append(Row(head=self._open["thead"] > 0, beside=list(beside.values())))
        self._bold.append(True)

    def _close(self, name: str) -> None:
        self._open[name] = max(0, self._open[name] - 1)
        if name in ("td", "th", "tr"):
            self._cell = None
        elif name == "table":
            self._end_table()
        elif name == "details" and self._titles:
            self._titles.pop()
        for inner, outer in _ENDED_BY.items():
            if name in outer:
                self._open[inner] = 0

    def _text(self, placed: Placed) -> None:
        placed = placed.stripped()
        if not placed.text:
            return
        if not self.is_open and not placed.text.startswith("<"):
            self._outside(placed, self._kind, self._under)
            return
        pieces = _kept(placed) if self._open["pre"] else self._inline(placed)
        if self._cell is not None:
            self.take(pieces)
            return
        level = next((n for n in range(1, 7) if self._open[f"h{n}"]), 0)
        kind = next((k for name, k in _KINDS.items() if self._open[name]), self._kind)
        draft = Draft(pieces, kind, 0, self.titles + self._under)
        if level:
            draft = Draft(pieces, Kind.HEADING, level, role=Role.HEADING, whole=True)
        self._emit(draft)
        if self._open["summary"] and self._titles:
            self._titles[-1] = draft.words

    def _end_table(self) -> None:
        guess_head(self._rows, self._bold)
        rows, self._rows, self._bold, self._cell = self._rows, [], [], None
        self._covered, self._begun = {}, []
        for draft in drafts_of(rows, self.titles + self._under):
            self._emit(draft)


def code_pieces(placed: Placed) -> list[Piece]:
    """Text as it stands, line by line."""
    pieces: list[Piece] = []
    for line in placed.lines():
        if pieces:
            pieces.append(Piece("\n", line.at(0) - 1, 1, ends=Break.HARD))
        if line.text:
            pieces.append(Piece(line.text, line.at(0), len(line.text)))
    return pieces


def _kept(placed: Placed) -> list[Piece]:
    """Text without its tags, line by line, its white space as it stands."""
    pieces: list[Piece] = []
    for token in Tokens(placed.text):
        if token.name == "br":
            length = token.end - token.start
            pieces.append(Piece("\n", placed.at(token.start), length, ends=Break.HARD))
        for line in _LINES.finditer(placed.text, token.start, token.end):
            if token.sort is not Sort.TEXT:
                break
            ends = Break.HARD if line.group() == "\n" else None
            pieces += [
                Piece(words, placed.at(at or 0), length, ends=ends)
                for words, at, length in shown_pieces(placed.text, *line.span(), kept=True)
            ]
    return pieces


def _number(found: re.Match[str] | None) -> int:
    return min(_SPAN_AT_MOST, max(1, int(found.group(1)))) if found else 1


def _glues(text: str, left: int, right: int) -> bool:
    """Whether two words would be one without the picture between them."""
    return text[max(0, left - 1) : left].isalnum() and text[right : right + 1].isalnum()


def _tags(text: str) -> Iterator[tuple[int, int, str]]:
    """The tags of elements that stand apart, with their places, comments, and what is not shown."""
    at, unclosed = 0, set()
    folded = text.lower()
    while (begin := text.find("<", at)) >= 0:
        closing = "-->" if text.startswith("<!--", begin) else ">"
        end = text.find(closing, begin + (4 if closing == "-->" else 1))
        if end < 0:
            if closing == "-->":
                yield begin, len(text), ""
            return
        end += len(closing)
        tag = text[begin:end]
        name = tag_name(tag)
        at = end if name or tag.startswith(("<!", "<?")) else begin + 1
        if name in UNSEEN and not tag.startswith("</") and name not in unclosed:
            stop = folded.find(f"</{name}", end)
            if stop < 0:
                unclosed.add(name)
            else:
                at = folded.find(">", stop) + 1 or len(text)
                yield begin, at, ""
        elif tag.startswith(("<!", "<?")) or name in APART or name in UNSEEN or "-" in name:
            yield begin, at, tag if name else ""
