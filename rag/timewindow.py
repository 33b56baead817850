"""The time that a question asks about, and whether a passage speaks of it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from index.calendar import Period, months_before
from index.dates import no_days
from index.normalize import aligned, collapsed
from index.periods import periods
from index.terms import stem, terms
from index.types import COARSE, Days
from rag.asked import compares, is_on_a_topic, of_their_reports


class Of(StrEnum):
    """What a time window bounds."""

    PUBLISHED = "published"
    EVENT = "event"
    EITHER = "either"


class Order(StrEnum):
    """Which of the passages that answer is wanted first."""

    RELEVANCE = "relevance"
    LATEST = "latest"
    FIRST = "first"


@dataclass(frozen=True, slots=True)
class TimeWindow:
    """The time that a question names.

    `periods` are those it asks about, in order of place, with the offsets of the words that say
    so in the question; what has no beginning or end reaches to `date.min` or `date.max`. `as_of`
    is the day after which nothing may have been published. `reading` are all the words read, and
    `spans` where those of them stand that name a time. `impossible` is what is written as a day
    and is none, such as 31 June.
    """

    periods: tuple[Period, ...] = ()
    of: Of = Of.EVENT
    as_of: date | None = None
    order: Order = Order.RELEVANCE
    reading: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    impossible: tuple[str, ...] = ()

    @property
    def first(self) -> date | None:
        """The first day of all, None where there is no bound."""
        first = min((p.first for p in self.periods), default=date.min)
        return None if first == date.min else first

    @property
    def last(self) -> date | None:
        """The last day of all, None where there is no bound."""
        last = max((p.last for p in self.periods), default=date.max)
        return None if last == date.max else last

    @property
    def days(self) -> tuple[Days, ...]:
        """The periods as the stores ask for them."""
        return tuple(Days(p.first, p.last, self.of is Of.PUBLISHED) for p in self.periods)


MOST_PERIODS = 8
"""Of a question that names more times than these, the first ones are read."""
_OPENS = re.compile(r"\b(?:between|from)\s(?:the\s)?$", re.IGNORECASE)
_SETS_APART = re.compile(
    r"\b(?:differ\w*|compar\w+|contrast\w*|gap) between\s(?:the\s)?$", re.IGNORECASE
)
_JOINS = re.compile(
    r",?\s?(?:and|to|through|through to|until|till|up to|[-–—])\s?(?:the\s)?", re.IGNORECASE
)
_NOW = re.compile(r"now|the present(?: day)?|present|date", re.IGNORECASE)
_TO_NOW = re.compile(
    rf"(?:\b(?:and|to|until|till|through|up to)|[-–—])\s?(?P<now>{_NOW.pattern})\b(?!-)",
    re.IGNORECASE,
)
_SHORTLY = r"(?:just|shortly|right|soon|immediately|directly) "
SHORTLY = timedelta(days=13)
"""How long "just before" and "shortly after" last beyond the first day."""
_BOUND_WORDS = {
    "since": r"(?:ever )?since|(?:starting|beginning|as) (?:in|from|on)"
    r"|not? (?:before|earlier than)",
    "until": r"until|till|up to(?: and including)?|up until|by|not? (?:after|later than)",
    "before": rf"(?:{_SHORTLY})?(?:before|prior to|ahead of)|earlier than",
    "after": rf"(?:{_SHORTLY})?(?:after|following)|later than",
    "as of": r"as of|as at|(?:known|believed|understood|thought) (?P<by>on|by|at|in|as of)",
}
_BOUNDS = {
    name: re.compile(rf"\b(?:{words})\s(?:the\s)?$", re.IGNORECASE)
    for name, words in _BOUND_WORDS.items()
}
"""What stands before a period and makes of it the bound of another."""
_ONWARDS = re.compile(r"\s?(?:onwards?\b|on(?=[,?.!;]|$))", re.IGNORECASE)
_IN = re.compile(
    r"\b(?:in|on|during|over|throughout|within|of|for|around)\s(?:the\s)?$", re.IGNORECASE
)
_DOCUMENTS = (
    r"(?:reports?|reporting|articles?|stor(?:y|ies)|pieces?|assessments?|analys[ei]s|updates?"
    r"|publications?)"
)
_OF_DOCUMENTS = re.compile(
    rf"(?P<before>[\w’']+\s)?\b(?:{_DOCUMENTS}|published|released|issued|came out|written)"
    r"(?:\s(?:published|released|issued|written|dated|that (?:came out|appeared)|from|of|in|the))"
    r"{0,3}\s$",
    re.IGNORECASE,
)
_DOCUMENTS_AFTER = re.compile(rf"(?:['’]s)?\s{_DOCUMENTS}\b", re.IGNORECASE)
_WHAT_WAS_REPORTED = re.compile(
    rf"^\W*what (?:(?:was|were|is|had been|has been|have been) (?:reported|said|written|known)"
    rf"|(?:did|do|does) (?:the )?{_DOCUMENTS} (?:say|tell|report|write))\b",
    re.IGNORECASE,
)
_SPEAKS_OF_REPORTS = re.compile(rf"\b(?:{_DOCUMENTS}|reported|published)\b", re.IGNORECASE)
_HAPPENED = re.compile(
    r"\b(?:happen(?:s|ed|ing)?|occur(?:s|red)?|took place|take place)\b", re.IGNORECASE
)
_NO_MATTER = frozenset(map(stem, ("happened", "occurred", "took", "place", "reported", "report")))
_LATEST = re.compile(
    r"\b(?:(?:the )?(?:latest|most recent|newest|last (?:reported|known))|most recently|currently"
    r"|at present|right now|as things stand|(?:the )?(?:current|present) (?:situation|state|status"
    r"|position|picture))\b",
    re.IGNORECASE,
)
_FIRST = re.compile(
    r"\b(?:(?:the )?earliest (?:report|mention|account|sign|time|date)|first (?:report|mention"
    r"|appear|note|claim|announce|observe|record)\w*|(?:the )?first account)\b",
    re.IGNORECASE,
)


def read_window(question: str, today: date, covered_to: date | None) -> TimeWindow:
    """The time window of a question.

    "Last month" is told from `today`. A month, a day or a season without its year is the last one
    up to `covered_to`, the last day that the corpus covers, or up to the latest year that the
    question names. Where no word tells whether publication or the event is meant, either does.
    """
    text = aligned(question)
    stated = [p for p in periods(text, None) if p.stated_year]
    anchor = max((p.last for p in stated), default=min(today, covered_to or today))
    found = [replace(p, last=p.begun or p.last, begun=None) for p in periods(text, anchor, today)]
    known_by = [p for p in found if _bound(text, p) == "as of"]
    as_of = [_with_words(text, p) for p in known_by]
    others = [p for p in found if p not in known_by]
    placed = sorted([*others, *_now(text, today)], key=lambda p: p.start)
    whole = [p for p in _merged(text, placed) if not _is_now(text, p)]
    bounded = [_bounded(text, p) for p in whole]
    once = {(p.first, p.last): p for p in reversed(bounded)}
    asked = _crossed(sorted(once.values(), key=lambda p: p.start)[:MOST_PERIODS])
    order, words = _order(text)
    read = sorted([*asked, *as_of], key=lambda p: p.start)
    return TimeWindow(
        periods=tuple(asked),
        of=_of(text, asked),
        as_of=min((p.last for p in as_of), default=None),
        order=order,
        reading=(*(text[p.start : p.end] for p in read), *words),
        spans=tuple((p.start, p.end) for p in read),
        impossible=tuple(no_days(text)),
    )


def matter_of(question: str, window: TimeWindow, bodies: Iterable[str] = ()) -> str:
    """What of a question is looked up: all of it, or what is left without the words of its time.

    These only make passages look near that have the same words, where the matter is but named, two
    times are set beside each other, or the time is the bound of one that goes on. What one of the
    `bodies` whose reports these are has written of a matter is what the reports say of it.
    """
    text = aligned(question)
    for start, end in reversed(window.spans):
        text = f"{text[:start]} {text[end:]}"
    text = of_their_reports(collapsed(text), bodies)
    apart = not window.periods or any(p.is_open for p in window.periods)
    bare = apart or is_on_a_topic(text) or compares(question)
    return text if bare and set(terms(text)) - _NO_MATTER else question


def words_of_time(question: str, window: TimeWindow) -> frozenset[str]:
    """The stems of the words that name a question's time."""
    text = aligned(question)
    return frozenset(word for start, end in window.spans for word in terms(text[start:end]))


def speaks_of(
    asked: Period, passage: str, around: str, published_on: date | None, of: Of = Of.EVENT
) -> bool:
    """Whether a passage, or else the paragraph around it, is of the time `asked`.

    It is where it names a time within, where `of` lets its report's publication count, or where
    it names no other time and the paragraph does, or the report came out in the weeks after.
    """
    out = published_on is not None and asked.first <= published_on <= asked.last
    if of is Of.PUBLISHED or (of is Of.EITHER and out):
        return out
    named = _named(passage, published_on)
    if any(_is_of(asked, period) for period in named):
        return True
    if any(period.days <= COARSE for period in named):
        return False
    if any(_is_of(asked, period) for period in _named(around, published_on)):
        return True
    return published_on is not None and Days(asked.first, asked.last).told_by(published_on)


@lru_cache(maxsize=1024)
def _named(text: str, published_on: date | None) -> tuple[Period, ...]:
    """The times that a text names: one paragraph is asked about for each of its passages."""
    return tuple(periods(aligned(text), published_on))


def _now(text: str, today: date) -> list[Period]:
    """ "Now", where it ends a time: "between 2023 and now"."""
    return [Period(m.start("now"), m.end("now"), today, today) for m in _TO_NOW.finditer(text)]


def _is_now(text: str, period: Period) -> bool:
    """Whether a period is "now" alone, which bounds nothing."""
    return _NOW.fullmatch(text, period.start, period.end) is not None


def _merged(text: str, found: list[Period]) -> list[Period]:
    """ "From May 2023 to June 2024" is one period, with its first words; its ends may stand in
    either order, and of "from November to February" the former is of the year before."""
    merged: list[Period] = []
    for period in reversed(found):
        before = text[: period.start]
        opens = None if _SETS_APART.search(before) else _OPENS.search(before)
        after = merged[-1] if merged else None
        if after is None or _JOINS.fullmatch(text[period.end : after.start]) is None or not opens:
            merged.append(period)
            continue
        first, last = (period, after)
        if first.first > last.first and not first.stated_year:
            first = replace(first, first=months_before(first.first, 12))
        elif first.first > last.first:
            first, last = last, first
        merged[-1] = Period(opens.start(), after.end, first.first, last.last)
    return list(reversed(merged))


def _crossed(asked: list[Period]) -> list[Period]:
    """ "After May but before July" is one period: what is in both."""
    if len(asked) != 2:
        return asked
    since = next((p for p in asked if p.last == date.max and p.first != date.min), None)
    until = next((p for p in asked if p.first == date.min and p.last != date.max), None)
    if since is None or until is None or since.first > until.last:
        return asked
    start, end = min(p.start for p in asked), max(p.end for p in asked)
    return [Period(start, end, since.first, until.last)]


def _bound(text: str, period: Period) -> str | None:
    before = text[: period.start]
    return next((name for name, pattern in _BOUNDS.items() if pattern.search(before)), None)


def _bounded(text: str, period: Period) -> Period:
    """A period as the words before it bound it, with them."""
    bound = _bound(text, period)
    onwards = _ONWARDS.match(text, period.end) if _OPENS.search(text[: period.start]) else None
    whole = _with_words(text, period)
    if onwards is not None:
        return replace(whole, end=onwards.end(), last=date.max)
    shortly = re.match(_SHORTLY, text[whole.start :], re.IGNORECASE) is not None
    match bound:
        case "before":
            last = period.first - timedelta(days=1)
            return replace(whole, first=last - SHORTLY if shortly else date.min, last=last)
        case "until":
            return replace(whole, first=date.min)
        case "after":
            first = period.last + timedelta(days=1)
            return replace(whole, first=first, last=first + SHORTLY if shortly else date.max)
        case "since":
            return replace(whole, last=date.max)
        case _:
            return whole


def _with_words(text: str, period: Period) -> Period:
    """A period with the words that lead to it."""
    leading = [*_BOUNDS.values(), _IN]
    found = next((m for p in leading if (m := p.search(text[: period.start]))), None)
    if found is None:
        return period
    by = found.groupdict().get("by")
    return replace(period, start=found.start("by") if by else found.start())


def _of(text: str, asked: Sequence[Period]) -> Of:
    """Whether publication or the event is meant, by the words beside the periods."""
    if any(_is_of_documents(text, p) for p in asked):
        return Of.PUBLISHED
    if _WHAT_WAS_REPORTED.search(text) and any(p.is_open for p in asked):
        return Of.PUBLISHED
    if _HAPPENED.search(text) or not _SPEAKS_OF_REPORTS.search(text):
        return Of.EVENT
    return Of.EITHER


def _is_of_documents(text: str, asked: Period) -> bool:
    """Whether a period dates reports: "reports from May 2024", "the May 2024 report".

    What others publish, "the Reuters story of 24 May", is an event that the reports tell of.
    """
    leading = _OF_DOCUMENTS.search(f"{text[: asked.start].rstrip()} ")
    if leading is not None:
        return not _is_a_name(leading["before"] or "")
    before = text[: asked.start].split()
    after = _DOCUMENTS_AFTER.match(text, asked.end)
    return after is not None and not _is_a_name(before[-1] if before else "")


def _is_a_name(word: str) -> bool:
    return word[:1].isupper() and word.strip().casefold() not in ("the", "which", "what", "do")


def _is_of(asked: Period, named: Period) -> bool:
    if named.begun is not None and asked.first <= named.begun and named.first <= asked.last:
        return True
    return named.overlaps(asked) and named.days <= max(COARSE, asked.days)


def _order(text: str) -> tuple[Order, tuple[str, ...]]:
    """Which passages are wanted first, and the words that say so."""
    for order, pattern in ((Order.LATEST, _LATEST), (Order.FIRST, _FIRST)):
        words = pattern.search(text)
        if words is not None:
            return order, (words[0],)
    return Order.RELEVANCE, ()
