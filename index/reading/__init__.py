"""Reading files: one module a format, each giving a `SourceText`, or several reports of a file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path, PurePath

from index.errors import BadInput
from index.failures import of_one_report
from index.reading.archives import read_archive
from index.reading.decoding import decode
from index.reading.edgar import begins_a_filing, read_filing
from index.reading.feeds import read_feed
from index.reading.html import read_html
from index.reading.mail import begins_a_mailbox, read_mailbox, read_message
from index.reading.markdown import read_markdown
from index.reading.marked_up import suffix_of_markup
from index.reading.office import read_docx, read_odt, read_rtf
from index.reading.parts import Limits, Member, Names, Opener, Part, is_numbered, limits_of
from index.reading.pdf import read_pdf
from index.reading.pod import read_pod
from index.reading.rst import read_rst
from index.reading.sheets import read_delimited, read_ods, read_workbook
from index.reading.text import read_text
from index.time_limit import begin_report
from index.types import SourceText

__all__ = [
    "FileRead",
    "Limits",
    "Part",
    "bytes_of",
    "content_at",
    "is_built",
    "is_numbered",
    "is_several",
    "keeps_gone",
    "limits_of",
    "read_file",
    "read_parts",
    "read_report",
    "suffixes",
    "sum_of",
]

_Reader = Callable[[bytes], SourceText]


def _of_text(read: Callable[[str], SourceText], *, page: bool = False) -> _Reader:
    def reader(content: bytes) -> SourceText:
        return read(decode(content, page=page))

    return reader


_DOCX = ".docx"
_TEXT, _PAGE = _of_text(read_text), _of_text(read_html, page=True)
_READERS: dict[str, _Reader] = {
    "": _TEXT,
    ".txt": _TEXT,
    ".text": _TEXT,
    ".md": _of_text(read_markdown),
    ".markdown": _of_text(read_markdown),
    ".rst": _of_text(read_rst),
    ".rest": _of_text(read_rst),
    ".pod": _of_text(read_pod),
    ".html": _PAGE,
    ".htm": _PAGE,
    _DOCX: read_docx,
    ".odt": read_odt,
    ".rtf": read_rtf,
    ".csv": _of_text(read_delimited),
    ".tsv": _of_text(read_delimited),
    ".xlsx": read_workbook,
    ".xlsm": read_workbook,
    ".ods": read_ods,
}
_PLAIN = ("", ".txt")
"""What is read as its content tells."""
_PDF = ".pdf"
_BUILT = (_DOCX, ".odt", ".rtf", ".xlsx", ".xlsm", ".ods", _PDF)
_FORMATS = (*_READERS, _PDF)
_FEEDS = (".xml", ".rss", ".atom", ".rdf")
"""What these hold passes with time, and stays published."""
_FILING = "a filing"
"""Stands for the suffix of what has that of a text."""
_OPENERS: dict[str, Opener] = {
    ".eml": read_message,
    ".mbox": read_mailbox,
    ".mbx": read_mailbox,
    **dict.fromkeys(_FEEDS, read_feed),
    ".zip": read_archive,
    _FILING: read_filing,
}
"""Of files in which several reports may stand."""


@dataclass(frozen=True, slots=True)
class FileRead:
    """What was read of a file. With `keeps_gone`, what stood in it earlier was not taken back."""

    parts: tuple[Part, ...]
    keeps_gone: bool = False


def read_report(path: Path, max_bytes: int) -> tuple[bytes, SourceText]:
    """The bytes of a file that is one report, and what they say.

    Raises BadInput, with the reason in words, for a file that is no readable report.
    """
    content = bytes_of(path, Limits(max_bytes, max_bytes))
    for part in read_file(path.name, content, Limits(max_bytes, max_bytes)).parts:
        if isinstance(part.read, BadInput):
            raise part.read
        return content, part.read
    raise BadInput("holds no text")


def bytes_of(path: Path, limits: Limits) -> bytes:
    """The bytes of a file that Dateline reads. Raises BadInput where it is too large, of no such
    format or cannot be read."""
    suffix = path.suffix.lower()
    _check_format(suffix)
    most = limits.archive_bytes if suffix in _OPENERS else limits.report_bytes
    setting = "max_archive_mb" if suffix in _OPENERS else "max_file_mb"
    try:
        if path.stat().st_size > most:
            raise BadInput(f"larger than {most / 1e6:g} MB (setting {setting})")
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror or error}") from error


def read_file(name: str, content: bytes, limits: Limits) -> FileRead:
    """What stands in a file of this name; what cannot be read of it is a part with the reason."""
    return FileRead(tuple(read_parts(name, content, limits)), keeps_gone(name, content))


def read_parts(name: str, content: bytes, limits: Limits) -> Iterator[Part]:
    """The parts that `read_file` gives, each as soon as it is read."""
    return _read(Member("", _kind(name, content), content), limits)


def keeps_gone(name: str, content: bytes) -> bool:
    """Whether a file is of a kind in which what passes is not taken back."""
    return _kind(name, content) in _FEEDS


def is_several(name: str, content: bytes) -> bool:
    """Whether a file is one in which several reports may stand."""
    return _kind(name, content) in _OPENERS


def _kind(name: str, content: bytes) -> str:
    """The suffix that a file is read by: its own, or that of what a text file holds."""
    return _told_by_content(PurePath(name).suffix.lower(), content)


def _told_by_content(suffix: str, content: bytes) -> str:
    if suffix in _PLAIN and begins_a_mailbox(content):
        return ".mbox"
    return _FILING if suffix in _PLAIN and begins_a_filing(content) else suffix


def is_built(name: str) -> bool:
    """Whether the text of a file of this name is built of what the file holds, so that no
    characters of the file are those of its text: documents, sheets, PDF, files of several."""
    suffix = PurePath(name).suffix.lower()
    return suffix in _BUILT or suffix in _OPENERS


def suffixes() -> frozenset[str]:
    """The endings of the files that are read."""
    return frozenset(s for s in (*_FORMATS, *_OPENERS) if s.startswith("."))


def sum_of(content: bytes) -> str:
    """The SHA-256 of what was read, in hexadecimal digits."""
    return sha256(content).hexdigest()


def _check_format(suffix: str) -> None:
    if suffix not in _FORMATS and suffix not in _OPENERS:
        known = " ".join(suffix for suffix in (*_FORMATS, *_OPENERS) if suffix.startswith("."))
        raise BadInput(f"{suffix} is not a format that Dateline reads ({known})")


def content_at(path: Path, name: str, limits: Limits) -> bytes | None:
    """The bytes of the report that `name` leads to within a file, the file's own where it is empty;
    None where no such report stands in it. Raises BadInput."""
    content = bytes_of(path, limits)
    if not name:
        return content
    found = _named(Member("", _kind(path.name, content), content), limits)
    return next((one.content for one in found if one.name == name), None)


def _read(member: Member, limits: Limits) -> Iterator[Part]:
    """The reports in a file, or in files within it."""
    for one in _named(member, limits):
        if isinstance(one, Part):
            yield one
        else:
            yield Part(one.name, one.content, _or_why(one, limits))


def _named(member: Member, limits: Limits) -> Iterator[Part | Member]:
    """The reports in a file by names that differ: what leads into a file within it may be the name
    of a file beside that."""
    names = Names()
    for one in _members(member, limits, 0):
        yield replace(one, name=names.own(one.name, PurePath(one.name).suffix))


def _members(member: Member, limits: Limits, depth: int) -> Iterator[Part | Member]:
    """What is to be read as one report, and what was read, in a file and in files within it."""
    member = replace(member, suffix=_told_by_content(member.suffix, member.content))
    opener = _OPENERS.get(member.suffix)
    if opener is None:
        yield member
        return
    try:
        if depth > limits.nesting:
            raise BadInput(f"stands more than {limits.nesting} deep in other files")
        for found in _opened(opener, member, limits):
            if isinstance(found, Part):
                yield replace(found, name=f"{member.name}{found.name}")
            else:
                inner = replace(
                    found, name=f"{member.name}{found.name}", hints=(*found.hints, *member.hints)
                )
                yield from _members(inner, limits, depth + 1)
    except BadInput as error:
        yield Part(member.name, member.content, error)


def _opened(opener: Opener, member: Member, limits: Limits) -> Iterator[Part | Member]:
    size = min(len(member.content), limits.report_bytes)
    with of_one_report(f"cannot be read as {member.suffix}", memory=True):
        begin_report(size)
        for found in opener(member.content, limits):
            yield found
            begin_report(size)


def _or_why(member: Member, limits: Limits) -> SourceText | BadInput:
    try:
        _check_format(member.suffix)
        if len(member.content) > limits.report_bytes:
            raise BadInput(f"larger than {limits.report_bytes / 1e6:g} MB (setting max_file_mb)")
        more = limits.pdf.seconds if member.suffix == _PDF else 0
        begin_report(len(member.content), more)
        marked = suffix_of_markup(member.content) if member.suffix in _PLAIN else None
        suffix = marked or member.suffix
        source = _as_read(_reader_of(suffix, limits), member.content, suffix)
    except BadInput as error:
        return error
    hints = (*source.metadata.hints, *member.hints)
    return replace(source, metadata=replace(source.metadata, hints=hints))


def _reader_of(suffix: str, limits: Limits) -> _Reader:
    if suffix == _PDF:
        return partial(read_pdf, limits=limits.pdf, languages=limits.ocr)
    if suffix == _DOCX:
        return partial(read_docx, marked=limits.marked)
    return _READERS[suffix]


def _as_read(reader: _Reader, content: bytes, suffix: str) -> SourceText:
    with of_one_report(f"cannot be read as {suffix or 'text'}", memory=True):
        source = reader(content)
        check_text(source)
        return source


def check_text(source: SourceText) -> None:
    """Raises BadInput where a report has no text, UnicodeEncodeError where it is no Unicode."""
    if not source.blocks:
        only = f", only {' and '.join(source.unread)}" if source.unread else ""
        raise BadInput(f"holds no text{only}")
    stated = source.metadata
    for words in (source.text, stated.title, stated.publisher, stated.url, stated.author):
        (words or "").encode()
