"""Lines of a plain text, and what is seen of each by itself: indent, bullet, how it ends."""

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from index.rules import Stage, declare

_BULLET = re.compile(
    r"(?:[•‣▪◦·●○*–—\uf0a7\uf0b7-]|\d{1,3}[.)]|o(?=[ \t\u00a0]+[A-Z\d]))[ \t\u00a0]+(?=\S)"
)
_LINE = re.compile(r"[^\n\r\u2028\u2029\f\v]+")
LINE_END = re.compile(r"\r\n|[\n\r\u2028\u2029\v]")
_BLANK = "".join(c for c in map(chr, range(0x3001)) if c.isspace()) + "\u200b\ufeff"
"""White space, and the characters without width that pages are strewn with."""

_CLOSING = "\"'”’»)]"

BULLETS = declare(
    "block-bullets", Stage.INGEST,
    "A bullet or a number before a line is the mark of a list item and no part of its text.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A line with words or marks on it, trimmed: `text[start:end]`.

    `indent` counts the characters before it, `blank` the empty lines between it and the line
    above, and `new_page` says whether a form feed stands there.
    """

    start: int
    end: int
    indent: int
    blank: int
    new_page: bool

    @property
    def length(self) -> int:
        """Its characters."""
        return self.end - self.start


def read_lines(text: str, begin: int = 0) -> list[Line]:
    """The lines of `text` from offset `begin` on that are not blank."""
    lines: list[Line] = []
    previous_end = begin
    for match in _LINE.finditer(text, begin):
        stripped = match.group().strip(_BLANK)
        if not stripped:
            continue
        start = match.start() + match.group().index(stripped)
        breaks = len(LINE_END.findall(text, previous_end, match.start()))
        page = text.find("\f", previous_end, match.start()) >= 0
        lines.append(
            Line(start, start + len(stripped), start - match.start(), max(0, breaks - 1), page)
        )
        previous_end = lines[-1].end
    return lines


def after_bullet(text: str, start: int, end: int = sys.maxsize) -> int:
    """Where the words of a line begin: behind its bullet, where it has one."""
    return _after_bullet(text, start, end)


def is_item(text: str, line: Line) -> bool:
    """Whether a line begins with a bullet."""
    return after_bullet(text, line.start) > line.start


def _with_its_bullet(text: str, start: int, end: int) -> int:
    return start


@BULLETS.governs(without=_with_its_bullet)
def _after_bullet(text: str, start: int, end: int) -> int:
    bullet = _BULLET.match(text, start, end)
    return bullet.end() if bullet else start


def is_aside(text: str, line: Line) -> bool:
    """Whether a line begins with a dash and goes on in small letters, as within a sentence."""
    words = text[line.start : min(line.end, line.start + 6)]
    return words[0] in "-–—" and words[1:].lstrip()[:1].islower()


def is_ended(text: str, end: int) -> bool:
    """Whether what ends at `end` ends as a sentence does, quotation marks and brackets aside."""
    words = text[max(0, end - 6) : end].rstrip(_CLOSING)
    return words[-1:] in ("", ".", "!", "?", "…", ":")


def is_rule(text: str, line: Line) -> bool:
    """Whether it is drawn: three or more of one mark, as under a heading or around a table."""
    words = text[line.start : line.end]
    return len(words) >= 3 and words[0] in "-=~_*#+" and not words.strip("-=~_*#+| \t")


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which that share of them lies; they must be some."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
