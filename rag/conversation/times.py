"""The last question asked of another time."""

import re
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from index.calendar import day_in_words, month_in_words
from index.text.normalize import aligned, collapsed
from index.text.terms import FUNCTION_WORDS
from rag.conversation.dating import known, spoken_of, with_that_time
from rag.conversation.turn import Read, Turn
from rag.question.time_window import TimeWindow

_RELATIVE = re.compile(
    r"(?:what (?:happened|was reported)\s)?(?:before|after|since)\s(?:that|then|this)"
    r"|(?:afterwards|later|earlier|since)",
    re.IGNORECASE,
)
_BY = re.compile(
    r"(?:in )?(?:the )?(?:same (?:time|month|week|day|period) )?(?:"
    r"(?P<count>an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2}|the) "
    r"(?P<unit>day|night|week|month|year)s? (?:earlier|before|later|after)(?: (?:that|then))?"
    r"|(?:previous|prior|preceding|next|following) (?P<next>day|night|week|month|year))",
    re.IGNORECASE,
)
_BY_AT_THE_END = re.compile(rf"(?:(?:on|during|over) )?(?:{_BY.pattern})$", re.IGNORECASE)
_WITHIN = r"(?:(?:in|on|at|during|around|over|about) )?"
_THAT_TIME = re.compile(
    rf"\b(?:{_WITHIN}(?:those|these) (?:days|weeks|months|years)"
    rf"|{_WITHIN}(?:that|the same) (?:very )?"
    r"(?P<unit>day|time|period|week|month|year|night|moment)(?: in time)?"
    r"|back then|at the time)\b(?!\s(?:of|when|that|as)\b)",
    re.IGNORECASE,
)
_ACCORDING = re.compile(r"^\W*according to [^,]{2,60},\s*", re.IGNORECASE)
_LENGTHS = {"day": 1, "night": 1, "week": 7, "month": 31, "year": 366}
"""Days; "that week" is not a year that was spoken of."""
_NUMBERS = {
    word: number
    for number, words in enumerate(
        ("a an the one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
         "eleven", "twelve"), 1
    )
    for word in words.split()
}  # fmt: skip


def words_beside(text: str, window: TimeWindow) -> set[str]:
    """The words that carry meaning beside those of a time."""
    for start, end in sorted(window.spans, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    words = {word.casefold() for word in re.findall(r"[^\W_]+", text)}
    return words - FUNCTION_WORDS


def timeless(question: str, read: Read) -> str:
    """A question without the words of its time."""
    text = aligned(question)
    for start, end in sorted(read(text).spans, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return re.sub(r"\s([,?.])", r"\1", collapsed(text)).strip(" ,")


def unsourced(question: str) -> str:
    """A question without the source that it begins with: "According to the Olm Times, ...?"."""
    return _ACCORDING.sub("", question)


def at_another_time(before: str, time: str, read: Read) -> str:
    """A question asked of another time instead of its own."""
    return f"{unmarked(timeless(before, read))} {time}?"


def of_that_time(asked: str, last: Turn, read: Read) -> str | None:
    """A question with the time that it points back to, "in those days" or "that day": that of the
    last one, or else when its answer was published. None where it points to none."""
    if (of_a_year := with_that_time(asked, last, read) or _moved_in(asked, last, read)) is not None:
        return of_a_year
    pointed = _THAT_TIME.search(asked)
    times = read(last.query.question).reading
    if pointed is None or read(asked).reading or not (times or last.day):
        return None
    window = read(last.query.question)
    first, until = known(window.first), known(window.last)
    longest = _LENGTHS.get((pointed["unit"] or "").casefold())
    if longest == _LENGTHS["year"] and (of := spoken_of(last, read)) and of[0].year == of[1].year:
        return f"{asked[: pointed.start()]}in {of[0].year}{asked[pointed.end() :]}"
    if times and longest and first and until and (until - first).days >= longest:
        return None
    if last.day is None or times:
        said = " ".join(times)
    else:
        said = f"on {day_in_words(last.day)}" if longest == 1 else f"in {month_in_words(last.day)}"
    return f"{asked[: pointed.start()]}{said}{asked[pointed.end() :]}"


def is_moved(asked: str) -> bool:
    """Whether what is asked is but a time so much earlier or later than the last."""
    return _BY.fullmatch(asked) is not None


def _moved_in(asked: str, last: Turn, read: Read) -> str | None:
    """A question that ends with a time told by the last one, "the next day", with that day."""
    by, days = _BY_AT_THE_END.search(asked), spoken_of(last, read)
    if by is None or days is None or read(asked[: by.start()]).reading:
        return None
    exact = bool(read(last.query.question).periods)
    return f"{asked[: by.start()]}{_shifted(by, *days, exact=exact)}"


def moved(asked: str, last: Turn, read: Read) -> str | None:
    """The last question before or after the time that it was about, or that its answer is of; or
    so much earlier or later: "and a year before?". None where nothing of the kind is asked."""
    way, by = _RELATIVE.fullmatch(asked), _BY.fullmatch(asked)
    if way is None and by is None:
        return None
    window = read(last.query.question)
    matter = unmarked(timeless(last.query.question, read))
    if by is not None:
        days = spoken_of(last, read)
        return f"{matter} {_shifted(by, *days, exact=bool(window.periods))}?" if days else None
    first = known(window.first) or last.day
    until = known(window.last) or last.day
    before = way is not None and re.search(r"before|earlier", way[0], re.IGNORECASE) is not None
    day = first if before else until
    return f"{matter} {'before' if before else 'after'} {day_in_words(day)}?" if day else None


def _shifted(by: re.Match[str], first: date, last: date, *, exact: bool) -> str:
    """A time so much earlier or later, in words; of what was but reported then, its month.

    Of a time longer than what it is moved by, such as a month after a year, it is what is beside
    it; so is "the following month" of a time that is no month.
    """
    unit = (by["unit"] or by["next"]).casefold().replace("night", "day")
    count = _NUMBERS.get((by["count"] or "one").casefold()) or int(by["count"])
    earlier = (
        re.search(r"earlier|before|previous|prior|preceding", by[0], re.IGNORECASE) is not None
    )
    if not exact and unit in ("month", "year"):
        first, last = _month_of(first)
    apart = relativedelta(**{f"{unit}s": -count if earlier else count})
    whole = (first, last) == (_month_of(first)[0], _month_of(last)[1])
    by_name = by["next"] is not None or (by["count"] or "").casefold() == "the"
    other = by_name and unit != "day" and not whole
    if other:
        first, last = _calendar(unit, first, last)
    if other or (last - first).days >= _LENGTHS[unit]:
        day = timedelta(days=1)
        beside = (first + apart, first - day) if earlier else (last + day, last + day + apart - day)
        return _span_in_words(*beside)
    first, last = first + apart, last + apart
    return _span_in_words(first, _month_of(last)[1] if whole else last)


def _calendar(unit: str, first: date, last: date) -> tuple[date, date]:
    """The months or years of the calendar in which days are; as they are, for shorter units."""
    match unit:
        case "year":
            return date(first.year, 1, 1), date(last.year, 12, 31)
        case "month":
            return _month_of(first)[0], _month_of(last)[1]
        case _:
            return first, last


def _month_of(day: date) -> tuple[date, date]:
    return day.replace(day=1), day + relativedelta(day=31)


def _span_in_words(first: date, last: date) -> str:
    if first == last:
        return f"on {day_in_words(first)}"
    if (first, last) == (date(first.year, 1, 1), date(first.year, 12, 31)):
        return f"in {first.year}"
    if (first, last) == _month_of(first):
        return f"in {month_in_words(first)}"
    return f"between {day_in_words(first)} and {day_in_words(last)}"


def unmarked(question: str) -> str:
    """A question without the marks at its end."""
    return question.strip().rstrip("?!. ")
