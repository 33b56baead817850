"""The marked expressions of time, and how what a reader makes of them is scored."""

from datetime import date

import pytest

from bench.times.__main__ import Text, scored
from bench.times.marks import OPTIONAL, Found, Mark, Value, days_of, is_right, read_marks, set_aside
from bench.times.readers import Reader
from bench.times.sample import paragraphs
from bench.times.timeml import days_of_timex


def _mark(kind: str, value: str, start: int = 10, end: int = 20) -> Mark:
    return Mark("olm", "a.txt", start, end, days_of(value), kind, None, False)


def test_the_marks_are_enough_and_of_many_fields_on_both_sides() -> None:
    marks = [m for m in read_marks() if m.kind != OPTIONAL]
    aside = {m.field for m in marks if set_aside(m.field)}
    assert len(marks) >= 400
    assert min(len(aside), len({m.field for m in marks} - aside)) >= 20
    assert all(m.start < m.end and m.value is not None for m in marks)


@pytest.mark.parametrize(
    ("written", "first", "last", "about"),
    [("2024-05-03", "2024-05-03", "2024-05-03", False),
     ("2024-02", "2024-02-01", "2024-02-29", False),
     ("2024", "2024-01-01", "2024-12-31", False),
     ("2005-07/2015-07", "2005-07-01", "2015-07-31", False),
     ("2021-07~", "2021-07-01", "2021-07-31", True)],
    ids=["day", "month", "year", "interval", "about"],
)  # fmt: skip
def test_the_days_of_a_mark(written: str, first: str, last: str, about: bool) -> None:
    assert days_of(written) == Value(date.fromisoformat(first), date.fromisoformat(last), about)


@pytest.mark.parametrize(
    ("kind", "value", "found", "right"),
    [("day", "2024-05-03", [("2024-05-03", "2024-05-03")], True),
     ("day", "2024-05-03", [("2024-05-03", "2024-05-04")], False),
     ("interval", "2024-05-03/2024-05-05",
      [("2024-05-03", "2024-05-03"), ("2024-05-05", "2024-05-05")], True),
     ("part", "2024-05-01/2024-05-10", [("2024-05-01", "2024-05-15")], True),
     ("part", "2024-05-01/2024-05-10", [("2024-05-01", "2024-05-31")], False),
     ("relative", "2022-07~", [("2022-01-01", "2022-12-31")], True),
     ("day", "2024-05-03", [], False)],
    ids=["the day", "a day more", "both ends", "half in common", "less in common", "about", "none"],
)  # fmt: skip
def test_what_is_right(kind: str, value: str, found: list[tuple[str, str]], right: bool) -> None:
    here = [Found(10, 20, *map(date.fromisoformat, days)) for days in found]
    assert is_right(_mark(kind, value), here) is right


def test_a_score_counts_what_is_found_right_wrong_and_beside() -> None:
    marks = (_mark("day", "2024-05-03"), _mark("month", "2024-06", 30, 40),
             _mark("year", "2020", 50, 54),
             Mark("olm", "a.txt", 60, 64, None, OPTIONAL, None, False))  # fmt: skip
    found = [
        Found(10, 20, date(2024, 5, 3), date(2024, 5, 3)),
        Found(30, 40, date(2023, 6, 1), date(2023, 6, 30)),
        Found(60, 64, date(2011, 1, 1), date(2011, 12, 31)),
        Found(70, 75, date(2011, 1, 1), date(2011, 12, 31)),
        Found(190, 195, date(2011, 1, 1), date(2011, 12, 31)),
    ]
    score = scored(Reader(lambda *_: found), [Text("olm", "x" * 200, ((0, 100),), None, marks)])
    assert (score.cells(), score.beside) == (["3", "0.667", "0.333", "1"], 1)


def test_paragraphs_are_cut_after_sentences_where_they_are_long() -> None:
    text = "Short.\n\n" + "It fell again and again. " * 60
    spans = list(paragraphs(text))
    assert text[slice(*spans[0])] == "Short.\n"
    assert all(b - a <= 900 for a, b in spans)
    assert "".join(text[a:b] for a, b in spans[1:]) == text[8:]


@pytest.mark.parametrize(
    ("value", "days"),
    [("1998-08-08TNI", ("1998-08-08", "1998-08-08")), ("1998-W32", ("1998-08-03", "1998-08-09")),
     ("1998-Q3", ("1998-07-01", "1998-09-30")), ("1998-WI", ("1998-12-01", "1999-02-28")),
     ("199", ("1990-01-01", "1999-12-31")), ("PRESENT_REF", None), ("P2Y", None)],
    ids=["a night", "a week", "a quarter", "a season", "a decade", "now", "a length"],
)  # fmt: skip
def test_the_days_of_a_timex(value: str, days: tuple[str, str] | None) -> None:
    expected = Value(*map(date.fromisoformat, days)) if days else None
    assert days_of_timex(value) == expected
