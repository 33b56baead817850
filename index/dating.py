"""Dates: the days that a text names, and the day on which a report came out.

A page shows several dates, and the most prominent one is often not the report's. So the
signals are weighed against each other: what the file states of itself, a date standing alone
at the head, a date in an address, and the latest day that the text tells of.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import PurePath

from index.types import Block, Confidence, DateSource, Metadata, ReportDate

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_MONTH_NUMBER = {name: n for n, name in enumerate(_MONTHS, 1)} | {
    name[:3]: n for n, name in enumerate(_MONTHS, 1)
} | {"sept": 9}  # fmt: skip
_MONTH_NAME = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_MONTH = rf"{_MONTH_NAME}\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_MORE = (
    r"(?P<more>(?:,\s*\d{1,2}(?:st|nd|rd|th)?(?!\d))*"
    r",?\s*(?:to|and|or|through|until|[-–—&/])\s*\d{1,2}(?:st|nd|rd|th)?(?![\d:%]|[.,]\d))?"
)
_YEAR = r"(?:,?\s+(?P<year>(?:1[7-9]|20)\d{2})(?!\d))?"
_MONTH_FIRST = re.compile(rf"\b{_MONTH}\s+{_DAY}(?![\d:%]|\.\d){_MORE}{_YEAR}", re.IGNORECASE)
_DAY_FIRST = re.compile(rf"\b{_DAY}{_MORE}\s+(?:of\s+)?{_MONTH}{_YEAR}", re.IGNORECASE)
_ISO = re.compile(
    r"\b(?P<year>(?:19|20)\d{2})(?P<sep>[-/])(?P<m>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?!\d)"
)
_AFTER_A_DAY = re.compile(r"(?<!\d)\d{1,2}(?:st|nd|rd|th)?\s+$")
_AFTER_IN = re.compile(r"\bin\s+$", re.IGNORECASE)
_AFTER_A_PREPOSITION = re.compile(
    r"\b(?:on|since|until|till|by|from|before|after|to|between)\s+$", re.IGNORECASE
)
_MONTH_AND_YEAR = re.compile(rf"\b{_MONTH}\s+(?P<year>(?:19|20)\d{{2}})\b")
_WEEKDAY = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?\b", re.IGNORECASE
)
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}|\b\d{1,2}\s*[ap]\.?m\b", re.IGNORECASE)
_AROUND_A_DATE = re.compile(
    r"(?:first|last|published|posted|released|updated|modified|date|on|at|by|et|est|edt|gmt|utc|cet"
    r"|eet|[ap]\.?m|t(?=\d)|z\b|\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[+-]\d{2}:?\d{2})?|[\W_])+",
    re.IGNORECASE,
)
_AUTHOR = re.compile(
    r"\b[Bb]y\s+(?:the\s+)?[A-Z][\w.’'-]*(?:[\s,&]+(?:(?:and|of|for|the)\s+)*[A-Z][\w.’'-]*){0,7}"
)
_BYLINE_AT_MOST = 100
_IN_ADDRESS = (
    re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})[-/_.](?P<m>\d{1,2})[-/_.](?P<day>\d{1,2})(?!\d)"),
    re.compile(
        rf"{_MONTH_NAME}[-_](?P<day>\d{{1,2}})[-_](?P<year>(?:19|20)\d{{2}})(?!\d)", re.IGNORECASE
    ),
    re.compile(
        rf"(?<!\d)(?P<day>\d{{1,2}})[-_]{_MONTH_NAME}[-_](?P<year>(?:19|20)\d{{2}})", re.IGNORECASE
    ),
    re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<m>[01]\d)(?P<day>[0-3]\d)(?!\d)"),
)
_ADDRESS = re.compile(r"https?://\S+")

HEAD_BLOCKS = 6
"""A date standing alone counts as the report's only among this many first blocks."""
FRESH = timedelta(days=14)
"""A dated report tells of something at most this much older; beyond, its date is doubted."""
STALE = timedelta(days=31)
"""A masthead date this much later than the latest event told is the page's, not the report's."""


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
    date); without anchor such expressions are left out. Impossible days (30 February) are no
    mention. Of "March 5-7" the first and the last day are given, of "March 3, 5 and 7" all three.
    """
    found: dict[int, DayMention] = {}
    for pattern in (_ISO, _MONTH_FIRST, _DAY_FIRST):
        for match in pattern.finditer(text):
            mention = None if _is_no_day(text, match) else _resolve(match, anchor)
            overlaps = any(m.start < match.end() and match.start() < m.end for m in found.values())
            if mention is not None and not overlaps:
                found[match.start()] = mention
    return [found[start] for start in sorted(found)]


def event_dates(quote: str, anchor: date | None) -> tuple[date, ...]:
    """The distinct days that `quote` speaks of, in order, resolved against `anchor`."""
    return tuple(sorted({day for mention in day_mentions(quote, anchor) for day in mention.days}))


def _is_no_day(text: str, match: re.Match[str]) -> bool:
    """True where what looks like a day is none.

    "In May 24 people", a number and not a day; "may 24 people", a verb; the "May 12" of
    "3 May 12 drones", where the day stands before.
    """
    parts = match.groupdict()
    if parts["year"]:
        return False
    before = text[max(0, match.start() - 12) : match.start()]
    if parts["month"] in ("may", "march") and not _AFTER_A_PREPOSITION.search(before):
        return True
    if match.start() != match.start("month"):
        return False
    return bool(_AFTER_IN.search(before) or _AFTER_A_DAY.search(before))


def _resolve(match: re.Match[str], anchor: date | None) -> DayMention | None:
    parts = match.groupdict()
    month = int(parts["m"]) if parts.get("m") else _MONTH_NUMBER[_month_key(parts["month"])]
    numbers = [int(parts["day"])]
    for number in map(int, re.findall(r"\d+", parts.get("more") or "")):
        if number > numbers[-1]:
            numbers.append(number)
    if parts["year"]:
        days = [_day(int(parts["year"]), month, n) for n in numbers]
    elif anchor is not None:
        days = [_last_before(anchor, month, n) for n in numbers]
    else:
        return None
    known = tuple(day for day in days if day is not None)
    if not known:
        return None
    return DayMention(match.start(), match.end(), known, bool(parts["year"]))


def _month_key(name: str) -> str:
    key = name.casefold().rstrip(".")
    return key if key in _MONTH_NUMBER else key[:3]


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _last_before(anchor: date, month: int, number: int) -> date | None:
    """The last such day up to `anchor`, a day's grace given for time zones; 29 February too."""
    for year in range(anchor.year + 1, anchor.year - 9, -1):
        day = _day(year, month, number)
        if day is not None and day <= anchor + timedelta(days=1):
            return day
    return None


def date_report(
    text: str, blocks: Sequence[Block], metadata: Metadata, path: str, today: date
) -> tuple[ReportDate, int | None]:
    """The published date of a report, and the number of the block it stands in, if in one.

    `today` bounds what can be believed: a date after it is no published date.
    """
    addresses = [metadata.url or "", *_ADDRESS.findall(text)]
    in_address = {day for a in addresses for day in _days_in_address(a) if day <= today}
    if metadata.published_on is not None and metadata.date_source is not None:
        return _stated(metadata.published_on, metadata.date_source, today), None
    for number, block in enumerate(blocks[:HEAD_BLOCKS]):
        line = text[block.start : block.end]
        day = _standing_alone(line)
        if day is not None and day <= today:
            body = text[block.end :]
            return _weigh_byline(day, line, number, in_address, body), number
    own = [day for day in _days_in_address(metadata.url or "") if day <= today]
    return _undated(text, own, in_address, path, today), None


def _stated(day: date, source: DateSource, today: date) -> ReportDate:
    if day > today:
        note = f"the file gives {_say(day)}, which is still to come"
        return ReportDate(None, None, Confidence.LOW, note, page_date=day)
    return ReportDate(day, source, Confidence.HIGH)


def _standing_alone(line: str) -> date | None:
    """The date of a line that holds a date and nothing else but a weekday, a time and an author.

    Of several, as of publication and of an update, the first.
    """
    mentions = day_mentions(line, None)
    if not mentions or len(line) > _BYLINE_AT_MOST or any(len(m.days) > 1 for m in mentions):
        return None
    rest = line
    for mention in reversed(mentions):
        rest = rest[: mention.start] + " | " + rest[mention.end :]
    rest = _WEEKDAY.sub(" ", _AUTHOR.sub(" ", rest))
    return min(m.days[0] for m in mentions) if _AROUND_A_DATE.fullmatch(rest + " ") else None


def _weigh_byline(
    day: date, line: str, number: int, in_address: set[date], body: str
) -> ReportDate:
    if any(abs(day - other) <= timedelta(days=1) for other in in_address):
        return ReportDate(day, DateSource.BYLINE, Confidence.HIGH)
    masthead = number == 0 and bool(_WEEKDAY.search(line)) and not _CLOCK.search(line)
    latest = latest_event(body, day)
    if latest is None:
        note = "the page is headed with this date, as mastheads are" if masthead else None
        return ReportDate(day, DateSource.BYLINE, Confidence.MEDIUM, note)
    told = f"the latest event told is of {_say(latest)}"
    if masthead and day - latest > STALE:
        note = (
            f"{told}, and the {_say(day)} that heads the page is {(day - latest).days} days later: "
            "the page's date, not the report's, which came out on or soon after that event"
        )
        return ReportDate(latest, DateSource.TEXT, Confidence.LOW, note, page_date=day)
    if day - latest > FRESH:
        return ReportDate(day, DateSource.BYLINE, Confidence.MEDIUM, told)
    return ReportDate(day, DateSource.BYLINE, Confidence.HIGH)


def latest_event(text: str, upto: date) -> date | None:
    """The latest day, or first day of a month with its year, that `text` names up to `upto`."""
    days = [day for m in day_mentions(text, upto) for day in m.days]
    for match in _MONTH_AND_YEAR.finditer(text):
        month = _MONTH_NUMBER[_month_key(match["month"])]
        days.append(date(int(match["year"]), month, 1))
    return max((day for day in days if day <= upto), default=None)


def _undated(
    text: str, own: Sequence[date], in_address: set[date], path: str, today: date
) -> ReportDate:
    """Weaker signals, for a report without a date line.

    An address that the text gives is the report's own only if it is the one with a date, and
    the text tells of nothing after it: it may be a source that the report cites.
    """
    if own:
        return ReportDate(own[0], DateSource.URL, Confidence.MEDIUM, "read from the address")
    in_name = [day for day in _days_in_address(PurePath(path).name) if day <= today]
    if in_name:
        return ReportDate(in_name[0], DateSource.FILE, Confidence.MEDIUM, "read from the file name")
    stated = [
        day for m in day_mentions(text, None) if m.stated_year for day in m.days if day <= today
    ]
    if len(in_address) == 1 and max(stated, default=date.min) <= max(in_address):
        note = "read from the only address with a date that the report gives"
        return ReportDate(max(in_address), DateSource.URL, Confidence.LOW, note)
    if stated:
        note = "the report gives no date; this is the latest day, with its year, that it names"
        return ReportDate(max(stated), DateSource.TEXT, Confidence.LOW, note)
    return ReportDate(note="the report gives no date")


def _days_in_address(address: str) -> Iterator[date]:
    for pattern in _IN_ADDRESS:
        for match in pattern.finditer(address):
            mention = _resolve(match, None)
            if mention is not None:
                yield mention.days[0]


def _say(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
