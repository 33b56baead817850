"""How many reports say what an answer says: copies and quotations of one source count once.

What another report has in nearly the same words, it has from the same source.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from index.calendar import Period
from index.rules import Stage, always, declare
from index.text.normalize import aligned, collapsed
from index.text.statements import same_statement
from index.text.terms import runs, terms, words
from index.times.periods import periods
from index.types import ReportHead
from rag.answer.measures import Measures, have_own_names
from rag.answer.values import Values
from rag.evidence.citations import Quote
from rag.evidence.evidence import READ, UNLIKELY, Evidence, weigh
from rag.evidence.statement import (
    Corroboration,
    Statement,
    answer_of,
    pointed_at,
    published_first,
    stated,
    words_that_answer,
)
from rag.language.attribution import said_by
from rag.language.contradiction import says_otherwise
from rag.language.quantities import plain_figures, quantities
from rag.question.counted import Counted
from rag.question.parsing import ParsedQuestion
from rag.reader.judge import Judge
from rag.retrieval.reranking import Ranked
from rag.verification.quotes import quoted_in

SAME_POINTED = declare(
    "counted-by-the-words-that-answer",
    Stage.SELECTION,
    "Counts a report whose words at which the reader points are the same, where that is asked.",
)
NO_OTHER_TIME = declare(
    "counted-of-one-time",
    Stage.SELECTION,
    "Counts no report as saying the same that tells of other times.",
)
ONE_SERIES = declare(
    "one-series-one-source",
    Stage.SELECTION,
    "Takes reports whose files have one name, but for its figures, for one source.",
)
MORE_TELLERS = declare(
    "counted-by-a-second-search",
    Stage.SEARCH,
    "Looks for what has the answer, too, where it is asked how many reports say so.",
)

LIKELY = 2.5
"""What is looked at has a score that is at most so much below the highest,"""
ABLE = -1.5
"""or a logit of answering the question by itself that is so high at least."""
ABLE_WHERE_ASKED = -3.0
"""or, where it is asked how many reports say so, one that is so high."""
POINTING = -4.0
"""Where it is asked, the reader's pointing at the same words counts from this logit on,"""
POINTING_AT_RARE, RARE = -6.0, 4
"""or from this one on where they have so many digits."""
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_DIGITS = re.compile(r"\d+")
_AM_OR_PM = re.compile(r"\b([ap])\.\s?m\b\.?", re.IGNORECASE)
RUN, NEARLY_ALL = 3, 0.5
"""Two texts are of one source that have in common so large a share of the runs of so many words of
the one with fewer."""

BearsOut = Callable[[Sequence[Evidence]], Sequence[bool]]
"""Tells of passages whether their words bear out what is said."""


def telling(counted: Counted | None, first: Statement, judge: Judge | None) -> BearsOut | None:
    """What tells by the judge which passages bear out the claim whose tellers are counted, or else
    the question with the words that answer it; None where nobody asked how many say so."""
    if judge is None or counted is None:
        return None
    claim = counted.claim or f"{counted.question} {words_that_answer(first)}"

    def bears_out(read: Sequence[Evidence]) -> list[bool]:
        return [logit > 0 for logit in judge.support(claim, [e.ranked.finding.text for e in read])]

    return bears_out


@MORE_TELLERS.governs(without=lambda evidence, *_: list(evidence))
def with_more(
    evidence: Sequence[Evidence],
    question: ParsedQuestion,
    answer: str,
    ranked: Sequence[Ranked],
    judge: Judge,
) -> list[Evidence]:
    """The evidence of a question with those of the passages found for it and its answer that were
    not read and have the words of the answer."""
    read = {e.ranked.finding.passage.id for e in evidence if e.score > UNLIKELY}
    wanted = _value(answer)
    telling = len(wanted) > 1 or sum(map(str.isdigit, answer)) >= RARE
    more = [
        r for r in ranked
        if telling and r.finding.passage.id not in read and wanted <= _value(r.finding.text)
    ]  # fmt: skip
    return [*evidence, *(weigh(question, more[:READ], judge) if more else ())]


def corroboration(
    statement: Statement,
    evidence: Sequence[Evidence],
    measures: Measures,
    bears_out: BearsOut | None = None,
) -> Corroboration:
    """What of the evidence bears a statement out and says nothing otherwise: other reports that
    give the same values of the same figures, or whose words that answer are the same, where they
    are likely to answer. Where it was asked how many do, what `bears_out` tells of counts too, and
    where the reader points at the same."""
    values, asked = Values(measures), bears_out is not None
    mine = _Source.of(statement.quote.report, statement.quote.text)
    known = {head.id for head in statement.copies} | {mine.report.id}
    read = [
        e for e in evidence if e.score > UNLIKELY and e.ranked.finding.report.id not in known
    ]  # fmt: skip
    borne_out = bears_out(read) if bears_out is not None else [False] * len(read)
    least = max(e.score for e in evidence) - LIKELY
    found: dict[str, _Source] = {}
    for other, told in zip(read, borne_out, strict=True):
        report = other.ranked.finding.report
        likely = other.score > least or other.logit >= (ABLE_WHERE_ASKED if asked else ABLE)
        same = told or (likely and _says_the_same(statement, other, measures))
        if report.id in found or not (same or (asked and _points_at_the_same(statement, other))):
            continue
        they = stated(other)
        apart = not asked and _are_of_other_times(statement, they)
        if not (apart or _says_otherwise(statement, they, values)):
            found[report.id] = _Source.of(report, other.ranked.finding.text)
    reports = sorted((source.report for source in found.values()), key=published_first)
    return Corroboration(tuple(reports), _groups([mine, *found.values()]))


@SAME_POINTED.governs(without=always(False))
def _points_at_the_same(statement: Statement, other: Evidence) -> bool:
    """Whether the reader points in another passage at the same words as in a statement, however
    unsure it is that the passage answers; not where each has a name of its own, or the passage is
    of another time than was asked about. Figures of one digit alone are the same too often."""
    place = pointed_at(other)
    if statement.pointed is None or place is None or other.signals.get("of_time", 1.0) < 1:
        return False
    if have_own_names(" ".join(statement.texts), " ".join(other.ranked.finding.sentences)):
        return False
    mine = words_that_answer(statement)
    digits = sum(map(str.isdigit, mine))
    least = POINTING if digits < RARE else POINTING_AT_RARE
    theirs = Quote(other.ranked.finding, *place).text
    return other.logit >= least and digits != 1 and same_words(mine, theirs)


def same_words(one: str, other: str) -> bool:
    """Whether two texts of a few words give the same figures of the same units in the same order,
    and one has all other words of the other; where neither has a figure, these are two at least.
    “14 March” is not “14 April”, “12 million” not “12 thousand”, nor “10am” “10pm”."""
    mine, theirs = _Given.by(one), _Given.by(other)
    fewer, more = sorted((mine.words, theirs.words), key=len)
    several = bool(mine.figures) or len(_value(one) & _value(other)) > 1
    return several and mine.agrees(theirs) and fewer <= more


@dataclass(frozen=True, slots=True)
class _Given:
    """What a few words give: figures, the numbers that they are with their units, all other words,
    and those of them that are written together with a figure: “am” of “10am”, “B” of “B22”."""

    figures: list[str]
    numbers: list[tuple[float, str | None]]
    words: set[str]
    joined: set[str]

    @classmethod
    def by(cls, text: str) -> "_Given":
        plain = _AM_OR_PM.sub(r"\1m", aligned(text))
        figures = _FIGURE.findall(plain_figures(plain))
        found = [q for q in quantities(plain) if any(map(str.isdigit, q.written))]
        for q in found:  # with their units, which are no words
            plain = f"{plain[: q.start]}{'0' * (q.end - q.start)}{plain[q.end :]}"
        joined = [word for word in words(plain) if any(map(str.isdigit, word))]
        return cls(
            figures,
            [(q.value, q.unit) for q in found],
            set(words(_DIGITS.sub(" ", plain))),
            set(words(_DIGITS.sub(" ", " ".join(joined)))),
        )

    def agrees(self, other: "_Given") -> bool:
        """Whether another has the same figures, of the same units and with the same letters."""
        same = self.figures == other.figures and self.numbers == other.numbers
        return same and self.joined <= other.words and other.joined <= self.words


def _value(text: str) -> set[str]:
    """The stems of a text, figures as they are written plainly."""
    return set(terms(plain_figures(aligned(text))))


def _says_the_same(statement: Statement, other: Evidence, measures: Measures) -> bool:
    sentences = other.ranked.finding.sentences
    if any(same_statement(a, b) for a in statement.texts for b in sentences):
        return False
    theirs = answer_of(other)
    if statement.answer is not None and theirs is not None:
        mine = Quote(statement.quote.finding, *statement.answer).text
        words = Quote(other.ranked.finding, *theirs).text
        if mine and collapsed(mine).casefold() == collapsed(words).casefold():
            return True
    return measures.agree(statement.texts, sentences)


@NO_OTHER_TIME.governs(without=always(False))
def _are_of_other_times(one: Statement, other: Statement) -> bool:
    """Whether each of two statements tells times, and the one with fewer tells one that the other
    does not: nine wells as of 22 February are not nine wells as of 7 February."""
    fewer, more = sorted((_times(one), _times(other)), key=len)
    return bool(fewer) and not all(any(a.overlaps(b) for b in more) for a in fewer)


def _times(statement: Statement) -> list[Period]:
    told = periods(" ".join(statement.texts), statement.quote.report.dated.published_on)
    return [period for period in told if not period.of_telling]


def _says_otherwise(statement: Statement, other: Statement, values: Values) -> bool:
    """Whether another statement answers with another value, or says otherwise in plain words."""
    return values.differing(statement, other) is not None or any(
        says_otherwise(a, b) for a in statement.texts for b in other.texts
    )


@dataclass(frozen=True, slots=True)
class _Source:
    """A report with those that it names as having said it, who wrote it, of which `series` it is,
    the runs of words of what it says, and those of each of its quotations, in small letters."""

    report: ReportHead
    named: frozenset[str]
    writer: str
    series: str
    runs: frozenset[tuple[str, ...]]
    quoted: tuple[frozenset[tuple[str, ...]], ...]

    @classmethod
    def of(cls, report: ReportHead, text: str) -> "_Source":
        named = frozenset(name.casefold() for name in said_by(text))
        writer = (report.originator or report.publisher or "").casefold()
        quoted = tuple(filter(None, map(_runs, quoted_in(text))))
        return cls(report, named, writer, _series(report), _runs(text), quoted)

    def is_one_with(self, other: "_Source") -> bool:
        """Whether one names or quotes the other, both are of one writer, speaker or series, or
        nearly word for word the same."""
        if self.named & other.named or (self.writer and self.writer == other.writer):
            return True
        unnamed = not (self.writer or other.writer or (self.named and other.named))
        if ONE_SERIES.applies(unnamed and self.series == other.series != ""):
            return True
        if self._quotes(other) or other._quotes(self):
            return True
        fewer = min(len(self.runs), len(other.runs))
        if fewer and len(self.runs & other.runs) >= NEARLY_ALL * fewer:
            return True
        return self._names(other) or other._names(self)

    def _quotes(self, other: "_Source") -> bool:
        return any(runs <= other.runs for runs in self.quoted)

    def _names(self, other: "_Source") -> bool:
        wanted = set(terms(other.writer))
        return bool(wanted) and any(wanted <= set(terms(name)) for name in self.named)


def _series(report: ReportHead) -> str:
    """The folder of a report's file and what its name has but for figures, which number the parts
    of a series; empty where the name has no two words."""
    path = PurePath(report.path)
    letters = _LETTERS.findall(path.stem.casefold())
    return f"{path.parent} {' '.join(letters)}" if len(set(letters)) > 1 else ""


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    return frozenset(runs(words(text), RUN))


def _groups(sources: Sequence[_Source]) -> int:
    """How many groups the sources fall into, of which each is one with some other of its group."""
    left, groups = list(sources), 0
    while left:
        groups += 1
        group = [left.pop()]
        for member in group:
            group += [other for other in left if member.is_one_with(other)]
            left = [other for other in left if not member.is_one_with(other)]
    return groups
