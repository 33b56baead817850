"""Reading files: one module a format, each giving a `SourceText`."""

from collections.abc import Callable
from pathlib import Path

from index.errors import BadInput
from index.failures import of_one_report
from index.reading.decoding import decode
from index.reading.html import read_html
from index.reading.markdown import read_markdown
from index.reading.rst import read_rst
from index.reading.text import read_text
from index.types import SourceText

_READERS: dict[str, Callable[[str], SourceText]] = {
    "": read_text,
    ".txt": read_text,
    ".text": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".rst": read_rst,
    ".rest": read_rst,
    ".html": read_html,
    ".htm": read_html,
}


def read_report(path: Path, max_bytes: int) -> tuple[bytes, SourceText]:
    """The bytes of a file and what they say.

    Raises BadInput, with the reason in words, for a file that is no readable report.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        known = " ".join(suffix for suffix in _READERS if suffix)
        raise BadInput(f"{path.suffix} is not a format that Dateline reads ({known})")
    try:
        if path.stat().st_size > max_bytes:
            raise BadInput(f"larger than {max_bytes / 1e6:g} MB (setting max_file_mb)")
        content = path.read_bytes()
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror or error}") from error
    text = decode(content, page=reader is read_html)
    source = _as_read(reader, text, path.suffix)
    if not source.blocks:
        raise BadInput("holds no text")
    return content, source


def _as_read(reader: Callable[[str], SourceText], text: str, suffix: str) -> SourceText:
    with of_one_report(f"cannot be read as {suffix or 'text'}", memory=True):
        source = reader(text)
        stated = source.metadata
        for words in (source.text, stated.title, stated.publisher, stated.url):
            (words or "").encode()
        return source
