"""What refusals say of times, held against the days that reports name and came out on."""

import re
from dataclasses import dataclass
from datetime import date

from bench.plain_text import folded, in_order, root, stretches
from bench.refusals_told import DAY, PUBLISHED, QUOTED, WITHIN, Refused, date_in, pages_of, says

AS_ANY = rf"{QUOTED}(?: \(taken for [^)]*\))?"
_LEADING = re.compile(
    r"^(?:after|before|since|until|till|by|from|between|up to|in|on|of|for|at|during|over|around)?"
    r" ?(?:the |that )?",
    re.IGNORECASE,
)
_BOUND = re.compile(r"^(?:after|before|since|until|till|by|from|between|up to)\b", re.IGNORECASE)
_OF_NO_YEAR_OF_ITS_OWN = re.compile(r"\b(?:spring|summer|autumn|fall|winter)\b", re.IGNORECASE)
_AS_READ = re.compile(rf"(?P<quoted>{QUOTED})(?: \(taken for (?P<taken>[^)]*)\))?")
_TIMES = rf"(?P<times>{AS_ANY}(?:(?:, | or | and ){AS_ANY})*)"


@dataclass(frozen=True)
class _Time:
    """A time that a sentence quotes from the question: its words, without what leads to them, and
    the days that are meant; `plain` where the words say so by themselves."""

    words: str
    first: date
    last: date
    plain: bool

    @property
    def closed(self) -> bool:
        return self.first != date.min and self.last != date.max

    def stands_in(self, text: str) -> bool:
        return re.search(rf"\b{re.escape(self.words)}\b", folded(text)) is not None


def _times(match: re.Match[str], told: Refused) -> tuple[list[_Time], list[str]]:
    """The times that a sentence quotes, and what is not so of how it tells them.

    The days that words were taken for must stand beside them unless they say so by themselves, and
    must be those of the question.
    """
    times, wrong = list[_Time](), list[str]()
    found = list(_AS_READ.finditer(match["times"]))
    for one in found:
        words = one["quoted"].strip("“”")
        named = [s for s in stretches(words) if s.stated]
        bounded = _BOUND.match(words) is not None
        own = (named[0].first, named[-1].last) if named and not bounded else None
        plain = bool(named) and not _OF_NO_YEAR_OF_ITS_OWN.search(words)
        taken = _taken(one["taken"]) if one["taken"] else None
        if taken is None and not plain:
            wrong.append("it does not say which days are meant")
        meant = taken or (told.asked if len(found) == 1 else own or told.asked)
        if meant is None or told.asked is None:
            wrong.append("no time is asked about")
            continue
        if not (told.asked[0] <= meant[0] and meant[1] <= told.asked[1]):
            wrong.append("other days were asked about")
        no_more = plain and taken is None and not bounded
        times.append(_Time(folded(_LEADING.sub("", words)), *meant, no_more))
    return times, wrong


def _taken(words: str) -> tuple[date, date]:
    """The days that words were taken for."""
    days = [date_in(day) for day in re.findall(DAY, words)]
    if words.startswith("any day from"):
        return days[0], date.max
    return (date.min if words.startswith("any day up to") else days[0]), days[-1]


@says(
    "No near passage is of the time",
    rf"No passage{WITHIN} that is near the question is of the time asked: {_TIMES}\.",
)
def _untimely(match: re.Match[str], told: Refused) -> str:
    times, wrong = _times(match, told)
    for time in times:
        for passage in told.refusal.nearest:
            named = list(stretches(passage.quote, passage.published_on))
            day = passage.published_on
            out = day is not None and time.first <= day <= time.last
            if time.plain and time.stands_in(passage.quote):
                wrong.append("a passage that is shown has the words")
            elif any(s.is_of(time.first, time.last) for s in named):
                wrong.append("a passage that is shown names it")
            elif out and (time.closed or not named):
                wrong.append("a passage that is shown came out then")
    return "; ".join(dict.fromkeys(wrong))


@says(
    "… is before the first or after the last report",
    rf"{_TIMES} (?:is|are) (?P<side>before the first|after the last) report"
    rf"(?P<within>(?: {PUBLISHED})?)\.",
)
def _outside(match: re.Match[str], told: Refused) -> str:
    times, wrong = _times(match, told)
    days = [p.published for p in pages_of(match["within"], told.shelf) if p.published]
    if not days:
        return "no report has a day"
    if match["side"] == "before the first":
        n = sum(any(day <= time.last for day in days) for time in times)
    else:
        n = sum(any(time.first <= day for day in days) for time in times)
    return "; ".join([*wrong, *([f"{n} are not"] if n else [])])


_ASKING = frozenset(
    """
    what when where which whom whose does that this these those from with have were been they them
    their there about into over than then will would could should much many long
    """.split()  # noqa: SIM905 - a list of words is read as one
)


def content_of(question: str) -> set[str]:
    """What the longer words of a question have in common with their forms, without words that only
    ask and those for a time."""
    timed = {n for s in stretches(question) for n in range(s.start, s.end)}
    rest = "".join(" " if n in timed else c for n, c in enumerate(question))
    return {root(word) for word in in_order(rest) if len(word) > 3 and word not in _ASKING}


@says(
    "Near the question are reports of …",
    rf"Near the question (?:is a report|are reports) of (?P<days>{DAY}(?: and {DAY})?)\.",
)
def _near(match: re.Match[str], told: Refused) -> str:
    if told.asked is None:
        return "no time is asked about"
    meant, wrong = content_of(told.question), []
    for day in map(date_in, re.findall(DAY, match["days"])):
        pages = [p for p in told.out.pages if p.published == day]
        if not pages:
            wrong.append("no report is of that day")
        elif told.asked[0] <= day <= told.asked[1]:
            wrong.append("a day is of the time asked about")
        elif meant and not any(meant & set(map(root, page.words)) for page in pages):
            wrong.append("a report of that day has no word of it")
    return "; ".join(wrong)
