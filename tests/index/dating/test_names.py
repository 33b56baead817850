"""The day in the name of a file beside what its text says of the report's."""

from datetime import date

import pytest

from index.dating import date_report
from index.reading.text import read_text
from index.types import Confidence, DateSource, ReportDate
from tests.index.dating.reports import HIGH, MEDIUM, TODAY, date_of

ENTRIES = (
    "Siege of Velden\n\nNOVEMBER 15, 1899. RAIN ALL DAY; NO SHELLS UNTIL THE EVENING.\n\n"
    "The guns were silent, and the children played in the streets again.\n\n"
    "November 16, 1899\n\nThe shelling began at dawn and lasted until noon.\n"
)


def test_a_day_that_the_text_has_too_outranks_the_one_beside_it() -> None:
    dated, _ = date_of(ENTRIES, path="1899-11-16_siege.txt")
    assert (dated.published_on, dated.source) == (date(1899, 11, 16), DateSource.BYLINE)


def test_a_day_of_a_row_that_the_name_bears_out() -> None:
    text = (
        "A. Roe,2024-05-16,Velden,The investigation was closed at the inquest 5 May 2024. The "
        "driver was going along the quay when the rail gave way and nobody saw it."
    )
    assert date_of(text, path="2024-05-16_roe.txt")[0].published_on == date(2024, 5, 16)


@pytest.mark.parametrize(
    "path", ["2025-01-15_appeal.txt", "appeal-15-january-2025.txt"], ids=["first", "last"]
)
def test_a_doubted_date_line_gives_way_to_the_name(path: str) -> None:
    text = (
        "The matter\n\nThis is an appeal against a decision dated 27 March 2024\n\n"
        "The appeal was heard in private on 11 November 2024, and both sides were there.\n\n"
        "The register was changed, and the fee was paid back.\n"
    )
    dated, block = date_of(text, path=path)
    assert dated == ReportDate(
        date(2025, 1, 15), DateSource.FILE, MEDIUM, "read from the file name"
    )
    assert block is None


def test_a_name_before_what_the_text_tells_does_not_replace_a_doubted_line() -> None:
    text = (
        "The quay\n\n27 March 2024\n\nThe hearing was held on 11 November 2024, and both were "
        "there.\n\nThe register was changed, and the fee was paid back.\n"
    )
    dated, _ = date_of(text, path="2024-06-01_quay.txt")
    assert (dated.published_on, dated.source) == (date(2024, 3, 27), DateSource.BYLINE)


def test_a_report_is_not_known_before_the_later_day_of_its_name() -> None:
    text = "PENALTY NOTICE\n\n24 May 2024\n\nThe board must pay a fine. It has a month to do so."
    dated, _ = date_of(text, path="2024-07-28_velden.txt")
    assert (dated.published_on, dated.confidence) == (date(2024, 5, 24), HIGH)
    assert dated.known_by == date(2024, 7, 28)
    dated, _ = date_of(text, path="2024-05-20_velden.txt")
    assert dated.known_by == date(2024, 5, 24)


STATED = (
    ("2024-05-03T09:30:00Z", "quay.md", 3, HIGH),
    ("2024-05-03T12:00:00Z", "2024-05-03-quay.md", 3, HIGH),
    ("2024-05-03T20:30:00Z", "2024-05-02-quay.md", 3, HIGH),
    ("2024-05-03T10:30:00Z", "2024-05-04-quay.md", 3, HIGH),
    ("2024-05-03T23:30:00Z", "2024-05-04-quay.md", 4, MEDIUM),
    ("2024-05-03T02:30:00Z", "2024-05-02-quay.md", 2, MEDIUM),
    ("2024-05-03T23:00:00Z", "2024-05-04-quay.md", 4, HIGH),
    ("2024-05-03T23:00:00Z", "2024-05-03-quay.md", 3, HIGH),
    ("2024-05-03T23:30:00+02:00", "2024-05-04-quay.md", 3, HIGH),
)


@pytest.mark.parametrize(("stated", "path", "day", "confidence"), STATED)
def test_an_instant_in_utc_gives_way_to_a_name_with_a_day_that_it_was_somewhere(
    stated: str, path: str, day: int, confidence: Confidence
) -> None:
    read = read_text(f"---\ndate: {stated}\n---\nThe quay was closed.\n")
    dated, _ = date_report(read.text, read.blocks, read.metadata, path, TODAY)
    assert dated.published_on == date(2024, 5, day)
    assert (dated.source, dated.confidence) == (DateSource.FRONT_MATTER, confidence)
    assert (dated.note is not None) == (confidence is MEDIUM)


def test_an_instant_in_utc_says_where_its_day_is_from() -> None:
    read = read_text("---\ndate: 2024-05-03T23:30:00Z\n---\nThe quay was closed.\n")
    dated, _ = date_report(read.text, read.blocks, read.metadata, "2024-05-04-quay.md", TODAY)
    assert dated.note == ("given as 23:30 UTC of 3 May 2024; the day is that of the file's name")
