"""The day that a file states beside its text."""

from datetime import date

import pytest

from index.dating import date_report
from index.structure.blocks import split_blocks
from index.types import Confidence, DateHint, DateSource, Metadata, ReportDate
from tests.index.dating.reports import BODY, HIGH, MEDIUM, date_of


def test_the_file_s_own_statement_comes_first() -> None:
    stated = Metadata(published_on=date(2024, 5, 20), date_source=DateSource.FRONT_MATTER)
    dated, block = date_of(f"May 24, 2024\n\n{BODY}", stated)
    assert dated == ReportDate(date(2024, 5, 20), DateSource.FRONT_MATTER, HIGH)
    assert block is None


def test_a_statement_that_is_still_to_come_is_no_date() -> None:
    stated = Metadata(published_on=date(2034, 5, 20), date_source=DateSource.HTML_META)
    assert date_of(BODY, stated)[0] == ReportDate(
        note="the file gives 20 May 2034, which is still to come", page_date=date(2034, 5, 20)
    )


def test_a_statement_that_is_not_of_publication() -> None:
    stated = Metadata(
        published_on=date(2024, 5, 20), date_source=DateSource.HTML_META, date_is_stated=False
    )
    assert date_of(BODY, stated)[0] == ReportDate(
        date(2024, 5, 20), DateSource.HTML_META, MEDIUM,
        "the page does not say that this is the day of publication",
    )  # fmt: skip


HINTS = (
    DateHint(date(2024, 5, 9), DateSource.PROPERTIES, "last saved"),
    DateHint(date(2024, 5, 2), DateSource.MAIL, "sent"),
)
HINTED = [
    pytest.param("The quay was shut by the board.", HINTS,
                 ReportDate(date(2024, 5, 9), DateSource.PROPERTIES, Confidence.LOW,
                            "the report gives no date; it was last saved on 9 May 2024"),
                 id="no day told"),
    pytest.param("The quay was shut on 5 May 2024.", HINTS[1:],
                 ReportDate(date(2024, 5, 5), DateSource.TEXT, Confidence.LOW,
                            "the report gives no date; this is the latest day, with its year, "
                            "that it names: the report may be later"),
                 id="a later day told"),
    pytest.param("May 3, 2024\n\nThe quay was shut on 2 May 2024.", HINTS,
                 ReportDate(date(2024, 5, 3), DateSource.BYLINE, HIGH), id="a date line"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "hints", "dated"), HINTED)
def test_a_day_given_beside_a_report(
    text: str, hints: tuple[DateHint, ...], dated: ReportDate
) -> None:
    found, _ = date_report(
        text, split_blocks(text), Metadata(hints=hints), "minutes.docx", date(2025, 6, 1)
    )
    assert found == dated
