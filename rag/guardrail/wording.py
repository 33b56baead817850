"""What is said in words: dates, coverage, and why there is no answer."""

import re
from collections.abc import Sequence
from datetime import date

from index.calendar import Period, day_in_words
from index.text.languages import language_name
from index.types import Coverage, ReportHead, Scope
from rag.guardrail.verdict import Lack, Verdict

LOOKED_AT = {
    "published": "published then",
    "event": "told of then, or published then or soon after",
    "either": "told of then, or published then",
}
"""What is looked at where a question names a time, by what of it must be of that time."""
EXAMPLE = "Ask in words: who did or said what, and when?"

_LONGEST, _MOST_NAMED = 60, 12
"""Characters of a word that a refusal says again, and words, or names, that it lists."""


def covers(coverage: Coverage) -> str:
    """What a corpus holds: "5 reports (2 in French), 23 December 2023 to 26 December 2024"."""
    reports = _counted(coverage)
    if coverage.reports == 0:
        return reports
    if coverage.first is None or coverage.last is None:
        return f"{reports}, none with a date"
    if coverage.first == coverage.last:
        return f"{reports}, {day_in_words(coverage.first)}"
    return f"{reports}, {day_in_words(coverage.first)} to {day_in_words(coverage.last)}"


def _counted(coverage: Coverage) -> str:
    """How many reports a corpus holds: "no reports", "5 reports (2 in French)"."""
    if coverage.reports == 0:
        return "no reports"
    return f"{_reports(coverage.reports)}{_in_other_languages(coverage)}"


def _reports(many: int) -> str:
    return "1 report" if many == 1 else f"{many:,} reports"


def _in_other_languages(coverage: Coverage) -> str:
    """How many reports are in other languages than English, to follow their number; none for
    none."""
    named = [f"{many:,} in {language_name(code)}" for code, many in coverage.languages]
    return f" ({', '.join(named)})" if named else ""


def judged_poorly(coverage: Coverage) -> str:
    """That reports are in other languages than English, and what that means; empty where none is:
    "2 reports are in French, 1 in German: found by words, judged poorly."."""
    if not coverage.languages:
        return ""
    (code, many), *others = coverage.languages
    first = f"{_reports(many)} {'is' if many == 1 else 'are'} in {language_name(code)}"
    rest = [f"{some:,} in {language_name(other)}" for other, some in others]
    return f"{', '.join([first, *rest])}: found by words, judged poorly."


def bounds(scope: Scope) -> str:
    """A scope's dates in words, to follow "published"."""
    last = min((day for day in (scope.last, scope.as_of) if day is not None), default=None)
    return between(scope.first, last)


def between(first: date | None, last: date | None) -> str:
    """Bounds in words: "between 1 May 2024 and 3 May 2024", "on 1 May 2024", "at any time"."""
    if first is not None and first == last:
        return f"on {day_in_words(first)}"
    if first is not None and last is not None:
        return f"between {day_in_words(first)} and {day_in_words(last)}"
    if first is not None:
        return f"on or after {day_in_words(first)}"
    if last is not None:
        return f"on or before {day_in_words(last)}"
    return "at any time"


def empty_corpus() -> str:
    """That nothing was ingested, and what to do."""
    return "There are no reports to answer from yet. Add some with `dateline ingest PATH`."


def not_a_question() -> str:
    """That nothing was asked, with an example."""
    return f"There is no question. {EXAMPLE}"


def too_long(length: int, limit: int) -> str:
    """That a question is longer than is read."""
    return (
        f"The question has {length:,} characters, and at most {limit:,} are read. Ask for one "
        "thing at a time."
    )


def unknown_collection(named: Sequence[str], known: Sequence[str]) -> str:
    """That there is no collection of a name, and which there are."""
    missing = [name for name in named if name.strip().casefold() not in
               {one.casefold() for one in known}]  # fmt: skip
    there = f"Collections: {'; '.join(known)}." if known else "No report belongs to one."
    return f"There is no collection {_listed(_quoted(tuple(missing)))}. {there}"


def _of(coverage: Coverage) -> str:
    """Which collections reports are of, to follow "report"; empty where all are looked at."""
    names = coverage.collections
    if not names:
        return ""
    noun = "collection" if len(names) == 1 else "collections"
    return f" of the {noun} {_listed(_quoted(names), 'and')}"


def outside_window(
    scope: Scope,
    coverage: Coverage,
    publisher: str | None = None,
    only: ReportHead | None = None,
) -> str:
    """That the corpus has no report within the bounds, or that the one looked at is not within
    them, and what it covers."""
    sure = " dated for sure" if scope.dated_for_sure else ""
    whose = f"{_of(coverage)}{f' of “{publisher}”' if publisher else ''}{sure}"
    known_alone = scope.as_of is not None and scope.first is None and scope.last is None
    if only is None and known_alone and scope.as_of is not None:
        why = f"No report{whose} is known to have been out by {day_in_words(scope.as_of)}."
    elif only is None:
        why = f"No report{whose} was published {bounds(scope)}."
    else:
        when = f" published {bounds(scope)}" if scope.bounds_dates else ""
        why = f"The report “{name_of(only)}” is not among those{whose}{when}."
    return f"{why} {holds(coverage)}"


def name_of(report: ReportHead) -> str:
    """What a report is called: its title, or else its file."""
    return report.title or report.path


def no_such_day(words: tuple[str, ...], coverage: Coverage, as_of: date | None = None) -> str:
    """That a question names a day that no calendar has."""
    return f"{_listed(_quoted(words))} is no day of the calendar. {holds(coverage, as_of)}"


def unknown_publisher(
    name: str, known: list[str], coverage: Coverage, as_of: date | None = None
) -> str:
    """That no report is from a publisher, and which there are."""
    named = "; ".join(known) if known else "none states its publisher"
    out = f" that was out by {day_in_words(as_of)}" if as_of is not None else ""
    out = f"{_of(coverage)}{out}"
    return (
        f"No report{out} is from “{name}”. Publishers of these reports: {named}. "
        f"{holds(coverage, as_of)}"
    )


_WHY = {
    Lack.NOT_NEAR: "No passage{within} that is near the question has {words}.",
    Lack.TIME: "No passage{within} that is near the question is of the time asked: {words}.",
    Lack.OPINION: "No passage{within} answers this, as the language model reads the nearest.",
}


def no_evidence(
    verdict: Verdict,
    scope: Scope,
    coverage: Coverage,
    only: ReportHead | None = None,
    publisher: str | None = None,
) -> str:
    """Why the evidence does not do, what was searched, and what the corpus covers.

    `only` is the one report that was looked at, if it was one, and `publisher` the name by which
    those were chosen whose reports were.
    """
    dated = f" published {bounds(scope)}" if scope.bounds_dates else ""
    dated = f"{_of(coverage)}{dated}"
    within = f" of “{publisher}”{dated}" if publisher else dated
    if only is not None:
        within = f" in the report “{name_of(only)}”"
    words = _listed(_as_read(verdict) if verdict.times else _quoted(verdict.missing))
    match verdict.lack:
        case lack if lack in _WHY:
            why = _WHY[lack].format(within=within, words=words)
        case Lack.OUTSIDE:
            why = _outside(verdict, coverage, dated)
        case Lack.NOWHERE:
            why = f"No {'report' if only is None else 'passage'}{within} has {words} in it."
        case Lack.OFF_TOPIC:
            where = f" of the reports{dated}" if within == dated else within
            why = f"No passage{where} is near to this question."
        case _:
            why = f"No passage{within} was found to answer this."
            if words:
                why = f"{why} None of the nearest has {words}."
    return f"{why}{_days_near(verdict)} {holds(coverage, scope.as_of)}"


def _outside(verdict: Verdict, coverage: Coverage, dated: str) -> str:
    """On which side of the reports the times lie that were asked about."""
    told = list(zip(_as_read(verdict), verdict.times, strict=True))
    before = [
        words for words, time in told
        if coverage.first is not None and time.last < coverage.first
    ]  # fmt: skip
    after = [words for words, _ in told if words not in before]
    return " ".join(
        f"{_listed(words, 'and')} {'is' if len(words) == 1 else 'are'} {side} report{dated}."
        for words, side in ((before, "before the first"), (after, "after the last"))
        if words
    )


_NAMES_ITS_YEAR = re.compile(r"\b\d{4}\b")
_SEASON = re.compile(r"\b(?:spring|summer|autumn|fall|winter)\b", re.IGNORECASE)


def _as_read(verdict: Verdict) -> list[str]:
    """Words for times, quoted, with the days that they were taken for where they do not say so
    themselves: “on Monday”, “in summer 2024”, which is not the same everywhere."""
    return [
        quoted if _NAMES_ITS_YEAR.search(quoted) and not _SEASON.search(quoted)
        else f"{quoted} (taken for {_days(time)})"
        for quoted, time in zip(_quoted(verdict.missing), verdict.times, strict=True)
    ]  # fmt: skip


def _days(time: Period) -> str:
    first, last = day_in_words(time.first), day_in_words(time.last)
    if time.last == date.max:
        return f"any day from {first} on"
    if time.first == date.min:
        return f"any day up to {last}"
    return first if first == last else f"{first} to {last}"


def unsupported(coverage: Coverage, as_of: date | None = None) -> str:
    """That nothing of what was written is said by the evidence."""
    why = "The language model wrote nothing that the passages found say."
    return f"{why} {holds(coverage, as_of)}"


def stale(newest: date, covered_to: date) -> str:
    """That the evidence is far older than the newest report."""
    return (
        f"The newest evidence found is of {day_in_words(newest)}; the reports go on to "
        f"{day_in_words(covered_to)}."
    )


IN_ANOTHER_LANGUAGE = (
    "What is quoted is not all in English, the only language that Dateline was made to judge: look "
    "yourself whether it answers."
)


def _days_near(verdict: Verdict) -> str:
    """The days of reports of another time that are near the question, before it and after, to end a
    refusal with."""
    days = [day_in_words(day) for day in (verdict.before, verdict.after) if day is not None]
    if not days:
        return ""
    reports = "are reports" if len(days) > 1 else "is a report"
    return f" Near the question {reports} of {' and '.join(days)}."


def holds(coverage: Coverage, as_of: date | None = None) -> str:
    """What the corpus holds; of what was out by a day, where nothing else is looked at."""
    several = len(coverage.collections) > 1
    whole = (
        f"The {_of(coverage).removeprefix(' of the ')}" if coverage.collections else "The corpus"
    )
    holds = f"{whole} {'hold' if several else 'holds'}"
    if as_of is None:
        return f"{holds} {covers(coverage)}."
    reports = _counted(coverage)
    days = covers(coverage).removeprefix(reports)
    were = "was" if coverage.reports == 1 else "were"
    return f"{holds} {reports} that {were} out by {day_in_words(as_of)}{days}."


def _quoted(words: tuple[str, ...]) -> list[str]:
    return [f"“{word if len(word) <= _LONGEST else f'{word[:_LONGEST]}…'}”" for word in words]


def _listed(quoted: Sequence[str], last: str = "or") -> str:
    if len(quoted) > _MOST_NAMED:
        return f"{', '.join(quoted[:_MOST_NAMED])} {last} {len(quoted) - _MOST_NAMED:,} more"
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} {last} {quoted[-1]}"
