"""The day on which a report came out.

A page shows several dates, and the most prominent one is often not the report's. So the
signals are weighed against each other: what the file states of itself, a date standing alone
at the head, a date in the report's address, and the days that the text tells of.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import PurePath

from index.dates import (
    MONTH_NAME,
    YEAR_BESIDE_NUMBERS,
    day_mentions,
    is_to_come,
    month_number,
    resolve,
)
from index.normalize import aligned
from index.rules import Stage, always, declare
from index.standing import is_standing, menu_length
from index.types import Block, Confidence, DateSource, Metadata, ReportDate

__all__ = ["HEAD_BLOCKS", "date_report", "day_mentions"]
_YEAR = rf"(?P<year>{YEAR_BESIDE_NUMBERS})"
_MONTH_AND_YEAR = re.compile(rf"\b{MONTH_NAME}\b\.?\s{{1,9}}{_YEAR}\b")
_WEEKDAY = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?\b", re.IGNORECASE
)
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}|\b\d{1,2}\s*[ap]\.?m\b", re.IGNORECASE)
_AROUND_A_DATE = re.compile(
    r"(?<![A-Za-z])(?:first|last|published|posted|released|issued|updated|modified|edited|date|on"
    r"|at|by|et|pt|ct|[ecmp][sd]t|bst|ist|jst|msk|hkt|sgt|a[ew][sd]t|gmt|utc|ce[s]?t|ee[s]?t|uhr"
    r"|local time|[ap]\.?m|t(?=\d)|z)(?![A-Za-z])"
    r"|\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\.\d{1,6})?|[+-]\d{1,2}(?::?\d{2})?(?!\d)"
    r"|\d{1,3}[ -]?min(?:ute)?s?(?: read)?(?![A-Za-z])"
    r"|(?:\d{1,3}|\ban?) (?:minute|hour|day|week|month|year)s? ago(?![A-Za-z])",
    re.IGNORECASE,
)
_PLACE = re.compile(r"\|\s{0,3}[A-Z][A-Z .'’-]{1,30}$")
_AUTHOR = re.compile(
    r"\b[Bb]y\s+(?:the\s+)?[A-Z][\w.’'-]*(?:[\s,&]+(?:(?:and|of|for|the)\s+)*[A-Z][\w.’'-]*){0,7}"
)
_OF_AN_UPDATE = re.compile(r"updated|modified|edited", re.IGNORECASE)
_OF_PUBLICATION = re.compile(r"published|posted|released|issued", re.IGNORECASE)
_WIRE = re.compile(
    r"[A-Z][A-Z .,'’/-]{2,40}?,\s(?P<day>[A-Z][a-z]{2,8}\.?\s\d{1,2})\s\([^()]{2,30}\)"
)
_UPDATE = re.compile(
    r"(?:(?<=\n)|(?<=[\w.],)|(?<=[\w.], )|\A)(?P<day>[A-Z][a-z]{2,8}\.?\s\d{1,2}),\s"
    r"\d{1,2}(?:[:.]\d{2})?\s?[ap]\.?m\b\.?\s?[A-Z]{2,4}\b",
    re.IGNORECASE,
)
"""A day and the time of day with its zone, at the head or after the authors: June 9, 7 pm ET."""
_BYLINE_AT_MOST, _AUTHORS_AT_MOST = 120, 300
_IN_ADDRESS = (
    re.compile(rf"(?<!\d){_YEAR}[-/_.](?P<m>\d{{1,2}})[-/_.](?P<day>\d{{1,2}})(?!\d)"),
    re.compile(rf"{MONTH_NAME}[-_](?P<day>\d{{1,2}})[-_]{_YEAR}(?!\d)", re.IGNORECASE),
    re.compile(rf"(?<!\d)(?P<day>\d{{1,2}})[-_]{MONTH_NAME}[-_]{_YEAR}", re.IGNORECASE),
    re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<m>[01]\d)(?P<day>[0-3]\d)(?!\d)"),
)
_ADDRESS = re.compile(r"https?://\S+")
_OWN_ADDRESS_LINE = re.compile(
    r"[^\n]{0,40}\b(?:full|original|report|source)\b[^\n]{0,40}https?://\S+\W{0,3}", re.IGNORECASE
)
_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]]{0,3}$")

HEAD_BLOCKS = 6
"""A date standing alone counts as the report's only among this many first blocks."""
FRESH = timedelta(days=14)
"""A dated report tells of something at most this much older; beyond, its date is doubted."""
STALE = timedelta(days=31)
"""A masthead date this much later than the latest event told is the page's, not the report's."""
_A_YEAR = timedelta(days=366)
_A_DAY = timedelta(days=1)
_LAST_YEAR = 9990

NOT_TO_COME = declare(
    "date-not-to-come", Stage.INGEST, "A day after today is no day on which a report came out."
)
OWN_ADDRESS = declare(
    "date-own-address", Stage.INGEST,
    "A date line is sure where the report's own address names the same day.",
)  # fmt: skip
DATE_LINE = declare(
    "date-line", Stage.INGEST,
    "A line at the head that holds a day and nothing else tells when the report came out.",
)  # fmt: skip
MASTHEAD = declare(
    "date-masthead", Stage.INGEST,
    "A day with its weekday above all else may be that of printing: the text must bear it out.",
)  # fmt: skip
UPDATE = declare(
    "date-of-an-update", Stage.INGEST,
    "A date line that speaks of an update is not the first to be believed.",
)  # fmt: skip
BEFORE_EVENTS = declare(
    "date-before-events", Stage.INGEST,
    "A date line is doubted where the text tells of later days.",
)  # fmt: skip
AFTER_EVENTS = declare(
    "date-long-after-events", Stage.INGEST,
    f"A date line is less sure where the text tells of nothing in the {FRESH.days} days before it.",
)  # fmt: skip
IN_ADDRESS = declare(
    "date-address", Stage.INGEST,
    "A report without a date line came out on the day in its own address.",
)  # fmt: skip
IN_FILE_NAME = declare(
    "date-file-name", Stage.INGEST,
    "A report without a date line came out on the day in the name of its file.",
)  # fmt: skip
NO_YEAR = declare(
    "date-line-without-year", Stage.INGEST,
    "A date line without its year is of the first such day after the latest that the text names.",
)  # fmt: skip
CITED_ADDRESS = declare(
    "date-cited-address", Stage.INGEST,
    "A report without any date came out on the day in the only dated address that it gives.",
)  # fmt: skip
HINTED = declare(
    "date-hint", Stage.INGEST,
    "A report without any date came out when it was sent or saved, if it names no later day.",
)  # fmt: skip
LATEST_DAY = declare(
    "date-latest-day-told", Stage.INGEST,
    "A report without any date came out on or after the latest day that it names.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _DateLine:
    """A line of the head that holds a date and nothing else; `block` is its number."""

    day: date
    line: str
    block: int
    first: bool

    @property
    def is_masthead(self) -> bool:
        named = self.first and _WEEKDAY.search(self.line) is not None
        return MASTHEAD.applies(named and _CLOCK.search(self.line) is None)

    @property
    def is_update(self) -> bool:
        """True where the line's first date is one of an update, and none is of publication."""
        label = self.line[: day_mentions(self.line, None)[0].start]
        named = _OF_AN_UPDATE.search(label) is not None
        return UPDATE.applies(named and _OF_PUBLICATION.search(self.line) is None)


@dataclass(frozen=True, slots=True)
class _Told:
    """Days up to a date line's that the text tells of, and those with a year after it."""

    stated: tuple[date, ...]
    inferred: tuple[date, ...]
    later: tuple[date, ...]

    def latest(self, upto: date) -> date | None:
        return max((day for day in self.stated + self.inferred if day <= upto), default=None)


def _dated_however_late(
    text: str, blocks: Sequence[Block], metadata: Metadata, path: str, today: date
) -> tuple[ReportDate, int | None]:
    return _dated(text, blocks, metadata, path, date.max)


@NOT_TO_COME.governs(without=_dated_however_late)
def date_report(
    text: str, blocks: Sequence[Block], metadata: Metadata, path: str, today: date
) -> tuple[ReportDate, int | None]:
    """The published date of a report, and the number of the block it stands in, if in one.

    `today` bounds what can be believed: a date after it is no published date.
    """
    return _dated(text, blocks, metadata, path, today)


def _dated(
    text: str, blocks: Sequence[Block], metadata: Metadata, path: str, today: date
) -> tuple[ReportDate, int | None]:
    if metadata.published_on is not None and metadata.date_source is not None:
        return _stated(metadata, metadata.published_on, today), None
    own = _own_days(text, blocks, metadata, today)
    lines = _date_lines(text, blocks, today)
    weighed = [(_weigh(line, lines, own, text, blocks, today), line.block) for line in lines]
    trusted = [found for found in weighed if found[0].confidence is not Confidence.LOW]
    if weighed:
        return (trusted or weighed)[0]
    return _undated(text, blocks, metadata, path, today)


def _stated(metadata: Metadata, day: date, today: date) -> ReportDate:
    if day > today:
        note = f"the file gives {_say(day)}, which is still to come"
        return ReportDate(None, None, Confidence.LOW, note, page_date=day)
    if not metadata.date_is_stated:
        note = "the page does not say that this is the day of publication"
        return ReportDate(day, metadata.date_source, Confidence.MEDIUM, note)
    return ReportDate(day, metadata.date_source, Confidence.HIGH)


@OWN_ADDRESS.governs(without=always(frozenset[date]()))
def _own_days(
    text: str, blocks: Sequence[Block], metadata: Metadata, today: date
) -> frozenset[date]:
    """Days in addresses that are the report's: its stated one, and lines that give it in full."""
    addresses = [metadata.url or ""]
    for block in blocks:
        if _OWN_ADDRESS_LINE.fullmatch(text, block.start, min(block.end, block.start + 2000)):
            addresses += _ADDRESS.findall(text, block.start, block.end)
    return frozenset(day for a in addresses for day in _days_in_address(a) if day <= today)


def _no_lines(text: str, blocks: Sequence[Block], today: date) -> list[_DateLine]:
    return []


@DATE_LINE.governs(without=_no_lines)
def _date_lines(text: str, blocks: Sequence[Block], today: date) -> list[_DateLine]:
    """Date lines of the head, in order of place, those that speak of an update last.

    Below the first, text ends the head: a date line after it may be another report's.
    """
    begin = menu_length(text, blocks)
    found: list[_DateLine] = []
    for number, block in enumerate(blocks[begin : begin + HEAD_BLOCKS], begin):
        line = text[block.start : block.end]
        if found and _SENTENCE.search(line[-8:]):
            day = _standing_alone(line)
            if day is None:
                break
        day = _standing_alone(line)
        if day is not None and day <= today:
            found.append(_DateLine(day, line, number, number == begin))
    return sorted(found, key=lambda line: line.is_update)


def _standing_alone(line: str, anchor: date | None = None) -> date | None:
    """The date of a line that holds a date and nothing else but a weekday, a time and an author.

    Of several, as of publication and of an update, the first.
    """
    if len(line) > _BYLINE_AT_MOST:
        return None
    rest = line = _PLACE.sub("", line)
    mentions = day_mentions(line, anchor)
    if not mentions or any(len(m.days) > 1 for m in mentions):
        return None
    for mention in reversed(mentions):
        rest = rest[: mention.start] + " | " + rest[mention.end :]
    rest = _AROUND_A_DATE.sub(" ", _WEEKDAY.sub(" ", _AUTHOR.sub(" ", rest)))
    if any(c.isalnum() for c in rest):
        return None
    return min(m.days[0] for m in mentions)


def _weigh(
    line: _DateLine,
    lines: Sequence[_DateLine],
    own: frozenset[date],
    text: str,
    blocks: Sequence[Block],
    today: date,
) -> ReportDate:
    """What a date line is worth, beside the other lines and what the body tells."""
    day = line.day
    if any(abs(day - other) <= _A_DAY for other in own):
        return ReportDate(day, DateSource.BYLINE, Confidence.HIGH)
    told = _told(text, blocks[line.block + 1 :], day, today)
    others = [other.day for other in lines if not (other.is_masthead or other.is_update)]
    later = max([*told.later, *(o for o in others if o - day > _A_YEAR)], default=None)
    if later is not None and BEFORE_EVENTS.applies(True):
        return _doubted(day, later)
    if line.is_masthead:
        return _weigh_masthead(day, told)
    latest = told.latest(day)
    if line.is_update:
        note = "the page gives only the day of an update"
        return ReportDate(day, DateSource.BYLINE, Confidence.MEDIUM, note)
    if latest is None:
        return ReportDate(day, DateSource.BYLINE, Confidence.MEDIUM)
    if AFTER_EVENTS.applies(day - latest > FRESH):
        note = f"the latest event told is of {_say(latest)}"
        return ReportDate(day, DateSource.BYLINE, Confidence.MEDIUM, note)
    return ReportDate(day, DateSource.BYLINE, Confidence.HIGH)


def _doubted(day: date, later: date) -> ReportDate:
    """A date before what the text tells. Years before, it is the story's and not the report's."""
    if later - day <= _A_YEAR:
        note = f"the text tells of {_say(later)}, which is after the date that heads it"
        return ReportDate(day, DateSource.BYLINE, Confidence.LOW, note)
    note = (
        f"the {_say(day)} that heads the report is long before the {_say(later)} that it tells of: "
        "it came out on or after that day"
    )
    return ReportDate(later, DateSource.TEXT, Confidence.LOW, note)


def _weigh_masthead(day: date, told: _Told) -> ReportDate:
    """A masthead changes with the day of printing, so the text must bear it out.

    A day without its year is resolved by the very date in doubt. So where older days are told,
    such days bear it out only if they are the more, and not fully if each stated year is older.
    """
    old = {d for d in told.stated + told.inferred if day - d > STALE}
    near = {d for d in told.inferred if day - d <= STALE}
    borne_out = any(day - d <= STALE for d in told.stated)
    latest = told.latest(day)
    if not borne_out and old and len(near) <= len(old):
        latest = max(old)
    if latest is None:
        note = "the page is headed with this date, as mastheads are"
        return ReportDate(day, DateSource.BYLINE, Confidence.MEDIUM, note)
    note = f"the latest event told is of {_say(latest)}"
    if day - latest > STALE:
        note += (
            f", and the {_say(day)} that heads the page is {(day - latest).days} days later: "
            "the page's date, not the report's, which came out on or soon after that event"
        )
        return ReportDate(latest, DateSource.TEXT, Confidence.LOW, note, page_date=day)
    if AFTER_EVENTS.applies(day - latest > FRESH) or (told.stated and not borne_out):
        return ReportDate(day, DateSource.BYLINE, Confidence.MEDIUM, note)
    return ReportDate(day, DateSource.BYLINE, Confidence.HIGH)


def _told(text: str, blocks: Sequence[Block], day: date, today: date) -> _Told:
    """The days that the sentences of the body tell of, as seen from `day`."""
    stated: list[date] = []
    inferred: list[date] = []
    later: list[date] = []
    for block in blocks:
        line = aligned(text[block.start : block.end]).rstrip()
        if not _SENTENCE.search(line[-8:]) or is_standing(line):
            continue
        for mention in day_mentions(line, day):
            (stated if mention.stated_year else inferred).extend(mention.days)
            after = [d for d in mention.days if day + _A_DAY < d <= today]
            if mention.stated_year and after:
                later += [] if is_to_come(line, mention.start, mention.end) else after
        stated += _months(line)
    return _Told(
        tuple(d for d in stated if d <= day), tuple(d for d in inferred if d <= day), tuple(later)
    )


def _months(text: str) -> list[date]:
    return [
        date(int(match["year"]), month_number(match["month"]), 1)
        for match in _MONTH_AND_YEAR.finditer(text)
    ]


def _undated(
    text: str, blocks: Sequence[Block], metadata: Metadata, path: str, today: date
) -> tuple[ReportDate, int | None]:
    """Weaker signals, for a report without a date line.

    An address that the text gives is the report's own only if it is the one with a date, and
    the text tells of nothing after it: it may be a source that the report cites.
    """
    own = [day for day in _days_in_address(metadata.url or "") if day <= today]
    if IN_ADDRESS.applies(bool(own)):
        note = "read from the address"
        return ReportDate(own[0], DateSource.URL, Confidence.MEDIUM, note), None
    in_name = [day for day in _days_in_address(PurePath(path).name) if day <= today]
    if IN_FILE_NAME.applies(bool(in_name)):
        note = "read from the file name"
        return ReportDate(in_name[0], DateSource.FILE, Confidence.MEDIUM, note), None
    latest = _latest_named(text, blocks, today)
    yearless = _without_year(text, blocks, latest, today) if latest else None
    if yearless is not None:
        return yearless
    in_text = {
        day for a in _ADDRESS.findall(text) for day in _days_in_address(a) if day <= today
    }  # fmt: skip
    if CITED_ADDRESS.applies(len(in_text) == 1 and (latest or date.min) <= max(in_text)):
        note = "read from the only address with a date that the report gives"
        return ReportDate(max(in_text), DateSource.URL, Confidence.LOW, note), None
    hinted = _hinted(metadata, latest, today)
    if hinted is not None:
        return hinted, None
    if latest is not None and LATEST_DAY.applies(True):
        note = (
            "the report gives no date; this is the latest day, with its year, that it names: the "
            "report may be later"
        )
        return ReportDate(latest, DateSource.TEXT, Confidence.LOW, note), None
    return ReportDate(note="the report gives no date"), None


def _unhinted(metadata: Metadata, latest: date | None, today: date) -> ReportDate | None:
    return None


@HINTED.governs(without=_unhinted)
def _hinted(metadata: Metadata, latest: date | None, today: date) -> ReportDate | None:
    """The likeliest day given beside a report that is none before the latest that it names."""
    for hint in metadata.hints:
        if (latest or date.min) <= hint.day <= today:
            note = f"the report gives no date; it was {hint.said} on {_say(hint.day)}"
            return ReportDate(hint.day, hint.source, Confidence.LOW, note)
    return None


def _latest_named(text: str, blocks: Sequence[Block], today: date) -> date | None:
    """The latest day with its year that is told as past, and not in a copyright line."""
    latest: date | None = None
    for block in blocks:
        line = text[block.start : block.end]
        if is_standing(line):
            continue
        for mention in day_mentions(line, None):
            day = max((day for day in mention.days if day <= today), default=None)
            newer = day is not None and (latest is None or day > latest)
            if newer and not is_to_come(line, mention.start, mention.end):
                latest = day
    return latest


def _undatable(
    text: str, blocks: Sequence[Block], latest: date, today: date
) -> tuple[ReportDate, int | None] | None:
    return None


@NO_YEAR.governs(without=_undatable)
def _without_year(
    text: str, blocks: Sequence[Block], latest: date, today: date
) -> tuple[ReportDate, int | None] | None:
    """A date line without its year, as of a wire or an update, on or after the latest day told.

    Its year is that of its first return after that day. Soon after, that can hardly be wrong.
    """
    begin = menu_length(text, blocks)
    for number, block in enumerate(blocks[begin : begin + HEAD_BLOCKS], begin):
        found, alone = _date_without_year(text, block)
        day = _first_return(found, latest) if found else None
        if day is None or day > today:
            continue
        soon = day - latest <= STALE
        note = "the date line leaves out the year, which is that of the latest day named"
        if not soon:
            note = (
                "the date line leaves out the year; it is taken to be the first such day after "
                f"{_say(latest)}, the latest that the text names with its year"
            )
        confidence = Confidence.MEDIUM if soon else Confidence.LOW
        dated = ReportDate(day, DateSource.BYLINE, confidence, note)
        return dated, number if alone else None
    return None


def _date_without_year(text: str, block: Block) -> tuple[str, bool]:
    """A day that heads a block, and whether nothing else stands in it; an empty text for none."""
    line = text[block.start : min(block.end, block.start + _BYLINE_AT_MOST)]
    wire = _WIRE.match(line)
    if wire is not None:
        return wire["day"], False
    if block.end - block.start <= _BYLINE_AT_MOST and _CLOCK.search(line):
        return line, True
    update = _UPDATE.search(text, block.start, min(block.end, block.start + _AUTHORS_AT_MOST))
    return (update["day"], False) if update is not None else ("", False)


def _first_return(line: str, since: date) -> date | None:
    """The day of a date line on its first return on or after a day."""
    last = _standing_alone(line, since)
    if last is None or last >= since or since.year > _LAST_YEAR:
        return last
    return _standing_alone(line, since + _A_YEAR - _A_DAY)


def _days_in_address(address: str) -> Iterator[date]:
    for pattern in _IN_ADDRESS:
        for match in pattern.finditer(address):
            mention = resolve(match, None)
            if mention is not None:
                yield mention.days[0]


def _say(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
