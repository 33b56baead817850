"""What a passage says in answer: its best sentence, or all of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.rules import Stage, declare
from index.types import ReportHead
from rag.evidence.citations import Quote
from rag.evidence.evidence import Evidence
from rag.language.attribution import said_by

WHOLE_COMPLETES = declare(
    "whole-passage-completes",
    Stage.SELECTION,
    "Quotes a passage whole where that covers the question clearly better than its best sentence.",
)
SENTENCE_OF_ANSWER = declare(
    "sentence-of-the-answer",
    Stage.SELECTION,
    "Quotes the sentence in which the reader model finds the answer.",
)
SURE_OF_ANSWER = declare(
    "sure-of-the-words",
    Stage.SELECTION,
    "Points out words that answer only where the reader model prefers them to none.",
)
WHOLE_OF_SEVERAL = declare(
    "whole-of-several",
    Stage.SELECTION,
    "Quotes passages whole where a question leans on several of them.",
)

COMPLETES = 0.01
"""A passage is quoted whole where that covers the question by so much more than its best
sentence; the rest of it then supplies what that sentence leaves unsaid."""
SURE_OF_SPAN = 0.0
"""The logit by which words that answer must be preferred to none."""


@dataclass(frozen=True, slots=True)
class Corroboration:
    """The `reports` that say the same as a statement in words of their own, earliest first, and how
    many `sources` these and the statement's own have: reports that name one speaker, or one of
    which names the other's publisher, have one."""

    reports: tuple[ReportHead, ...]
    sources: int


UNHEARD = Corroboration((), 1)


@dataclass(frozen=True, slots=True)
class Statement:
    """Consecutive whole sentences of one passage, and the other reports that say the same.

    `sentences` are offsets in the report, and so is `answer`: the words that answer, if some few
    do. `pointed` are the words that answer best, however unsure the reader is of them. `speaker` is
    whose turn of a transcript they stand in, and `borne_out` tells which other reports say the same
    in words of their own. `corrects` are the quotes that they put right.
    """

    quote: Quote
    sentences: tuple[tuple[int, int], ...]
    copies: tuple[ReportHead, ...] = ()
    answer: tuple[int, int] | None = None
    speaker: str | None = None
    corrects: tuple[Quote, ...] = ()
    borne_out: Corroboration = UNHEARD
    pointed: tuple[int, int] | None = None

    @property
    def speakers(self) -> tuple[str, ...]:
        """Whose turn it is, and those to whom the quote gives its words."""
        given = [name for sentence in self.quote.sentences for name in said_by(sentence)]
        return tuple(dict.fromkeys([*([self.speaker] if self.speaker else []), *given]))

    @property
    def voices(self) -> tuple[str, ...]:
        """Who speaks, or else who wrote the report; empty where neither is known."""
        report = self.quote.report
        writers = (report.originator or report.publisher,)
        return self.speakers or tuple(name for name in writers if name)

    @property
    def texts(self) -> list[str]:
        """The sentences, verbatim."""
        return [Quote(self.quote.finding, *span).text for span in self.sentences]


def stated(evidence: Evidence, *, whole: bool = False) -> Statement:
    """The sentence of a passage that answers, or all of it where the rest completes that.

    It is the best sentence (`best_sentence`). With `whole`, it is all of the passage in any case.
    """
    ranked, best = evidence.ranked, best_sentence(evidence)
    spans = ranked.finding.passage.sentences
    completes = WHOLE_COMPLETES.applies(ranked.own - ranked.sentences[best] >= COMPLETES)
    if not WHOLE_OF_SEVERAL.applies(whole) and not completes:
        return stated_alone(evidence)
    quote = Quote(ranked.finding, spans[0][0], spans[-1][1])
    answer, pointed = answer_of(evidence), pointed_at(evidence)
    return Statement(quote, spans, answer=answer, pointed=pointed)


def stated_alone(evidence: Evidence) -> Statement:
    """The sentence of a passage that answers."""
    finding, best = evidence.ranked.finding, best_sentence(evidence)
    span = finding.passage.sentences[best]
    quote = Quote(finding, *span)
    answer, pointed = answer_of(evidence), pointed_at(evidence)
    return Statement(quote, (span,), answer=answer, pointed=pointed)


def words_that_answer(statement: Statement) -> str:
    """The words of a statement at which the reader points, else all of it."""
    quote, place = statement.quote, statement.pointed
    inside = place is not None and quote.start <= place[0] and place[1] <= quote.end
    return Quote(quote.finding, *place).text if place is not None and inside else quote.text


def best_sentence(evidence: Evidence) -> int:
    """Which of a passage's sentences answers: the one in which the judge found the answer, else the
    one that covers the question best."""
    ranked, answer = evidence.ranked, answer_of(evidence)
    spans = ranked.finding.passage.sentences
    holding = [i for i, (a, b) in enumerate(spans) if answer and a <= answer[0] and answer[1] <= b]
    covering, answering = (
        max(some, key=lambda i: (ranked.sentences[i], -i))
        for some in (range(len(spans)), holding or range(len(spans)))
    )
    return SENTENCE_OF_ANSWER.chosen(answering, without=covering)


def answer_of(evidence: Evidence) -> tuple[int, int] | None:
    """Offsets in the report of the words that answer, where the judge is sure of some."""
    found = evidence.judgement
    unsure = found is None or SURE_OF_ANSWER.applies(found.margin < SURE_OF_SPAN)
    return None if unsure else pointed_at(evidence)


def pointed_at(evidence: Evidence) -> tuple[int, int] | None:
    """Offsets in the report of the words that answer best, however sure the judge is of them; None
    where it read none."""
    found = evidence.judgement
    if found is None or found.span is None:
        return None
    origin = evidence.ranked.finding.passage.start
    return origin + found.span[0], origin + found.span[1]


def holds(wider: Statement, other: Statement) -> bool:
    """Whether a statement holds another whole that stands in another block of its report."""
    a, b = wider.quote, other.quote
    apart = a.finding.passage.block != b.finding.passage.block
    return a.report.id == b.report.id and apart and a.start <= b.start and b.end <= a.end


def together(one: Statement, other: Statement) -> Statement | None:
    """The sentences of two statements as one quote; None where no passage has all of them in a
    row."""
    spans = tuple(sorted({*one.sentences, *other.sentences}))
    for finding in (one.quote.finding, other.quote.finding):
        passage = finding.passage
        same = passage.report_id == one.quote.report.id == other.quote.report.id
        there = [n for n, span in enumerate(passage.sentences) if span in spans]
        if same and len(there) == len(spans) == there[-1] - there[0] + 1:
            return replace(one, quote=Quote(finding, spans[0][0], spans[-1][1]), sentences=spans)
    return None


def unsaid(statement: Statement, quotes: Sequence[Quote]) -> Statement:
    """A statement without the sentences that `quotes` have, where some are left; as it is,
    where none of them is or all of them are."""
    found = statement.quote.finding
    left = tuple(
        span for span in statement.sentences
        if not any(Quote(found, *span).overlaps(quote) for quote in quotes)
    )  # fmt: skip
    if not left or left == statement.sentences:
        return statement
    at = statement.sentences.index(left[0])
    if statement.sentences[at : at + len(left)] != left:
        return statement
    return replace(statement, quote=Quote(found, left[0][0], left[-1][1]), sentences=left)


def published_order(statement: Statement) -> tuple[bool, int, str, int]:
    """Sorts statements by when their reports came out, those without a date last."""
    return (*published_first(statement.quote.report), statement.quote.start)


def published_first(report: ReportHead) -> tuple[bool, int, str]:
    """Sorts reports by when they came out, those without a date last."""
    day = report.dated.published_on
    return day is None, day.toordinal() if day else 0, report.path
