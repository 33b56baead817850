"""Scans read by tesseract: from its table of words, and, where it is installed, from a picture."""

import shutil

import pytest

from index.errors import BadInput
from index.pdf.limits import PdfLimits
from index.pdf.ocr import Recognizer, segments_of
from index.reading.pdf import page_picture, read_pdf
from tests.index.pdf.files import Sheet, lines, pdf
from tests.index.pdf.test_reading_pdf import LIGHT

HEAD = (
    "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
)
TABLE = "\n".join([
    HEAD,
    "4\t1\t1\t1\t1\t0\t300\t300\t900\t50\t-1\t",
    "5\t1\t1\t1\t1\t1\t300\t300\t200\t50\t96\tLamp",
    "5\t1\t1\t1\t1\t2\t525\t300\t100\t50\t91\tof",
    "5\t1\t1\t1\t1\t3\t900\t300\t300\t50\t95\tOlm",
])  # fmt: skip
SCAN = Sheet(pictures=[(0, 0, 595, 842)])


def test_words_apart_are_segments_in_points_from_the_lower_left() -> None:
    found = [(s.text, s.page, s.box, s.lefts) for s in segments_of(TABLE, 2, 842.0)]
    assert found == [
        ("Lamp of", 2, (72.0, 758.0, 150.0, 770.0), (72.0, 126.0)),
        ("Olm", 2, (216.0, 758.0, 288.0, 770.0), (216.0,)),
    ]


def test_a_scan_names_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(BadInput) as raised:
        read_pdf(pdf(SCAN), PdfLimits(), "eng")
    assert str(raised.value) == (
        "no text on its only page; OCR: tesseract, which the setting ocr asks for, is not installed"
    )


@pytest.mark.slow
def test_a_picture_of_text_is_read() -> None:
    if shutil.which("tesseract") is None:
        pytest.skip("there is no `tesseract`; apt-get install tesseract-ocr")
    picture = page_picture(pdf(Sheet(lines(72, 700, LIGHT))), 1, 2480, PdfLimits())
    words = " ".join(s.text for s in Recognizer("eng").segments(picture, 0, 842.0, 60.0))
    assert "The keeper of the lighthouse wrote on Monday" in words


@pytest.mark.slow
def test_a_language_that_tesseract_lacks_is_named() -> None:
    if shutil.which("tesseract") is None:
        pytest.skip("there is no `tesseract`; apt-get install tesseract-ocr")
    picture = page_picture(pdf(Sheet(lines(72, 700, LIGHT))), 1, 600, PdfLimits())
    with pytest.raises(BadInput, match="cannot be read by OCR: "):
        Recognizer("xyz").segments(picture, 0, 842.0, 60.0)
