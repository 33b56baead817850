"""What is known of a date that is no day."""

from datetime import date

import pytest

from index.edtf import (
    either_edtf,
    either_of,
    in_words,
    is_either,
    month_edtf,
    span_of,
    time_in_words,
    year_edtf,
)

JULY, MAY = date(2022, 7, 5), date(2022, 5, 7)


def test_a_month() -> None:
    edtf = month_edtf(date(2024, 2, 9))
    assert (edtf, span_of(edtf)) == ("2024-02", (date(2024, 2, 1), date(2024, 2, 29)))
    assert (in_words(edtf), is_either(edtf)) == ("February 2024", False)


def test_a_year() -> None:
    edtf = year_edtf(date(2024, 2, 9))
    assert (edtf, span_of(edtf)) == ("2024", (date(2024, 1, 1), date(2024, 12, 31)))
    assert (in_words(edtf), is_either(edtf)) == ("2024", False)


def test_one_of_two_days() -> None:
    edtf = either_edtf(JULY, MAY)
    assert (edtf, either_of(edtf)) == ("[2022-07-05,2022-05-07]", (JULY, MAY))
    assert (span_of(edtf), is_either(edtf)) == ((MAY, JULY), True)
    assert in_words(edtf) == "5 July 2022 or 7 May 2022"


def test_a_season_is_told_by_its_name() -> None:
    assert time_in_words("2024-21/2024-22") == "spring 2024 to summer 2024"
    assert time_in_words("2024-24~") == "about winter 2024/25"
    assert time_in_words("2024-25") == "2024-25"


@pytest.mark.parametrize("edtf", ["24", "2024-05-24", "", "2024-05/2024-07"])
def test_other_forms_are_refused(edtf: str) -> None:
    with pytest.raises(ValueError, match="is no date in EDTF"):
        span_of(edtf)
