"""The lines of a reStructuredText file, how far they are indented and what that holds together."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.types import Kind

BULLET = re.compile(r"[-*+•‣⁃](?:[ \t]+|$)")
ENUMERATOR = re.compile(r"\(?(?:\d{1,4}|#|[A-Za-z]|[ivxlcdm]{1,9}|[IVXLCDM]{1,9})[.)](?:[ \t]+|$)")
NUMBER = re.compile(r"(?:\d{1,4}|#)[.)]")
_LINE = re.compile(r"[^\n\r]*(?:\r\n|\n|\r|\Z)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the white space around it, and how far it is indented; blank if empty."""

    start: int
    end: int
    indent: int

    @property
    def blank(self) -> bool:
        return self.start == self.end


def lines_of(text: str, begin: int) -> list[Line]:
    """The lines of the file from `begin` on."""
    lines = []
    for found in _LINE.finditer(text, begin):
        words = found.group()
        bare = words.strip("\ufeff \t\r\n\f\v\u00a0")
        before = words.index(bare)
        start = found.start() + before
        indent = len(words[:before].lstrip("\ufeff").expandtabs(8))
        lines.append(Line(start, start + len(bare), indent))
    return lines


def moved(line: Line, by: int) -> Line:
    """The line from so many characters on."""
    return replace(line, start=line.start + by, indent=line.indent + by)


def indented(lines: Sequence[Line], at: int, base: int) -> int:
    """The number of the first line from `at` on that has words and stands no deeper than `base`."""
    while at < len(lines) and (lines[at].blank or lines[at].indent > base):
        at += 1
    return at


def last_paragraph(lines: Sequence[Line]) -> int:
    """Where the last of the paragraphs that blank lines part begins."""
    at = len(lines)
    while at and lines[at - 1].blank:
        at -= 1
    while at and not lines[at - 1].blank:
        at -= 1
    return at


def items(text: str, lines: Sequence[Line]) -> list[list[Line]]:
    """The items of a list by their lines, without the bullets and what is before."""
    base = min((line.indent for line in lines if not line.blank), default=0)
    found: list[list[Line]] = []
    for line in lines:
        bullet = BULLET.match(text, line.start, line.end) if line.indent == base else None
        if bullet is not None:
            found.append([moved(line, bullet.end() - line.start)])
        elif found:
            found[-1].append(line)
    return found


@dataclass(frozen=True, slots=True)
class Within:
    """What the lines that are read stand in; `item` is what the item of a list begins with."""

    kind: Kind = Kind.PARAGRAPH
    under: str = ""
    depth: int = 0
    item: str = ""
