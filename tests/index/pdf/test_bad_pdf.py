"""PDF files that cannot be read: a line each, in a process that may die alone."""

import random
from pathlib import Path

import pytest

from index.errors import BadInput
from index.pdf.limits import PdfLimits
from index.pdf.process import PDF_PROCESS, PdfProcess
from index.reading import read_report
from index.reading.pdf import page_picture, read_pdf
from tests.index.pdf.files import Sheet, lines, pdf
from tests.index.pdf.test_reading_pdf import FERRY, LIGHT, LIGHT_TEXT

GOOD = pdf(Sheet(lines(72, 700, LIGHT)))
ENCRYPTED = pdf(Sheet(lines(72, 700, LIGHT)), password="olm")  # noqa: S106


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b"", "is empty", id="empty"),
        pytest.param(
            b"<!DOCTYPE html><p>Not found",
            "is no PDF but a web page: give it the ending .html and ingest it again",
            id="a web page",
        ),
        pytest.param(b"PK\x03\x04 and so on", "is no PDF, whatever its name says", id="no PDF"),
        pytest.param(b"%PDF-1.7\nnothing more", "is damaged or no PDF", id="cut"),
        pytest.param(
            ENCRYPTED,
            "is encrypted: remove its password and ingest it again",
            id="encrypted",
        ),
        pytest.param(
            pdf(Sheet(pictures=[(0, 0, 595, 842)]), Sheet(pictures=[(0, 0, 595, 842)])),
            "no text on 2 of 2 pages (1-2); OCR: the setting ocr has tesseract read it, such as "
            "DATELINE_OCR=eng",
            id="a scan",
        ),
    ],
)
def test_what_cannot_be_read_is_named_in_a_line(content: bytes, reason: str) -> None:
    with pytest.raises(BadInput) as raised:
        read_pdf(content, PdfLimits())
    assert str(raised.value) == reason
    assert read_pdf(GOOD, PdfLimits()).text == LIGHT_TEXT


def test_a_file_that_takes_too_long_is_left(tmp_path: Path) -> None:
    many = pdf(*(Sheet(lines(72, 780, FERRY * 15)) for _ in range(60)))
    with pytest.raises(BadInput, match=r"takes too long to be read as PDF \(setting pdf_seconds\)"):
        read_pdf(many, PdfLimits(seconds=0.02))
    assert read_pdf(GOOD, PdfLimits()).text == LIGHT_TEXT


def test_the_process_may_die_and_the_next_file_has_another() -> None:
    process = PdfProcess()

    def die() -> None:
        with process.opened(GOOD, PdfLimits()) as document:
            assert process._process is not None
            process._process.kill()
            list(document.pages())

    with pytest.raises(BadInput, match="the program that reads it broke down over it"):
        die()
    with process.opened(GOOD, PdfLimits()) as document:
        assert [page.number for page in document.pages()] == [0]
    process.end()


def test_what_is_left_of_one_file_is_not_read_as_part_of_the_next() -> None:
    process = PdfProcess()
    two = pdf(Sheet(lines(72, 700, LIGHT)), Sheet(lines(72, 700, FERRY)))

    def stop_midway() -> None:
        with process.opened(two, PdfLimits()) as document:
            next(iter(document.pages()))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stop_midway()
    with process.opened(GOOD, PdfLimits()) as document:
        assert document.about.pages == 1
    process.end()


def test_files_that_were_cut_and_changed_at_random_cost_a_line_at_most() -> None:
    chance = random.Random(7)  # noqa: S311
    whole = pdf(*(Sheet(lines(72, 700, some)) for some in (LIGHT, FERRY)))
    told = []
    for number in range(48):
        cut = number % 6 == 0
        content = bytearray(whole[: chance.randrange(9, len(whole))] if cut else whole)
        for _ in range(chance.choice((1, 5, 20))):
            content[chance.randrange(9, len(content))] = chance.randrange(256)
        try:
            told.append(read_pdf(bytes(content), PdfLimits(seconds=10)).text)
        except BadInput as error:
            told.append(str(error))
    damaged = told.count("is damaged or no PDF")
    assert 8 <= damaged <= 24, "most of them are to be read"
    assert read_pdf(GOOD, PdfLimits()).text == LIGHT_TEXT


def test_it_is_read_by_its_ending_like_any_other_report(tmp_path: Path) -> None:
    file = tmp_path / "letter.PDF"
    file.write_bytes(GOOD)
    content, source = read_report(file, 20_000_000)
    assert (content, source.text) == (GOOD, LIGHT_TEXT)
    with pytest.raises(BadInput, match=r"larger than 0.0001 MB \(setting max_file_mb\)"):
        read_report(file, 100)


def test_a_page_as_a_picture() -> None:
    picture = page_picture(GOOD, 1, 300, PdfLimits())
    assert picture.startswith(b"\x89PNG")
    with pytest.raises(BadInput, match="there is no page 2; it has 1"):
        page_picture(GOOD, 2, 300, PdfLimits())


@pytest.fixture(autouse=True, scope="module")
def _ended() -> object:
    yield
    PDF_PROCESS.end()
