"""Heads of reports as the chat lists them."""

from datetime import date

from index.types import DateSource, ReportDate, ReportHead


def on(day: date | None, name: str) -> ReportHead:
    """Of a report of a day, or of none, by its name."""
    dated = ReportDate(day, DateSource.BYLINE) if day else ReportDate(note="it gives no date")
    return ReportHead(name, f"{name}.txt", name, None, None, dated)
