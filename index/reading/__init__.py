"""Reading files: one module a format, each giving a `SourceText`."""

from collections.abc import Callable
from pathlib import Path

from index.errors import BadInput
from index.failures import of_one_report
from index.pdf.limits import Limits
from index.reading.decoding import decode
from index.reading.html import read_html
from index.reading.markdown import read_markdown
from index.reading.pdf import read_pdf
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


_PDF = ".pdf"
_DEFAULT = Limits()


def read_report(
    path: Path, max_bytes: int, limits: Limits = _DEFAULT, ocr: str | None = None
) -> tuple[bytes, SourceText]:
    """The bytes of a file and what they say. `limits` are those of a PDF, and `ocr` the languages
    in which its scans are read, if any.

    Raises BadInput, with the reason in words, for a file that is no readable report.
    """
    suffix = path.suffix.lower()
    if suffix not in _READERS and suffix != _PDF:
        known = " ".join([*filter(None, _READERS), _PDF])
        raise BadInput(f"{path.suffix} is not a format that Dateline reads ({known})")
    try:
        if path.stat().st_size > max_bytes:
            raise BadInput(f"larger than {max_bytes / 1e6:g} MB (setting max_file_mb)")
        content = path.read_bytes()
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror or error}") from error
    if suffix == _PDF:
        source = _as_read(lambda: read_pdf(content, limits, ocr), suffix)
    else:
        reader = _READERS[suffix]
        text = decode(content, page=reader is read_html)
        source = _as_read(lambda: reader(text), suffix)
    if not source.blocks:
        raise BadInput("holds no text")
    return content, source


def _as_read(read: Callable[[], SourceText], suffix: str) -> SourceText:
    with of_one_report(f"cannot be read as {suffix or 'text'}", memory=True):
        source = read()
        stated = source.metadata
        for words in (source.text, stated.title, stated.publisher, stated.url):
            (words or "").encode()
        return source
