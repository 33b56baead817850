"""Parts of a stretch of the calendar: the last days of 2024, the second half of March, late last
year."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from index.calendar import Period, end_of_month, months_before, part_of_month, part_of_year
from index.dates import is_to_come
from index.relative import COUNT, DAYS_IN, count_of
from index.rules import Stage, always, declare
from index.terms import FUNCTION_WORDS

ORDINALS = ("first", "second", "third", "fourth")
_FROM_THE_END = ("last", "closing", "final", "latter", "late", "concluding", "dying")
_WHICH = (
    rf"(?P<which>{'|'.join((*ORDINALS, *_FROM_THE_END))}|opening|initial|earliest|early|beginning)"
)
_SHARES = {"half": 2, "third": 3, "quarter": 4}
_UNIT = rf"(?P<unit>day|week|fortnight|month|{'|'.join(_SHARES)})(?P<many>s)?"
_OF = r"\s(?:of|in)\s(?:the\s)?(?:(?:calendar\s)?year\s|month\sof\s)?"
_SOME_OF = re.compile(rf"\b(?:the\s)?{_WHICH}\s(?:{COUNT}\s)?{_UNIT}{_OF}$", re.IGNORECASE)
_THIRD_OF = re.compile(
    r"\b(?:(?P<part>early|mid|middle|late)[\s-](?:in\s)?(?:the\s)?(?:year\s)?"
    r"|(?:the\s)?(?P<end>beginning|start|middle|end|close)\sof\s(?:the\s)?(?:(?:calendar\s)?year\s"
    r"|month\sof\s)?|(?:the\s)?year(?:['’]s\s|-)(?P<year_s>end)\s(?:of\s)?)$",
    re.IGNORECASE,
)
_AFTER_IT = re.compile(rf"['’]s\s{_WHICH}\s(?:{COUNT}\s)?{_UNIT}\b", re.IGNORECASE)
"""What owns its part: "2024's final weeks"."""
_THE_YEAR = re.compile(
    rf"(?:\b(?:the\s)?{_WHICH}\s(?:{COUNT}\s)?{_UNIT}\s(?:of|in)|\bmiddle\sof"
    r"|\b(?:beginning|start|end|close)\sof|\b(?:early|late)\sin)\s(?P<year>the\syear)\b"
    r"(?!\s(?:\d|of\b|to\scome)|['’])",
    re.IGNORECASE,
)
_A_YEAR = re.compile(r"(?<![\w.,/$€£-])(?:1[89]|20)\d{2}(?![\w%/-]|[.,]\d)")
_WRITTEN_BEFORE = 60
"""Characters in which the words stand that take a part."""
_NAMED_BEFORE = 300
"""Characters in which the year stands that "the year" means."""
_SHORTEST = 28
"""Days; of what is shorter no part is told."""
_A_MONTH = 31
_AN_EVENT = re.compile(
    rf"\s(?!(?:{'|'.join(sorted(FUNCTION_WORDS))})\b)(?:[A-Z][a-z]+\s)?[a-z]{{3,}}(?![a-z’'-])"
)
_THE = re.compile(r"\bthe\s$", re.IGNORECASE)

PARTS = declare(
    "time-parts", Stage.INGEST,
    "Words beside a time take a part of it: the last weeks of 2024, late last year.",
)  # fmt: skip
NAMES_AN_EVENT = declare(
    "time-names-an-event", Stage.INGEST,
    "A time before a noun tells which event is meant, at some day within: the March 2024 election.",
)  # fmt: skip


def _all_of_it(text: str, whole: Period) -> Period:
    return whole


@PARTS.governs(without=_all_of_it)
def part_of(text: str, whole: Period) -> Period:
    """The part of a period that the words beside it take; the period where they take none.

    Days, weeks and months that are not counted are some, as `count_of` has them.
    """
    if whole.days < _SHORTEST or names_an_event(text, whole):
        return whole
    begin = max(0, whole.start - _WRITTEN_BEFORE)
    before = text[begin : whole.start]
    after = _AFTER_IT.match(text, whole.end)
    some = _SOME_OF.search(before) or after
    if some is not None:
        start = whole.start if some is after else begin + some.start()
        end = some.end() if some is after else whole.end
        return replace(_some(some, whole), start=start, end=end)
    third = _THIRD_OF.search(before)
    if third is None:
        return whole
    name = (third["part"] or third["end"] or third["year_s"]).casefold()
    first, last = _third(whole, "end" if name == "close" else name)
    return replace(whole, start=begin + third.start(), first=first, last=last)


def the_year(text: str, anchor: date | None) -> Iterator[Period]:
    """The year of "the last weeks of the year": the last one named shortly before in `text`, or
    else that of `anchor`; the one before, where that part of it has not begun and is not to come.
    """
    for match in _THE_YEAR.finditer(text):
        named = _A_YEAR.findall(text, max(0, match.start() - _NAMED_BEFORE), match.start())
        if not named and anchor is None:
            continue
        year = int(named[-1]) if named else anchor.year if anchor else 0
        found = _year(match, year)
        ahead = named or is_to_come(text, match.start(), match.end())
        if not ahead and anchor is not None and part_of(text, found).first > anchor:
            found = _year(match, year - 1)
        yield found


@NAMES_AN_EVENT.governs(without=always(False))
def names_an_event(text: str, period: Period) -> bool:
    """Whether a period only tells which of several is meant: "the March 2024 election"."""
    before = text[max(0, period.start - 4) : period.start]
    return _THE.search(before) is not None and _AN_EVENT.match(text, period.end) is not None


def _year(match: re.Match[str], year: int) -> Period:
    days = date(year, 1, 1), date(year, 12, 31)
    return Period(match.start("year"), match.end("year"), *days, stated_year=False)


def _some(match: re.Match[str], whole: Period) -> Period:
    which, unit = match["which"].casefold(), match["unit"].casefold()
    ends = which in _FROM_THE_END
    number = 1 + ORDINALS.index(which) if which in ORDINALS else 1
    if unit in _SHARES:
        return _shares(match, whole, 0 if ends else number, _SHARES[unit])
    count = count_of(match["count"], unit if match["many"] else None)
    if number > 1 and match["count"]:
        return whole
    if ends:
        return replace(whole, first=max(whole.first, _back(whole.last, count, unit)))
    first = _on(whole.first, number - 1, unit)
    last = _on(first, count, unit) - timedelta(days=1)
    return replace(whole, first=min(first, whole.last), last=min(last, whole.last))


def _shares(match: re.Match[str], whole: Period, number: int, of: int) -> Period:
    """One of so many equal parts, counted from 1, the last as 0; or several where they are counted,
    from the first or to the last. The whole where there are not so many."""
    count = count_of(match["count"], None) if match["count"] else 1
    start = number or of - count + 1
    if start < 1 or start + count - 1 > of or (number > 1 and count > 1):
        return whole
    first, last = _share(whole, start, of)[0], _share(whole, start + count - 1, of)[1]
    return replace(whole, first=first, last=last)


def _on(day: date, count: int, unit: str) -> date:
    """The day so many units on."""
    if unit == "month":
        return months_before(day, -count)
    return day + timedelta(days=count * DAYS_IN[unit])


def _back(last: date, count: int, unit: str) -> date:
    """The first day of the last so many units up to `last`."""
    if unit == "month":
        return months_before(last.replace(day=1), count - 1)
    return last - timedelta(days=count * DAYS_IN[unit] - 1)


def _third(whole: Period, name: str) -> tuple[date, date]:
    if whole.days <= _A_MONTH:
        return part_of_month(whole.first.year, whole.first.month, name)
    months = _months(whole)
    if months == 12 and whole.first.month == 1:
        return part_of_year(whole.first.year, name)
    return _share(
        whole, {"early": 1, "beginning": 1, "start": 1, "late": 3, "end": 3}.get(name, 2), 3
    )


def _share(whole: Period, number: int, shares: int) -> tuple[date, date]:
    """The share of that number, by months where they come out even."""
    number, months = min(number, shares), _months(whole)
    if months % shares == 0:
        first = months_before(whole.first, -(number - 1) * months // shares)
        last = months_before(whole.first, 1 - number * months // shares)
        return first, end_of_month(last.year, last.month)
    length = whole.days // shares
    first = whole.first + timedelta(days=(number - 1) * length)
    return first, whole.last if number == shares else first + timedelta(days=length - 1)


def _months(whole: Period) -> int:
    """The months of a period, which it has from the first day to the last."""
    return 12 * (whole.last.year - whole.first.year) + whole.last.month - whole.first.month + 1
