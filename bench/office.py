"""Is all that LibreOffice shows of Word files, mail and feeds in what Dateline reads of them?

`python -m bench.office` has LibreOffice (`soffice`, headless) export the Word files of the
measuring data's folder `formats`, the bodies of its messages and the items of its feeds as HTML,
and looks each paragraph, heading, table cell and note up in the text that Dateline reads of the
same file. Compared are letters and digits alone, so that blanks, marks and numbers before items do
not count. What was not found stands in `.dateline-bench/office-lost.tsv`.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from html import escape
from mailbox import mbox
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import feedparser
from lxml import html

from bench.common import WORK, Figure, Result, Skipped, Table, data, keep
from index.reading import Limits, read_file
from index.types import SourceText

AT_LEAST = 0.98
KINDS = {"docx": (".docx",), "mail": (".eml", ".mbox"), "feeds": (".xml",)}
_UNITS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "dt", "dd", "pre")
_MARKS = ("sdfootnoteanc", "sdfootnotesym", "sdendnoteanc", "sdendnotesym")
"""What LibreOffice calls the numbers that lead to notes and stand before them."""
_TIMEOUT_S = 600


def exported(sources: dict[str, Path], folder: Path) -> dict[str, Path]:
    """The files as LibreOffice exports them, by the names that were given. Raises Skipped."""
    office = shutil.which("soffice")
    if office is None:
        raise Skipped("LibreOffice is not installed: apt-get install libreoffice-writer-nogui")
    subprocess.run(
        [office, "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to",
         "html:HTML (StarWriter)", "--outdir", str(folder / "out"), *map(str, sources.values())],
        check=True, capture_output=True, timeout=_TIMEOUT_S,
    )  # fmt: skip
    made = {name: folder / "out" / f"{file.stem}.html" for name, file in sources.items()}
    if lacking := [name for name, file in made.items() if not file.exists()]:
        raise Skipped(f"LibreOffice exported nothing of {lacking[0]}")
    return made


def units_of(page: Path) -> Iterator[str]:
    """The innermost paragraphs, headings, items and cells of a page that was exported, without the
    marks of notes."""
    tree = html.fromstring(page.read_bytes())
    for mark in [element for name in _MARKS for element in tree.find_class(name)]:
        mark.drop_tree()
    for element in tree.iter(*_UNITS):
        if not any(True for _ in element.iterdescendants(*_UNITS)):
            yield element.text_content()


def letters_in(text: str) -> str:
    """The letters and digits of a text, alike in case."""
    return "".join(c for c in text.casefold() if c.isalnum())


def text_read(file: Path) -> str:
    """All that Dateline reads of a file, of each report in it."""
    parts = read_file(file.name, file.read_bytes(), Limits()).parts
    return "\n".join(part.read.text for part in parts if isinstance(part.read, SourceText))


def source_of(kind: str, file: Path, folder: Path) -> Path:
    """What LibreOffice is given of a file: itself, or a page of all messages or items in it."""
    if kind == "docx":
        return file
    pages = _messages(file) if kind == "mail" else _items(file)
    made = folder / f"{file.stem}.html"
    body = "".join(f"<div>{page}</div>" for page in pages)
    made.write_text(f'<meta charset="utf-8"><body>{body}</body>', "utf-8")
    return made


def _messages(file: Path) -> Iterator[str]:
    if file.suffix == ".eml":
        yield _body(BytesParser(policy=policy.default).parsebytes(file.read_bytes()))
        return
    for kept in mbox(file):
        yield _body(BytesParser(policy=policy.default).parsebytes(kept.as_bytes()))


def _body(message: Any) -> str:
    """The body of a message as a page; its plain text, a paragraph for each of its own."""
    part = message.get_body(("html", "plain")) if isinstance(message, EmailMessage) else None
    if part is None:
        return ""
    content = str(part.get_content())
    if part.get_content_subtype() == "html":
        return content
    return "".join(f"<p>{escape(some)}</p>" for some in content.split("\n\n"))


def _items(file: Path) -> Iterator[str]:
    for item in feedparser.parse(file.read_bytes()).entries:
        contents = [content.value for content in item.get("content", ())]
        yield f"<h1>{item.get('title', '')}</h1>{(contents or [item.get('summary', '')])[0]}"


def measure(kind: str, files: list[Path]) -> tuple[int, dict[str, list[str]]]:
    """How many units LibreOffice shows in some files, and those of each that are not read."""
    count, lost = 0, dict[str, list[str]]()
    with TemporaryDirectory() as made:
        folder = Path(made)
        pages = exported({file.name: source_of(kind, file, folder) for file in files}, folder)
        for file in files:
            read = letters_in(text_read(file))
            units = [unit for unit in units_of(pages[file.name]) if letters_in(unit)]
            count += len(units)
            lost[file.name] = [unit for unit in units if letters_in(unit) not in read]
    return count, lost


def main() -> None:
    """Runs the yardstick as a program."""
    figures, rows, told = [], [], []
    try:
        source = data("formats")
        for kind, endings in KINDS.items():
            files = sorted(f for f in (source / kind).iterdir() if f.suffix in endings)
            count, lost = measure(kind, files)
            missing = sum(map(len, lost.values()))
            figures.append(
                Figure(f"{kind}: found", round(1 - missing / count, 4), at_least=AT_LEAST)
            )
            rows += [[kind, name, str(len(some))] for name, some in lost.items() if some]
            told += [
                f"{name}\t{' '.join(unit.split())}" for name, some in lost.items() for unit in some
            ]
            figures.append(Figure(f"{kind}: paragraphs, cells and notes", count))
    except Skipped as reason:
        sys.exit(f"skipped: {reason}")
    (WORK / "office-lost.tsv").write_text("\n".join(told) + "\n", "utf-8")
    keep(Result(
        name="office",
        title="Word files, mail and feeds beside LibreOffice",
        about=(
            "Paragraphs, headings, items, table cells and notes that LibreOffice shows of files "
            "in the measuring data's folder `formats`, looked up in what Dateline reads of them by "
            "their letters and digits."
        ),
        figures=figures,
        tables=[Table("Not found", ("folder", "file", "units"), rows)],
    ))  # fmt: skip


if __name__ == "__main__":
    main()
