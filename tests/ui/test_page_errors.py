"""What goes wrong, or is not read, as the page tells it: in the words of its language, and listed
where it is not."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.reading.pdf_document import Counts, _remarks
from index.reading.unread import in_words
from ui.web.language import ENGLISH, LANGUAGES, texts_of
from ui.web.told import told

ROOT = Path(__file__).parents[2]
REACHED = (
    "index/ingestion", "index/pdf", "index/reading", "index/sources", "rag/drafts", "rag/engine",
    "rag/question",
)  # fmt: skip
"""Packages whose complaints come to the page, beside those of `test_page_texts`."""
SAMPLES = {
    "what": "publisher",
    "day": "3 May 2024",
    "only": ", only 2 pictures and 1 chart",
    "content": "is empty",
    "error": "is empty",
    "why": "is empty",
    "kept": "; its earlier text stays",
    "name": "a.txt",
}
"""What stands for a value that is filled in; a figure for any other."""
MOST = "200 MB (setting max_archive_mb)"
UNPACKED = "holds more than 7 unpacked"
"""A complaint whose bound has its unit and its setting with it."""
NOT_OF_THE_PAGE = {
    "index/ingestion/backup.py": "`dateline backup` and `restore`",
    "index/ingestion/erasing.py": "`dateline erase`",
    "index/ingestion/watching.py": "the start of a server",
    "index/files.py": "paths that are named to the command line",
}
"""Modules whose complaints no reader of the page meets, and who does."""
NOT_MET = {
    "Nothing is to be edited: name a day, a publisher, a title or a collection.": "an empty PATCH",
    "“publisher” has no word that can be looked for. Name what is to be found.": "it is asked",
    "there is no page 7; it has 7": "an address of a picture that is not there",
}
"""The same for single complaints of other modules."""
in_each = pytest.mark.parametrize("code", [code for code in LANGUAGES if code != ENGLISH.code])


def filled(node: ast.expr) -> str:
    """A text with samples for what is filled in; nothing for what is no text."""
    match node:
        case ast.Constant(value=str(said)):
            return said
        case ast.JoinedStr(values=parts):
            return "".join(map(filled, parts))
        case ast.FormattedValue(value=value):
            return SAMPLES.get(ast.unparse(value), "7")
    return ""


def complaints() -> Iterator[str]:
    """All that modules of these packages may complain of, each with samples filled in."""
    for package in REACHED:
        for file in sorted((ROOT / package).rglob("*.py")):
            if file.relative_to(ROOT).as_posix() in NOT_OF_THE_PAGE:
                continue
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
                if isinstance(node, ast.Call) and called in ("BadInput", "Outcome"):
                    for said in map(filled, node.args):
                        if " " in said:
                            yield said.replace(UNPACKED, UNPACKED.replace("7", MOST))


def left_out() -> Iterator[str]:
    """What of files is said not to be read."""
    things = set()
    for file in (ROOT / "index" / "reading").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith("unread"):
                things |= {
                    one.value for one in ast.walk(node.slice) if isinstance(one, ast.Constant)
                }
            named = ast.unparse(node.targets[0]) if isinstance(node, ast.Assign) else ""
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
                kinds = {"_OBJECTS": node.value.values, "_LEFT_OUT": node.value.keys}.get(named, [])
                things |= {one.value for one in kinds if isinstance(one, ast.Constant)}
    assert len(things) > 12  # it has looked
    words = {str(thing): 1 for thing in things if "/" not in str(thing)}
    yield from in_words(words)
    yield from in_words(dict.fromkeys(words, 1200))
    yield "3 lines below the first 100,000"


def of_pages() -> Iterator[str]:
    """What is said of the pages of a PDF."""
    for pages in ([3], [1, 3, 4, 5]):
        counts = Counts()
        counts.without_text += pages
        counts.broken += pages
        counts.turned += pages
        counts.cut += pages
        counts.without_meaning = len(pages)
        counts.pictures.update({page + 10: 2 for page in pages})
        yield from _remarks(counts, 20)
        yield "not read: " + "; ".join(_remarks(counts, 20))
    yield "no text on its only page; OCR: tesseract found none"


@in_each
def test_what_is_complained_of_is_told(code: str) -> None:
    texts = texts_of(code)
    found = list(complaints())
    assert len(found) > 60  # it has looked
    assert {said for said in found if told(texts, said) is None} == set(NOT_MET)


@in_each
def test_what_is_not_read_of_a_file_is_told(code: str) -> None:
    texts = texts_of(code)
    said = [*left_out(), *of_pages()]
    assert [one for one in said if told(texts, one) is None] == []


def test_a_complaint_keeps_what_it_names() -> None:
    said = told(
        texts_of("de"),
        "not read: 2 pictures on pages 1, 3-5; shown and not quoted: turned text on page 2",
    )
    assert said == (
        "nicht gelesen: 2 Bilder auf den Seiten 1, 3-5; "
        "gezeigt und nicht zitiert: gedrehter Text auf Seite 2"
    )
