"""Times as people ask of them: parts of years, eves and run-ups, and words that name no day."""

from datetime import date

import pytest

from rag.question.time_window import read_window

TODAY = date(2026, 11, 22)
COVERED_TO = date(2024, 12, 26)


def _read(question: str) -> list[tuple[str | None, str | None, str]]:
    window = read_window(question, TODAY, COVERED_TO)
    return [
        (
            p.first.isoformat() if p.first != date.min else None,
            p.last.isoformat() if p.last != date.max else None,
            question[p.start : p.end],
        )
        for p in window.periods
    ]


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("in the last days of 2024", "2024-12-22", "2024-12-31"),
        ("in the first weeks of the year", "2024-01-01", "2024-01-28"),
        ("since the last days of 2023", "2023-12-22", None),
        ("by the end of October 2024", None, "2024-10-31"),
        ("by the end of the year", None, "2024-12-31"),
        ("early last year", "2025-01-01", "2025-04-30"),
        ("over the past three months", "2026-08-22", "2026-11-22"),
        ("since the summer of 2022", "2022-06-01", None),
        ("from spring to autumn 2024", "2024-03-01", "2024-11-30"),
        ("from autumn to spring 2024", "2023-09-01", "2024-05-31"),
        ("January to March 2024", "2024-01-01", "2024-03-31"),
        ("in January-March 2024", "2024-01-01", "2024-03-31"),
        ("the turn of the year 2023/24", "2023-12-22", "2024-01-10"),
        ("the turn of the year 2023-2024", "2023-12-22", "2024-01-10"),
        ("around the turn of the year", "2024-12-22", "2025-01-10"),
        ("between Easter and Pentecost 2024", "2024-03-31", "2024-05-19"),
        ("around Christmas 2024", "2024-12-22", "2024-12-28"),
        ("around 24 May 2024", "2024-05-24", "2024-05-24"),
        ("around May 2024", "2024-05-01", "2024-05-31"),
        ("on the eve of 24 May 2024", "2024-05-23", "2024-05-23"),
        ("in the week before Christmas 2024", "2024-12-18", "2024-12-24"),
        ("in the fortnight before Christmas 2024", "2024-12-11", "2024-12-24"),
        ("in the days before Christmas 2024", "2024-12-15", "2024-12-24"),
        ("in the days leading up to Christmas 2024", "2024-12-15", "2024-12-24"),
        ("in the last days before Christmas 2024", "2024-12-15", "2024-12-24"),
        ("in the three weeks to 24 May 2024", "2024-05-04", "2024-05-24"),
        ("within a week of 24 May 2024", "2024-05-17", "2024-05-31"),
        ("in the months before December 2024", "2024-09-01", "2024-11-30"),
        ("in the six months to December 2024", "2024-07-01", "2024-12-31"),
        ("in the year ended 31 March 2024", "2023-04-01", "2024-03-31"),
        ("since last Christmas", "2024-12-25", None),
        ("in the last three quarters of 2024", "2024-04-01", "2024-12-31"),
        ("in the first two thirds of 2024", "2024-01-01", "2024-08-31"),
        ("in the fourth half of 2024", "2024-01-01", "2024-12-31"),
        ("in May last year", "2025-05-01", "2025-05-31"),
        ("in the run-up to 24 May 2024", "2024-03-24", "2024-05-23"),
        ("last night", "2026-11-21", "2026-11-21"),
        ("in the run-up to the March", "2024-01-01", "2024-02-29"),
    ],
)
def test_the_words_of_a_time_are_read_together(
    words: str, first: str | None, last: str | None
) -> None:
    assert _read(f"What fell at Olm {words}?") == [(first, last, words)]


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("What was promised before the March 2024 election?", None, "2024-03-31"),
        ("What was promised after the March 2024 election?", "2024-03-01", None),
        ("What was promised in the run-up to the March 2024 election?", "2024-01-01", "2024-03-31"),
        ("What fell in the weeks following the March 2024 election?", "2024-03-01", "2024-04-28"),
        ("What was promised before the 2024 election?", None, "2024-12-31"),
        ("What was promised before March 2024?", None, "2024-02-29"),
    ],
)
def test_an_event_is_on_some_day_of_its_month(
    question: str, first: str | None, last: str | None
) -> None:
    assert [days for *days, _ in _read(question)] == [[first, last]]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What was hit in the overnight attack around Christmas 2024?", ["around Christmas 2024"]),
        ("What was hit overnight in Olm on 24 May 2024?", ["on 24 May 2024"]),
        ("What was hit overnight in Olm last week?", ["last week"]),
        ("What fell on Monday in the week of 24 May 2024?", ["in the week of 24 May 2024"]),
        ("What is known today of the attack in May 2024?", ["in May 2024"]),
        ("What was hit overnight in Olm?", ["overnight"]),
        ("What fell on Monday?", ["on Monday"]),
        ("What fell between May 2024 and today?", ["between May 2024 and today"]),
        ("How does Olm today compare with May 2024?", ["today", "May 2024"]),
        ("What was said yesterday of May 2024?", ["yesterday", "of May 2024"]),
    ],
)
def test_what_has_another_time_beside_it_does_not_mean_today(
    question: str, words: list[str]
) -> None:
    assert [said for *_, said in _read(question)] == words


@pytest.mark.parametrize(
    "question",
    [
        "What was hit in the overnight attack on Olm?",
        "What did the recent talks bring?",
        "What did the last-minute deal change?",
        "What do the daily bulletins tell of Olm?",
        "What came of the weekend talks?",
        "What fell in the last days of the siege?",
        "What fell in the opening weeks of the war?",
        "What fell in the first year of the war?",
    ],
)
def test_no_time(question: str) -> None:
    assert _read(question) == []


def test_two_months_that_are_compared_are_two() -> None:
    assert len(_read("Compare January to March 2024")) == 2


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("What happened two weeks after the May 2024 summit?", "2024-05-12", "2024-06-17"),
        ("What happened the day after the May 2024 summit?", "2024-05-02", "2024-06-01"),
    ],
)
def test_an_event_of_a_month_may_have_been_on_any_day_of_it(
    question: str, first: str, last: str
) -> None:
    assert [days[:2] for days in _read(question)] == [(first, last)]


def test_a_weekday_is_the_last_one_up_to_the_last_report() -> None:
    window = read_window("How full was the tank on Monday?", date(2026, 11, 1), date(1970, 4, 17))
    assert (window.first, window.last) == (date(1970, 4, 13), date(1970, 4, 13))


def test_last_week_is_told_from_today_whatever_the_reports_cover() -> None:
    window = read_window("What happened last week?", date(2026, 11, 1), date(1970, 4, 17))
    assert window.first == date(2026, 10, 19)
