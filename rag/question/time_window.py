"""The time that a question asks about, and whether a passage speaks of it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from index.calendar import Period
from index.rules import Stage, always, declare
from index.text.normalize import aligned, collapsed
from index.text.terms import stem, terms
from index.times.dates import no_days
from index.times.periods import periods
from index.types import Days
from rag.question.asked import compares, is_on_a_topic, is_overview
from rag.question.time_bounds import bounded_times, of_their_own, words_before


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
    `spans` where those of them stand that name a time; `known` are those of them that say as of
    when. `impossible` is what is written as a day and is none, such as 31 June.
    """

    periods: tuple[Period, ...] = ()
    of: Of = Of.EVENT
    as_of: date | None = None
    order: Order = Order.RELEVANCE
    reading: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    known: tuple[tuple[int, int], ...] = ()
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


_DOCUMENTS = (
    r"(?:reports?|reporting|articles?|stor(?:y|ies)|pieces?|assessments?|analys[ei]s|updates?"
    r"|publications?)"
)
_OF_DOCUMENTS = re.compile(
    r"(?P<before>(?<![\w’'])[\w’']+\s)?"
    rf"\b(?:{_DOCUMENTS}|published|released|issued|came out|written)"
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
_YEARS_BACK = 10
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

NAMED_YEAR = declare(
    "window-year-of-question", Stage.QUESTION,
    "A month without its year is of the latest year that the question names.",
)  # fmt: skip
UP_TO_CORPUS = declare(
    "window-up-to-corpus", Stage.QUESTION,
    "A month without its year is the last one up to the last report, not up to today.",
)  # fmt: skip
TOLD_YEAR = declare(
    "window-year-that-is-told", Stage.QUESTION,
    "A time without its year is of an earlier year where no report tells of the last one.",
)  # fmt: skip
PUBLICATION = declare(
    "window-publication", Stage.QUESTION,
    "A time beside words for reports bounds when they came out: the reports of May 2024.",
)  # fmt: skip
OTHERS_REPORTS = declare(
    "window-reports-of-others", Stage.QUESTION,
    "What a body by its name published at a time is an event: the Reuters story of 24 May.",
)  # fmt: skip
EITHER = declare(
    "window-either", Stage.QUESTION,
    "Where a question speaks of reports but not of their time, publication or the event will do.",
)  # fmt: skip
WANTS_LATEST = declare(
    "window-latest", Stage.QUESTION,
    "Words such as “latest” and “currently” ask for the newest passage that answers.",
)  # fmt: skip
WANTS_FIRST = declare(
    "window-first", Stage.QUESTION,
    "Words such as “earliest” and “first report” ask for the oldest passage that answers.",
)  # fmt: skip
MATTER = declare(
    "window-words-not-looked-up", Stage.QUESTION,
    "The words of a question's time bind what is found and are not looked up.",
)  # fmt: skip
COURSE = declare(
    "window-words-of-a-course", Stage.QUESTION,
    "A question for a course of events is looked up with the words of its time.",
)  # fmt: skip
JUDGED_AS_OF = declare(
    "judged-without-as-of", Stage.GUARDRAIL,
    "Judges passages by the question without “as of”: nothing later is looked at in any case.",
)  # fmt: skip


def always_told(period: Period) -> bool:
    """That reports tell of any time, where it is not known."""
    return True


def read_window(
    question: str,
    today: date,
    covered_to: date | None,
    is_told: Callable[[Period], bool] = always_told,
) -> TimeWindow:
    """The time window of a question.

    "Last month" is told from `today`, and so is "overnight" where it is the only time. A month, a
    day or a season without its year is the last one up to `covered_to`, the last day that the
    corpus covers, or up to the latest year that the question names; an earlier year's where no
    report tells of that one. Where no word tells whether
    publication or the event is meant, either does.
    """
    text = aligned(question)
    times = [_as_told(p, is_told) for p in _times(text, today, covered_to)]
    asked, as_of = bounded_times(text, of_their_own(text, times))
    order, words = _order(text)
    read = sorted([*asked, *as_of], key=lambda p: p.start)
    return TimeWindow(
        periods=tuple(asked),
        of=_of(text, asked),
        as_of=min((p.last for p in as_of), default=None),
        order=order,
        reading=(*(text[p.start : p.end] for p in read), *words),
        spans=tuple((p.start, p.end) for p in read),
        known=tuple((p.start, p.end) for p in sorted(as_of, key=lambda p: p.start)),
        impossible=tuple(no_days(text)),
    )


@TOLD_YEAR.governs(without=lambda period, _: period)
def _as_told(period: Period, is_told: Callable[[Period], bool]) -> Period:
    """A time that was named without its year in the last year of which reports tell."""
    if not period.recurs or is_told(period):
        return period
    earlier = (period.in_an_earlier_year(by) for by in range(1, _YEARS_BACK))
    return next((p for p in earlier if is_told(p)), period)


def _times_by(text: str, anchor: date, today: date) -> list[Period]:
    return [replace(p, last=p.begun or p.last, begun=None) for p in periods(text, anchor, today, 0)]


def _times_up_to_today(text: str, today: date, covered_to: date | None) -> list[Period]:
    return _times_by(text, today, today)


@UP_TO_CORPUS.governs(without=_times_up_to_today)
def _times_up_to_corpus(text: str, today: date, covered_to: date | None) -> list[Period]:
    return _times_by(text, min(today, covered_to or today), today)


@NAMED_YEAR.governs(without=_times_up_to_corpus)
def _times(text: str, today: date, covered_to: date | None) -> list[Period]:
    """The times that a question names."""
    stated = [p for p in periods(text, None) if p.stated_year]
    if not stated:
        return _times_up_to_corpus(text, today, covered_to)
    return _times_by(text, max(p.last for p in stated), today)


def _all_of_it(question: str, window: TimeWindow) -> str:
    return question


@MATTER.governs(without=_all_of_it)
def matter_of(question: str, window: TimeWindow) -> str:
    """What of a question is looked up: it without the words of its time, to which what is looked up
    is bound in any case. They only make passages look near that have the same words.

    A course of events keeps them, unless it has no end, two times are set beside each other, or no
    more than a matter is named.
    """
    text = _without(question, window.spans)
    apart = not window.periods or any(p.is_open for p in window.periods)
    bare = apart or is_on_a_topic(text) or compares(question) or not is_overview(question)
    whole = COURSE.applies(not bare) or not set(terms(text)) - _NO_MATTER
    return question if whole else text


@JUDGED_AS_OF.governs(without=_all_of_it)
def asked_within(question: str, window: TimeWindow) -> str:
    """A question as it is asked of what was out as of a day, without the words that say so: a
    report from before that day need not name it."""
    rest = _without(question, window.known).lstrip(" ,;:")
    return rest if window.known and set(terms(rest)) - _NO_MATTER else question


def _without(question: str, spans: Sequence[tuple[int, int]]) -> str:
    text = aligned(question)
    for start, end in reversed(spans):
        text = f"{text[:start]} {text[end:]}"
    return collapsed(text)


def words_of_time(question: str, window: TimeWindow) -> frozenset[str]:
    """The stems of the words that name a question's time."""
    text = aligned(question)
    return frozenset(word for start, end in window.spans for word in terms(text[start:end]))


def _of(text: str, asked: Sequence[Period]) -> Of:
    """Whether publication or the event is meant, by the words beside the periods."""
    reported = _WHAT_WAS_REPORTED.search(text) is not None and any(p.is_open for p in asked)
    if PUBLICATION.applies(any(_is_of_documents(text, p) for p in asked) or reported):
        return Of.PUBLISHED
    speaks = _SPEAKS_OF_REPORTS.search(text) is not None and _HAPPENED.search(text) is None
    return Of.EITHER if EITHER.applies(speaks) else Of.EVENT


def _is_of_documents(text: str, asked: Period) -> bool:
    """Whether a period dates reports: "reports from May 2024", "the May 2024 report".

    What others publish, "the Reuters story of 24 May", is an event that the reports tell of.
    """
    before, _ = words_before(text, asked.start)
    leading = _OF_DOCUMENTS.search(f"{before.rstrip()} ")
    if leading is not None:
        return not _is_a_name(leading["before"] or "")
    after = _DOCUMENTS_AFTER.match(text, asked.end)
    return after is not None and not _is_a_name(before.split()[-1] if before.split() else "")


@OTHERS_REPORTS.governs(without=always(False))
def _is_a_name(word: str) -> bool:
    return word[:1].isupper() and word.strip().casefold() not in ("the", "which", "what", "do")


def _order(text: str) -> tuple[Order, tuple[str, ...]]:
    """Which passages are wanted first, and the words that say so."""
    for order, pattern, rule in (
        (Order.LATEST, _LATEST, WANTS_LATEST),
        (Order.FIRST, _FIRST, WANTS_FIRST),
    ):
        words = pattern.search(text)
        if words is not None and rule.applies(True):
            return order, (words[0],)
    return Order.RELEVANCE, ()
