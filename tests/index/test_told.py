"""What a report says of time and of itself in its text."""

from datetime import date

import pytest

from index.calendar import Period
from index.ingestion.told import originator_of, times_told, told_of
from index.structure.blocks import split_blocks
from index.types import Told

OUT = date(2024, 1, 20)


def test_times_by_block_with_the_reports_offsets() -> None:
    text = "It fell.\n\nIt rained on January 19, and in late 2023."
    times = times_told(text, split_blocks(text), OUT)
    assert times == {
        1: [
            Period(23, 33, date(2024, 1, 19), date(2024, 1, 19), stated_year=False),
            Period(42, 51, date(2023, 9, 1), date(2023, 12, 31)),
        ]
    }
    assert [text[p.start : p.end] for p in times[1]] == ["January 19", "late 2023"]
    assert told_of(text, OUT, times) == Told(None, date(2023, 9, 1), date(2024, 1, 19))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The data cut-off for this product was 12:45 pm ET on January 20.", date(2024, 1, 20)),
        ("Note: The data cutoff for this report is 2:30pm on 19 January.", date(2024, 1, 19)),
        ("The data was cut.", None),
    ],
)
def test_data_cutoff(text: str, day: date | None) -> None:
    assert told_of(text, OUT, {}) == Told(day, None, None)


@pytest.mark.parametrize(
    ("title", "publisher", "body", "originator"),
    [
        ("Harbour Watch: Bridge Falls", "Harbour Watch", "It fell.", "Harbour Watch"),
        ("Bridge Falls – HWI", None, "Analysts at the Harbour Watch Institute (HWI) say it fell.",
         "Harbour Watch Institute"),
        ("Brandt: no talks", None, "Mayor Brandt refused to talk.", None),
        ("Bridge Falls", "Gazette", "Analysts at the Harbour Watch say it fell.", None),
    ],
    ids=["before the headline", "after it, short", "a speaker", "not in the headline"],
)  # fmt: skip
def test_originator(title: str, publisher: str | None, body: str, originator: str | None) -> None:
    assert originator_of(body, split_blocks(body), title, publisher) == originator
