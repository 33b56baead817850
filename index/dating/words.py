"""Days and months as notes on dates say them."""

from datetime import date


def say(day: date) -> str:
    """A day: 3 May 2024."""
    return f"{day.day} {day:%B} {day.year}"


def say_month(day: date) -> str:
    """The month of a day: May 2024."""
    return f"{day:%B} {day.year}"
