"""From the parser's tokens to blocks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.token import Token

from index.reading.markdown.drafts import AT_MOST, Draft, words_of
from index.reading.markdown.html import HtmlBlocks, code_pieces
from index.reading.markdown.inline import Break, Piece, read_inline
from index.reading.markdown.places import Placed, place_lines
from index.reading.markdown.rules import SPAN, TITLE, make_parser
from index.reading.markdown.tables import Row, drafts_of, split_row
from index.text.sentences import sentence_spans
from index.types import Kind, Role

_TASK = re.compile(r"\[[ xX]\][ \t]+")
_ALERT = re.compile(r"\[![A-Za-z]{1,20}\][+-]?[ \t]*")
_ATTRIBUTES = re.compile(r"(?<![ \t])[ \t]*\{:?[ ]?[#.][^{}\n]{0,200}\}$")
_ATTRIBUTES_ALONE = re.compile(r"\{:[^{}\n]{0,200}\}")
_PROSE = re.compile(r"(?<!\w)\*\*\w[^*\n]{0,500}\*\*(?!\w)|\]\(\w+:")
"""What shows that an indented text is no code."""
_DIRECTIVE = re.compile(r"\{[\w:-]{1,60}\}[ \t]*")
_LINK = re.compile(
    r"(?<![\w\\])\[(?P<words>[^\[\]\n]{0,200}[^\W\d_][^\[\]\n]{0,200})\]\[(?P<label>[^\[\]\n]{0,200})\]"
)
_OPTIONS = re.compile(r"(?::[\w-]{1,40}:[^\n]*\n)*")
_ENDED = re.compile(r"[.!?…][\"”’»)\]]{0,4}$")


@dataclass(frozen=True, slots=True)
class _Within:
    """What a block stands in."""

    kind: Kind = Kind.PARAGRAPH
    under: tuple[str, ...] = ()

    def below(self, words: str) -> "_Within":
        return replace(self, under=(*self.under, words)) if words else self

    def of(self, kind: Kind) -> "_Within":
        """The same in a list or a quotation; what is in a note is of the note."""
        return self if self.kind is Kind.NOTE else replace(self, kind=kind)


def read_blocks(placed: Placed) -> list[Draft]:
    """The blocks of a Markdown text, in order."""
    walk = _Walk(make_parser())
    walk.read_text(placed, _Within())
    walk.finish()
    return walk.drafts


class _Walk:
    def __init__(self, parser: MarkdownIt) -> None:
        self.drafts: list[Draft] = []
        self._parser = parser
        self._env: dict[str, object] = {}
        self._lines: list[Placed] = []
        self._placed = Placed("", (0,), (0,))
        self._html = HtmlBlocks(self._inline, self._put, self._outside)
        self._containers: list[str] = []

    def read_text(self, placed: Placed, within: _Within) -> None:
        """Markdown, of the file or of a part of it that is Markdown too."""
        outer = self._placed, self._lines
        self._placed, self._lines = placed, placed.lines()
        for key in ("containers", "last_closing"):
            self._env.pop(key, None)
        tokens = self._parser.parse(placed.text, self._env)
        _know_links(placed.text, self._env)
        self._read(tokens, within)
        self._placed, self._lines = outer

    def finish(self) -> None:
        self._html.finish()

    def _inline(self, placed: Placed) -> list[Piece]:
        return read_inline(placed, self._parser, self._env)

    def _outside(self, placed: Placed, kind: Kind, under: tuple[str, ...]) -> None:
        self.read_text(placed, _Within(kind, under))

    def _put(self, draft: Draft) -> None:
        if any(piece.words.strip() for piece in draft.pieces):
            self.drafts.append(draft)

    def _draft(self, pieces: list[Piece], within: _Within, kind: Kind | None = None) -> str:
        """A block; its words, for what stands under it."""
        if self._html.take(pieces):
            return ""
        draft = Draft(pieces, kind or within.kind, 0, self._below(within))
        draft.role = Role.LINK if _is_link(pieces) else Role.BODY
        draft.whole = draft.kind is Kind.NOTE
        self._put(draft)
        return draft.words

    def _below(self, within: _Within) -> tuple[str, ...]:
        """What a block stands under, from the outermost in."""
        titles = (*self._containers, *self._html.titles)
        return (*(title for title in titles if title), *within.under)

    def _read(self, tokens: list[Token], within: _Within, item: bool = False) -> None:
        """Blocks that follow each other. Of a list's item, all stand under its first paragraph."""
        above = ""
        for token, inner in _siblings(tokens):
            match token.type:
                case "paragraph_open":
                    above = self._paragraph(inner[0], within)
                    if item:
                        within, above, item = within.below(_lead(above)), "", False
                    continue
                case "bullet_list_open" | "ordered_list_open":
                    for _, words in _siblings(inner):
                        self._read(words, within.of(Kind.LIST_ITEM).below(_lead(above)), True)
                case "blockquote_open":
                    self._quote(inner, within, above if above.endswith(":") else "")
                case "table_open":
                    self._table(inner, within)
                case _:
                    self._other(token, inner, within)
            above = ""

    def _other(self, token: Token, inner: list[Token], within: _Within) -> None:
        match token.type:
            case "footnote_open":
                self._read(inner, _Within(Kind.NOTE))
            case "admonition_open":
                self._read(inner, within.below(self._title(token, within)))
            case "container_open":
                self._containers.append(self._title(token, within))
            case "container_close":
                del self._containers[-1:]
            case "heading_open":
                self._heading(token, inner[0])
            case _:
                self._leaf(token, within)

    def _leaf(self, token: Token, within: _Within) -> None:
        match token.type:
            case "fence":
                self._fence(token, within)
            case "code_block":
                content = self._content(token)
                if self._html.is_open and content.text.lstrip().startswith("<"):
                    self._html.read(content, within.kind, within.under)
                elif _PROSE.search(content.text):
                    self._draft(self._inline(content.stripped()), within)
                else:
                    self._code(content, within)
            case "html_block":
                self._html.read(self._content(token), within.kind, within.under)

    def _content(self, token: Token, skip: int = 0) -> Placed:
        first, last = token.map or [0, 0]
        return place_lines(token.content, self._lines[first + skip : last])

    def _paragraph(self, token: Token, within: _Within) -> str:
        content = self._content(token)
        if within.kind is Kind.LIST_ITEM and (task := _TASK.match(content.text)):
            content = content.cut(task.end(), len(content.text))
        if _ATTRIBUTES_ALONE.fullmatch(content.text):
            return ""
        return self._draft(self._inline(content), within)

    def _heading(self, token: Token, inline: Token) -> None:
        first, last = inline.map or [0, 0]
        if token.markup.startswith("#"):
            line = self._lines[first]
            marks = line.text.index(token.markup) + len(token.markup)
            begin = line.text.find(inline.content, marks)
            content = line.cut(begin, begin + len(inline.content))
        else:
            content = place_lines(inline.content, self._lines[first:last])
        if found := _ATTRIBUTES.search(content.text):
            content = content.cut(0, found.start())
        pieces = self._inline(content)
        if not self._html.take(pieces):
            draft = Draft(pieces, Kind.HEADING, int(token.tag[1:]), role=Role.HEADING, whole=True)
            self._put(draft)

    def _quote(self, inner: list[Token], within: _Within, said: str) -> None:
        """A quotation, or what GitHub and others make of one whose first line is `[!NOTE]`."""
        first = inner[1] if len(inner) > 1 and inner[0].type == "paragraph_open" else None
        alert = _ALERT.match(first.content) if first else None
        if first is None or alert is None:
            self._read(inner, within.of(Kind.QUOTE).below(_lead(said)))
            return
        content = self._content(first)
        line_end = content.text.find("\n")
        line_end = len(content.text) if line_end < 0 else line_end
        title = self._draft(self._inline(content.cut(alert.end(), line_end)), within, Kind.CAPTION)
        within = within.below(_lead(title))
        if line_end < len(content.text):
            self._draft(self._inline(content.cut(line_end + 1, len(content.text))), within)
        self._read(inner[3:], within)

    def _title(self, token: Token, within: _Within) -> str:
        start, end = token.meta.get(TITLE, (0, 0))
        if end <= start:
            return ""
        return _lead(self._draft(self._inline(self._placed.cut(start, end).stripped()), within,
                                 Kind.CAPTION))  # fmt: skip

    def _table(self, tokens: list[Token], within: _Within) -> None:
        rows = []
        for part, inner in _siblings(tokens):
            for token, _ in _siblings(inner):
                cells = split_row(self._placed.cut(*token.meta[SPAN]))
                row = [(n, 1, self._inline(cell)) for n, cell in enumerate(cells)]
                rows.append(Row(row, head=part.type == "thead_open"))
        for draft in drafts_of(rows, self._below(within)):
            self._put(draft)

    def _fence(self, token: Token, within: _Within) -> None:
        content = self._content(token, skip=1)
        info = token.info.strip().lower()
        if info == "md" or info.endswith("markdown"):
            self.read_text(content, within)
            return
        directive = _DIRECTIVE.match(token.info.strip())
        if directive is None or directive.group().startswith("{code"):
            self._code(content, within)
            return
        first = self._lines[token.map[0] if token.map else 0]
        begin = first.text.find("}") + 1
        title = self._inline(first.cut(begin, len(first.text)).stripped())
        within = within.below(_lead(self._draft(title, within, Kind.CAPTION)))
        options = _OPTIONS.match(content.text)
        self.read_text(content.cut(options.end() if options else 0, len(content.text)), within)

    def _code(self, content: Placed, within: _Within) -> None:
        """Each run of lines that no blank one parts is a block."""
        start: int | None = None
        at = 0
        for line in [*content.text.split("\n"), ""]:
            if line.strip():
                start = at if start is None else start
            elif start is not None:
                pieces = code_pieces(content.cut(start, at - 1))
                if not self._html.take(pieces):
                    self._put(Draft(pieces, within.kind, 0, self._below(within), whole=True))
                start = None
            at += len(line) + 1


def _know_links(text: str, env: dict[str, object]) -> None:
    """Makes links of what is written as links whose addresses another file of the site has."""
    known = env.setdefault("references", {})
    for found in _LINK.finditer(text):
        if isinstance(known, dict):
            label = normalizeReference(found["label"] or found["words"])
            known.setdefault(label, {"href": "", "title": ""})


def _siblings(tokens: list[Token]) -> Iterator[tuple[Token, list[Token]]]:
    """The tokens that stand beside each other, each with what is in it."""
    at = 0
    while at < len(tokens):
        start = at
        depth: int = tokens[at].nesting
        while depth > 0:
            at += 1
            depth += tokens[at].nesting
        yield tokens[start], tokens[start + 1 : at]
        at += 1


def _lead(words: str) -> str:
    """A paragraph as what is below it stands under it; its last sentence where it is long."""
    if len(words) <= AT_MOST:
        return words
    start, end = sentence_spans(words, 0, len(words))[-1]
    return words[start:end]


def _is_link(pieces: list[Piece]) -> bool:
    """Whether all words are those of links, and no sentence."""
    worded = [p for p in pieces if any(c.isalnum() for c in p.words)]
    return (
        bool(worded)
        and all(p.linked for p in worded)
        and not _ENDED.search(words_of(pieces))
        and not any(p.ends is Break.HARD for p in pieces)
    )
