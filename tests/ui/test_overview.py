"""The overview of the reports."""

from dataclasses import replace
from datetime import date, timedelta

from index.types import ReportHead
from tests.rag.corpus import head
from ui.web.overview import MOST_MONTHS, MOST_PUBLISHERS, overview_of


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
