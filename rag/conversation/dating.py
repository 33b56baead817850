"""The year of times that a follow-up tells by what was spoken of: "and that March?"."""

import re
from datetime import date, timedelta

from index.calendar import Period, day_in_words, end_of_month, month_in_words
from index.times.dates import MONTH_NAME
from rag.conversation.turn import Read, Turn
from rag.question.time_window import TimeWindow

_PART = r"(?i:(?:early|mid|late)[\s-])?"
_MONTH = MONTH_NAME.replace("?P<month>", "?:")
_SEASON = r"(?i:spring|summer|autumn|fall|winter)"
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?)"
_FEAST = r"(?i:christmas(?: eve| day)?|boxing day|new year['’]s (?:eve|day)|easter|pentecost)"
_WHICH = r"(?i:(?P<which>that|the same|the following|the next|the previous|the preceding|the)\s)"
_WITHIN = r"(?i:in|on|at|during|over|throughout|around)"
_LED = rf"(?P<led>{_WITHIN}|(?i:since|until|by|before|after|from))\s"
_NO_YEAR = re.compile(
    rf"(?:{_LED})?{_WHICH}?(?P<time>{_PART}(?:{_DAY}|{_MONTH}|{_SEASON}|{_FEAST}))"
    r"(?:\s(?:of\s)?(?:that|the same)\syear)?"
)
_THAT = re.compile(
    rf"\b(?:(?P<led>{_WITHIN})\s)?(?P<which>(?i:that|the same|the following|the next|the previous"
    rf"|the preceding))\s(?:very\s|same\s)?(?P<time>{_PART}(?:{_MONTH}|{_SEASON}))\b(?!\s\d)"
)
_A_NAME_TOO = re.compile(r"April|May|June|August|Summer|Autumn")
_SOME = (
    r"(?:the\s)?(?:first|second|third|fourth|last|final|opening|closing|latter)\s(?:\w+\s)?"
    r"(?:days?|weeks?|months?|half|quarter)"
)
_PART_OF_IT = re.compile(
    rf"(?:(?P<led>{_WITHIN}|since|until|by)\s)?(?:(?P<some>{_SOME})"
    r"(?:\s(?:of|in)\s(?:that|the|the same)\s(?P<of>year|month))?"
    r"|(?P<part>(?:the\s)?(?:beginning|start|middle|end|close)\sof|early(?:\sin)?|late(?:\sin)?|mid)"
    r"[\s-](?:that|the|the same)\s(?P<unit>year|month)"
    r"|(?P<way>later|earlier)\s(?:in\s)?(?:that|the same)\s(?P<within>year|month)"
    r"|(?:that|the\s(?:same|whole|entire))\s(?:whole\s|entire\s)?(?P<all>year))",
    re.IGNORECASE,
)
_AFTERWARDS = ("the following", "the next")
_BEFOREHAND = ("the previous", "the preceding")
_A_WEEK, _A_MONTH = 7, 31
_LAST_MONTH = 12
_YEARS_BESIDE = 2


def known(day: date | None) -> date | None:
    """A day; None for one that stands for no bound."""
    return None if day in (None, date.min, date.max) else day


def spoken_of(last: Turn, read: Read) -> tuple[date, date] | None:
    """The days that the last turn was about: its question's time, or else when its answer was
    published; of a time without a beginning or an end, that which bounds it."""
    window = read(last.query.question)
    named = _named_in(window, read)
    if named is not None:
        return named.first, named.last
    first, until = known(window.first), known(window.last)
    first, until = first or last.day or until, until or last.day or first
    return (first, max(first, until)) if first and until else None


def _named_in(window: TimeWindow, read: Read) -> Period | None:
    """December, of "before December", and the day of "around Christmas"; None of others."""
    asked = _only(window)
    if asked is None or not (asked.is_open or window.reading[0].casefold().startswith("around ")):
        return None
    words = window.reading[0].split()
    rests = (_only(read(f"in {' '.join(words[n:])}")) for n in range(1, len(words)))
    return next((p for p in rests if p is not None and not p.is_open), None)


def is_told_by_another(asked: str) -> bool:
    """Whether what is asked is but a time without its year."""
    return (_NO_YEAR.fullmatch(asked) or _PART_OF_IT.fullmatch(asked)) is not None


def time_asked_for(asked: str, last: Turn, read: Read) -> str | None:
    """The time that is all that is asked for, with its year as the last turn tells it: "late
    January" is "in late January 2024". None where something else is asked."""
    part = _PART_OF_IT.fullmatch(asked)
    if part is not None:
        return _part_of_it(part, last, read)
    alone = _NO_YEAR.fullmatch(asked)
    if alone is not None:
        by_name = _A_NAME_TOO.fullmatch(asked) and not read(last.query.question).periods
        return None if by_name else _in_its_year(alone, last, read)
    window = read(f"in {asked}")
    period = _only(window)
    if period is None or not period.stated_year or window.spans != ((0, len(asked) + 3),):
        return None
    return f"{'on' if period.days == 1 else 'in'} {asked}" if _is_plain(asked) else None


def with_that_time(asked: str, last: Turn, read: Read) -> str | None:
    """A question with the year of "that March" or "the following spring" in it; None where it has
    none of the kind."""
    that = _THAT.search(asked)
    if that is None or read(asked[: that.start()] + asked[that.end() :]).reading:
        return None
    said = _in_its_year(that, last, read)
    return f"{asked[: that.start()]}{said}{asked[that.end() :]}"


def _is_plain(asked: str) -> bool:
    """Whether no words lead to a time."""
    return re.match(r"\d|[A-Z]|early|mid|late|the\s", asked) is not None


def _part_of_it(part: re.Match[str], last: Turn, read: Read) -> str | None:
    """ "The first weeks of the year", with the year that was spoken of, or its month."""
    named = part["of"] or part["unit"] or part["within"] or part["all"]
    unit = (named or "").casefold()
    whole = _whole_of(unit, part, spoken_of(last, read))
    if whole is None:
        return None
    if part["way"]:
        return _rest_of(part["way"], unit, spoken_of(last, read))
    if part["all"]:
        return f"{part['led'] or 'in'} {whole}"
    if part["part"]:
        said = f"{part['part'].casefold().removesuffix(' in')} {whole}"
        led = "at" if part["part"].casefold().endswith("of") else "in"
    else:
        some = part["some"] if part["some"].startswith("the ") else f"the {part['some']}"
        said, led = f"{some} of {whole}", "in"
    return f"{part['led'] or led} {said}"


def _whole_of(unit: str, part: re.Match[str], days: tuple[date, date] | None) -> str | None:
    """The year or month of which a part is asked for; None where none is said nor spoken of."""
    if days is None or days[0].year != days[1].year:
        return f"the {unit}" if unit and not part["way"] else None
    first, until = days
    if not unit:
        by_months = re.search(r"month|quarter", part["some"], re.IGNORECASE)
        unit = "month" if (until - first).days < _A_MONTH and not by_months else "year"
    if unit == "year":
        return f"{first.year}"
    return month_in_words(first) if first.month == until.month else None


def _rest_of(way: str, unit: str, days: tuple[date, date] | None) -> str | None:
    """What is left of a year or month before or after what was spoken of; None where nothing is."""
    if days is None:
        return None
    first, until = days
    begin = first.replace(day=1) if unit == "month" else date(first.year, 1, 1)
    end = end_of_month(until.year, until.month if unit == "month" else _LAST_MONTH)
    if way.casefold() == "later":
        begin = until + timedelta(days=1)
    else:
        end = first - timedelta(days=1)
    return f"between {day_in_words(begin)} and {day_in_words(end)}" if begin < end else None


def _in_its_year(named: re.Match[str], last: Turn, read: Read) -> str:
    """A month, a season or a day with the year in which it is nearest to what was spoken of, and
    which the reports may tell of."""
    time, which = named["time"], (named["which"] or "").casefold()
    led = named["led"] or ("on" if re.search(r"\d", time) else "in")
    if not named["led"] and re.fullmatch(_FEAST, time):
        led = "on" if re.search(r"\b(?:eve|day)$", time, re.IGNORECASE) else "at"
    has_time = which not in ("", "the") or read(last.query.question).periods
    days = spoken_of(last, read) if has_time else None
    year = _year_of(time, which, days, read) if days else None
    if year is not None:
        return f"{led} {time} {year}"
    the = "the " if which and re.fullmatch(_SEASON, time) else ""
    return f"{led} {the}{time}"


def _year_of(time: str, which: str, days: tuple[date, date], read: Read) -> int | None:
    first, until = days
    years = range(first.year - _YEARS_BESIDE, until.year + _YEARS_BESIDE + 1)
    found = [(p, year) for year in years if (p := _only(read(f"in {time} {year}")))]
    if which in _AFTERWARDS:
        return next((year for p, year in found if p.first > until), None)
    if which in _BEFOREHAND:
        return next((year for p, year in reversed(found) if p.last < first), None)
    if which in ("that", "the same") and first.year == until.year:
        return first.year
    latest = _only(read(f"in the {time}")) or _only(read(f"in {time}"))
    told = [
        (p, year) for p, year in found
        if latest is None or p.first <= latest.first
        or (p.days <= _A_WEEK and 0 <= (p.first - until).days <= _A_MONTH)
    ]  # fmt: skip

    def apart(of: tuple[Period, int]) -> tuple[bool, int, int]:
        period, year = of
        gap = max((first - period.last).days, (period.first - until).days, 0)
        return not first <= period.first <= until, gap, -year

    return min(told, key=apart)[1] if told else None


def _only(window: TimeWindow) -> Period | None:
    return window.periods[0] if len(window.periods) == 1 else None
