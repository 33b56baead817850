"""Perl's plain old documentation, after perlpod: what a person reads of it, with its places.

Read with tolerance: what is no command that is known, and a code that is not closed, is text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html.entities import html5

from index.reading.frontmatter import read_front_matter
from index.reading.headed import under_its_title
from index.reading.pieces import Piece, add_block, pieces_of, said, spaced
from index.reading.rst_lines import Line, lines_of, moved
from index.reading.shown import Shown
from index.structure.blocks import split_blocks
from index.types import Kind, SourceText

_COMMAND = re.compile(r"=(?P<name>[a-z]+)(?P<level>[1-6]?)(?:\s+|$)")
_SILENT = ("encoding", "pod", "cut", "for", "begin", "end", "over", "back")
_BULLET = re.compile(r"\*(?:\s+|$)")
_COUNT = re.compile(r"(\d{1,4})\.?\s*\Z")
_SHOWN_AS_TEXT = re.compile(r"(?::\S*|text)(?:\s+|$)")
"""Formats whose parts a reader of text sees; one with a colon is read as the rest is."""
_CODE = re.compile(r"(?P<code>[A-Z])<(?P<wide><+(?=\s))?|>+")
_TARGET = re.compile(r"\|[^|]*\Z")
_ESCAPES = {"verbar": "|", "sol": "/", "lchevron": "«", "rchevron": "»"}
_NUMBER = re.compile(r"(?:0x(?P<hex>[0-9A-Fa-f]{1,5})|(?P<decimal>\d{1,6}))")


def read_pod(text: str) -> SourceText:
    """A file of plain old documentation; its first heading is its title."""
    front = read_front_matter(text)
    reader = _Paragraphs(text)
    for prose in front.prose:
        add_block(reader.shown, prose, Kind.PARAGRAPH)
    reader.read(lines_of(text, front.end))
    return under_its_title(reader.shown, front.metadata)


@dataclass(slots=True)
class _List:
    """A list that is open: what its last item began with, and how many were counted."""

    term: str = ""
    counted: int = 0


class _Paragraphs:
    """Reads the paragraphs of a file, which blank lines part."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.shown = Shown()
        self._lists: list[_List] = []
        """Those that are open, the innermost last."""
        self._is_item = False

    def read(self, lines: Sequence[Line]) -> None:
        begin, skipped = 0, ""
        for n in range(len(lines) + 1):
            ended = n == len(lines) or lines[n].blank
            if not ended and (n == begin or self._command(lines[n]) is None):
                continue
            if begin < n:
                skipped = self._paragraph(lines[begin:n], skipped)
            begin = n + 1 if ended else n

    def _command(self, line: Line) -> re.Match[str] | None:
        return _COMMAND.match(self._text[line.start : line.end]) if line.indent == 0 else None

    def _paragraph(self, lines: Sequence[Line], skipped: str) -> str:
        """Adds a paragraph. Gives the name of the format that is not shown from there on, if one
        is, as of a part in HTML."""
        command = self._command(lines[0])
        name = command["name"] if command else ""
        if skipped:
            return "" if name == "end" else skipped
        if command is None:
            add = self._verbatim if lines[0].indent else self._add
            add(lines)
            return ""
        rest = [moved(lines[0], command.end()), *lines[1:]]
        if name == "head" and command["level"]:
            self._is_item = False
            add_block(self.shown, self._pieces(rest), Kind.HEADING, level=int(command["level"]))
        elif name == "item":
            self._item(rest)
        elif name not in _SILENT:
            self._add(lines)
        elif name in ("for", "begin"):
            return self._of_a_format(name, rest)
        else:
            if name == "over":
                self._lists.append(_List())
            elif name == "back" and self._lists:
                self._lists.pop()
            if lines[1:]:
                self._add(lines[1:])
        return ""

    def _of_a_format(self, name: str, lines: Sequence[Line]) -> str:
        """A part for one format: of one paragraph, or from here on."""
        words = self._text[lines[0].start : lines[0].end]
        shown = _SHOWN_AS_TEXT.match(words)
        if shown is None:
            return words.strip() if name == "begin" else ""
        below = [moved(lines[0], shown.end()), *lines[1:]] if name == "for" else lines[1:]
        if any(not line.blank for line in below):
            self._add(below)
        return ""

    def _item(self, lines: Sequence[Line]) -> None:
        """An item: a bullet or a number before what follows, or a term that this stands under."""
        bullet = _BULLET.match(self._text, lines[0].start, lines[0].end) or self._count(lines)
        words = [moved(lines[0], bullet.end() - lines[0].start), *lines[1:]] if bullet else lines
        pieces = self._pieces(words)
        self._is_item = not said(pieces)
        add_block(self.shown, pieces, Kind.LIST_ITEM)
        if self._lists:
            self._lists[-1].term = "" if bullet else said(pieces)

    def _count(self, lines: Sequence[Line]) -> re.Match[str] | None:
        """The number that is all of an item, where the items of its list are counted so from 1."""
        count = _COUNT.match(self._text, lines[0].start, lines[0].end)
        if count is None or not self._lists or int(count[1]) != self._lists[-1].counted + 1:
            return None
        self._lists[-1].counted += 1
        return count

    def _add(self, lines: Sequence[Line]) -> None:
        kind = Kind.LIST_ITEM if self._is_item else Kind.PARAGRAPH
        under = self._lists[-1].term if self._lists else ""
        add_block(self.shown, self._pieces(lines), kind, under=under)
        self._is_item = False

    def _verbatim(self, lines: Sequence[Line]) -> None:
        """Words that are shown as they are, by lines or paragraphs as in a plain file."""
        begin = lines[0].start
        words = self._text[begin : lines[-1].end]
        for block in split_blocks(words):
            pieces = pieces_of(words[block.start : block.end], begin + block.start)
            add_block(self.shown, pieces, Kind.PARAGRAPH)

    def _pieces(self, lines: Sequence[Line]) -> list[Piece]:
        begin = lines[0].start
        return words_of(self._text[begin : lines[-1].end], begin)


@dataclass(frozen=True, slots=True)
class _Cut:
    """`raw[start:end]`, which is shown as these words."""

    start: int
    end: int
    words: str = ""


def words_of(raw: str, source: int) -> list[Piece]:
    """What is shown of words with formatting codes, which stand so in the file."""
    pieces: list[Piece] = []
    at = 0
    for cut in sorted(_cuts(raw), key=lambda cut: (cut.start, -cut.end)):
        if cut.start < at:
            continue
        pieces += pieces_of(raw[at : cut.start], source + at)
        if cut.words:
            pieces.append((cut.words, source + cut.start, cut.end - cut.start))
        at = cut.end
    return spaced([*pieces, *pieces_of(raw[at:], source + at)])


def _cuts(raw: str) -> Iterator[_Cut]:
    """The marks of codes, what stands behind bars in links, and all of what shows otherwise."""
    opened: list[re.Match[str]] = []
    for sign in _CODE.finditer(raw):
        if sign["code"]:
            opened.append(sign)
            continue
        at = sign.start()
        while opened and at < sign.end():
            length = len(opened[-1]["wide"] or "") + 1
            spaces = length > 1 and not raw[at - 1].isspace()
            if at + length > sign.end() or spaces:
                break
            yield from _of_code(raw, opened.pop(), at, at + length)
            at += length


def _of_code(raw: str, opening: re.Match[str], closing: int, end: int) -> Iterator[_Cut]:
    begin, code = opening.end(), opening["code"]
    words = raw[begin:closing]
    if code in "XZ" or not words.strip():
        yield _Cut(opening.start(), end)
    elif code == "E":
        yield _Cut(opening.start(), end, _escaped(words) or words)
    else:
        yield _Cut(opening.start(), begin + len(words) - len(words.lstrip()))
        target = _TARGET.search(words) if code == "L" else None
        bare = words[: target.start()] if target else words.rstrip()
        yield _Cut(begin + len(bare), end)


def _escaped(name: str) -> str:
    """The character of a name or a number; empty where there is none."""
    number = _NUMBER.fullmatch(name)
    if number is not None:
        code = int(number["hex"], 16) if number["hex"] else int(number["decimal"])
        return chr(code) if 31 < code < 0xD800 or 0xDFFF < code < 0x110000 else ""
    return _ESCAPES.get(name, html5.get(f"{name};", ""))
