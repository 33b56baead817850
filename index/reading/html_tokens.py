"""HTML cut into tags and text, each with its place in the page.

After the tokenizer of the HTML standard, in one pass and without a tree: a parser that makes one
keeps no places, and gives up on pages that are nested deeply.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from index.reading.pieces import Piece, pieces_of

_NAME = re.compile(r"[A-Za-z][^\s/<>]{0,60}")
_QUOTED_OR_ENDED = re.compile(r"=\s{0,9}[\"']|>")
_ATTRIBUTE = re.compile(
    r"([A-Za-z_:@][\w.:@-]{0,60})(?:\s{0,9}=\s{0,9}(?:\"([^\"]{0,4000})\"|'([^']{0,4000})'"
    r"|([^\s\"'>]{1,2000})))?"
)
_ENTITY = re.compile(r"&(?:#[xX][0-9a-fA-F]{1,6}|#\d{1,7}|[A-Za-z][A-Za-z0-9]{1,31});?")
_RAW = ("script", "style", "textarea", "title", "iframe")
_NOT_SEEN = "\u00ad\u200b\u2060\ufeff"
"""Characters that only say where a line may be broken."""


class Sort(Enum):
    """What a token is."""

    START = "start"
    END = "end"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Token:
    """A tag, by its name in small letters, or text: characters `start` to `end` of the page."""

    sort: Sort
    start: int
    end: int
    name: str = ""
    written: str = ""

    @property
    def attributes(self) -> dict[str, str]:
        """The attributes of a tag; one without a value has an empty one."""
        return {
            m.group(1).lower(): html.unescape(m.group(2) or m.group(3) or m.group(4) or "")
            for m in _ATTRIBUTE.finditer(self.written)
        }


class Tokens:
    """Reads a page once. What is not closed, as a comment or a quotation mark, ends at its tag."""

    def __init__(self, page: str, begin: int = 0) -> None:
        self._page = page
        self._begin = begin
        self._missing: set[str] = set()

    def __iter__(self) -> Iterator[Token]:
        page, at, text = self._page, self._begin, self._begin
        while (at := page.find("<", at)) != -1:
            found, end = self._tag(at)
            if end == at:
                at += 1
                continue
            if text < at:
                yield Token(Sort.TEXT, text, at)
            if found is not None:
                yield found
                if found.sort is Sort.START and found.name in _RAW:
                    end = self._after_raw(found.name, end)
            at = text = end
        if text < len(page):
            yield Token(Sort.TEXT, text, len(page))

    def _find(self, words: str, begin: int) -> int:
        """Where `words` are next, looked for once where they are not."""
        if words in self._missing:
            return -1
        found = self._page.find(words, begin)
        if found == -1:
            self._missing.add(words)
        return found

    def _tag(self, at: int) -> tuple[Token | None, int]:
        """The tag that begins there, None for a comment, and where it ends: at once if none."""
        page = self._page
        sign = page[at + 1 : at + 2]
        if page.startswith("<!--", at):
            closed = self._find("-->", at + 2)
            return None, closed + 3 if closed != -1 else self._ended(at)
        if sign in ("!", "?"):
            return None, self._ended(at)
        name = _NAME.match(page, at + 2 if sign == "/" else at + 1)
        if name is None:
            return None, at
        end = self._ended(name.end()) if sign == "/" else self._after_attributes(name.end())
        sort = Sort.END if sign == "/" else Sort.START
        return Token(sort, at, end, name.group().lower(), page[name.end() : end]), end

    def _ended(self, at: int) -> int:
        end = self._find(">", at)
        return end + 1 if end != -1 else len(self._page)

    def _after_attributes(self, at: int) -> int:
        """Where a tag ends whose values may hold its end sign between quotation marks."""
        while (found := _QUOTED_OR_ENDED.search(self._page, at)) is not None:
            if found.group() == ">":
                return found.end()
            closed = self._find(found.group()[-1], found.end())
            at = closed + 1 if closed != -1 else found.end()
        return len(self._page)

    def _after_raw(self, name: str, at: int) -> int:
        """Where an element ends that holds no tags; at once where it is never closed."""
        key = f"</{name}"
        if key in self._missing:
            return at
        found = re.compile(key, re.IGNORECASE).search(self._page, at)
        if found is None:
            self._missing.add(key)
            return at
        return found.start()


def shown_pieces(page: str, start: int, end: int, *, kept: bool) -> list[Piece]:
    """What is shown of text; with `kept`, the white space and line ends as they are."""
    pieces: list[Piece] = []
    at = start
    for entity in _ENTITY.finditer(page, start, end):
        sign = html.unescape(entity.group())
        if sign == entity.group():
            continue
        pieces.extend(_plain(page, at, entity.start(), kept=kept))
        shown = " " if sign.isspace() else "" if sign in _NOT_SEEN else sign
        if shown:
            pieces.append((shown, entity.start(), entity.end() - entity.start()))
        at = entity.end()
    pieces.extend(_plain(page, at, end, kept=kept))
    return pieces


def _plain(page: str, start: int, end: int, *, kept: bool) -> list[Piece]:
    if start == end:
        return []
    words = page[start:end]
    return [(words, start, len(words))] if kept else pieces_of(words, start)
