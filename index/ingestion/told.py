"""What a report says of time and of itself in its text: the days it names, until when it looked,
and who wrote it where another publishes it."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from index.calendar import Period
from index.rules import Stage, declare
from index.text.normalize import aligned
from index.times.dates import MONTH_NAME, day_mentions
from index.times.report import report_times
from index.types import Block, Report, Role, Told

_CUTOFF = re.compile(
    r"\bdata\s+cut-?\s?off\b.{0,60}?\b(?:was|is|of|:)(?=\s).{0,60}?(?P<day>(?:"
    rf"{MONTH_NAME}\.?\s\d{{1,2}}|\d{{1,2}}\s{MONTH_NAME.replace('<month>', '<other>')})"
    r"(?:,?\s\d{4})?)",
    re.IGNORECASE | re.DOTALL,
)
_NAME = r"[A-Z][\w’'.-]*(?:\s(?:(?:of|for|the|on|and|in|de)\s)*[A-Z][\w’'.-]*){0,7}"
_HEADED_BY = re.compile(rf"^(?P<name>{_NAME}):\s")
_FOLLOWED_BY = re.compile(rf"\s[-–—|]\s(?P<name>{_NAME})$")
_WHOSE = re.compile(
    r"\b(?:[Aa]nalysts|[Ee]xperts|[Rr]esearchers|[Ss]pecialists|[Aa]nalysis|[Aa]ssessments?|[Rr]eports?)"
    rf"\s(?:at|of|from|by)\s(?:the\s)?(?P<name>{_NAME})(?:\s\((?P<short>[A-Z]{{2,8}})\))?"
)
_HEAD = 1200
"""Characters of the text in which a report says whose it is."""

DATA_CUTOFF = declare(
    "report-data-cut-off", Stage.INGEST,
    "“Data cut-off was …” tells until when a report looked.",
)  # fmt: skip
ORIGINATOR = declare(
    "report-originator", Stage.INGEST,
    "A name beside the headline that the text has too wrote what another publishes.",
)  # fmt: skip


def times_told(
    text: str, blocks: Sequence[Block], published_on: date | None
) -> dict[int, list[Period]]:
    """The periods that each body block tells of, by its number, and those that they go from and to;
    offsets are the report's."""
    told = {
        number: [one for p in some if not p.of_telling for one in (p, *p.ends)]
        for number, some in report_times(text, blocks, published_on).items()
    }
    return {number: some for number, some in told.items() if some}


def told_by(report: Report, published_on: date | None) -> tuple[Told, dict[int, list[Period]]]:
    """What a report tells of time if it came out on that day: as `told_of` and `times_told` have
    it."""
    times = times_told(report.text, report.blocks, published_on)
    return told_of(report.text, published_on, times), times


def told_of(text: str, published_on: date | None, times: Mapping[int, Sequence[Period]]) -> Told:
    """Until when a report looked, and the span of the days that it names."""
    named = [time for some in times.values() for time in some]
    return Told(
        data_cutoff=_data_cutoff(text, published_on),
        first=min((time.first for time in named), default=None),
        last=max((time.last for time in named), default=None),
    )


def _nobody(
    text: str, blocks: Sequence[Block], title: str | None, publisher: str | None
) -> str | None:
    return None


@ORIGINATOR.governs(without=_nobody)
def originator_of(
    text: str, blocks: Sequence[Block], title: str | None, publisher: str | None
) -> str | None:
    """Who wrote a report, where its headline names them beside what it says; else None.

    A short name is given in full where the text does: "– ISW" is the Institute for the Study of
    War. A name in the headline counts only where the head of the text has it too, so that what a
    speaker is quoted with ("Putin: no talks") makes him no author.
    """
    head = text[:_HEAD]
    body = " ".join(head[b.start : b.end] for b in blocks if b.role is Role.BODY and b.end <= _HEAD)
    headline = aligned(title or "")
    named = _HEADED_BY.match(headline) or _FOLLOWED_BY.search(headline)
    if named is None:
        return None
    name = named["name"]
    if name == publisher:
        return name
    for whose in _WHOSE.finditer(body):
        if name in (whose["name"], whose["short"]):
            return whose["name"]
    return None


def _no_cutoff(text: str, published_on: date | None) -> date | None:
    return None


@DATA_CUTOFF.governs(without=_no_cutoff)
def _data_cutoff(text: str, published_on: date | None) -> date | None:
    stated = _CUTOFF.search(aligned(text))
    days = day_mentions(stated["day"], published_on) if stated else []
    return days[0].days[0] if days else None
