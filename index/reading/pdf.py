"""PDF files."""

import re

from index.errors import BadInput
from index.pdf.drawn import DrawnPage
from index.pdf.limits import PdfLimits
from index.pdf.ocr import DOTS_PER_INCH, Recognizer
from index.pdf.process import PDF_PICTURES, PDF_PROCESS, OpenPdf
from index.pdf.segments import Segment
from index.reading.pdf_document import NO_TEXT, read_document
from index.types import Paged, SourceMap, SourceText

_HEAD = 1024
"""Bytes; a PDF is named as such within them."""
_PAGE = re.compile(rb"\s*(?:<!doctype html|<html|<head|<\?xml)", re.IGNORECASE)


def read_pdf(content: bytes, limits: PdfLimits, languages: str | None = None) -> SourceText:
    """The report that a PDF holds. Scans are read by OCR in these languages, where there are any.

    Raises BadInput for what is no PDF, is encrypted or damaged, holds no text or takes too long.
    """
    if b"%PDF-" not in content[:_HEAD]:
        raise BadInput(_is_no_pdf(content))
    recognizer = Recognizer(languages) if languages else None
    with PDF_PROCESS.opened(content, limits) as document:

        def scans(page: DrawnPage) -> list[Segment]:
            return _recognized(document, page, recognizer)

        read = read_document(document.about, document.pages(), scans)
    remarks = tuple(
        f"{remark}; OCR: {_advice(recognizer)}" if remark.startswith(NO_TEXT) else remark
        for remark in read.remarks
    )
    if not read.blocks:
        raise BadInput("; ".join(remarks) or "holds no text")
    paged = Paged(read.sizes, read.pages)
    return SourceText(read.text, read.blocks, read.metadata, SourceMap(()), remarks, paged)


def page_picture(content: bytes, page: int, width: int, limits: PdfLimits) -> bytes:
    """A page of a PDF, from 1, as a PNG so many pixels wide. Raises BadInput."""
    with PDF_PICTURES.opened(content, limits) as document:
        if not 1 <= page <= document.about.pages:
            raise BadInput(f"there is no page {page}; it has {document.about.pages}")
        return document.picture(page - 1, width)


def _recognized(document: OpenPdf, page: DrawnPage, recognizer: Recognizer | None) -> list[Segment]:
    if recognizer is None or not recognizer.is_installed:
        return []
    picture = document.picture(page.number, round(page.width * DOTS_PER_INCH / 72))
    return recognizer.segments(picture, page.number, page.height, document.seconds_left)


def _advice(recognizer: Recognizer | None) -> str:
    if recognizer is None:
        return "the setting ocr has tesseract read it, such as DATELINE_OCR=eng"
    if not recognizer.is_installed:
        return "tesseract, which the setting ocr asks for, is not installed"
    return "tesseract found none"


def _is_no_pdf(content: bytes) -> str:
    """What is wrong with a file whose name says that it is a PDF."""
    if not content.strip():
        return "is empty"
    if _PAGE.match(content):
        return "is no PDF but a web page: give it the ending .html and ingest it again"
    return "is no PDF, whatever its name says"
