"""The day in the name of a file beside what its text says of the report's."""

from datetime import date

import pytest

from index.types import DateSource, Metadata, ReportDate
from tests.index.dating.reports import HIGH, MEDIUM, date_of

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


def test_an_instant_in_utc_whose_day_the_name_has() -> None:
    instant = Metadata(
        published_on=date(2024, 5, 3), date_source=DateSource.FRONT_MATTER, in_utc=True,
        date_note="given as 21:00 UTC of 2 May 2024, which is midnight of the next day",
    )  # fmt: skip
    dated, _ = date_of("The quay was closed.", instant, "2024-05-02-quay.md")
    assert dated == ReportDate(date(2024, 5, 2), DateSource.FRONT_MATTER, HIGH)
    dated, _ = date_of("The quay was closed.", instant, "quay.md")
    assert dated.published_on == date(2024, 5, 3)
