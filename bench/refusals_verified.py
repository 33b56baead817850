"""What a refusal says, sentence by sentence, held against the full text of the reports.

Nothing is asked of the checks that refused: a name is looked for among the words of all reports, a
time among the days that they name, a number in the passage that is shown.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from bench.plain_text import (
    counts,
    folded,
    in_order,
    is_a_day,
    names_in,
    numbers_in,
    root,
    stretches,
    tells_a_time,
    words_of,
)
from bench.shelf import Page, Shelf
from rag.evaluation.run import Record
from rag.types import Reason, Refusal
from rag.verdict import Lack


@dataclass(frozen=True)
class Refused:
    """A refusal with the reports that it speaks of."""

    record: Record
    refusal: Refusal
    shelf: Shelf

    @property
    def question(self) -> str:
        return self.record.known.question

    @property
    def near(self) -> list[str]:
        """The passages that are shown with it."""
        return [passage.quote for passage in self.refusal.nearest]

    @cached_property
    def out(self) -> Shelf:
        """The reports that may be spoken of: none that came out after the day it is asked as of."""
        window = self.refusal.window
        return self.shelf.out_by(window.as_of if window else None)

    @property
    def asked(self) -> tuple[date, date] | None:
        """The time asked about, as it was read."""
        window = self.refusal.window
        if window is None or (window.first is None and window.last is None):
            return None
        return window.first or date.min, window.last or date.max


Verifier = Callable[[re.Match[str], Refused], str]
"""What is not so of a sentence, in words that quote no report; nothing where it is so."""

_DAY = r"\d{1,2} [A-Z][a-z]+ \d{4}"
_PUBLISHED = rf"published (?:between {_DAY} and {_DAY}|on (?:or (?:before|after) )?{_DAY})"
_QUOTED = r"“[^”]*”"
_WORDS = rf"(?P<words>{_QUOTED}(?:, {_QUOTED})*(?: or {_QUOTED})?)"
_WITHIN = rf"(?P<within>(?: in the report “.+?”| of “.+?”)?(?: {_PUBLISHED})?)"
_AS_ANY = rf"{_QUOTED}(?: \(taken for [^)]*\))?"
_VERIFIERS: list[tuple[str, re.Pattern[str], Verifier]] = []
_EMPTY = (Reason.EMPTY_CORPUS,)


def _says(kind: str, pattern: str) -> Callable[[Verifier], Verifier]:
    """Makes a function the verifier of the sentences that a pattern matches."""

    def register(verifier: Verifier) -> Verifier:
        _VERIFIERS.append((kind, re.compile(rf"{pattern}(?= |$)", re.DOTALL), verifier))
        return verifier

    return register


UNKNOWN = "a sentence that no verifier knows"


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of a refusal, its kind, and what is not so of it; nothing where it is so."""

    question: str
    kind: str
    text: str
    wrong: str


def statements(record: Record, shelf: Shelf) -> Iterator[Statement]:
    """The sentences of a record's refusal, each held against the reports; none of an answer."""
    if not isinstance(record.outcome, Refusal):
        return
    told, at = Refused(record, record.outcome, shelf), 0
    text = record.outcome.text
    while at < len(text):
        for kind, pattern, verifier in _VERIFIERS:
            match = pattern.match(text, at)
            if match is not None:
                yield Statement(record.known.id, kind, match[0], verifier(match, told))
                break
        else:
            yield Statement(record.known.id, UNKNOWN, text[at:], "nothing is known of it")
            return
        at = match.end() + 1


def has_the_answer(record: Record) -> bool:
    """Whether a passage that is shown with a refusal has the facts of a right answer."""
    known = record.known
    if not isinstance(record.outcome, Refusal) or not known.answerable:
        return False
    return any(known.states_facts(passage.quote) for passage in record.outcome.nearest)


def kinds() -> list[str]:
    """The kinds of sentences that are known, in the order in which they are looked for."""
    return list(dict.fromkeys(kind for kind, _, _ in _VERIFIERS))


def _quoted(match: re.Match[str]) -> list[str]:
    return re.findall(r"“([^”]*)”", match["words"])


def _date(words: str) -> date:
    return datetime.strptime(words, "%d %B %Y").date()  # noqa: DTZ007


def _pages(within: str, shelf: Shelf) -> list[Page]:
    """The reports that are meant by the words for what was looked at."""
    found = list(shelf.pages)
    report = re.search(r"report “(.+?)”", within, re.DOTALL)
    if report is not None:
        found = [p for p in found if (p.title or p.name) == report[1]]
    publisher = re.search(r" of “(.+?)”", within)
    if publisher is not None:
        found = [p for p in found if folded(publisher[1]) in folded(p.publisher or "")]
    days = [_date(day) for day in re.findall(_DAY, within)]
    if days:
        first = date.min if "or before" in within else days[0]
        last = date.max if "or after" in within else days[-1]
        found = [p for p in found if p.published and first <= p.published <= last]
    return found


def _have(words: Sequence[str], texts: Sequence[frozenset[str]]) -> str:
    """Which of the words are in how many of the texts, in words."""
    counted = [
        (word, sum(set(in_order(word)) <= text for text in texts))
        for word in words
    ]  # fmt: skip
    return "; ".join(f"“{word}” is in {n}" for word, n in counted if n)


@_says("No report has …", rf"No (?:report|passage){_WITHIN} has {_WORDS} in it\.")
def _nowhere(match: re.Match[str], told: Refused) -> str:
    pages = _pages(match["within"], told.shelf)
    return _have(_quoted(match), [page.words for page in pages])


@_says("No near passage has …", rf"No passage{_WITHIN} that is near the question has {_WORDS}\.")
def _not_near(match: re.Match[str], told: Refused) -> str:
    return _none_near_has(_quoted(match), told)


@_says("None of the nearest has …", rf"None of the nearest has {_WORDS}\.")
def _unsaid(match: re.Match[str], told: Refused) -> str:
    return _none_near_has(_quoted(match), told)


def _none_near_has(words: Sequence[str], told: Refused) -> str:
    if not told.near:
        return "no passage is shown"
    return _have(words, [words_of(text) for text in told.near])


_LEADING = re.compile(
    r"^(?:after|before|since|until|till|by|from|between|up to|in|on|of|for|at|during|over|around)?"
    r" ?(?:the |that )?",
    re.IGNORECASE,
)
_BOUND = re.compile(r"^(?:after|before|since|until|till|by|from|between|up to)\b", re.IGNORECASE)
_OF_NO_YEAR_OF_ITS_OWN = re.compile(r"\b(?:spring|summer|autumn|fall|winter)\b", re.IGNORECASE)
_AS_READ = re.compile(rf"(?P<quoted>{_QUOTED})(?: \(taken for (?P<taken>[^)]*)\))?")
_TIMES = rf"(?P<times>{_AS_ANY}(?:(?:, | or | and ){_AS_ANY})*)"


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
    days = [_date(day) for day in re.findall(_DAY, words)]
    if words.startswith("any day from"):
        return days[0], date.max
    return (date.min if words.startswith("any day up to") else days[0]), days[-1]


@_says(
    "No near passage is of the time",
    rf"No passage{_WITHIN} that is near the question is of the time asked: {_TIMES}\.",
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


@_says(
    "… is before the first or after the last report",
    rf"{_TIMES} (?:is|are) (?P<side>before the first|after the last) report"
    rf"(?P<within>(?: {_PUBLISHED})?)\.",
)
def _outside(match: re.Match[str], told: Refused) -> str:
    times, wrong = _times(match, told)
    days = [p.published for p in _pages(match["within"], told.shelf) if p.published]
    if not days:
        return "no report has a day"
    if match["side"] == "before the first":
        n = sum(any(day <= time.last for day in days) for time in times)
    else:
        n = sum(any(time.first <= day for day in days) for time in times)
    return "; ".join([*wrong, *([f"{n} are not"] if n else [])])


_VICTIM = ("dead", "kill", "injur", "wound", "die", "death", "casualt", "fatal", "hurt", "perish")
_INHABITANT = ("inhabit", "resid", "popul", "liv", "people", "famil")
_UNITS = {
    "length of time": ("second", "minute", "hour", "day", "night", "week", "month", "year"),
    "sum of money": ("dollar", "pound", "euro", "million", "billion", "cent", "franc"),
    "area": ("square", "acre", "hectare", "km2"),
    "measure": ("met", "mile", "feet", "foot", "km", "mm", "inch", "ton", "degre", "knot"),
    "number of dead or injured": _VICTIM,
    "number of inhabitants": _INHABITANT,
}


@_says(
    "In the nearest passage no … was found",
    rf"In the passage{_WITHIN} nearest to the question no (?P<sort>[\w ’'-]+?) was found\.",
)
def _sort(match: re.Match[str], told: Refused) -> str:
    if not told.near:
        return "no passage is shown"
    text, sort = told.near[0], match["sort"]
    if sort in _UNITS:
        begins = _UNITS[sort]
        return "it has one" if counts(text, lambda word: word.startswith(begins)) else ""
    if sort == "number":
        return "it has a number" if numbers_in(text) else ""
    if sort == "time":
        return "it tells a time" if tells_a_time(text) else ""
    if sort == "year":
        return "it names a year" if any(s.stated for s in stretches(text)) else ""
    if sort == "name that answers it":
        known = told.record.known
        answers = known.answerable and known.states_facts(text) and names_in(text)
        return "it has what answers" if answers else ""
    what = root(sort.removeprefix("number of "))
    return "it counts them" if counts(text, lambda word: root(word) == what) else ""


@_says("No passage is near", rf"No passage(?: of the reports)?{_WITHIN} is near to this question\.")
def _off_topic(match: re.Match[str], told: Refused) -> str:
    meant = _content(told.question)
    pages = _pages(match["within"], told.shelf)
    n = sum(
        bool(meant) and meant <= set(map(root, words_of(p.text[start:end])))
        for p in pages for start, end in p.passages
    )  # fmt: skip
    return f"{n} passages have all its words" if n else ""


_ASKING = frozenset(
    """
    what when where which whom whose does that this these those from with have were been they them
    their there about into over than then will would could should much many long
    """.split()  # noqa: SIM905 - a list of words is read as one
)


def _content(question: str) -> set[str]:
    """What the longer words of a question have in common with their forms, without words that only
    ask and those for a time."""
    timed = {n for s in stretches(question) for n in range(s.start, s.end)}
    rest = "".join(" " if n in timed else c for n, c in enumerate(question))
    return {root(word) for word in in_order(rest) if len(word) > 3 and word not in _ASKING}


@_says("No passage was found to answer", rf"No passage{_WITHIN} was found to answer this\.")
def _unanswered(_: re.Match[str], told: Refused) -> str:
    trail = told.record.trail
    if trail is None:
        return "nothing was searched"
    lack = trail.lack in (Lack.UNANSWERED, Lack.NOTHING)
    return "" if lack else "something else is lacking"


@_says(
    "The language model holds that none answers",
    rf"No passage{_WITHIN} answers this, as the language model reads the nearest\.",
)
def _opinion(_: re.Match[str], told: Refused) -> str:
    return "" if told.refusal.models.llm else "no language model took part"


@_says(
    "The language model wrote nothing that they say",
    r"The language model wrote nothing that the passages found say\.",
)
def _unsupported(_: re.Match[str], told: Refused) -> str:
    if not told.refusal.models.llm:
        return "no language model took part"
    return "" if told.refusal.reason is Reason.UNSUPPORTED else "that is not the reason"


@_says(
    "Near the question are reports of …",
    rf"Near the question (?:is a report|are reports) of (?P<days>{_DAY}(?: and {_DAY})?)\.",
)
def _near(match: re.Match[str], told: Refused) -> str:
    if told.asked is None:
        return "no time is asked about"
    meant, wrong = _content(told.question), []
    for day in map(_date, re.findall(_DAY, match["days"])):
        pages = [p for p in told.out.pages if p.published == day]
        if not pages:
            wrong.append("no report is of that day")
        elif told.asked[0] <= day <= told.asked[1]:
            wrong.append("a day is of the time asked about")
        elif meant and not any(meant & set(map(root, page.words)) for page in pages):
            wrong.append("a report of that day has no word of it")
    return "; ".join(wrong)


_COVERED = (
    rf"(?P<n>no reports|[\d,]+ reports?)(?: that (?:was|were) out by (?P<by>{_DAY}))?"
    rf"(?P<days>, none with a date|, {_DAY}(?: to {_DAY})?)?"
)


@_says("The corpus holds …", rf"The corpus holds {_COVERED}\.")
def _covers(match: re.Match[str], told: Refused) -> str:
    shelf = told.shelf.out_by(_date(match["by"])) if match["by"] else told.shelf
    said = int(re.sub(r"\D", "", match["n"]) or 0)
    days = [_date(day) for day in re.findall(_DAY, match["days"] or "")]
    wrong = []
    if said != len(shelf.pages):
        wrong.append(f"there are {len(shelf.pages)}")
    if days[:1] + days[-1:] != shelf.days[:1] + shelf.days[-1:]:
        wrong.append("the days are others")
    return "; ".join(wrong)


@_says(
    "No report was published …",
    rf"No report(?P<within>(?: of “.+?”)? was (?:{_PUBLISHED}|published at any time))\.",
)
def _none_published(match: re.Match[str], told: Refused) -> str:
    found = _pages(match["within"], told.shelf)
    return f"{len(found)} were" if found else ""


@_says(
    "No report is known to have been out …",
    rf"No report(?P<of>(?: of “.+?”)?) is known to have been out by (?P<by>{_DAY})\.",
)
def _none_known(match: re.Match[str], told: Refused) -> str:
    found = _pages(match["of"], told.shelf.out_by(_date(match["by"])))
    return f"{len(found)} were" if found else ""


@_says(
    "The report is not among those …",
    rf"The report “(?P<report>.+?)” is not among those"
    rf"(?P<within>(?: of “.+?”)?(?: {_PUBLISHED})?)\.",
)
def _not_among(match: re.Match[str], told: Refused) -> str:
    found = _pages(match["within"], told.shelf)
    asked = told.record.known.report
    return "it is" if any(p.id == asked or p.title == match["report"] for p in found) else ""


@_says("… is no day of the calendar", rf"{_WORDS} is no day of the calendar\.")
def _no_day(match: re.Match[str], _: Refused) -> str:
    days = [words for words in _quoted(match) if is_a_day(words) is not False]
    return f"{len(days)} are" if days else ""


@_says(
    "No report is from …",
    rf"No report(?: that was out by (?P<by>{_DAY}))? is from “(?P<name>.+?)”\.",
)
def _publisher(match: re.Match[str], told: Refused) -> str:
    name = folded(match["name"])
    shelf = told.shelf.out_by(_date(match["by"])) if match["by"] else told.shelf
    found = [p for p in shelf.pages if name in folded(p.publisher or "")]
    return f"{len(found)} are" if found else ""


@_says(
    "Publishers of these reports",
    r"Publishers of these reports: (?P<names>.+?)\.(?= The corpus holds)",
)
def _publishers(match: re.Match[str], told: Refused) -> str:
    known = sorted({p.publisher for p in told.out.pages if p.publisher})
    said = match["names"]
    return "" if said == ("; ".join(known) or "none states its publisher") else "they are others"


@_says(
    "There are no reports",
    r"There are no reports to answer from yet\. Add some with `dateline ingest PATH`\.",
)
def _no_reports(_: re.Match[str], told: Refused) -> str:
    n = sum(len(page.passages) for page in told.shelf.pages)
    return f"there are {n} passages" if n else ""


@_says(
    "There is no question",
    r"There is no question\. Ask in words, for example: What was reported about Kyiv\?",
)
def _no_question(_: re.Match[str], told: Refused) -> str:
    return "it has letters" if any(c.isalpha() for c in told.question) else ""


@_says(
    "The question is too long",
    r"The question has (?P<n>[\d,]+) characters, and at most (?P<most>[\d,]+) are read\. Ask for"
    r" one thing at a time\.",
)
def _too_long(match: re.Match[str], told: Refused) -> str:
    n, most = (int(match[key].replace(",", "")) for key in ("n", "most"))
    return "" if n == len(told.question) and n > most else f"it has {len(told.question)}"


@_says(
    "The question was given up",
    r"The question was given up after [\d.]+ seconds\. Ask it in fewer words or of a shorter time,"
    r" or raise DATELINE_QUESTION_TIMEOUT_S\.",
)
def _given_up(_: re.Match[str], told: Refused) -> str:
    return "" if told.record.timed_out else "it was not"
