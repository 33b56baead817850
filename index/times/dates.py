"""Days that a text names with their month, for what asks of nothing but days."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from index.rules import Stage, declare
from index.times.grammar import expressions
from index.times.lexicon import english
from index.times.tense import is_ahead
from index.times.tokens import Token, tokens_of
from index.times.values import Context, Time

MONTH_NAME = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
YEAR_BESIDE_NUMBERS = r"(?:1[5-9]|20)\d{2}"
_DIGIT = re.compile(r"\d|\b(?:first|second|third|[a-z]+t(?:h|ieth))\s+of\b", re.IGNORECASE)
NO_DAYS = declare(
    "question-impossible-days", Stage.QUESTION,
    "A question for a day that the calendar has not, such as 31 June, is told so.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DayMention:
    """Days named at `start:end` of a text. `stated_year` is False where the year was inferred."""

    start: int
    end: int
    days: tuple[date, ...]
    stated_year: bool


def day_mentions(text: str, anchor: date | None) -> list[DayMention]:
    """Every expression in `text` that names days of a calendar, in order of place.

    Without its year a day is the last one up to `anchor` (the report's date), or the next one where
    the sentence speaks of what is to come; without an anchor it is left out.
    Impossible days (30 February) are no mention, nor are figures that could be two days
    (03/05/2024). Of "March 5-7" the first and the last day are given, of "March 3, 5 and 7" all
    three.
    """
    if _DIGIT.search(text) is None:
        return []
    words = tokens_of(text)
    found = (_mention(token, words, anchor) for token in expressions(words, days_alone=True))
    return [mention for mention in found if mention is not None]


def _mention(token: Token, words: list[Token], anchor: date | None) -> DayMention | None:
    time = token.meant
    if not isinstance(time, Time) or "a_day" not in token.kinds:
        return None
    ahead = not time.stated and is_ahead(words, token.start, token.end)
    hull = time.days(Context(anchor, anchor, reach=0, to_come=ahead))
    if hull is None:
        return None
    days = time.listed(hull[0].year) if time.listed else hull[:1]
    return DayMention(token.start, token.end, days, time.stated)


def _all_are_days(text: str) -> list[str]:
    return []


@NO_DAYS.governs(without=_all_are_days)
def no_days(text: str) -> list[str]:
    """What in `text` is written as a day and is none: "31 June 2024", "28 to 31 June", 2024-02-30.

    What could be anything else is left out: a number beside a month ("In May 40 houses fell"),
    part of a name ("Su-35 March"), figures that are no month ("AD 2018-23-51").
    """
    read = expressions(tokens_of(text), days_alone=True)
    return [
        text[token.start : token.end]
        for before, token in zip([None, *read], read, strict=False)
        if "impossible" in token.kinds or (isinstance(token.meant, Time) and token.meant.impossible)
        if text[token.start].isdigit() or (before is not None and "lead" in before.kinds)
        or re.search(r"\d{4}$", text[token.start : token.end])
    ]  # fmt: skip


def is_to_come(text: str, start: int, end: int) -> bool:
    """True where the sentence around `text[start:end]` puts that day ahead of its telling."""
    return is_ahead(tokens_of(text), start, end)


def month_number(name: str) -> int:
    """The month that an English name or abbreviation of one means, from 1."""
    key = name.casefold().rstrip(".")
    number = english().value("month", key)
    number = english().value("short_month", key) if number == key else number
    if not isinstance(number, int):
        raise ValueError(f"{name!r} is no month.")
    return number


def resolve(match: re.Match[str], anchor: None = None) -> DayMention | None:
    """The day that a match of named groups (day, month or m, year) means; None for none."""
    parts = match.groupdict()
    month = int(parts["m"]) if parts.get("m") else month_number(parts["month"])
    year, day = int(parts["year"]), int(parts["day"])
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        return None
    return DayMention(match.start(), match.end(), (date(year, month, day),), True)
