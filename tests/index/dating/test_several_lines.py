"""Pages with several dates set apart: entries of a diary, days of an update, stages of a case."""

from datetime import date

import pytest

from index.types import DateSource, ReportDate
from tests.index.dating.reports import HIGH, LOW, date_of

RAIN = "The rain went on all day, and the guns were silent until the evening came."
SUN = "The sun came back, and the men were rejoicing in a wash where the rain had left a pool."
DUSK = "At dusk a shell fell into the river, and nobody was hurt by it."


def _entries(*days: str) -> str:
    told = (RAIN, SUN, DUSK)[: len(days)]
    return "\n\n".join(part for pair in zip(days, told, strict=True) for part in pair)


@pytest.mark.parametrize(
    ("days", "last"),
    [
        (("VELDEN, November 15, 1899.", "November 16, 1899."), 16),
        (("November 15, 1899", "November 16, 1899", "November 18, 1899"), 18),
        (("Velden, Wednesday 15 November 1899", "Thursday 16 November 1899"), 16),
    ],
    ids=["a place before the first", "three", "weekdays"],
)
def test_entries_are_of_the_first_day_and_known_from_the_last(
    days: tuple[str, ...], last: int
) -> None:
    dated, _ = date_of(_entries(*days))
    assert (dated.published_on, dated.source) == (date(1899, 11, 15), DateSource.BYLINE)
    assert dated.known_by == date(1899, 11, last)


def test_a_byline_under_a_title_with_a_day_is_no_second_entry() -> None:
    text = f"The long ball of the harbour board on May 3, 2024\n\n{RAIN}\n\nMay 5, 2024\n\n{SUN}"
    assert date_of(text)[0].published_on == date(2024, 5, 5)


FUNDS = (
    "In the days before, prices had been falling, and the board did not buy at all.\n\n"
    "Held by the board Sep 30 2023, in whole dollars:\n\n"
    "Held by the board Sep 30 2023, in bonds and notes:\n\n"
    "The board holds what it had held, and spent little in the quarter.\n"
)


def test_an_update_in_the_head_outranks_a_day_told_below() -> None:
    text = f"2023Q3 Funding Report\n\nLast updated: Dec 06 2023\n\nThe funds, as told.\n\n{FUNDS}"
    dated, _ = date_of(text)
    assert (dated.published_on, dated.date_modified) == (date(2023, 12, 6), date(2023, 12, 6))


def test_an_update_before_a_day_told_below_does_not() -> None:
    text = f"2023Q4 Funding Report\n\nLast updated: Jan 06 2023\n\nThe funds, as told.\n\n{FUNDS}"
    assert date_of(text)[0].published_on == date(2023, 9, 30)


def test_a_doubted_date_is_not_known_from_an_earlier_change() -> None:
    day = date(2023, 9, 30)
    for changed, known in ((date(2023, 1, 6), None), (day, None), (date(2023, 10, 2),) * 2):
        dated = ReportDate(day, DateSource.BYLINE, LOW, date_modified=changed)
        assert dated.known_by == known


def test_a_hearing_before_the_day_of_its_judgment() -> None:
    text = (
        "Case No: 1602/2023\n\nClaimant: Mr Roe\n\nHeard at: Velden On: 17 January 2024\n\n"
        "Before: Judge Poe\n\nREASONS\n\nThe claimant began his work there on 3 January 2023.\n\n"
        "He was told to go on 29 November 2023, and went.\n\nThe hearing of 17 January 2024 was "
        f"short.\n\n{RAIN}\n\n{SUN}\n\n{DUSK}\n\nJudge Poe\n\n"
        "Date: 31 January 2024\n\nSENT TO THE PARTIES ON 5 February 2024"
    )
    dated, _ = date_of(text)
    assert dated.published_on == date(2024, 1, 31)
    assert dated.confidence is not HIGH
