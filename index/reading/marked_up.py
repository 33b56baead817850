"""Which markup a text is written in, where its file's name does not say: what people copy out of an
editor, a forum or a chat is often saved as `.txt`.

Two directives or commands, or two marks of different kinds, are needed: stars around a word, or a
line that begins with a hash, stand in plain texts too. Columns that spaces part are none of
Markdown: as such a table lost the heads of its columns.
"""

import re

_LOOKED_AT = 200_000
"""Bytes at the beginning of a file that are looked at."""
_DIRECTIVE = re.compile(rb"^\.\. [a-z][\w-]*::", re.MULTILINE)
_RST = (
    re.compile(rb"^\.\. \[[\w#*]+\] \S|^\.\. _[^\n:]+:", re.MULTILINE),
    re.compile(rb"(?<![\w`]):[a-z]+:`[^`\n]+`"),
    re.compile(rb"^[^\s=~^\-][^\n]{2,}\r?\n(?:={3,}|-{3,}|~{3,}|\^{3,})[ \t]*\r?$", re.MULTILINE),
)
"""Targets and notes, roles, titles that are underlined."""
_MARKDOWN = (
    re.compile(rb"^\r?\n?#{1,6} [^\s#][^\n]*\r?\n\r?\n", re.MULTILINE),
    re.compile(rb"\[[^\[\]\n]{1,500}\]\((?:https?:|/|\.|#)[^)\s]{0,500}\)"),
    re.compile(rb"(?<![*\w])\*\*[^\s*][^*\n]*[^\s*]\*\*(?![*\w])"),
    re.compile(rb"^\|?(?:[ \t]*:?-{3,}:?[ \t]*\|)+", re.MULTILINE),
    re.compile(rb"^```[\w-]*\r?$", re.MULTILINE),
)
"""Headings with a blank line below, links, strong words, rulings of tables, fences."""

_POD = re.compile(
    rb"^=(?:head[1-6]|over|item|back|cut|pod|encoding)\b[^\n]*\r?\n[ \t]*\r?$", re.MULTILINE
)
"""Commands, each with a blank line below."""

_GAP = re.compile(rb"[^\s|] {3,}[^\s|]")
"""Between two columns."""
_ROWS = 3


def suffix_of_markup(content: bytes) -> str | None:
    """The suffix of the format that a text is written in, `.rst`, `.pod` or `.md`; None where it
    shows no marks of these, or too few to tell."""
    head = content[:_LOOKED_AT]
    directives = len(_DIRECTIVE.findall(head))
    if directives > 1 or (directives and any(mark.search(head) for mark in _RST)):
        return ".rst"
    if len(_POD.findall(head)) > 1:
        return ".pod"
    marks = sum(mark.search(head) is not None for mark in _MARKDOWN)
    return ".md" if marks >= 2 and not _has_columns(head) else None


def _has_columns(head: bytes) -> bool:
    """Whether three lines below each other, in no fence, have gaps as between columns."""
    fenced, rows = False, 0
    for line in head.splitlines():
        fenced ^= line.lstrip().startswith((b"```", b"~~~"))
        rows = rows + 1 if not fenced and _GAP.search(line) else 0
        if rows == _ROWS:
            return True
    return False
