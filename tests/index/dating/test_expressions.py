"""Dates as the heads of reports write them."""

from datetime import date

import pytest

from index.dating.expressions import DayOrder, expressions, orders_shown

DAY_FIRST, MONTH_FIRST = DayOrder.DAY_FIRST, DayOrder.MONTH_FIRST


def _read(line: str, order: DayOrder | None = None) -> list[tuple[str, str, str]]:
    return [
        (line[e.start : e.end], e.first.isoformat(), e.edtf or "") for e in expressions(line, order)
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("25/7/22", ("25/7/22", "2022-07-25", "")),
        ("7/25/22", ("7/25/22", "2022-07-25", "")),
        ("25.7.22", ("25.7.22", "2022-07-25", "")),
        ("5.7.2022", ("5.7.2022", "2022-07-05", "")),
        ("25-7-98", ("25-7-98", "1998-07-25", "")),
        ("3-May-24", ("3-May-24", "2024-05-03", "")),
        ("3 May ’24", ("3 May ’24", "2024-05-03", "")),
        ("August, 16, 2018", ("August, 16, 2018", "2018-08-16", "")),
        ("_March 29, 1654._", ("March 29, 1654", "1654-03-29", "")),
        ("Read Jan. 26. 1758.", ("Jan. 26. 1758", "1758-01-26", "")),
        ("in May 2024", ("May 2024", "2024-05-01", "2024-05")),
        ("2024-05", ("2024-05", "2024-05-01", "2024-05")),
        ("5/7/22", ("5/7/22", "2022-07-05", "[2022-07-05,2022-05-07]")),
        ("Tuesday, 5/7/22", ("5/7/22", "2022-07-05", "")),
        ("Saturday, 5/7/22", ("5/7/22", "2022-05-07", "")),
    ],
)
def test_dates_with_their_year(line: str, expected: tuple[str, str, str]) -> None:
    assert _read(line) == [expected]


@pytest.mark.parametrize(("order", "day"), [(DAY_FIRST, "2022-07-05"), (MONTH_FIRST, "2022-05-07")])
def test_figures_in_an_order_that_is_known(order: DayOrder, day: str) -> None:
    assert _read("5/7/22", order) == [("5/7/22", day, "")]
    assert _read("25/7/22", order) == [("25/7/22", "2022-07-25", "")]


@pytest.mark.parametrize("line", ["30 February 2024", "45/7/22", "12:30", "3 May", "12/2022/1"])
def test_no_dates(line: str) -> None:
    assert _read(line) == []


def test_a_day_without_its_year_is_the_last_up_to_an_anchor() -> None:
    (found,) = expressions("3 May", None, date(2024, 6, 1))
    assert (found.first, found.stated_year) == (date(2024, 5, 3), False)


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("It closed on 25/7/22.", {DAY_FIRST}),
        ("It closed on 7/25/2022.", {MONTH_FIRST}),
        ("From 25/7/22 to 8/26/22.", {DAY_FIRST, MONTH_FIRST}),
        ("On 5/7/22, and 1/2 of 3/4.", set()),
    ],
)
def test_the_order_that_a_text_shows(text: str, orders: set[DayOrder]) -> None:
    assert orders_shown(text) == orders
