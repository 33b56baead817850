"""Stretches of the calendar that a text names."""

from datetime import date

import pytest

from index.calendar import Period
from index.times.periods import periods

ANCHOR = date(2024, 5, 24)


def _named(text: str, anchor: date | None = ANCHOR) -> list[tuple[str, str, str]]:
    found = periods(text, anchor)
    return [(text[p.start : p.end], p.first.isoformat(), p.last.isoformat()) for p in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on 26 December 2023", ("26 December 2023", "2023-12-26", "2023-12-26")),
        ("in December 2023", ("December 2023", "2023-12-01", "2023-12-31")),
        ("in late October 2023", ("late October 2023", "2023-10-21", "2023-10-31")),
        ("in mid-October 2023", ("mid-October 2023", "2023-10-11", "2023-10-20")),
        ("at the end of June 2023", ("the end of June 2023", "2023-06-21", "2023-06-30")),
        ("in February 2024", ("February 2024", "2024-02-01", "2024-02-29")),
        ("in winter 2022-2023", ("winter 2022-2023", "2022-12-01", "2023-02-28")),
        ("in the summer of 2023", ("summer of 2023", "2023-06-01", "2023-08-31")),
        ("throughout 2025", ("2025", "2025-01-01", "2025-12-31")),
        ("in 2014-2015", ("2014-2015", "2014-01-01", "2015-12-31")),
        ("since September 2023", ("September 2023", "2023-09-01", "2024-05-24")),
        ("since 2014", ("2014", "2014-01-01", "2024-05-24")),
        ("in January", ("January", "2024-01-01", "2024-01-31")),
        ("in December", ("December", "2023-12-01", "2023-12-31")),
        ("two weeks after 5 May", ("two weeks after 5 May", "2024-05-16", "2024-05-22")),
        ("the week before 5 May 2023", ("the week before 5 May 2023", "2023-04-28", "2023-05-04")),
        ("two days before Christmas 2023",
         ("two days before Christmas 2023", "2023-12-23", "2023-12-23")),
        ("in the three days following 5 May",
         ("in the three days following 5 May", "2024-05-06", "2024-05-08")),
        ("within two days after 5 May",
         ("within two days after 5 May", "2024-05-06", "2024-05-07")),
        ("in the two weeks before 5 May 2023",
         ("in the two weeks before 5 May 2023", "2023-04-21", "2023-05-04")),
        ("the year after 24 February 2022",
         ("the year after 24 February 2022", "2022-02-25", "2023-02-24")),
        ("1,000 days after 24 February 2022", ("24 February 2022", "2022-02-24", "2022-02-24")),
        ("half a year after 5 May 2023", ("5 May 2023", "2023-05-05", "2023-05-05")),
        ("it was over last Christmas", ("Christmas", "2023-12-25", "2023-12-25")),
        ("two days before Christmas", ("two days before Christmas", "2023-12-23", "2023-12-23")),
        ("it will be over by Christmas", ("Christmas", "2024-12-25", "2024-12-25")),
        ("the week ending 5 May", ("the week ending 5 May", "2024-04-29", "2024-05-05")),
        ("a month before May 5, 2023", ("a month before May 5, 2023", "2023-04-01", "2023-04-30")),
        ("a year after 5 May 2022", ("a year after 5 May 2022", "2023-05-01", "2023-05-31")),
        ("the night of December 24 to 25", ("December 24 to 25", "2023-12-24", "2023-12-25")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_period(text: str, expected: tuple[str, str, str]) -> None:
    assert _named(text) == [expected]


@pytest.mark.parametrize(
    "text",
    ["2,014 men", "$2015", "2024mm guns", "Il-2020", "in May they may", "a 2000-man unit",
     "they march in", "2014%", "No. 3.2014", "Christmas Island", "Orthodox Easter",
     "the Easter Rising of 2016 men"],
)  # fmt: skip
def test_what_is_no_period(text: str) -> None:
    assert _named(text, None) == []


@pytest.mark.parametrize("text", ["in his last week", "Riga's last month", "their last year"])
def test_the_last_week_of_somebody_is_not_that_before_the_day_of_writing(text: str) -> None:
    assert _named(text) == []


def test_several_in_order_each_once() -> None:
    text = "In May 2022 and on 3 June 2023, and again in 2024"
    assert _named(text) == [
        ("May 2022", "2022-05-01", "2022-05-31"),
        ("3 June 2023", "2023-06-03", "2023-06-03"),
        ("2024", "2024-01-01", "2024-12-31"),
    ]


def test_without_an_anchor_only_what_has_its_year() -> None:
    assert _named("in January, in May 2022", None) == [("May 2022", "2022-05-01", "2022-05-31")]


def test_whether_the_year_is_stated() -> None:
    stated, inferred = periods("in May 2022 and in January", ANCHOR)
    assert (stated.stated_year, inferred.stated_year) == (True, False)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [(date(2024, 1, 5), date(2024, 1, 9), True), (date(2023, 12, 1), date(2024, 1, 1), True),
     (date(2024, 2, 1), date(2024, 2, 2), False)],
    ids=["inside", "touching", "after"],
)  # fmt: skip
def test_overlap(first: date, last: date, expected: bool) -> None:
    january = Period(0, 0, date(2024, 1, 1), date(2024, 1, 31))
    assert january.overlaps(Period(0, 0, first, last)) is expected
    assert january.days == 31


THURSDAY = date(2024, 12, 26)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It fell yesterday.", ("yesterday", "2024-12-25", "2024-12-25")),
        ("It fell last week.", ("last week", "2024-12-16", "2024-12-22")),
        ("It fell this month.", ("this month", "2024-12-01", "2024-12-31")),
        ("It fell last year.", ("last year", "2023-01-01", "2023-12-31")),
        ("over the last two months", ("over the last two months", "2024-10-26", "2024-12-26")),
        ("in the past week", ("the past week", "2024-12-19", "2024-12-26")),
        ("three days ago", ("three days ago", "2024-12-23", "2024-12-23")),
        ("two years ago", ("two years ago", "2022-01-01", "2022-12-31")),
        ("this spring", ("this spring", "2024-03-01", "2024-05-31")),
        ("this winter", ("this winter", "2024-12-01", "2025-02-28")),
        ("last autumn", ("last autumn", "2024-09-01", "2024-11-30")),
        ("last winter", ("last winter", "2023-12-01", "2024-02-29")),
        ("since the summer", ("summer", "2024-06-01", "2024-12-26")),
        ("It fell on Monday.", ("Monday", "2024-12-23", "2024-12-23")),
        ("in September and October 2023", ("September", "2023-09-01", "2023-09-30")),
        ("in January and February 2024", ("January", "2024-01-01", "2024-01-31")),
        ("late 2021 demands", ("late 2021", "2021-09-01", "2021-12-31")),
        ("mid-2024", ("mid-2024", "2024-05-01", "2024-08-31")),
        ("the end of 2025", ("the end of 2025", "2025-09-01", "2025-12-31")),
        ("the first half of 2024", ("the first half of 2024", "2024-01-01", "2024-06-30")),
        ("in Q4 2023", ("Q4 2023", "2023-10-01", "2023-12-31")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_told_from_the_day_of_writing(text: str, expected: tuple[str, str, str]) -> None:
    assert _named(text, THURSDAY)[0] == expected


@pytest.mark.parametrize(
    "text",
    ["for two months", "the fall of Olm", "every Monday", "on Mondays", "in his last week"],
)  # fmt: skip
def test_what_has_no_place_in_the_calendar(text: str) -> None:
    assert _named(text, THURSDAY) == []


def test_what_is_told_from_the_day_of_asking() -> None:
    found = periods("last month, and on 19 January", THURSDAY, date(2026, 11, 22), reach=0)
    assert [(p.first, p.last) for p in found] == [
        (date(2026, 10, 1), date(2026, 10, 31)),
        (date(2024, 1, 19), date(2024, 1, 19)),
    ]


def test_the_season_that_is_still_to_come_this_year() -> None:
    assert _named("this spring", date(2023, 1, 12)) == [("this spring", "2023-03-01", "2023-05-31")]
    assert _named("this winter", date(2023, 1, 12)) == [("this winter", "2022-12-01", "2023-02-28")]
