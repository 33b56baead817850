"""Follow-ups that ask for another time, told by the one that was spoken of."""

from collections.abc import Sequence
from datetime import date

import pytest

from rag.conversation.resolve import resolve
from rag.conversation.turn import Turn, reader
from rag.question.parsing import Query

READ = reader(date(2026, 11, 22), date(2024, 12, 26))
YEAR = "How many ships did Hald sell in 2023?"
MONTH = "How many ships did Hald sell in May 2024?"
WINTER = "How many ships did Hald sell in December 2023?"
SUMMER = "How many ships did Hald sell between June and August 2023?"
LAST_DAYS = "How many ships did Hald sell in the last days of 2024?"
DAY = "How many ships did Hald sell on 24 May 2024?"
CHRISTMAS = "How many ships did Hald sell around Christmas 2024?"
BEFORE = "How many ships did Hald sell before December 2023?"
SINCE = "How many ships did Hald sell since May 2024?"
NO_TIME = "Did Hald sell ships?"
SOLD = "How many ships did Hald sell"


def _nearness(_: str, others: Sequence[str]) -> list[float]:
    return [0.0 for _ in others]


def _whole(asked: str, *turns: Turn) -> str:
    return resolve(Query(asked), turns, READ, _nearness).question


def _answered(question: str) -> Turn:
    return Turn(Query(question), ("It did.",), date(2024, 5, 24))


def _refused(question: str) -> Turn:
    return Turn(Query(question))


@pytest.mark.parametrize(
    ("before", "asked", "time"),
    [
        (YEAR, "and that March?", "in March 2023"),
        (YEAR, "And what about that March?", "in March 2023"),
        (YEAR, "and late January?", "in late January 2023"),
        (YEAR, "and in October?", "in October 2023"),
        (YEAR, "and May?", "in May 2023"),
        (YEAR, "and on 5 May?", "on 5 May 2023"),
        (YEAR, "and at Christmas?", "at Christmas 2023"),
        (YEAR, "and by the summer?", "by summer 2023"),
        (YEAR, "and the following spring?", "in spring 2024"),
        (YEAR, "and the previous December?", "in December 2022"),
        (YEAR, "and 2022?", "in 2022"),
        (YEAR, "and May 2022?", "in May 2022"),
        (YEAR, "and 5 May 2022?", "on 5 May 2022"),
        (YEAR, "and the summer of 2022?", "in the summer of 2022"),
        (YEAR, "and the first half of the year?", "in the first half of 2023"),
        (YEAR, "and the last weeks?", "in the last weeks of 2023"),
        (YEAR, "and early that year?", "in early 2023"),
        (YEAR, "and at the end of the year?", "at the end of 2023"),
        (MONTH, "and the last days?", "in the last days of May 2024"),
        (MONTH, "and later that year?", "between 1 June 2024 and 31 December 2024"),
        (MONTH, "and earlier that year?", "between 1 January 2024 and 30 April 2024"),
        (MONTH, "and the whole year?", "in 2024"),
        (CHRISTMAS, "and on New Year's Eve?", "on New Year's Eve 2024"),
        (CHRISTMAS, "and New Year's Eve?", "on New Year's Eve 2024"),
        (WINTER, "and that March?", "in March 2023"),
        (WINTER, "and January?", "in January 2024"),
        (WINTER, "and in October?", "in October 2023"),
    ],
)
def test_a_time_without_its_year_is_of_the_year_spoken_of(
    before: str, asked: str, time: str
) -> None:
    assert _whole(asked, _answered(before)) == f"{SOLD} {time}?"
    assert _whole(asked, _refused(before)) == f"{SOLD} {time}?"


@pytest.mark.parametrize(
    ("before", "asked", "time"),
    [
        (MONTH, "and the following month?", "in June 2024"),
        (MONTH, "and the month before?", "in April 2024"),
        (MONTH, "and a year earlier?", "in May 2023"),
        (MONTH, "and in the preceding month?", "in April 2024"),
        (MONTH, "and the week before?", "between 24 April 2024 and 30 April 2024"),
        (MONTH, "and the next day?", "on 1 June 2024"),
        (YEAR, "and the following month?", "in January 2024"),
        (LAST_DAYS, "and the following month?", "in January 2025"),
        (LAST_DAYS, "and the next day?", "on 1 January 2025"),
        (DAY, "and the following month?", "in June 2024"),
        (DAY, "and the following week?", "between 25 May 2024 and 31 May 2024"),
        (DAY, "and a week later?", "on 31 May 2024"),
        (DAY, "and the night before?", "on 23 May 2024"),
        (DAY, "and the previous year?", "in 2023"),
        (CHRISTMAS, "and the day before?", "on 24 December 2024"),
        (BEFORE, "and the month before?", "in November 2023"),
        (SINCE, "and the month before?", "in April 2024"),
        (YEAR, "and the month before?", "in December 2022"),
        (YEAR, "and a year earlier?", "in 2022"),
        (SUMMER, "and the month after?", "in September 2023"),
        (SUMMER, "and a year earlier?", "between 1 June 2022 and 31 August 2022"),
    ],
)
def test_a_window_is_moved_also_where_there_was_no_answer(
    before: str, asked: str, time: str
) -> None:
    assert _whole(asked, _answered(before)) == f"{SOLD} {time}?"
    assert _whole(asked, _refused(before)) == f"{SOLD} {time}?"


def test_the_window_that_is_moved_is_the_last_there_was() -> None:
    turns = (_refused(MONTH), _answered("Who holds Olm?"))
    assert _whole("and the following month?", *turns) == f"{SOLD} in June 2024?"
    assert _whole("and the following month?", _answered(NO_TIME)) == (
        "Did Hald sell ships in June 2024?"
    )


@pytest.mark.parametrize(
    ("asked", "whole"),
    [
        ("what did Kessel sign that March?", "what did Kessel sign in March 2023?"),
        ("what did Kessel sign in that same March?", "what did Kessel sign in March 2023?"),
        ("what did Kessel sign the following spring?", "what did Kessel sign in spring 2024?"),
        ("what did Kessel sign the following month?", "what did Kessel sign in January 2024?"),
        ("what did Kessel sign a year earlier?", "what did Kessel sign in 2022?"),
        ("what did Kessel sign that year?", "what did Kessel sign in 2023?"),
        ("what did Kessel sign in March 2024?", "what did Kessel sign in March 2024?"),
    ],
)
def test_another_question_with_a_time_told_by_the_last(asked: str, whole: str) -> None:
    assert _whole(asked, _answered(YEAR)) == whole


def test_a_name_that_is_a_month_is_no_time_where_none_was_spoken_of() -> None:
    assert "in May" not in _whole("and May?", _answered(NO_TIME))


def test_the_same_question_word_with_a_month_alone() -> None:
    assert _whole("and how many in June?", _answered(YEAR)) == f"{SOLD} in June 2023?"


def test_without_a_year_spoken_of_a_time_is_asked_for_as_it_is() -> None:
    assert _whole("and late January?", _refused(NO_TIME)) == (
        "Did Hald sell ships in late January?"
    )
    assert _whole("and that March?", _answered(NO_TIME)) == "Did Hald sell ships in March 2024?"
