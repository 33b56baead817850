"""Weekdays, times of day and their zones beside a date."""

import re

WEEKDAY = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?\b\.?", re.IGNORECASE
)
CLOCK = re.compile(
    r"(?:\bT?)?\d{1,2}(?:[:.]\d{2}){1,2}(?:\.\d{1,9})?(?:\s?[ap]\.?m\b\.?)?"
    r"|\b\d{1,4}\s?[ap]\.?m\b\.?|\bnoon\b",
    re.IGNORECASE,
)
ZONE = re.compile(
    r"\b(?:[ECMPB][SD]?T|GMT|UTC|[CEW]E?S?T|IST|JST|MSK|HKT|SGT|A[EW][SD]T|Z)\b|[+-]\d\d:?\d\d\b"
)
BEGINS_WITH_CLOCK = re.compile(r"[^A-Za-z]{0,24}\b\d{1,2}:\d{2}\b")
"""A line that begins with the time of day, a date before it at most, as an entry of a log does."""


def without_times(words: str) -> str:
    """Words without the weekdays, times of day and zones among them."""
    return ZONE.sub(" ", CLOCK.sub(" ", WEEKDAY.sub(" ", words)))
