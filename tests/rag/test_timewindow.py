"""The time that a question asks about, and whether a passage speaks of it."""

from datetime import date

import pytest

from index.calendar import Period
from index.rules import switched_off
from rag.question.time_bounds import MOST_PERIODS
from rag.question.time_window import JUDGED_AS_OF, Of, Order, asked_within, matter_of, read_window
from rag.retrieval.passage_times import speaks_of
from tests.rag.corpus import in_a_paragraph

TODAY = date(2026, 11, 22)
COVERED_TO = date(2024, 12, 26)
OUT = date(2024, 5, 24)
DECEMBER_2023 = Period(0, 0, date(2023, 12, 1), date(2023, 12, 31))
MAY_2024 = Period(0, 0, date(2024, 5, 1), date(2024, 5, 31))
THE_YEAR = Period(0, 0, date(2024, 1, 1), date(2024, 12, 31))
BEFORE_MAY = Period(0, 0, date.min, date(2024, 4, 30))

WINDOWS = [
    ("What fell in 2023?", "2023-01-01", "2023-12-31", "in 2023"),
    ("What fell before December 2024?", None, "2024-11-30", "before December 2024"),
    ("What has changed since the summer?", "2024-06-01", None, "since the summer"),
    ("Who fell between January and May 2024?", "2024-01-01", "2024-05-31",
     "between January and May 2024"),
    ("Who fell on 19 January?", "2024-01-19", "2024-01-19", "on 19 January"),
    ("Who fell last autumn?", "2025-09-01", "2025-11-30", "last autumn"),
    ("Who fell last month?", "2026-10-01", "2026-10-31", "last month"),
    ("Who fell yesterday?", "2026-11-21", "2026-11-21", "yesterday"),
    ("Who fell three weeks ago?", "2026-10-29", "2026-11-04", "three weeks ago"),
    ("What did they say after 5 July 2024?", "2024-07-06", None, "after 5 July 2024"),
    ("Who fell until March 2024?", None, "2024-03-31", "until March 2024"),
    ("Who fell by the end of 2024?", None, "2024-12-31", "by the end of 2024"),
    ("From December 2023 onwards, who fell?", "2023-12-01", None, "December 2023 onwards"),
    ("From May 2023 to June 2024, who fell?", "2023-05-01", "2024-06-30",
     "From May 2023 to June 2024"),
    ("What of Olm between October and late December 2024?", "2024-10-01", "2024-12-31",
     "between October and late December 2024"),
    ("Who fell in winter 2022-2023?", "2022-12-01", "2023-02-28", "in winter 2022-2023"),
    ("Who fell in the second half of 2023?", "2023-07-01", "2023-12-31",
     "in the second half of 2023"),
    ("Who fell in Q3 2024?", "2024-07-01", "2024-09-30", "in Q3 2024"),
    ("Who fell in mid-2024?", "2024-05-01", "2024-08-31", "in mid-2024"),
    ("Who fell in March?", "2024-03-01", "2024-03-31", "in March"),
    ("Who fell two days after 24 May 2024?", "2024-05-26", "2024-05-26",
     "two days after 24 May 2024"),
    ("Who fell the day before 1 May 2024?", "2024-04-30", "2024-04-30",
     "the day before 1 May 2024"),
    ("Who fell in the week of 24 May 2024?", "2024-05-20", "2024-05-26",
     "in the week of 24 May 2024"),
    ("Who fell just before Christmas 2023?", "2023-12-11", "2023-12-24",
     "just before Christmas 2023"),
    ("Who fell shortly after 5 July 2024?", "2024-07-06", "2024-07-19",
     "shortly after 5 July 2024"),
    ("Who fell on New Year's Eve?", "2023-12-31", "2023-12-31", "on New Year's Eve"),
    ("Who fell before Easter 2024?", None, "2024-03-30", "before Easter 2024"),
    ("Who fell between 2023 and now?", "2023-01-01", "2026-11-22", "between 2023 and now"),
    ("Who fell from May 2024 to the present?", "2024-05-01", "2026-11-22",
     "from May 2024 to the present"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "first", "last", "words"), WINDOWS, ids=[words for *_, words in WINDOWS]
)
def test_a_window_is_read(question: str, first: str | None, last: str | None, words: str) -> None:
    window = read_window(question, TODAY, COVERED_TO)
    assert (
        window.first.isoformat() if window.first else None,
        window.last.isoformat() if window.last else None,
        window.reading,
        window.as_of,
    ) == (first, last, (words,), None)


@pytest.mark.parametrize(
    "question",
    ["Who fell at Olm?", "How many of the 2,024 men fell?", "What may Olm do?",
     "What does Article 5 May mean?", "Who led until then?", "How long did it take?",
     "What has he said up to now?", "What has been built to date?"],
)  # fmt: skip
def test_no_window(question: str) -> None:
    window = read_window(question, TODAY, COVERED_TO)
    assert (window.periods, window.as_of, window.order) == ((), None, Order.RELEVANCE)
    assert (window.first, window.last, window.reading) == (None, None, ())


@pytest.mark.parametrize(
    ("question", "impossible"),
    [
        ("Who fell on 31 June 2024?", ("31 June 2024",)),
        ("Who fell on June 31, 2024?", ("June 31, 2024",)),
        ("Who fell on 30 February?", ("30 February",)),
        ("Who fell on 29 February 2023?", ("29 February 2023",)),
        ("Who fell on 2024-02-30?", ("2024-02-30",)),
        ("Who fell from 28 to 31 June 2024?", ("28 to 31 June 2024",)),
        ("Who fell on June 31?", ("June 31",)),
        ("What did AD 2018-23-51 require?", ()),
        ("How many F-35 June deliveries were there?", ()),
        ("Did the Su-35 March on Kyiv?", ()),
        ("Who fell on 12.31.2024?", ()),
        ("What does document 2022/25/11 say?", ()),
        ("Who fell on 29 February?", ()),
        ("Who fell on 03/05/2024?", ()),
        ("How many of the 45 May protesters fell?", ()),
        ("How many of the 32 may be true?", ()),
        ("In May 40 houses fell; whose?", ()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_days_that_no_calendar_has(question: str, impossible: tuple[str, ...]) -> None:
    assert read_window(question, TODAY, COVERED_TO).impossible == impossible


def test_two_times_are_two_periods() -> None:
    window = read_window("Compare May 2023 and June 2024", TODAY, COVERED_TO)
    assert [(p.first, p.last) for p in window.periods] == [
        (date(2023, 5, 1), date(2023, 5, 31)),
        (date(2024, 6, 1), date(2024, 6, 30)),
    ]
    assert (window.first, window.last) == (date(2023, 5, 1), date(2024, 6, 30))


@pytest.mark.parametrize(
    ("question", "as_of", "words"),
    [
        ("As of 1 May 2024, who held Olm?", date(2024, 5, 1), "As of 1 May 2024"),
        ("Who held Olm as of late May 2024?", date(2024, 5, 31), "as of late May 2024"),
        ("What was known on 1 February 2024 of Olm?", date(2024, 2, 1), "on 1 February 2024"),
    ],
    ids=["day", "month", "known on"],
)
def test_as_of(question: str, as_of: date, words: str) -> None:
    window = read_window(question, TODAY, COVERED_TO)
    assert (window.periods, window.as_of, window.reading) == ((), as_of, (words,))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who held Olm as of May 2024?", "Who held Olm ?"),
        ("As of 1 May 2024, who held Olm?", "who held Olm?"),
        ("grain price as at june 2024", "grain price"),
        ("As of May 2024, what had fallen in 2023?", "what had fallen in 2023?"),
        ("What was known as of May 2024?", "What was known ?"),
        ("What had happened as of May 2024?", "What had happened as of May 2024?"),
        ("Who held Olm in May 2024?", "Who held Olm in May 2024?"),
    ],
    ids=["behind", "before", "as at", "beside a time", "a verb", "nothing else", "no bound"],
)
def test_passages_are_judged_by_the_question_without_its_bound(
    question: str, expected: str
) -> None:
    window = read_window(question, TODAY, COVERED_TO)
    assert asked_within(question, window) == expected
    with switched_off([JUDGED_AS_OF.name]):
        assert asked_within(question, window) == question


@pytest.mark.parametrize(
    ("question", "order", "words"),
    [
        ("What is the latest on Olm?", Order.LATEST, "the latest"),
        ("What was the most recent strike on Olm?", Order.LATEST, "the most recent"),
        ("Who currently holds Olm?", Order.LATEST, "currently"),
        ("What is the current situation at Olm?", Order.LATEST, "the current situation"),
        ("When was the offensive first reported?", Order.FIRST, "first reported"),
        ("What is the earliest mention of Olm?", Order.FIRST, "the earliest mention"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_order(question: str, order: Order, words: str) -> None:
    window = read_window(question, TODAY, COVERED_TO)
    assert (window.order, window.reading) == (order, (words,))


@pytest.mark.parametrize(
    ("question", "of"),
    [
        ("What did reports in 2023 say about Olm?", Of.PUBLISHED),
        ("What did the November 2024 report say of Olm?", Of.PUBLISHED),
        ("Which articles published in May 2024 mention Olm?", Of.PUBLISHED),
        ("What was reported about Olm before December 2024?", Of.PUBLISHED),
        ("What happened on December 25?", Of.EVENT),
        ("Who attacked Olm in May 2024?", Of.EVENT),
        ("What did Bloomberg report on 30 October 2021?", Of.EITHER),
        ("What was in the Reuters story of 24 May 2024?", Of.EITHER),
        ("What was reported about Olm in May 2024?", Of.EITHER),
    ],
)
def test_publication_and_event_are_told_apart(question: str, of: Of) -> None:
    assert read_window(question, TODAY, COVERED_TO).of is of


@pytest.mark.parametrize(
    ("question", "matter"),
    [
        ("What was reported about Olm before December 2024?", "What was reported about Olm ?"),
        ("Who fell at Olm?", "Who fell at Olm?"),
        ("What happened on December 25?", "What happened on December 25?"),
        ("As of 1 May 2024, who held Olm?", ", who held Olm?"),
        ("Where did boats sink in December 2023?", "Where did boats sink ?"),
        ("Trace the price of oats in May 2024.", "Trace the price of oats in May 2024."),
    ],
)
def test_what_is_left_beside_the_time(question: str, matter: str) -> None:
    assert matter_of(question, read_window(question, TODAY, COVERED_TO)) == matter


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
        (BEFORE_MAY, "It fell on April 3.", "", OUT, True),
        (BEFORE_MAY, "It fell.", "", date(2024, 4, 30), True),
        (BEFORE_MAY, "It fell.", "", date(2024, 5, 2), False),
    ],
    ids=["stated", "inferred", "beside it", "another year", "out much later", "out then",
         "undated", "of another time", "another month", "out soon after", "a year is vague",
         "the year named", "a day of the year", "before", "out before", "out after"],
)  # fmt: skip
def test_speaks_of(
    asked: Period, passage: str, around: str, published_on: date | None, expected: bool
) -> None:
    assert speaks_of(asked, in_a_paragraph(passage, around, published_on)) is expected


def test_reports_of_a_time_need_not_tell_of_it() -> None:
    told = in_a_paragraph("It fell in December 2023.", "", OUT)
    later = in_a_paragraph("It fell in December 2023.", "", date(2024, 6, 3))
    assert speaks_of(MAY_2024, told, Of.PUBLISHED)
    assert speaks_of(MAY_2024, told, Of.EITHER)
    assert not speaks_of(MAY_2024, told, Of.EVENT)
    assert not speaks_of(DECEMBER_2023, told, Of.PUBLISHED)
    assert not speaks_of(MAY_2024, later, Of.EITHER)


def test_a_time_without_its_year_is_of_the_last_year_that_is_told() -> None:
    def is_told(period: Period) -> bool:
        return period.first == date(2022, 10, 13)

    def asked(question: str) -> list[date]:
        return [p.first for p in read_window(question, TODAY, COVERED_TO, is_told).periods]

    assert asked("Who fell on 13 October?") == [date(2022, 10, 13)]
    assert asked("Who fell on 14 October?") == [date(2024, 10, 14)]
    assert asked("Who fell on 13 October 2023?") == [date(2023, 10, 13)]
    assert asked("Who fell last October?") == [date(2024, 10, 1)]


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("Who fell after 1 May 2024 but before 31 May 2024?", "2024-05-02", "2024-05-30"),
        ("Who fell between 2024 and 2020?", "2020-01-01", "2024-12-31"),
        ("From November to February, who fell?", "2023-11-01", "2024-02-29"),
        ("In May, who fell?", "2024-05-01", "2024-05-31"),
        ("Between May and June, who fell?", "2024-05-01", "2024-06-30"),
        ("Who fell on Friday, 24 May 2024?", "2024-05-24", "2024-05-24"),
        ("Who fell not before May 2024?", "2024-05-01", None),
        ("Who fell up to and including May 2024?", None, "2024-05-31"),
        ("Who fell in the Wınter of 2023?", "2023-12-01", "2024-02-29"),
        ("Who fell on 31 June 2024?", None, None),
        ("Who fell on 29 February 2023?", None, None),
        ("Who fell on 31 December 9999?", None, None),
        ("What may 2024 bring?", "2024-01-01", "2024-12-31"),
        ("How many of 2000 troops fell?", None, None),
        ("2024 " * 300, "2024-01-01", "2024-12-31"),
        ("from May to " * 160, "2024-05-01", "2024-05-31"),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)
def test_how_else_people_write_of_time(question: str, first: str | None, last: str | None) -> None:
    window = read_window(question, TODAY, COVERED_TO)
    found = [day.isoformat() if day else None for day in (window.first, window.last)]
    assert found == [first, last]
    assert len(window.periods) <= MOST_PERIODS


@pytest.mark.parametrize("day", [date.min, date(1, 1, 2), date.max], ids=str)
def test_days_of_programs_that_have_none(day: date) -> None:
    for asked, *_ in WINDOWS:
        read_window(asked, day, day)
