"""Libraries that read PDF files, as they are set beside Dateline."""

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import pypdfium2

from bench.common import WORK
from index.pdf.limits import PdfLimits
from index.pdf.process import PDF_PROCESS
from index.reading.pdf_document import read_document

Page = Callable[[Path, int], str]


@dataclass(frozen=True, slots=True)
class Library:
    """A library as a function from a file and one of its pages to the text of that; `boxes` says
    where it counts from."""

    name: str
    page: Page
    boxes: str


def _dateline(file: Path, page: int) -> str:
    with PDF_PROCESS.opened(file.read_bytes(), PdfLimits()) as document:
        only = list(document.pages(page, page + 1))
        return read_document(document.about, iter(only)).text


def _pypdfium2(file: Path, page: int) -> str:
    text: str = pypdfium2.PdfDocument(file)[page].get_textpage().get_text_range()
    return text


def _pdfplumber(file: Path, page: int) -> str:
    with import_module("pdfplumber").open(file) as document:
        return document.pages[page].extract_text() or ""


def _pypdf(file: Path, page: int) -> str:
    text: str = import_module("pypdf").PdfReader(file).pages[page].extract_text()
    return text


def _docling(file: Path, page: int) -> str:
    parser = import_module("docling_parse.pdf_parser").DoclingPdfParser(loglevel="fatal")
    line = import_module("docling_core.types.doc.page").TextCellUnit.LINE
    read = parser.load(str(file)).get_page(page + 1)
    return "\n".join(cell.text for cell in read.iterate_cells(line))


def _oxide(file: Path, page: int) -> str:
    text: str = import_module("pdf_oxide").PdfDocument(str(file)).extract_text(page)
    return text


LIBRARIES = (
    Library("Dateline (over pypdfium2)", _dateline, "page as shown"),
    Library("pypdfium2", _pypdfium2, "user space, lower left"),
    Library("pdfplumber", _pdfplumber, "page, upper left"),
    Library("docling-parse", _docling, "crop, lower left"),
    Library("pypdf", _pypdf, "none"),
    Library("pdf-oxide", _oxide, "user space, lower left"),
)


def recognized(file: Path, page: int) -> str:
    """What tesseract reads on a page, from 0; kept between runs."""
    kept = WORK / "pdf-ocr" / f"{file.stem}-{page}.txt"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        picture = kept.with_suffix(".png")
        pypdfium2.PdfDocument(file)[page].render(scale=200 / 72).to_pil().save(picture)
        language = "fra" if file.stem.endswith("-fr") else "eng"
        ran = subprocess.run(
            ["tesseract", str(picture), "stdout", "-l", language],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        kept.write_text(ran.stdout, "utf-8")
        picture.unlink()
    return kept.read_text("utf-8")
