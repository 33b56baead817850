"""Days that a text names: finding them, and telling which year they mean."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from index.rules import Stage, always, declare

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_MONTH_NUMBER = {name: n for n, name in enumerate(_MONTHS, 1)} | {
    name[:3]: n for n, name in enumerate(_MONTHS, 1)
} | {"sept": 9}  # fmt: skip
MONTH_NAME = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_MONTH = rf"{MONTH_NAME}\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|d)?"
_MORE = (
    r"(?P<more>(?:,\s{0,9}\d{1,2}(?:st|nd|rd|th)?(?!\d)){0,10}"
    r",?\s{0,9}(?:to|and|or|through|until|[-–—&/])\s{0,9}\d{1,2}(?:st|nd|rd|th)?"
    r"(?![\d:%]|[.,]\d))?"
)
_YEAR = r"(?:(?:,\s{0,9}|\s{1,9})(?P<year>(?:1[7-9]|20)\d{2})(?:(?!\d)|(?=\d{1,2}:\d{2})))?"
"""A year, which on pages without their layout may stand against the time: 20243:45 PM."""
YEAR_BESIDE_NUMBERS = r"(?:1[5-9]|20)\d{2}"
_PATTERNS = (
    re.compile(
        rf"\b(?P<year>{YEAR_BESIDE_NUMBERS})(?P<sep>[-/])(?P<m>\d{{1,2}})(?P=sep)"
        r"(?P<day>\d{1,2})(?!\d)"
    ),
    re.compile(
        rf"(?<![\w./-])(?P<day>\d{{1,2}})\.(?P<m>\d{{1,2}})\.(?P<year>{YEAR_BESIDE_NUMBERS})"
        r"(?![\w/-]|\.\d)"
    ),
    re.compile(
        rf"(?<![\w./-])(?P<one>\d{{1,2}})/(?P<other>\d{{1,2}})/(?P<year>{YEAR_BESIDE_NUMBERS})"
        r"(?![\w/-]|\.\d)"
    ),
    re.compile(rf"\b{_MONTH}\s{{1,9}}{_DAY}(?![\d:%]|\.\d){_MORE}{_YEAR}", re.IGNORECASE),
    re.compile(
        rf"\b{_DAY}{_MORE}\s{{1,9}}(?:(?:day\s{{1,9}})?of\s{{1,9}})?{_MONTH}{_YEAR}", re.IGNORECASE
    ),
    re.compile(
        rf"(?<![\w/-]){_DAY}-{MONTH_NAME}-(?P<year>{YEAR_BESIDE_NUMBERS})(?![\w/-])", re.IGNORECASE
    ),
    re.compile(
        rf"(?<![\w/-]){MONTH_NAME}-{_DAY}-(?P<year>{YEAR_BESIDE_NUMBERS})(?![\w/-])", re.IGNORECASE
    ),
)
"""Repetitions are bounded: without bounds a long row of numbers takes time in its square."""
_ANOTHER_YEAR = re.compile(r",?\s\d{4,}(?=\s*(?:[?.,;!]|$))")
"""A number after a day that is no year that is read: 31 December 9999."""
_AFTER_A_DAY = re.compile(r"(?<!\d)\d{1,2}(?:st|nd|rd|th)?\s+$")
_AFTER_IN = re.compile(r"\bin\s+$", re.IGNORECASE)
_AFTER_A_PREPOSITION = re.compile(
    r"\b(?:on|since|until|till|by|from|before|after|to|between)\s+$", re.IGNORECASE
)
_AFTER_WHAT_IS_NUMBERED = re.compile(
    r"\b(?:articles?|sections?|chapters?|paragraphs?|clauses?|rules?|parts?|nos?|numbers?|figures?"
    r"|tables?|phases?|items?|resolutions?|annex|appendix|steps?|pages?|volumes?|issues?|points?"
    r"|protocols?|class|category|levels?|stages?|tiers?|rounds?|groups?|units?|blocks?|versions?)"
    r"\.?\s+$",
    re.IGNORECASE,
)
_TO_COME = re.compile(
    r"(?<![\w/-])(?:will|shall|would|plan(?:s|ned|ning)?|due(?!\s+to\s+(?:the|an?|its|their|his|her|this)\b)"
    r"|schedul(?:ed|es)|next|upcoming|ahead|expir(?:es?|ing|y)|deadline|slated|to be held)\b",
    re.IGNORECASE,
)
_COUNTED = "".join(
    rf"(?<!\b{word}\s)"
    for unit in ("hour", "day", "night", "week", "month", "year")
    for word in (unit, f"{unit}s")
)
_A_LIMIT = re.compile(
    rf"\b(?:until|till|by|{_COUNTED}before|no later than)\s+(?:[A-Za-z]+,?\s+){{0,2}}$",
    re.IGNORECASE,
)
"""Not "two days before"."""
_TOLD = re.compile(
    r"\b(?:that|said|says|stated|reported|announced|told|claimed|noted|published|wrote|warned"
    r"|responded|denied|confirmed|suggested|added)\b",
    re.IGNORECASE,
)
_WILL = re.compile(r"\b(?:will|shall)\b", re.IGNORECASE)
_PARTED = re.compile(rf"{_TOLD.pattern}|\b(?:and|but|while)\b|;", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]{0,3}\s+(?=[A-Z\"'“‘«(])|[\n\r]")
_SENTENCE_AT_MOST = 240
_LEAP_YEAR = 2000
_LAST_MONTH = 12
_PART_OF_A_NAME = re.compile(r"[\w/.-]")
_LED_BY = re.compile(
    r"\b(?:on|since|until|till|by|from|before|after|between|and|to)\s$", re.IGNORECASE
)
_LEADS_WITHIN = 10
_COUNTS_FROM = 39
"""A greater number before a month, without a year, counts something."""

NUMBERS = declare(
    "day-number-of-things", Stage.INGEST,
    "A number beside a month is no day where it counts: “in May 24 people”, “Article 5 May”.",
)  # fmt: skip
VERBS = declare(
    "day-verbs", Stage.INGEST,
    "In small letters “may” and “march” beside a number are verbs, unless after a preposition.",
)  # fmt: skip
TWO_READINGS = declare(
    "day-two-readings", Stage.INGEST,
    "Figures that could be two days, such as 03/05/2024, are read as none, and not day first.",
)  # fmt: skip
WITHOUT_YEAR = declare(
    "day-without-year", Stage.INGEST,
    "A day without its year is its last return up to the day of writing, or its next one.",
)  # fmt: skip
TO_COME = declare(
    "day-to-come", Stage.INGEST,
    "Words such as “will” or “due” put the day of a sentence after the day of writing.",
)  # fmt: skip
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

    Without a year, a day is resolved to its last occurrence up to `anchor` (the report's
    date); without anchor such expressions are left out. Where the sentence speaks of what is to
    come, it is the next occurrence if that is the nearer one, and left out if it is not.
    Impossible days (30 February) are no mention, nor are figures that could be two days
    (03/05/2024). Of "March 5-7" the first and the last day are given, of "March 3, 5 and 7" all
    three.
    """
    found: list[DayMention] = []
    taken = bytearray(len(text))
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if taken.find(1, match.start(), match.end()) >= 0 or _is_no_day(text, match):
                continue
            mention = resolve(match, anchor, text)
            if mention is not None:
                found.append(mention)
                taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    return sorted(found, key=lambda mention: mention.start)


def _all_are_days(text: str) -> list[str]:
    return []


@NO_DAYS.governs(without=_all_are_days)
def no_days(text: str) -> list[str]:
    """What in `text` is written as a day and is none: "31 June 2024", "28 to 31 June", 2024-02-30.

    What could be anything else is left out: a number beside a month ("In May 40 houses fell"),
    part of a name ("Su-35 March"), figures that are no month ("AD 2018-23-51").
    """
    return [
        match[0].strip()
        for pattern in _PATTERNS
        for match in pattern.finditer(text)
        if not _PART_OF_A_NAME.search(text[: match.start()][-1:]) and _means_no_day(match)
    ]


def _means_no_day(match: re.Match[str]) -> bool:
    """Whether what is certainly meant as a day has a number that its month has not."""
    parts = match.groupdict()
    if parts.get("sep") == "-":
        month = int(parts["m"])
        return 1 <= month <= _LAST_MONTH and not _is_in(month, int(parts["day"]), parts["year"])
    if "more" not in parts or parts["month"].islower():
        return False
    days = [int(day) for day in (parts["day"], *re.findall(r"\d+", parts["more"] or ""))]
    month_first = match.start("month") < match.start("day")
    before = match.string[: match.start()][-_LEADS_WITHIN:]
    counts = max(days) > _COUNTS_FROM or (month_first and not _LED_BY.search(before))
    if parts["year"] is None and counts:
        return False
    month = month_number(parts["month"])
    return not all(_is_in(month, day, parts["year"]) for day in days)


def _is_in(month: int, day: int, year: str | None) -> bool:
    """Whether a month has such a day; in some year, where none is named."""
    return 1 <= month <= 12 and 1 <= day <= monthrange(int(year or _LEAP_YEAR), month)[1]


def event_dates(quote: str, anchor: date | None) -> tuple[date, ...]:
    """The distinct days that `quote` speaks of, in order, resolved against `anchor`."""
    return tuple(sorted({day for mention in day_mentions(quote, anchor) for day in mention.days}))


@TO_COME.governs(without=always(False))
def is_to_come(text: str, start: int, end: int) -> bool:
    """True where the sentence around `text[start:end]` puts that day ahead of its telling.

    "Said on 24 May that it will": what is told between parts the day from the word.
    """
    before = text[max(0, start - _SENTENCE_AT_MOST) : start]
    ends = [match.end() for match in _SENTENCE_END.finditer(before)]
    before = before[ends[-1] :] if ends else before
    after = text[end : end + _SENTENCE_AT_MOST]
    stop = _SENTENCE_END.search(after)
    after = after[: stop.start()] if stop else after
    if _A_LIMIT.search(before):
        return True
    words = list(_TO_COME.finditer(before))
    if words and not _TOLD.search(before, words[-1].end()):
        return True
    following = _WILL.search(after)
    if following is None or _TOLD.search(before):
        return False
    return not _PARTED.search(after, 0, following.start())


def month_number(name: str) -> int:
    """The month that an English name or abbreviation of one means, from 1."""
    key = name.casefold().rstrip(".")
    return _MONTH_NUMBER[key if key in _MONTH_NUMBER else key[:3]]


def resolve(match: re.Match[str], anchor: date | None, text: str = "") -> DayMention | None:
    """The days that a match of named groups (day, month or m, year) means; None for none."""
    parts = match.groupdict()
    if parts.get("one"):
        return _of_figures(match, int(parts["one"]), int(parts["other"]), int(parts["year"]))
    month = int(parts["m"]) if parts.get("m") else month_number(parts["month"])
    start, numbers = _numbers(match, text)
    if parts["year"]:
        days = [_day(int(parts["year"]), month, n) for n in numbers]
    elif anchor is not None and WITHOUT_YEAR.applies(True):
        ahead = is_to_come(text, match.start(), match.end())
        days = [_nearest(anchor, month, n, ahead) for n in numbers]
    else:
        return None
    known = tuple(day for day in days if day is not None)
    if not known:
        return None
    return DayMention(start, match.end(), known, bool(parts["year"]))


def _numbers(match: re.Match[str], text: str) -> tuple[int, list[int]]:
    """The numbers of the days that a match names, and where it begins to name them.

    "Issue 14 – 3 May" and "No. 2 – 3 May" name one day: what stands before it counts something.
    """
    start, numbers = match.start(), [int(match["day"])]
    more = match.groupdict().get("more") or ""
    day_first = match.start("day") < match.start("month") if more else False
    before = text[max(0, start - 16) : start]
    counts = NUMBERS.applies(day_first and _AFTER_WHAT_IS_NUMBERED.search(before) is not None)
    for number in re.finditer(r"\d+", more):
        if int(number[0]) > numbers[-1] and not counts:
            numbers.append(int(number[0]))
        elif day_first:
            start, numbers = match.start("more") + number.start(), [int(number[0])]
            counts = False
    return start, numbers


def _is_no_day(text: str, match: re.Match[str]) -> bool:
    """True where what looks like a day is none.

    "In May 24 people", a number and not a day; "may 24 people", a verb; the "May 12" of
    "3 May 12 drones", where the day stands before; the "5 May" of "Article 5 May apply".
    """
    parts = match.groupdict()
    if parts["year"]:
        return False
    if NUMBERS.applies(_ANOTHER_YEAR.match(text, match.end()) is not None):
        return True
    before = text[max(0, match.start() - 16) : match.start()]
    small = parts["month"] in ("may", "march")
    if VERBS.applies(small and _AFTER_A_PREPOSITION.search(before) is None):
        return True
    if match.start() != match.start("month"):
        return NUMBERS.applies(_AFTER_WHAT_IS_NUMBERED.search(before) is not None)
    return NUMBERS.applies(bool(_AFTER_IN.search(before) or _AFTER_A_DAY.search(before)))


def _day_first(match: re.Match[str], one: int, other: int, year: int) -> DayMention | None:
    day = _day(year, other, one) or _day(year, one, other)
    return DayMention(match.start(), match.end(), (day,), True) if day else None


@TWO_READINGS.governs(without=_day_first)
def _of_figures(match: re.Match[str], one: int, other: int, year: int) -> DayMention | None:
    """Day and month by figures, in either order where only one of them makes a day."""
    days = {_day(year, other, one), _day(year, one, other)} - {None}
    only = days.pop() if len(days) == 1 else None
    return DayMention(match.start(), match.end(), (only,), True) if only else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nearest(anchor: date, month: int, number: int, ahead: bool) -> date | None:
    last = _last_before(anchor, month, number)
    if not ahead or last is None or last >= anchor:
        return last
    following = next(
        (day for year in range(anchor.year, anchor.year + 9)
         if (day := _day(year, month, number)) is not None and day > anchor),
        None,
    )  # fmt: skip
    return following if following is not None and following - anchor < anchor - last else None


def _last_before(anchor: date, month: int, number: int) -> date | None:
    """The last such day up to `anchor`, a day's grace given for time zones; 29 February too."""
    for year in range(anchor.year + 1, anchor.year - 9, -1):
        day = _day(year, month, number)
        if day is not None and day <= _plus(anchor, 1):
            return day
    return None


def _plus(day: date, days: int) -> date:
    return day + timedelta(days=days) if day < date(9999, 12, 1) else day
