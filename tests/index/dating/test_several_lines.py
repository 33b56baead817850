"""Pages with several dates set apart: entries of a diary, days of an update, stages of a case."""

from datetime import date

import pytest

from index.dating import date_report
from index.reading.markdown import read_markdown
from index.types import DateSource, Metadata, ReportDate
from tests.index.dating.reports import HIGH, LOW, TODAY, date_of

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


def _diary(paragraphs: int, *heads: str) -> str:
    """Entries of so many paragraphs each."""
    return "\n\n".join(part for head in heads for part in (head, *[RAIN] * paragraphs))


def _march(first: int, last: int) -> list[str]:
    return [f"March {day}, 2024" for day in range(first, last + 1)]


LONG_DIARIES = [
    pytest.param(f"{_diary(1, *_march(1, 28))}\n\n{_diary(15, 'March 30, 2024')}", 30,
                 id="a last entry that is long"),
    pytest.param(_diary(40, "March 1, 2024", "March 8, 2024", "March 9, 2024"), 9,
                 id="entries that are long"),
    pytest.param(_diary(40, "March 1, 2024", "2 March", "4 March"), 4, id="the year but once"),
    pytest.param(_diary(40, "March 1, 2024") + "".join(
        f"\n\nMarch {day}, 2024. {RAIN}" + f"\n\n{SUN}" * 20 for day in (2, 5, 6)), 6,
        id="days that begin their entries"),
    pytest.param("By A. Roe\n\nFor the family\n\n" + _diary(
        40, "March 1, 2024", "Velden, March 3, 2024", "Velden, March 7, 2024"), 7,
        id="places before days"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "last"), LONG_DIARIES)
def test_all_of_a_long_diary_is_known_from_its_last_entry(text: str, last: int) -> None:
    dated, _ = date_of(text)
    assert (dated.published_on, dated.known_by) == (date(2024, 3, 1), date(2024, 3, last))


def test_headings_that_begin_with_a_day_head_entries() -> None:
    entries = _diary(40, "# 1 March 2024: fire", "# 3 March 2024: guns", "# 7 March 2024: an end")
    read = read_markdown(f"---\ndate: 2024-03-01\n---\n{entries}")
    dated, _ = date_report(read.text, read.blocks, read.metadata, "siege.md", TODAY)
    assert dated.source is DateSource.FRONT_MATTER
    assert (dated.published_on, dated.known_by) == (date(2024, 3, 1), date(2024, 3, 7))


@pytest.mark.parametrize(
    "added",
    ["Correction, May 8, 2024: An earlier version misstated the rise of fares. It was a tenth.",
     "Update 8 May 2024: The board has put off the rise, and fares stay as they were."],
    ids=["a correction", "an update"],
)  # fmt: skip
def test_what_is_added_to_a_report_bounds_when_that_is_known_and_leaves_its_date(
    added: str,
) -> None:
    dated, _ = date_of(f"Fares to rise\n\nBy A. Roe\n\nMay 3, 2024\n\n{RAIN}\n\n{added}")
    assert (dated.published_on, dated.confidence) == (date(2024, 5, 3), HIGH)
    assert dated.known_by == date(2024, 5, 8)


def test_what_is_added_to_a_page_bounds_when_that_is_known_and_a_comment_does_not() -> None:
    stated = Metadata(published_on=date(2024, 5, 3), date_source=DateSource.HTML_META)
    text = (
        f"Fares to rise\n\nMay 3, 2024\n\n{RAIN}\n\nMay 5, 2024\n\n{SUN}\n\nMay 6, 2024\n\n{DUSK}"
    )
    assert date_of(text, stated)[0].known_by == date(2024, 5, 3)
    text += "\n\nCorrection, May 8, 2024: An earlier version misstated the rise of fares."
    assert date_of(text, stated)[0].known_by == date(2024, 5, 8)


DATES_TO_COME = [
    pytest.param(f"Fair opens\n\nMay 3, 2024\n\n{_diary(20, 'Next meeting')}\n\nMay 10, 2024",
                 id="a next meeting"),
    pytest.param(f"Fair opens\n\nMay 3, 2024\n\n{RAIN}\n\n" + "\n\n".join(
        f"May {day}, 2024: Stalls will open at noon." for day in (10, 12, 14)), id="a schedule"),
    pytest.param(f"Fair opens\n\nMay 3, 2024\n\n{RAIN}\n\n{SUN}\n\nMay 3, 2024\n\n{DUSK}",
                 id="the same day again"),
]  # fmt: skip


@pytest.mark.parametrize("text", DATES_TO_COME)
def test_later_days_that_head_no_entries_leave_a_report_known_by_its_own(text: str) -> None:
    dated, _ = date_of(text)
    assert dated.published_on == dated.known_by == date(2024, 5, 3)


def test_a_day_in_broken_lines_of_running_text_is_in_doubt() -> None:
    text = (
        "NATIONAL ORGANIZATION.\n\n"
        "The National Association of Builders convened in Velden, March 29th,\n"
        "1887, and continued in session for three days. It was composed of those\n"
        "who build in each of the towns of the country, and came of a call which\n"
        "had been made by a committee."
    )
    dated, _ = date_of(text)
    assert (dated.published_on, dated.confidence, dated.known_by) == (date(1887, 3, 29), LOW, None)


def test_a_title_above_a_date_is_no_broken_line() -> None:
    title = "The harbour board on the repairs of the old quay of Velden"
    dated, _ = date_of(f"{title}\nMay 3, 2024\n\n{RAIN} {SUN}")
    assert (dated.published_on, dated.source) == (date(2024, 5, 3), DateSource.BYLINE)


def test_a_day_in_a_sentence_is_in_doubt() -> None:
    told = (
        "I ask the council to adopt the report on the quay of Velden that is dated April 16, 2014."
    )
    dated, _ = date_of(f"Repairs\n\n{RAIN}\n\n{SUN}\n\n{DUSK}\n\n{told}")
    assert (dated.confidence, dated.known_by) == (LOW, None)
