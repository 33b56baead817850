"""Headings of a PDF: what its bookmarks name, and what stands out by its type."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.pdf.drawn import Bookmark
from index.pdf.paragraphs import Paragraph
from index.rules import Stage, declare
from index.structure.lines import is_ended
from index.text.normalize import folded

_LARGER, _ABOUT = 1.1, 0.94
"""Heights of letters beside those of the text: of a heading, and of one in bold."""
_WORDS, _LINES = 25, 4
_LEVELS = 6
_MOSTLY = 0.5
"""Of what is set in one type; less of it in short lines, and it is no type of headings."""
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,4})\.?\s")
_SIGNS = re.compile(r"[\W_]+")
_TITLE_LARGER = 1.15
_TITLE_WORDS = 30

TYPE = declare(
    "pdf-heading-type", Stage.INGEST,
    "A short paragraph of a PDF in larger letters than the text, or in bold, is a heading.",
)  # fmt: skip
BOOKMARKS = declare(
    "pdf-heading-bookmarks", Stage.INGEST,
    "A line of a PDF that a bookmark to its page names is a heading of the bookmark's level.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Type:
    """The type that most of a document's text is set in."""

    size: float
    bold: bool


def body_type(paragraphs: Iterable[Paragraph]) -> Type:
    """The type of most letters; letters as high as half a point are one."""
    letters: Counter[tuple[float, bool]] = Counter()
    for paragraph in paragraphs:
        for line in paragraph.lines:
            letters[round(2 * line.size) / 2, line.bold] += len(line.text)
    if not letters:
        return Type(0.0, bold=False)
    (size, bold), _ = letters.most_common(1)[0]
    return Type(size, bold)


class Headings:
    """Tells the headings of a document and their levels."""

    def __init__(
        self, paragraphs: Sequence[Paragraph], body: Type, bookmarks: Sequence[Bookmark]
    ) -> None:
        self._body = body
        self._named: Mapping[int, dict[str, int]] = _by_page(bookmarks)
        letters: Counter[tuple[float, bool]] = Counter()
        of_headings: Counter[tuple[float, bool]] = Counter()
        for paragraph in paragraphs:
            letters[_style(paragraph)] += len(paragraph.text)
            if self._stands_out(paragraph):
                of_headings[_style(paragraph)] += len(paragraph.text)
        styles = [s for s, many in of_headings.items() if many >= _MOSTLY * letters[s]]
        self._ranks = {style: n + 1 for n, style in enumerate(sorted(styles, reverse=True))}

    def is_named(self, paragraph: Paragraph) -> bool:
        """Whether a bookmark to its page has its words."""
        return BOOKMARKS.applies(self._bookmark(paragraph) > 0)

    def _bookmark(self, paragraph: Paragraph) -> int:
        named = self._named.get(paragraph.page)
        if not named or len(paragraph.lines) > _LINES:
            return 0
        return named.get(_name(paragraph.text), 0)

    def level(self, paragraph: Paragraph) -> int:
        """The level of a heading, from 1; 0 for what is none."""
        if self.is_named(paragraph):
            return min(self._bookmark(paragraph), _LEVELS)
        rank = self._ranks.get(_style(paragraph), 0) if self._stands_out(paragraph) else 0
        return min(rank, _LEVELS) if TYPE.applies(rank > 0) else 0

    def _stands_out(self, paragraph: Paragraph) -> bool:
        words = paragraph.text
        short = len(paragraph.lines) <= _LINES and len(words.split()) <= _WORDS
        if not short or paragraph.is_item or not any(c.isalpha() for c in words):
            return False
        if words[-1] in ",;" or (is_ended(words, len(words)) and words[-1] not in "?!:"):
            return _NUMBERED.match(words) is not None and len(words) < 60
        larger = paragraph.size >= _LARGER * self._body.size
        bold = paragraph.bold and not self._body.bold
        return larger or (bold and paragraph.size >= _ABOUT * self._body.size)


def title_of(
    paragraphs: Sequence[Paragraph], body: Type, stated: str | None, middle: float
) -> Paragraph | str | None:
    """The title: what the file states where its first page has the words, or else the first of the
    largest paragraphs in the upper half of that page; None where none stands out."""
    first = [p for p in paragraphs if p.page == paragraphs[0].page] if paragraphs else []
    page = {word for p in first for word in folded(p.text).split()}
    words = [word for word in folded(stated or "").split() if len(word) > 2 and word.isalpha()]
    if stated and len(words) > 1 and sum(word in page for word in words) >= 0.6 * len(words):
        same = [p for p in first if _name(p.text) == _name(stated)]
        return same[0] if same else " ".join(stated.split())
    large = [
        p for p in first
        if p.size >= _TITLE_LARGER * body.size and len(p.text.split()) <= _TITLE_WORDS
        and p.lines[0].y0 > middle
        and sum(c.isalpha() for c in p.text) > 3
    ]  # fmt: skip
    return max(large, key=lambda p: round(p.size), default=None)


def _by_page(bookmarks: Sequence[Bookmark]) -> dict[int, dict[str, int]]:
    named: dict[int, dict[str, int]] = defaultdict(dict)
    for bookmark in bookmarks:
        if bookmark.page is not None and bookmark.title.strip():
            named[bookmark.page].setdefault(_name(bookmark.title), bookmark.level)
    return named


def _name(words: str) -> str:
    """Words by which a bookmark and a line are held to be the same."""
    return _SIGNS.sub("", folded(words))


def _style(paragraph: Paragraph) -> tuple[float, bool]:
    return round(paragraph.size), paragraph.bold
