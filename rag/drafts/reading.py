"""A text to be checked, read: its sentences in order, with what each names as its source."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePath

from index.errors import BadInput
from index.ingestion.reading_process import ReadingProcess
from index.reading import limits_of
from index.settings import IndexSettings
from index.text.normalize import collapsed, without_marks
from index.text.sentences import sentence_spans
from index.types import Kind, Role, SourceText
from rag.drafts import EXPORTED
from rag.drafts.marks import Marked, marked_text, said_in, sources, taken_out

SUFFIXES = ("", ".txt", ".text", ".md", ".markdown", ".docx")
"""Of the names of files that are read: plain text, Markdown and Word."""
_DOCX = ".docx"
_REMEMBERED = 5
"""Sentences before one in which is looked for what it leans on, and one more."""


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence as it stands in the text.

    `kind` is "heading", "quotation", "note", or empty. `sources` are the notes and addresses that
    stand at it, as written. `before` are the sentences before it under its `heading`, the nearest
    last, each with the number of its paragraph. `own` says that it is Dateline's own words, about
    what was exported.
    """

    text: str
    paragraph: int
    kind: str = ""
    sources: tuple[str, ...] = ()
    before: tuple[tuple[int, str], ...] = ()
    heading: str = ""
    own: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A text to be checked, in sentences; `unread` says what of it was not read."""

    sentences: tuple[Written, ...]
    unread: tuple[str, ...] = ()


def read_draft(name: str, content: bytes, settings: IndexSettings, most: int) -> Draft:
    """The sentences of a file of this name, at most so many.

    It is read in a process of its own, within the limits that the settings set for a report. Raises
    BadInput, in words, where it is of another format, cannot be read, says nothing or too much.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix not in SUFFIXES:
        known = " ".join(filter(None, SUFFIXES))
        raise BadInput(f"“{name}” is no text that can be checked. Endings: {known}.")
    try:
        marked = Marked(content, {}) if suffix == _DOCX else marked_text(content)
        source = _read(name, marked.content, settings)
    except BadInput as error:
        why = str(error).replace("ingest it", "check it")
        raise BadInput(f"The text cannot be checked: it {why}.") from error
    sentences = tuple(_sentences(source, marked.said or said_in(source.text)))
    if not sentences:
        raise BadInput("The text says nothing that could be checked.")
    if len(sentences) > most:
        raise BadInput(
            f"The text has {len(sentences)} sentences; at most {most} are checked at one time. "
            "Check it in parts, or raise DATELINE_MAX_CHECKED."
        )
    return Draft(sentences, source.unread)


def _read(name: str, content: bytes, settings: IndexSettings) -> SourceText:
    limits = replace(limits_of(settings), marked=True)
    if len(content) > limits.report_bytes:
        raise BadInput(f"is larger than {settings.max_file_mb:g} MB (setting max_file_mb)")
    with ReadingProcess(settings) as reading:
        parts = reading.read_file(name, content, limits).parts
    read = parts[0].read if len(parts) == 1 else BadInput("holds several texts")
    if isinstance(read, BadInput):
        raise read
    return read


def _sentences(source: SourceText, said: Mapping[str, str]) -> Iterator[Written]:
    heading, exported, above, before = "", False, tuple[str, ...](), tuple[tuple[int, str], ...]()
    for number, block in enumerate(source.blocks, 1):
        plain, marks = taken_out(source.text[block.start : block.end], said)
        words = collapsed(plain)
        if block.role is Role.FURNITURE or not words:
            continue
        if block.kind is Kind.HEADING or block.role not in (Role.BODY, Role.LINK):
            exported = exported or (number == 1 and words == EXPORTED)
            heading, before = words, ()
            yield Written(words, number, "heading")
            continue
        is_note = block.kind is Kind.NOTE or any(mark.defines for mark in marks)
        kind = "note" if is_note else "quotation" if block.kind is Kind.QUOTE else ""
        above = sources(marks) if is_note else above if kind else ()
        for start, end, text in _parted(plain):
            here = sources(m for m in marks if start < m.at <= end)
            here = (here or above) if kind else here
            yield Written(text, number, kind, here, before, heading, exported and not here)
            before = (*before[-_REMEMBERED:], (number, text)) if not kind else before


def _parted(plain: str) -> Iterator[tuple[int, int, str]]:
    """The sentences of a block, each with the offsets between which its marks stand: from its own
    first character to before the next one's."""
    spans = sentence_spans(plain, 0, len(plain))
    ends = [*(start for start, _ in spans[1:]), len(plain)]
    for (start, end), until in zip(spans, ends, strict=True):
        text = without_marks(plain[start:end])
        if text:
            yield start, until, text
