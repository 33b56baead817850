"""Rich text (.rtf), as striprtf reads it: its paragraphs, and tables row by row."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import groupby

from striprtf.striprtf import rtf_to_text

from index.errors import BadInput
from index.reading.laid import Laid, as_report, told_by_their_words
from index.reading.pieces import said
from index.reading.sheets.grid import GridRow, blocks_of
from index.reading.unread import in_words
from index.types import DateHint, DateSource, Metadata, SourceText

_TIME = r"\\{}\\yr(\d{{4}})\\mo(\d{{1,2}})\\dy(\d{{1,2}})"
_DELETED = re.compile(r"\\deleted(?![0a-z])")
_LEFT_OUT = {
    "note": re.compile(r"\\footnote(?![a-z])"),
    "picture": re.compile(r"\\pict(?![a-z])"),
    "comment": re.compile(r"\\annotation(?![a-z])"),
}


def read_rtf(content: bytes) -> SourceText:
    """The text of a rich text file, without its notes, which it then says."""
    if not content.lstrip().startswith(b"{\\rtf"):
        raise BadInput("is no RTF file")
    marked = content.decode("cp1252", "replace")
    if _DELETED.search(marked):
        raise BadInput("holds deletions that are tracked; accept all changes and save it again")
    text = rtf_to_text(marked, errors="replace")
    unread = in_words({thing: len(form.findall(marked)) for thing, form in _LEFT_OUT.items()})
    hints = [
        DateHint(day, DateSource.PROPERTIES, words)
        for key, words in (("revtim", "last saved"), ("creatim", "made"))
        if (day := _day(marked, key)) is not None
    ]
    laid = list(told_by_their_words(_paragraphs(text)))
    return as_report(laid, Metadata(hints=tuple(hints)), unread)


def _paragraphs(text: str) -> Iterator[Laid]:
    """A paragraph a line; lines whose cells bars part, and end, are rows of a table."""
    for is_row, run in groupby(text.split("\n"), key=lambda line: line.rstrip().endswith("|")):
        lines = list(run)
        if not is_row:
            yield from (Laid(line) for line in lines if line.strip())
            continue
        rows = [
            GridRow(
                number,
                [[(words.strip(), None, 0)] for words in line.strip()[:-1].split("|")],
                within=None,
            )
            for number, line in enumerate(lines, 1)
        ]
        for block in blocks_of(rows):
            yield Laid(said(block.pieces), block.kind, under=block.under)


def _day(marked: str, key: str) -> date | None:
    stated = re.search(_TIME.format(key), marked)
    try:
        return date(*map(int, stated.groups())) if stated else None
    except ValueError:
        return None
