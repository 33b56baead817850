"""Stretches of the calendar that a text names: days, months, seasons and years."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from index.calendar import (
    Period,
    end_of_month,
    last_season,
    part_of_month,
    part_of_year,
    season_of,
)
from index.dates import (
    MONTH_NAME,
    NUMBERS,
    TO_COME,
    TWO_READINGS,
    VERBS,
    WITHOUT_YEAR,
    month_number,
)
from index.feasts import FEASTS, feasts, turns_of_the_year
from index.parts import NAMES_AN_EVENT, ORDINALS, PARTS, part_of, the_year
from index.reckoned import RECKONED, named_days, reckoned
from index.relative import QUOTED, RELATIVE, WEEKDAYS, relative
from index.rules import Rule, Stage, declare

_YEAR = r"(?P<year>(?:1[89]|20)\d{2})"
_PART = (
    r"(?:(?P<part>early|mid|middle|late|(?:the )?(?:beginning|start|middle|end)(?= of))"
    r"(?: of |[- ]|\s)(?:the )?)?"
)
_MONTH_OF_A_YEAR = re.compile(
    rf"\b{_PART}{MONTH_NAME}\b\.?,?\s{{1,9}}(?:of\s)?{_YEAR}\b", re.IGNORECASE
)
_MONTH_ALONE = re.compile(
    r"\b(?:(?i:in|during|since|until|till|by|from|throughout|around|before|after|between|and|to|of"
    r"|last|this)\s|(?=(?i:early|mid|late)[\s-]))"
    rf"(?i:{_PART})(?P<named>{MONTH_NAME})\b(?!\.?\s\d)",
)
_SEASON = re.compile(
    rf"\b(?P<season>spring|summer|autumn|fall|winter)(?: months)?(?: of|,)?\s{_YEAR}"
    r"(?:\s?[-–/]\s?\d{2,4})?\b",
    re.IGNORECASE,
)
_SEASON_BEFORE = re.compile(
    r"\b(?P<season>spring|summer|autumn|fall|winter)(?:,|\s(?:and|or|to|through|until|till)"
    r"|\s?[-–—])\s?(?:the\s)?$",
    re.IGNORECASE,
)
_SEASON_ALONE = re.compile(
    r"\b(?:since|until|before|after|by|during|in|over|of|from)\sthe\s"
    r"(?P<season>spring|summer|autumn|fall|winter)\b(?!\s(?:of\b|\d{4}))",
    re.IGNORECASE,
)
_YEARS = re.compile(
    rf"(?<![\w.,/$€£-]){_PART}{_YEAR}"
    r"(?:\s?[-–]\s?(?P<through>(?:20|19)?\d{2}))?(?![\w%/]|[.,]\d|-\w)"
    r"(?!\s(?:troops|soldiers|men|people|fighters|drones|missiles|tanks|shells|civilians|refugees"
    r"|dollars|euros|hryvnias|roubles|rubles|kilomet(?:re|er)s|km|miles|met(?:re|er)s|homes|jobs)\b)",
    re.IGNORECASE,
)
_DECADE = re.compile(
    r"\bthe\s(?:(?P<part>early|mid|late)[\s-])?(?P<decade>(?:1[89]|20)\d)0['’]?s\b", re.IGNORECASE
)
_DIVISION = re.compile(
    rf"\b(?:the\s)?(?:(?P<ordinal>first|second|third|fourth)\s(?P<unit>half|quarter)|Q(?P<q>[1-4])"
    rf"|H(?P<h>[12]))(?:\sof)?,?\s{_YEAR}\b",
    re.IGNORECASE,
)
_MONTH_BEFORE = re.compile(
    rf"\b{_PART}{MONTH_NAME}\.?(?:,|,?\s(?:and|or|to|through|until|till)|\s?[-–—])\s?"
    r"(?:early |mid-|late )?$",
    re.IGNORECASE,
)
_AFTER_A_PREPOSITION = re.compile(
    r"\b(?:in|during|since|until|till|by|from|before|after|between|and|to|of)\s$", re.IGNORECASE
)
_IMPOSSIBLE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{MONTH_NAME}\b\.?(?:,?\s\d{{4,}})?"
    rf"|\b{MONTH_NAME.replace('<month>', '<other>')}\b\.?\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4,}}",
    re.IGNORECASE,
)
"""Days that are none, such as 31 June 2024, after those that are."""
_DOTLESS = str.maketrans({"\u0131": "i", "\u0130": "I", "\u017f": "s", "\u212a": "K"})
"""Letters that count as others where case does not matter."""
_BELIEVED = range(1800, 2200)
"""Years of an anchor; program's zero times are none."""
_FROM_THEN_ON = re.compile(r"\b(?:since|ever since)\s(?:the\s)?$", re.IGNORECASE)
_WRITTEN_BEFORE = 40
"""Characters in which a month stands that shares its year with the next one."""

DAYS = declare("time-days", Stage.INGEST, "A text speaks of the days that it names: 24 May 2024.")
IMPOSSIBLE = declare(
    "time-impossible-days", Stage.INGEST,
    "Of a day that the calendar has not, such as 31 June 2024, the month and year are not read.",
)  # fmt: skip
MONTHS = declare(
    "time-months", Stage.INGEST, "A text speaks of the months that it names: early May 2024."
)
MONTHS_ALONE = declare(
    "time-months-alone", Stage.INGEST,
    "A month without its year is its last return up to the day of writing: since May.",
)  # fmt: skip
SHARED_YEAR = declare(
    "time-shared-year", Stage.INGEST,
    "A month or season shares the year of the one that follows: in May and June 2024.",
)  # fmt: skip
SEASONS = declare(
    "time-seasons", Stage.INGEST, "A text speaks of the seasons that it names: the spring of 2024."
)
DIVISIONS = declare(
    "time-quarters", Stage.INGEST,
    "A text speaks of the quarters and halves of a year that it names: Q2 2024.",
)  # fmt: skip
YEARS = declare("time-years", Stage.INGEST, "A text speaks of the years that it names: 2022-24.")
DECADES = declare(
    "time-decades", Stage.INGEST, "A text speaks of the decades that it names: the late 1990s."
)
FROM_THEN_ON = declare(
    "time-since", Stage.INGEST, "What is told since a time lasts until the day of writing."
)

RULES_OF_TIMES = (
    DAYS, IMPOSSIBLE, MONTHS, MONTHS_ALONE, SHARED_YEAR, SEASONS, DIVISIONS, YEARS, DECADES,
    FROM_THEN_ON, FEASTS, RECKONED, RELATIVE, WEEKDAYS, QUOTED, PARTS, NAMES_AN_EVENT, NUMBERS,
    VERBS, TWO_READINGS, WITHOUT_YEAR, TO_COME,
)  # fmt: skip
"""All on which depends what times a text tells, for what keeps these."""


def periods(text: str, anchor: date | None, written: date | None = None) -> list[Period]:
    """Every period that `text` names, in order of place, none of them twice.

    What has no year is resolved to its last occurrence up to `anchor`, the report's date, and
    left out without one. What is told relative to the day of writing, such as "last week", is
    resolved by `written`, or else by `anchor`. "Since May 2022" lasts until `anchor`. A length of
    time alone ("for two months") is no period: it tells neither when it began nor when it ended.
    """
    text = text.translate(_DOTLESS)
    anchor, written = _believed(anchor), _believed(written)
    taken = bytearray(len(text))
    found: list[Period] = []
    days = [
        (FEASTS, list(turns_of_the_year(text, anchor))),
        (DAYS, list(named_days(text, anchor))),
        (FEASTS, list(feasts(text, anchor))),
    ]
    months, alone = list(_months(text)), list(_months_alone(text, anchor))
    known = (*days, (MONTHS, months), (MONTHS_ALONE, alone))
    ways: tuple[tuple[Rule, Iterable[Period]], ...] = (
        (RECKONED, reckoned(text, [p for rule, some in known if rule.on for p in some])), *days,
        (MONTHS, months), (SEASONS, _seasons(text)), (DIVISIONS, _divisions(text)),
        (RELATIVE, relative(text, written or anchor, anchor)),
        (SEASONS, _seasons_alone(text, anchor)), (MONTHS_ALONE, alone),
        (YEARS, _years(text)), (DECADES, _decades(text)),
        (PARTS, the_year(text, anchor)),
    )  # fmt: skip
    for rule, some in ways:
        if rule is MONTHS:
            for match in _IMPOSSIBLE.finditer(text):
                if IMPOSSIBLE.applies(taken.find(0, match.start(), match.end()) >= 0):
                    taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
        for period in some:
            if rule.applies(taken.find(1, period.start, period.end) < 0):
                taken[period.start : period.end] = b"\1" * (period.end - period.start)
                found.append(_open_ended(text, part_of(text, period), anchor))
                if rule is RECKONED:
                    _note(rule for rule, some in known if some)
    return sorted(found, key=lambda period: period.start)


def _note(rules: Iterable[Rule]) -> None:
    """What is reckoned from a time that one of these rules reads depends on it."""
    for rule in rules:
        rule.applies(True)


def _believed(day: date | None) -> date | None:
    return day if day is not None and day.year in _BELIEVED else None


def _months(text: str) -> Iterator[Period]:
    for match in _MONTH_OF_A_YEAR.finditer(text):
        year, month = int(match["year"]), month_number(match["month"])
        if match["month"] == "may" and not _AFTER_A_PREPOSITION.search(
            text[max(0, match.start() - 12) : match.start()]
        ):
            continue
        yield Period(match.start(), match.end(), *part_of_month(year, month, match["part"]))
        yield from _months_before(text, match.start(), year, month)


def _months_before(text: str, start: int, year: int, month: int) -> Iterator[Period]:
    """Months that share the year of the one at `start`: "in May, June and July 2024"."""
    begin = max(0, start - _WRITTEN_BEFORE)
    before = _MONTH_BEFORE.search(text[begin:start])
    if before is None or not SHARED_YEAR.applies(True):
        return
    named = month_number(before["month"])
    own = year if named <= month else year - 1
    first = begin + (before.start("part") if before["part"] else before.start("month"))
    yield Period(first, begin + before.end("month"), *part_of_month(own, named, before["part"]))
    yield from _months_before(text, first, own, named)


def _months_alone(text: str, anchor: date | None) -> Iterator[Period]:
    if anchor is None:
        return
    for match in _MONTH_ALONE.finditer(text):
        number = month_number(match["month"])
        year = anchor.year if number <= anchor.month else anchor.year - 1
        start = match.start("part") if match["part"] else match.start("named")
        first, last = part_of_month(year, number, match["part"])
        yield Period(start, match.end(), first, last, stated_year=False)


def _seasons_alone(text: str, anchor: date | None) -> Iterator[Period]:
    if anchor is None:
        return
    for match in _SEASON_ALONE.finditer(text):
        first, last = last_season(match["season"], anchor)
        yield Period(match.start("season"), match.end(), first, last, stated_year=False)


def _seasons(text: str) -> Iterator[Period]:
    for match in _SEASON.finditer(text):
        year = int(match["year"])
        yield Period(match.start(), match.end(), *season_of(year, match["season"]))
        begin = max(0, match.start() - _WRITTEN_BEFORE)
        before = _SEASON_BEFORE.search(text[begin : match.start()])
        if before is not None and SHARED_YEAR.applies(True):
            first, last = season_of(year, before["season"])
            own = season_of(year, match["season"])[0]
            if first > own:
                first, last = season_of(year - 1, before["season"])
            yield Period(begin + before.start(), begin + before.end("season"), first, last)


def _divisions(text: str) -> Iterator[Period]:
    for match in _DIVISION.finditer(text):
        halves = bool(match["h"]) or (match["unit"] or "").casefold() == "half"
        counted = match["q"] or match["h"]
        number = int(counted) if counted else 1 + ORDINALS.index(match["ordinal"].casefold())
        months = 6 if halves else 3
        if number * months <= 12:
            year, last = int(match["year"]), number * months
            first = date(year, last - months + 1, 1)
            yield Period(match.start(), match.end(), first, end_of_month(year, last))


def _years(text: str) -> Iterator[Period]:
    for match in _YEARS.finditer(text):
        year = int(match["year"])
        through = match["through"]
        until = int(f"{str(year)[: 4 - len(through)]}{through}") if through else year
        if year <= until <= year + 99:
            first, last = part_of_year(year, match["part"])
            last = date(until, 12, 31) if through else last
            yield Period(match.start(), match.end(), first, last)


def _decades(text: str) -> Iterator[Period]:
    for match in _DECADE.finditer(text):
        first = int(f"{match['decade']}0")
        years = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get(
            (match["part"] or "").casefold(), (0, 9)
        )
        days = date(first + years[0], 1, 1), date(first + years[1], 12, 31)
        yield Period(match.start(), match.end(), *days)


def _as_named(text: str, period: Period, anchor: date | None) -> Period:
    return period


@FROM_THEN_ON.governs(without=_as_named)
def _open_ended(text: str, period: Period, anchor: date | None) -> Period:
    since = _FROM_THEN_ON.search(text[max(0, period.start - 16) : period.start])
    if since is None or anchor is None or anchor <= period.last:
        return period
    return replace(period, last=anchor, begun=period.last)
