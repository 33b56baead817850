"""Numbers that count nothing: those of days, of times of day and of parts that are numbered."""

import re
from collections.abc import Iterator
from datetime import date

from index.periods import periods
from index.rules import Stage, always, declare
from index.terms import FUNCTION_WORDS

LABELS = declare(
    "number-of-a-label",
    Stage.GUARDRAIL,
    "Takes the number of a figure, a section or the like, as Figure 2, for no number of anything.",
)
OF_THE_CLOCK = declare(
    "number-of-the-clock",
    Stage.GUARDRAIL,
    "Takes a time of day, as 04:09, for a time and for no number of anything.",
)

CLOCK = re.compile(
    r"(?<![\w.,:])(?:[01]?\d|2[0-4])(?:[:.][0-5]\d){0,2}\s?(?:[ap]\.m\.|[ap]m\b|o['’]clock\b)"
    r"|(?<![\w.,:])(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?![\w:])"
    r"|(?<![\w.,])(?:[01]\d|2[0-4])[0-5]\d\s?(?:UTC|GMT|Z\b|hrs\b|hours\b)",
    re.IGNORECASE,
)
"""A time of day."""
_IN_FIGURES = re.compile(
    r"(?<![\w./-])\d{1,2}([./-])\d{1,2}\1(?:19|20)\d\d(?![\w/-])"
    r"|\b(?:first|second|third|fourth|[1-4](?:st|nd|rd|th)) (?:fiscal )?(?:quarter|half)\b",
    re.IGNORECASE,
)
"""A day whose month could be either number, and a part of a year that is not named."""
_PART_OF_A_TEXT = re.compile(
    r"\b(?:fig(?:ure)?s?|tables?|charts?|chapters?|sections?|paragraphs?|paras?|clauses?|articles?"
    r"|annex(?:es)?|appendix|appendices|exhibits?|pages?|pp?|nos?|footnotes?|volumes?|vol)\.?\s?"
    r"\d{1,3}(?:\.\d{1,3})*[a-z]?(?![\w,-]|\.\d|[\s-](?:(?:kilo|centi|milli)?met|miles?|f(?:ee)?t|km"
    r"|per ?cent|%))|#\s?\d{1,4}\b",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?:^|(?<=[.!?:;] ))([A-Z][a-z]+|[A-Z]{2,})\s\d{1,3}(?:\.\d{1,3})*(?=[.:]?$|[.:] )"
)
"""A sentence, or what stands before its stop or colon, that is a word and a number: "Annex 2"."""
_HOW_CLOSE = frozenset(
    {"almost", "around", "another", "least", "most", "maybe", "perhaps", "total"}
)
_COUNTS = ("ly", "ed", "s")
"""Ends of words that tell how close a number is, what was done to so many, or what is counted."""
_ANY_DAY = date(2000, 1, 1)
"""Days are looked for, whatever their year."""


def idle_numbers(text: str) -> list[tuple[int, int]]:
    """The spans of a text whose numbers count nothing."""
    days = [(period.start, period.end) for period in periods(text, _ANY_DAY)]
    written = [match.span() for match in _IN_FIGURES.finditer(text)]
    return [*days, *written, *_times_of_day(text), *_labels(text)]


@OF_THE_CLOCK.governs(without=always([]))
def _times_of_day(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in CLOCK.finditer(text)]


@LABELS.governs(without=always([]))
def _labels(text: str) -> list[tuple[int, int]]:
    return [*(match.span() for match in _PART_OF_A_TEXT.finditer(text)), *_named_by_number(text)]


def _named_by_number(text: str) -> Iterator[tuple[int, int]]:
    for match in _NAMED.finditer(text):
        word = match[1].lower()
        if word not in FUNCTION_WORDS | _HOW_CLOSE and not word.endswith(_COUNTS):
            yield match.span()
