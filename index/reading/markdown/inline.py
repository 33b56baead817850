"""What stands within a block of Markdown, with the place of every character.

The parser's own rules are run, and each token is given the span of the text that it was read from.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token
from markdown_it.utils import EnvType

from index.reading.markdown.places import Placed
from index.reading.markdown.tags import BREAKING, KNOWN, STRUCK, UNSEEN, tag_name

_SPAN = "span"
_BOLD, _STAR = 2, ord("*")
_HARD_SPACE = "\u00a0"
_SUPERSCRIPT = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")
_RAISED = re.compile(r"[0-9+\-n]{1,6}")
_FOOTNOTE = re.compile(r"\[\^([^\]\s]{1,200})\]")
_AFTER_A_MARK = " \t\n.,;:!?)]”’\"'"


class Break(Enum):
    """How a line ends: where the file was wrapped, or where the page has a new line too."""

    SOFT = " "
    HARD = "\n"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a block, and the `length` characters of the file, from `source` on, that they
    stand for; without a `source` they are not the file's."""

    words: str
    source: int | None
    length: int
    strong: bool = False
    linked: bool = False
    ends: Break | None = None


class _PlacedState(StateInline):
    """Knows where the text began that is not yet a token."""

    pending_at: int = 0

    def __init__(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> None:
        super().__init__(src, md, env, tokens)
        self.opened: dict[int, tuple[int, int]] = {}

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803
        """As CommonMark has it, but that no sign between two figures is a mark, that one beside a
        hard space may be, and `**` within a word, or behind a space where one is open, as editors
        leave them there."""
        scanned = super().scanDelims(start, canSplitWord)
        before = self.src[start - 1 : start] if start else ""
        after = self.src[start + scanned.length : start + scanned.length + 1]
        if before.isdigit() and after.isdigit():
            return Scanned(False, False, scanned.length)
        beside = before + after
        either = canSplitWord and scanned.length > 1 and len(beside) == 2
        either = either and not any(c.isspace() for c in beside)
        opens = either or (canSplitWord and after == _HARD_SPACE and not before.isspace())
        closes = either or (canSplitWord and before == _HARD_SPACE and not after.isspace())
        strong = scanned.length == _BOLD and self.src[start] == "*"
        closes = closes or (strong and before.isspace() and self._has_opened())
        return Scanned(scanned.can_open or opens, scanned.can_close or closes, scanned.length)

    def _has_opened(self) -> bool:
        """Whether more `**` have opened something bold than have ended it. Within a link others
        count than around it; of each list only what was added is counted."""
        seen, more = self.opened.get(id(self.delimiters), (0, 0))
        for one in self.delimiters[seen:]:
            if one.marker == _STAR and one.open != one.close:
                more += 1 if one.open else -1
        self.opened[id(self.delimiters)] = (len(self.delimiters), more)
        return more >= _BOLD

    def pushPending(self) -> Token:  # noqa: N802 - the parser's name
        words = self.pending
        token = super().pushPending()
        token.meta[_SPAN] = (self.pending_at, self.pending_at + len(words))
        return token


class PlacedInline(ParserInline):
    """The parser of what stands within a block, which notes what each token was read from."""

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """Tokens of `src`, in order, each with its span in `meta`."""
        state = _PlacedState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens

    def tokenize(self, state: StateInline) -> None:
        """Reads on until `state.posMax`."""
        rules = self.ruler.getRules("")
        deepest = state.md.options["maxNesting"]
        while state.pos < state.posMax:
            pos, count = state.pos, len(state.tokens)
            if isinstance(state, _PlacedState) and not state.pending:
                state.pending_at = pos
            if state.level < deepest:
                for rule in rules:
                    if rule(state, False):
                        break
            if state.pos > pos:
                _note_spans(state, pos, count)
            else:
                state.append_pending(state.src[pos])
                state.pos += 1
        if state.pending:
            state.pushPending()


def _note_spans(state: StateInline, pos: int, count: int) -> None:
    """Gives the tokens that one rule made of the text from `pos` on their spans."""
    cursor = pos
    for token in state.tokens[count:]:
        if _SPAN in token.meta:
            continue
        begin, length = pos, state.pos - pos
        if token.type == "text":
            begin = cursor if state.src.startswith(token.content, cursor) else pos + 1
            cursor = begin + len(token.content)
            length = len(token.content)
        elif token.type == "code_inline":
            inner = state.pos - pos - 2 * len(token.markup)
            begin = pos + len(token.markup) + (inner - len(token.content)) // 2
            length = len(token.content)
        token.meta[_SPAN] = (begin, begin + length)


def footnote_mark(state: StateInline, silent: bool) -> bool:
    """The mark of a footnote that the file has, `[^1]`: on the page a raised number."""
    found = _FOOTNOTE.match(state.src, state.pos, state.posMax)
    if found is None or found.group(1) not in state.env.get("footnotes", ()):
        return False
    if not silent:
        state.push("footnote_mark", "", 0)
    state.pos = found.end()
    return True


def read_inline(placed: Placed, md: MarkdownIt, env: EnvType) -> list[Piece]:
    """The words of a block as they are shown: without markup, addresses, pictures, comments, marks
    of footnotes, and what is struck out."""
    tokens: list[Token] = []
    md.inline.parse(placed.text, md, env, tokens)
    return _Reader(placed, tokens).read()


class _Reader:
    def __init__(self, placed: Placed, tokens: Sequence[Token]) -> None:
        self._placed = placed
        self._tokens = tokens
        self._pieces: list[Piece] = []
        self._strong = 0
        self._linked = 0
        self._unclosed: set[str] = set()

    def read(self) -> list[Piece]:
        at = 0
        while at < len(self._tokens):
            at = self._next(at)
        return self._pieces

    def _next(self, at: int) -> int:
        """Reads one token and says which is next."""
        token = self._tokens[at]
        begin, end = token.meta.get(_SPAN, (0, 0))
        match token.type:
            case "text" | "text_special" | "code_inline":
                self._add(token.content, begin, end)
            case "softbreak" | "hardbreak":
                line_end = self._placed.text.index("\n", begin)
                kind = Break.SOFT if token.type == "softbreak" else Break.HARD
                self._add(kind.value, line_end, line_end + 1, kind)
            case "strong_open" | "strong_close":
                self._strong += token.nesting
            case "link_open" | "link_close":
                self._linked += token.nesting
            case "s_open":
                return self._closing(at, lambda t: t.type == "s_close") + 1
            case "footnote_mark":
                self._close_up(end)
            case "html_inline":
                return self._tag(at, begin, end)
        return at + 1

    def _add(self, words: str, begin: int, end: int, ends: Break | None = None) -> None:
        """Words for the text from `begin` to `end`: the file's own where they are as many."""
        if not words:
            return
        strong, linked = self._strong > 0, self._linked > 0
        if len(words) != end - begin:
            length = self._placed.at(end - 1) + 1 - self._placed.at(begin)
            self._pieces.append(Piece(words, self._placed.at(begin), length, strong, linked, ends))
            return
        for left, right in self._placed.stretches(begin, end):
            part = words[left - begin : right - begin]
            source = self._placed.at(left)
            self._pieces.append(Piece(part, source, right - left, strong, linked, ends))

    def _close_up(self, end: int) -> None:
        """Takes away the space before a mark that is not shown, where none is needed."""
        following = self._placed.text[end : end + 1]
        last = self._pieces[-1] if self._pieces else None
        if last and last.ends is None and (following == "" or following in _AFTER_A_MARK):
            bare = last.words.rstrip(" ")
            if len(last.words) == last.length and bare:
                self._pieces[-1] = Piece(bare, last.source, len(bare), last.strong, last.linked)

    def _tag(self, at: int, begin: int, end: int) -> int:
        tag = self._tokens[at].content
        name = tag_name(tag)
        opens = not tag.startswith("</") and not tag.endswith("/>")
        if tag.startswith(("<!", "<?")):
            return at + 1
        if name in ("b", "strong"):
            self._strong = max(0, self._strong + (1 if opens else -1))
        elif name == "a":
            self._linked = max(0, self._linked + (1 if opens else -1))
        elif name == "q":
            self._add("“" if opens else "”", begin, end)
        elif name in BREAKING:
            self._add("\n", begin, end, Break.HARD)
        elif name in STRUCK | UNSEEN and opens:
            return self._closing(at, lambda t: t.content.lower().startswith(f"</{name}")) + 1
        elif name == "sup" and opens:
            return self._raised(at)
        elif name not in KNOWN and "-" not in name and tag[1:-1].isalnum() and opens:
            self._add(tag, begin, end)
        return at + 1

    def _closing(self, at: int, closes: Callable[[Token], bool]) -> int:
        """The token that closes the one at `at`; this one where none does."""
        if self._tokens[at].content in self._unclosed:
            return at
        found = next((n for n in range(at + 1, len(self._tokens)) if closes(self._tokens[n])), at)
        if found == at and self._tokens[at].content:
            self._unclosed.add(self._tokens[at].content)
        return found

    def _raised(self, at: int) -> int:
        """Raised figures: as such after a figure or a unit, else the mark of a note, left out."""
        close = self._closing(at, lambda t: t.content.lower().startswith("</sup"))
        begin, end = self._tokens[at].meta[_SPAN][0], self._tokens[close].meta[_SPAN][1]
        within = self._tokens[at + 1 : close]
        words = "".join(t.content for t in within if t.type in ("text", "text_special"))
        if close == at or not _RAISED.fullmatch(words):
            return at + 1
        before = self._placed.text[max(0, begin - 4) : begin]
        if before[-1:].isdigit() or _is_unit(before):
            self._add(words.translate(_SUPERSCRIPT), begin, end)
        return close + 1


def _is_unit(before: str) -> bool:
    """Whether a word of at most three letters stands before: that of a unit, as in m²."""
    word = re.split(r"[^A-Za-z]", before)[-1]
    return 0 < len(word) <= 3
