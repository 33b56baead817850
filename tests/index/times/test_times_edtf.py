"""Days in the Extended Date/Time Format."""

from datetime import date

import pytest

from index.times.edtf import written


@pytest.mark.parametrize(
    ("first", "last", "unit", "expected"),
    [
        (date(2024, 12, 26), date(2024, 12, 26), "day", "2024-12-26"),
        (date(2024, 2, 1), date(2024, 2, 29), "month", "2024-02"),
        (date(2024, 1, 1), date(2024, 12, 31), "year", "2024"),
        (date(2024, 12, 1), date(2025, 2, 28), "season", "2024-24"),
        (date(2024, 3, 1), date(2024, 5, 31), "season", "2024-21"),
        (date(2024, 3, 1), date(2024, 5, 31), "span", "2024-03/2024-05"),
        (date(2024, 7, 1), date(2024, 9, 30), "quarter", "2024-35"),
        (date(2024, 7, 1), date(2024, 12, 31), "half", "2024-41"),
        (date(1990, 1, 1), date(1999, 12, 31), "decade", "199X"),
        (date(2021, 1, 1), date(2023, 12, 31), "span", "2021/2023"),
        (date(2024, 5, 3), date(2024, 6, 30), "span", "2024-05-03/2024-06-30"),
    ],
    ids=["day", "month", "year", "winter", "spring", "March to May", "quarter", "half", "decade",
         "years", "from a day to a month"],
)  # fmt: skip
def test_days_as_they_are_written(first: date, last: date, unit: str, expected: str) -> None:
    assert written(first, last, unit) == expected


def test_what_is_not_sure_and_what_has_no_end_yet() -> None:
    first, last = date(2024, 5, 1), date(2024, 5, 10)
    assert written(first, last, "span", about=True) == "2024-05-01~/2024-05-10~"
    assert written(date(2021, 1, 1), date(2021, 12, 31), "year", about=True) == "2021~"
    assert written(date(2022, 5, 1), date(2022, 5, 31), "month", still=True) == "2022-05/.."
