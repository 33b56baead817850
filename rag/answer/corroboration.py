"""How many reports say what an answer says: copies and quotations of one source count once.

What another report has in nearly the same words, it has from the same source.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.text.normalize import collapsed
from index.text.statements import same_statement
from index.text.terms import runs, terms, words
from index.types import ReportHead
from rag.answer.measures import Measures
from rag.answer.values import Values
from rag.evidence.citations import Quote
from rag.evidence.evidence import UNLIKELY, Evidence
from rag.evidence.statement import (
    Corroboration,
    Statement,
    answer_of,
    published_first,
    stated,
    words_that_answer,
)
from rag.language.attribution import said_by
from rag.language.contradiction import says_otherwise
from rag.question.counted import Counted
from rag.reader.judge import Judge
from rag.verification.quotes import quoted_in

LIKELY = 2.5
"""What is looked at has a score that is at most so much below the highest,"""
ABLE = -1.5
"""or a logit of answering the question by itself that is so high at least."""
ABLE_WHERE_ASKED = -3.0
"""or, where it is asked how many reports say so, one that is so high."""
RUN, NEARLY_ALL = 3, 0.5
"""Two texts are of one source that have in common so large a share of the runs of so many words of
the one with fewer."""

BearsOut = Callable[[str], bool]
"""Tells of a passage's words whether they bear out what is said."""


def telling(counted: Counted | None, first: Statement, judge: Judge | None) -> BearsOut | None:
    """What tells by the judge which passages bear out the claim whose tellers are counted, or else
    the question with the words that answer it; None where nobody asked how many say so."""
    if judge is None or counted is None:
        return None
    claim = counted.claim or f"{counted.question} {words_that_answer(first)}"
    return lambda text: judge.support(claim, [text])[0] > 0


def corroboration(
    statement: Statement,
    evidence: Sequence[Evidence],
    measures: Measures,
    bears_out: BearsOut | None = None,
) -> Corroboration:
    """What of the evidence bears a statement out and says nothing otherwise: other reports that
    give the same values of the same figures, or whose words that answer are the same, where they
    are likely to answer. Where it was asked how many do, what `bears_out` tells of counts too."""
    values = Values(measures)
    able = ABLE if bears_out is None else ABLE_WHERE_ASKED
    least = max(e.score for e in evidence) - LIKELY
    mine = _Source.of(statement.quote.report, statement.quote.text)
    copies = {head.id for head in statement.copies}
    found: dict[str, _Source] = {}
    for other in evidence:
        report, text = other.ranked.finding.report, other.ranked.finding.text
        if other.score <= UNLIKELY or report.id in copies | {mine.report.id, *found}:
            continue
        unlikely = other.score <= least and other.logit < able
        same = not unlikely and _says_the_same(statement, other, measures)
        told = same or (bears_out is not None and bears_out(text))
        if told and not _says_otherwise(statement, stated(other), values):
            found[report.id] = _Source.of(report, text)
    reports = sorted((source.report for source in found.values()), key=published_first)
    return Corroboration(tuple(reports), _groups([mine, *found.values()]))


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


def _says_otherwise(statement: Statement, other: Statement, values: Values) -> bool:
    """Whether another statement answers with another value, or says otherwise in plain words."""
    return values.differing(statement, other) is not None or any(
        says_otherwise(a, b) for a in statement.texts for b in other.texts
    )


@dataclass(frozen=True, slots=True)
class _Source:
    """A report with those that it names as having said it, who wrote it, the runs of words of what
    it says, and those of each of its quotations, in small letters."""

    report: ReportHead
    named: frozenset[str]
    writer: str
    runs: frozenset[tuple[str, ...]]
    quoted: tuple[frozenset[tuple[str, ...]], ...]

    @classmethod
    def of(cls, report: ReportHead, text: str) -> "_Source":
        named = frozenset(name.casefold() for name in said_by(text))
        writer = (report.originator or report.publisher or "").casefold()
        quoted = tuple(filter(None, map(_runs, quoted_in(text))))
        return cls(report, named, writer, _runs(text), quoted)

    def is_one_with(self, other: "_Source") -> bool:
        """Whether one names or quotes the other, both are of one writer or speaker, or nearly word
        for word the same."""
        if self.named & other.named or (self.writer and self.writer == other.writer):
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
