"""The overview of the reports."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from index.types import DateSource, ReportDate, ReportHead
from tests.rag.corpus import head
from ui.web import pages
from ui.web.overview import MOST_MONTHS, MOST_PUBLISHERS, MOST_YEARS, overview_of


def bars(days: list[date | None]) -> list[tuple[str, int]]:
    found = overview_of([head(f"r{n}", day) for n, day in enumerate(days)])
    return [(bar.period, bar.reports) for bar in found.bars]


def test_a_bar_for_each_month_or_over_a_long_time_each_year() -> None:
    assert bars([None]) == []
    assert bars([date(2023, 12, 31), None, date(2024, 2, 1), date(2024, 2, 29)]) == [
        ("2023-12", 1), ("2024-01", 0), ("2024-02", 2),
    ]  # fmt: skip
    assert bars([date(2021, 1, 5), date(2024, 1, 5)]) == [
        ("2021", 1), ("2022", 0), ("2023", 0), ("2024", 1),
    ]  # fmt: skip
    whole = [date(2021, 1, 5), date(2023, 12, 5)]
    assert len(bars(list(whole))) == MOST_MONTHS


def test_a_bar_counts_the_reports_that_its_filter_holds_questions_to() -> None:
    def known(edtf: str) -> ReportHead:
        dated = ReportDate(published_edtf=edtf, source=DateSource.BYLINE)
        return replace(head(edtf), dated=dated)

    def counted(*reports: ReportHead) -> list[tuple[str, int]]:
        return [(bar.period, bar.reports) for bar in overview_of(reports).bars]

    days = [head("r1", date(2024, 2, 1)), head("r2", date(2024, 3, 1))]
    assert counted(*days, known("2024"), known("2024-02")) == [("2024-02", 2), ("2024-03", 1)]
    assert counted(known("2023"), known("2024")) == [("2023", 1), ("2024", 1)]
    assert counted(*days, known("1990"))[0] == ("1990", 1)
    assert counted(*days, known("1990"))[-1] == ("2024", 2)
    assert counted(known("[2023-02-03,2024-03-02]")) == []


def test_over_centuries_the_empty_years_are_left_out() -> None:
    assert bars([date(1654, 3, 29), date(2024, 1, 1)]) == [("1654", 1), ("2024", 1)]
    assert len(bars([date(2025 - MOST_YEARS, 1, 1), date(2024, 1, 1)])) == MOST_YEARS


def test_it_is_said_that_not_all_that_were_not_read_in_full_are_listed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pages, "MOST_LISTED", 2)
    unread = [replace(head(f"r{n}"), unread=("1 picture",)) for n in range(3)]
    assert "The first 2 are listed." in pages.overview(unread)
    assert "are listed" not in pages.overview(unread[:2])


def test_publishers_with_most_reports_first_and_what_was_not_read() -> None:
    def one(number: int, publisher: str | None, *unread: str) -> ReportHead:
        made = head(f"r{number}", date(2024, 1, 1) + timedelta(number))
        return replace(made, publisher=publisher, unread=unread)

    named = [one(n, f"P{n:02}") for n in range(MOST_PUBLISHERS + 1)]
    unread = one(50, "P08", "1 picture")
    found = overview_of([*named, unread, one(51, None)])
    assert found.publishers[:2] == (("P08", 2), ("P00", 1))
    assert (len(found.publishers), found.others) == (MOST_PUBLISHERS, 1)
    assert found.unread == (unread,)
