"""Parts of a stretch of the calendar, and what only looks like a time of telling."""

from datetime import date

import pytest

from index.times.periods import periods

ANCHOR = date(2024, 12, 26)


def _named(text: str, anchor: date | None = ANCHOR) -> list[tuple[str, str, str]]:
    found = periods(text, anchor)
    return [(text[p.start : p.end], p.first.isoformat(), p.last.isoformat()) for p in found]


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("the last days of 2023", "2023-12-22", "2023-12-31"),
        ("the first weeks of 2024", "2024-01-01", "2024-01-28"),
        ("the last three months of 2023", "2023-10-01", "2023-12-31"),
        ("the first two days of December 2023", "2023-12-01", "2023-12-02"),
        ("the last week of November 2023", "2023-11-24", "2023-11-30"),
        ("the closing days of May", "2024-05-22", "2024-05-31"),
        ("the opening weeks of the year 2023", "2023-01-01", "2023-01-28"),
        ("the third week of May 2024", "2024-05-15", "2024-05-21"),
        ("the last day of 2023", "2023-12-31", "2023-12-31"),
        ("the second half of March 2024", "2024-03-16", "2024-03-31"),
        ("the first half of last year", "2023-01-01", "2023-06-30"),
        ("the first quarter of this year", "2024-01-01", "2024-03-31"),
        ("2023's final weeks", "2023-12-04", "2023-12-31"),
        ("early last year", "2023-01-01", "2023-04-30"),
        ("the end of last month", "2024-11-21", "2024-11-30"),
        ("early summer 2023", "2023-06-01", "2023-06-30"),
        ("year's end 2023", "2023-09-01", "2023-12-31"),
        ("late March", "2024-03-21", "2024-03-31"),
        ("May last year", "2023-05-01", "2023-05-31"),
        ("late May of last year", "2023-05-21", "2023-05-31"),
        ("spring of this year", "2024-03-01", "2024-05-31"),
        ("this past autumn", "2024-09-01", "2024-11-30"),
        ("summer months of 2023", "2023-06-01", "2023-08-31"),
        ("Christmas week 2023", "2023-12-22", "2024-01-01"),
        ("Christmas holidays of 2023", "2023-12-22", "2024-01-01"),
        ("the 1990s", "1990-01-01", "1999-12-31"),
        ("the early 1990s", "1990-01-01", "1993-12-31"),
    ],
)
def test_a_part_is_read_with_what_it_is_of(words: str, first: str, last: str) -> None:
    assert _named(f"Olm fell in {words}.") == [(words, first, last)]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("It fell in the last days of the year.", "2023-12-22", "2023-12-31"),
        ("It will fall by the end of the year.", "2024-09-01", "2024-12-31"),
        ("It fell at the start of the year.", "2024-01-01", "2024-04-30"),
    ],
)
def test_the_year_that_is_meant(text: str, first: str, last: str) -> None:
    assert [(f, t) for _, f, t in _named(text, date(2024, 5, 24))] == [(first, last)]
    assert _named(text, None) == []


def test_the_year_is_the_one_named_before() -> None:
    text = "Olm rose in 2022, and fell at the end of the year."
    assert _named(text)[1] == ("the end of the year", "2022-09-01", "2022-12-31")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("the first days of the May 2024 offensive", "May 2024"),
        ("the last days of the siege of Olm", None),
        ("in the last weeks of the Brandt government", None),
        ("the last year of the war", None),
        ("it may last year by year", "last year"),
        ("over the last two weeks of fighting", "over the last two weeks"),
        ("in the last week in Olm", "the last week"),
    ],
)
def test_parts_of_what_is_no_stretch_of_the_calendar(text: str, words: str | None) -> None:
    assert [said for said, *_ in _named(text)] == ([words] if words else [])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("the overnight attack on Olm", []), ("overnight strikes on Olm", []),
        ("It fell overnight on May 23 to 24.", ["May 23 to 24"]),
        ("It fell overnight into Wednesday.", ["Wednesday"]), ("It fell overnight.", ["overnight"]),
        ("Overnight, Olm fell.", ["Overnight"]), ("It was hit overnight in Olm.", ["overnight"]),
        ("Torvik overnight launched boats.", ["overnight"]), ("the night attack", []),
        ("It fell last night.", ["last night"]), ("It fell this morning.", ["this morning"]),
        ("a last-minute deal", []), ("the daily talks", []), ("the weekend talks", []),
        ("the recent attack", []),
        ("on the last Monday of May 2024", ["the last Monday of May 2024"]),
    ],
)  # fmt: skip
def test_what_is_told_by_the_day_of_writing_and_what_is_not(text: str, words: list[str]) -> None:
    assert [said for said, *_ in _named(text)] == words


def test_what_is_not_counted_is_some() -> None:
    assert _named("over the last weeks") == [("over the last weeks", "2024-11-28", "2024-12-26")]
