from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.times.dates import day_mentions

ANCHOR = date(2024, 12, 26)


def _days(text: str, anchor: date | None = ANCHOR) -> list[tuple[str, list[str]]]:
    return [
        (text[m.start : m.end], [day.isoformat() for day in m.days])
        for m in day_mentions(text, anchor)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("December 26, 2024", ("December 26, 2024", ["2024-12-26"])),
        ("on 26 December 2024.", ("26 December 2024", ["2024-12-26"])),
        ("the 3rd of May, 2024", ("3rd of May, 2024", ["2024-05-03"])),
        ("Jan. 3, 2024 at 5:40 pm", ("Jan. 3, 2024", ["2024-01-03"])),
        ("Nov 1, 2024 - 18:00", ("Nov 1, 2024", ["2024-11-01"])),
        ("3 May 2024 18:00", ("3 May 2024", ["2024-05-03"])),
        ("Sept. 5, 2023", ("Sept. 5, 2023", ["2023-09-05"])),
        ("MAY 24, 2024", ("MAY 24, 2024", ["2024-05-24"])),
        ("5th of march 2023", ("5th of march 2023", ["2023-03-05"])),
        ("2024-05-24", ("2024-05-24", ["2024-05-24"])),
        ("at 2024-05-24T18:00:00Z", ("2024-05-24", ["2024-05-24"])),
        ("2024/5/3", ("2024/5/3", ["2024-05-03"])),
        ("26/12/2024", ("26/12/2024", ["2024-12-26"])),
        ("12/26/2024", ("12/26/2024", ["2024-12-26"])),
        ("02.12.2024", ("02.12.2024", ["2024-12-02"])),
        ("24 June 1812", ("24 June 1812", ["1812-06-24"])),
        ("29 February 2024", ("29 February 2024", ["2024-02-29"])),
    ],
)
def test_days_with_their_year(text: str, expected: tuple[str, list[str]]) -> None:
    assert _days(text, None) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("March 5-7", ("March 5-7", ["2024-03-05", "2024-03-07"])),
        ("24/25 December", ("24/25 December", ["2024-12-24", "2024-12-25"])),
        ("December 24 and 25", ("December 24 and 25", ["2024-12-24", "2024-12-25"])),
        ("night of December 24 to 25", ("December 24 to 25", ["2024-12-24", "2024-12-25"])),
        ("24-26 May 2023", ("24-26 May 2023", ["2023-05-24", "2023-05-26"])),
        (
            "March 3, 5 and 7, 2024",
            ("March 3, 5 and 7, 2024", ["2024-03-03", "2024-03-05", "2024-03-07"]),
        ),
        ("28-30 February 2023", ("28-30 February 2023", ["2023-02-28"])),
    ],
)
def test_several_days_of_one_month(text: str, expected: tuple[str, list[str]]) -> None:
    assert _days(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("on December 26", "2024-12-26", id="the day itself"),
        pytest.param("on December 27", "2024-12-27", id="a day's grace for time zones"),
        pytest.param("on December 28", "2023-12-28", id="later in the year is the year before"),
        pytest.param("on 5 July", "2024-07-05", id="earlier in the year"),
        pytest.param("29 February", "2024-02-29", id="leap day"),
        pytest.param("on may 24", "2024-05-24", id="small letters after a preposition"),
    ],
)
def test_days_without_year_are_the_last_up_to_the_anchor(text: str, expected: str) -> None:
    (mention,) = day_mentions(text, ANCHOR)
    assert [day.isoformat() for day in mention.days] == [expected]
    assert mention.stated_year is False
    assert day_mentions(text, None) == []


def test_resolving_across_new_year() -> None:
    assert _days("from December 30 to January 2", date(2024, 1, 3)) == [
        ("December 30", ["2023-12-30"]),
        ("January 2", ["2024-01-02"]),
    ]
    assert _days("29 February", date(2023, 3, 1)) == [("29 February", ["2020-02-29"])]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("30 February 2024", id="impossible day"),
        pytest.param("February 30", id="impossible day without year"),
        pytest.param("29 February 2023", id="no leap year"),
        pytest.param("2024-13-01", id="impossible month"),
        pytest.param("the 32 May 2024", id="day 32"),
        pytest.param("this may 24 people", id="a verb"),
        pytest.param("In May 24 people died", id="a number after a month"),
        pytest.param("25 march to the sea", id="marching"),
        pytest.param("by May 24% of the troops", id="per cent"),
        pytest.param("May 24.5 km", id="a fraction"),
        pytest.param("in late May 2024", id="a month alone"),
        pytest.param("03/05/2024", id="figures that could be two days"),
        pytest.param("Article 5 May apply", id="a number of an article"),
        pytest.param("Article 5 March update", id="a number of another article"),
        pytest.param("version 10.1.2.2024", id="a long version"),
        pytest.param("version 2024.5.3", id="a version"),
        pytest.param("10 to 20 years", id="years"),
        pytest.param("2024-05/03", id="mixed signs"),
    ],
)
def test_no_days(text: str) -> None:
    assert _days(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("On May 24, 12 people died", ("May 24", ["2024-05-24"]), id="comma, number"),
        pytest.param("On 3 May 12 drones fell", ("3 May", ["2024-05-03"]), id="number after"),
        pytest.param("On May 5, 1500 men came", ("May 5", ["2024-05-05"]), id="no year"),
        pytest.param("May 24 and 12 men", ("May 24 and 12", ["2024-05-24"]), id="smaller"),
    ],
)
def test_numbers_beside_a_day_are_no_days(text: str, expected: tuple[str, list[str]]) -> None:
    assert _days(text) == [expected]


@given(st.dates(date(1700, 1, 1), date(2099, 12, 31)), st.sampled_from(range(4)))
def test_every_day_is_read_back_as_written(day: date, style: int) -> None:
    written = (
        f"{day:%B} {day.day}, {day.year}",
        f"{day.day} {day:%B} {day.year}",
        f"{day:%b}. {day.day}, {day.year}",
        f"the {day.day}th of {day:%B} {day.year}",
    )[style]
    (mention,) = day_mentions(f"It was {written}, they say.", None)
    assert (mention.days, mention.stated_year) == ((day,), True)


@given(st.text(alphabet="May 0123456789,.-/–ndJu", max_size=40), st.dates(date(1990, 1, 1)))
def test_mentions_are_in_order_apart_and_inside(text: str, anchor: date) -> None:
    mentions = day_mentions(text, anchor)
    edges = [edge for m in mentions for edge in (m.start, m.end)]
    assert edges == sorted(edges)
    assert all(m.days for m in mentions)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The inauguration will take place on January 20.", ["2025-01-20"], id="will"),
        pytest.param("On January 20 he will take office.", ["2025-01-20"], id="before the verb"),
        pytest.param("ahead of the January 20 inauguration", ["2025-01-20"], id="ahead of"),
        pytest.param("Talks were due on December 24.", ["2024-12-24"], id="just past"),
        pytest.param("It will, he said on December 25, be so.", ["2024-12-25"], id="said between"),
        pytest.param(
            "He said on December 25 that the talks will go on.", ["2024-12-25"], id="said before"
        ),
        pytest.param("He left on January 20 and will be back.", ["2024-01-20"], id="parted"),
        pytest.param("It will be so. He left on January 20.", ["2024-01-20"], id="next sentence"),
    ],
)
def test_days_to_come(text: str, expected: list[str]) -> None:
    assert [d.isoformat() for m in day_mentions(text, ANCHOR) for d in m.days] == expected
