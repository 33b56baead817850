"""Laying out a field's reports from snapshots of repositories: all of them, or none."""

import json
from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.common import Skipped
from bench.fetched.manifest import Document, Making, Manifest
from bench.fetched.places import sum_of_bytes
from bench.fetched.repositories import Snapshots, content_of


def lay_out(manifest: Manifest, snapshots: Snapshots, folder: Path) -> None:
    """Makes a folder of a field's reports, in place of what was there.

    Raises Skipped, before anything is written, where a repository, a commit, a file or a package
    is lacking, and where what is made is not what the manifest says.
    """
    check_needs(manifest.needs)
    files = {}
    for document in manifest.documents:
        made = made_of(document, source_of(manifest, document, snapshots))
        if sum_of_bytes(made) != document.sha256:
            raise Skipped(f"{document.file} came out unlike its manifest: another SHA-256")
        files[document.file] = made
    _write(folder, files)


def check_needs(needs: tuple[str, ...]) -> None:
    """Raises Skipped where a package is not there in just this version: another one's text of a PDF
    differs, and with it every offset."""
    for needed in needs:
        name, _, wanted = needed.partition("==")
        try:
            there = version(name)
        except PackageNotFoundError:
            there = "none"
        if there != wanted:
            raise Skipped(
                f"{name} {wanted} is needed, and there is {there}; "
                f"python -m pip install {' '.join(needs)}"
            )


def source_of(manifest: Manifest, document: Document, snapshots: Snapshots) -> bytes:
    """The file that a document is made of. Raises Skipped where it is not there."""
    repository, commit = manifest.source_of(document)
    return content_of(snapshots.holding(repository, commit), commit, document.path)


def made_of(document: Document, source: bytes) -> bytes:
    """The content of a report's file. Raises Skipped where the source has no such string."""
    match document.made:
        case Making.BYTES:
            return source
        case Making.PDF:
            return _text_of_pdf(source)[document.start : document.end].encode()
        case Making.TEXT:
            return _text_of(source)[document.start : document.end].encode()
        case Making.JSON:
            return _string_of(document, source).encode()
        case Making.JSON_TEXT:
            return _lines_of(_string_of(document, source)).encode()
        case Making.CSV:
            return _lines_of(_cut(document, source).replace('""', '"')).encode()


def _text_of(source: bytes) -> str:
    """As UTF-8, or as Latin-1 where it is none, with line feeds alone."""
    try:
        text = source.decode("utf-8")
    except UnicodeDecodeError:
        text = source.decode("latin-1")
    return _lines_of(text)


def _lines_of(text: str) -> str:
    """With line feeds alone."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _text_of_pdf(source: bytes) -> str:
    pages = import_module("pypdf").PdfReader(BytesIO(source)).pages
    return "\n".join(page.extract_text() for page in pages)


def _cut(document: Document, source: bytes) -> str:
    """What stands between the quotation marks, as it is written."""
    return source.decode("utf-8", "replace")[document.start : document.end]


def _string_of(document: Document, source: bytes) -> str:
    try:
        return str(json.loads(f'"{_cut(document, source)}"'))
    except json.JSONDecodeError as error:
        raise Skipped(f"{document.file}: there is no JSON string at its offsets") from error


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent) as beside:
        made = Path(beside, "made")
        made.mkdir()
        for name, content in files.items():
            (made / name).write_bytes(content)
        if folder.exists():
            folder.rename(Path(beside, "before"))
        made.rename(folder)
