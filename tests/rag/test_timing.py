"""Whether a passage speaks of the time that a question names."""

from datetime import date

import pytest

from index.periods import Period
from rag.timing import asked_periods, asks_of_reports, speaks_of

OUT = date(2024, 5, 24)
DECEMBER_2023 = Period(0, 0, date(2023, 12, 1), date(2023, 12, 31))
MAY_2024 = Period(0, 0, date(2024, 5, 1), date(2024, 5, 31))
THE_YEAR = Period(0, 0, date(2024, 1, 1), date(2024, 12, 31))


def test_only_times_with_their_year_are_asked_about() -> None:
    asked = asked_periods("What fell in May 2022, and what on 3 June?")
    assert [(p.first, p.last) for p in asked] == [(date(2022, 5, 1), date(2022, 5, 31))]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("From May 2023 to June 2024?", [(date(2023, 5, 1), date(2024, 6, 30))]),
        ("What of Olm between October and late December 2024?",
         [(date(2024, 10, 1), date(2024, 12, 31))]),
        ("Compare May 2023 and June 2024",
         [(date(2023, 5, 1), date(2023, 5, 31)), (date(2024, 6, 1), date(2024, 6, 30))]),
        ("Who fell in March?", []),
    ],
    ids=["from to", "the year of the first left out", "two", "no year"],
)  # fmt: skip
def test_stretches(question: str, expected: list[tuple[date, date]]) -> None:
    assert [(p.first, p.last) for p in asked_periods(question)] == expected


@pytest.mark.parametrize(
    ("asked", "passage", "around", "published_on", "expected"),
    [
        (DECEMBER_2023, "It fell in December 2023.", "", OUT, True),
        (DECEMBER_2023, "It fell on December 6.", "", OUT, True),
        (DECEMBER_2023, "It fell.", "In late December 2023 it rained. It fell.", OUT, True),
        (DECEMBER_2023, "It fell in December 2022.", "", OUT, False),
        (DECEMBER_2023, "It fell.", "It fell.", OUT, False),
        (MAY_2024, "It fell.", "It fell.", OUT, True),
        (MAY_2024, "It fell.", "It fell.", None, False),
        (MAY_2024, "It fell in December 2023.", "", OUT, False),
        (MAY_2024, "It fell in December 2023.", "", date(2024, 6, 3), False),
        (MAY_2024, "It fell.", "", date(2024, 6, 3), True),
        (MAY_2024, "The war began in 2022. It fell.", "", OUT, True),
        (MAY_2024, "In 2024 it fell.", "", OUT, True),
        (THE_YEAR, "It fell on May 3.", "", OUT, True),
    ],
    ids=["stated", "inferred", "beside it", "another year", "out much later", "out then",
         "undated", "of another time", "another month", "out soon after", "a year is vague",
         "the year named", "a day of the year"],
)  # fmt: skip
def test_speaks_of(
    asked: Period, passage: str, around: str, published_on: date | None, expected: bool
) -> None:
    assert speaks_of(asked, passage, around, published_on) is expected


def test_a_question_of_reports_may_mean_when_they_came_out() -> None:
    assert asks_of_reports("What does the May 2024 report say of Olm?")
    assert not asks_of_reports("What happened in May 2024?")
    told = "It fell in December 2023."
    assert speaks_of(MAY_2024, told, told, OUT, of_reports=True)
    assert not speaks_of(MAY_2024, told, told, date(2024, 6, 3), of_reports=True)
