"""What two dots begin in reStructuredText: notes, directives, targets and comments, told apart."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from index.reading.rst_csv import Dialect, dialect_of
from index.reading.rst_lines import Line, moved
from index.types import Kind

EXPLICIT = re.compile(r"\.\.(?:[ \t]+|$)")
_NOTE = re.compile(r"\[(?:\d{1,6}|[#*][\w.-]{0,60}|[A-Za-z][\w.-]{0,60})\](?:[ \t]+|$)")
_DIRECTIVE = re.compile(r"([A-Za-z][\w.+-]{0,60}(?::[\w.+-]{1,60})?)::(?:[ \t]+|$)")
_OPTION = re.compile(r":([\w-]{1,40}):(?:[ \t]+|$)")
_NOT_SHOWN = frozenset(
    {
        "raw", "include", "image", "meta", "contents", "toctree", "index", "highlight", "role",
        "default-role", "sectnum", "section-numbering", "header", "footer", "class", "title",
        "target-notes", "date", "literalinclude", "tabularcolumns", "unicode", "replace",
    }
)  # fmt: skip
_TITLES = {
    "rubric": Kind.HEADING, "topic": Kind.HEADING, "sidebar": Kind.HEADING,
    "admonition": Kind.HEADING, "table": Kind.CAPTION, "list-table": Kind.CAPTION,
    "csv-table": Kind.CAPTION,
}  # fmt: skip
_LITERAL = frozenset({"code", "code-block", "sourcecode", "parsed-literal"})
_TABLES = frozenset({"list-table", "csv-table"})
_NUMBER_AT_MOST = 4
_KINDS = {
    "epigraph": Kind.QUOTE, "pull-quote": Kind.QUOTE, "highlights": Kind.QUOTE,
    "figure": Kind.CAPTION,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Explicit:
    """What is shown of something: a title, and a body of lines to be read as blocks of `kind`.

    With neither, as of a comment, nothing is. A table is a list of rows, or cells parted as the
    `dialect` says, below a `header` and `head_rows` of its rows.
    """

    body: list[Line] = field(default_factory=list)
    kind: Kind | None = None
    title: Line | None = None
    title_kind: Kind = Kind.CAPTION
    is_literal: bool = False
    is_table: bool = False
    head_rows: int = 0
    header: list[Line] = field(default_factory=list)
    dialect: Dialect | None = None


def read_explicit(text: str, lines: Sequence[Line]) -> Explicit:
    """What is shown of these lines, of which the first begins with two dots."""
    first = lines[0]
    opened = EXPLICIT.match(text, first.start, first.end)
    first = moved(first, opened.end() - first.start if opened else 0)
    note = _NOTE.match(text, first.start, first.end)
    if note is not None:
        return Explicit(_body(moved(first, note.end() - first.start), lines[1:]), Kind.NOTE)
    named = _DIRECTIVE.match(text, first.start, first.end)
    if named is None:
        return Explicit()
    argument = moved(first, named.end() - first.start)
    return _directive(named.group(1).lower(), text, argument, lines[1:])


def _directive(name: str, text: str, argument: Line, rest: Sequence[Line]) -> Explicit:
    """What is shown of a directive: one that is unknown shows what it holds."""
    if name in _NOT_SHOWN:
        return Explicit()
    options, content = _options(text, rest)
    kind = _KINDS.get(name)
    if name in _TITLES:
        title = None if argument.blank else argument
        return Explicit(
            content, kind, title, _TITLES[name], name in _LITERAL, name in _TABLES,
            _number(text, options.get("header-rows", [])), options.get("header", []),
            _dialect(text, options) if name == "csv-table" else None,
        )  # fmt: skip
    speaks = any(sign.isspace() for sign in text[argument.start : argument.end])
    if name in _LITERAL or name == "figure" or not (speaks or _is_admonition(name)):
        return Explicit(content, kind, is_literal=name in _LITERAL)
    return Explicit(_body(argument, content), kind)


def _is_admonition(name: str) -> bool:
    """Whether the one word after a directive can be what it says, and no name or path."""
    return name in {
        "attention", "caution", "danger", "error", "hint", "important", "note", "tip", "warning",
        "epigraph", "pull-quote", "highlights", "seealso",
    }  # fmt: skip


def _options(text: str, rest: Sequence[Line]) -> tuple[dict[str, list[Line]], list[Line]]:
    """The options, each with the lines of its value, and the lines below all options."""
    options: dict[str, list[Line]] = {}
    at = 0
    while at < len(rest) and (option := _OPTION.match(text, rest[at].start, rest[at].end)):
        first, deep = rest[at], rest[at].indent
        value = options[option.group(1)] = [moved(first, option.end() - first.start)]
        at += 1
        while at < len(rest) and not rest[at].blank and rest[at].indent > deep:
            value.append(rest[at])
            at += 1
    return options, list(rest[at:])


def _number(text: str, value: Sequence[Line]) -> int:
    """The number that an option gives; 0 where it gives none."""
    words = "".join(text[line.start : line.end] for line in value)
    return int(words) if words.isdecimal() and len(words) < _NUMBER_AT_MOST else 0


def _dialect(text: str, options: Mapping[str, Sequence[Line]]) -> Dialect:
    marks = (
        "".join(text[line.start : line.end] for line in options.get(name, []))
        for name in ("delim", "quote", "escape")
    )
    return dialect_of(*marks)


def _body(first: Line, rest: Sequence[Line]) -> list[Line]:
    """Lines of which the first stands beside a mark, as deep as those below it."""
    deep = [line.indent for line in rest if not line.blank]
    return [replace(first, indent=min(deep, default=first.indent)), *rest]
