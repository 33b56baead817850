"""Choosing what to say: whole sentences of the best passages, each statement once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from index.calendar import Period
from index.normalize import aligned
from index.periods import periods
from index.rules import Stage, always, declare
from index.statements import same_statement, statement_hash
from index.types import TELLS_OF, Finding, ReportHead
from rag.asked import is_overview
from rag.citations import Quote
from rag.evidence import Evidence
from rag.passage_times import is_of

WHOLE_COMPLETES = declare(
    "whole-passage-completes",
    Stage.SELECTION,
    "Quotes a passage whole where that covers the question clearly better than its best sentence.",
)
ONE_SENTENCE = declare(
    "one-sentence-a-passage",
    Stage.SELECTION,
    "Quotes one sentence of each passage where a course of events is told.",
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
FURTHER_LIKELY = declare(
    "further-as-likely",
    Stage.SELECTION,
    "Adds a further statement only where it is about as likely to answer as the best one.",
)
FURTHER_TIMELY = declare(
    "further-of-the-time",
    Stage.SELECTION,
    "Adds no further statement of another time than is asked about.",
)
NEAR_ENOUGH_TO_REPEAT = declare(
    "near-enough-to-repeat",
    Stage.SELECTION,
    "Reads passages far behind the best one neither for further statements nor for copies.",
)
OF_THE_TIME = declare(
    "sentences-of-the-time",
    Stage.SELECTION,
    "Leaves out of a quote the sentences that tell of other times than the one asked about.",
)
LONGER_COURSE = declare(
    "longer-course", Stage.SELECTION, "Allows a course of events twice the sentences."
)
LOOSER_COURSE = declare(
    "looser-course",
    Stage.SELECTION,
    "Asks less of each further statement where a course of events is told.",
)
SAID_ONCE = declare(
    "said-once", Stage.SELECTION, "Gives once what several passages say word for word."
)
EARLIEST_QUOTED = declare(
    "earliest-quoted",
    Stage.SELECTION,
    "Quotes a statement that several passages make from the earliest report.",
)
WIDER = declare(
    "what-holds-both",
    Stage.SELECTION,
    "Quotes a question with its reply, or a list with its lead-in, for a part of it found before.",
)
ONE_TELLING = declare(
    "one-telling",
    Stage.SELECTION,
    "Takes the same words in reports of different times for two events, unless they name the year.",
)

COMPLETES = 0.01
"""A passage is quoted whole where that covers the question by so much more than its best
sentence; the rest of it then supplies what that sentence leaves unsaid."""
MAY_REPEAT = 0.85
"""Below this share of the best score no copy of a statement is looked for."""
ALSO_LIKELY = 1.5
"""A further statement counts where its score is at most this much below the best one's."""
MORE_FOR_A_COURSE, LIKELY_OF_A_COURSE = 2, 4.0
"""A course of events may have so many times the sentences, the score of each at most so much
below."""
SURE_OF_SPAN = 0.0
"""The logit by which words that answer must be preferred to none."""


@dataclass(frozen=True, slots=True)
class Statement:
    """Consecutive whole sentences of one passage, and the other reports that say the same.

    `sentences` are offsets in the report, and so is `answer`: the words that answer, if some few
    do.
    """

    quote: Quote
    sentences: tuple[tuple[int, int], ...]
    copies: tuple[ReportHead, ...] = ()
    answer: tuple[int, int] | None = None

    @property
    def texts(self) -> list[str]:
        """The sentences, verbatim."""
        return [Quote(self.quote.finding, *span).text for span in self.sentences]


@dataclass(frozen=True, slots=True)
class Ways:
    """How statements are quoted: each as `whole` makes it of the sentences that were chosen, and
    from another report that says the same only where it `may_be_quoted`."""

    whole: Callable[[Statement], Statement] = lambda statement: statement
    may_be_quoted: Callable[[Finding], bool] = lambda _: True


AS_THEY_ARE = Ways()


def select(
    question: str,
    evidence: Sequence[Evidence],
    max_sentences: int,
    top_k: int | None = None,
    leading: int = 1,
    ways: Ways = AS_THEY_ARE,
) -> list[Statement]:
    """Statements to answer with, most relevant first, at most so many sentences in all.

    They come from the `top_k` best passages; those further down are only looked at for copies.
    Of the first `leading` passages each is said; any other must answer about as well. A course of
    events is told with more sentences, in the order of the reports. Of a statement that several
    reports make, the earliest published one that may be quoted is.
    """
    course = is_overview(question)
    if LONGER_COURSE.applies(course):
        max_sentences *= MORE_FOR_A_COURSE
    best = evidence[0].ranked.score_of_best
    highest = max(e.score for e in evidence)
    groups: list[list[Statement]] = []
    for rank, candidate in enumerate(evidence, 1):
        also = _also_answers(candidate, highest, course=course)
        far = rank > leading and not also and candidate.ranked.score_of_best < MAY_REPEAT * best
        if NEAR_ENOUGH_TO_REPEAT.applies(far):
            continue
        statement = ways.whole(_statement(candidate, short=course))
        same = next((group for group in groups if _overlaps_or_repeats(statement, group)), None)
        said = sum(len(group[0].sentences) for group in groups if group is not same)
        fits = said + len(statement.sentences) <= max_sentences
        if same is not None:
            wider = also and fits and WIDER.applies(_holds(statement, same[0]))
            same.insert(0 if wider else len(same), statement)
            continue
        within = top_k is None or rank <= top_k
        if (rank <= leading and (fits or not groups)) or (within and fits and also):
            groups.append([statement])
    statements = [_merge(group, ways.may_be_quoted) for group in groups]
    return sorted(statements, key=published_order) if course else statements


def _also_answers(other: Evidence, highest: float, *, course: bool) -> bool:
    """Whether a further passage answers too, as far as its score tells beside the highest."""
    less = LOOSER_COURSE.chosen(LIKELY_OF_A_COURSE if course else ALSO_LIKELY, without=ALSO_LIKELY)
    untimely = other.signals.get("of_time", 1.0) < 1.0
    return not (
        FURTHER_LIKELY.applies(other.score < highest - less) or FURTHER_TIMELY.applies(untimely)
    )


def _statement(evidence: Evidence, *, short: bool = False) -> Statement:
    """The sentence of a passage that answers, or all of it where the rest completes that.

    It is the sentence in which the judge found the answer, else the one that covers the question
    best. With `short`, it is one sentence in any case.
    """
    ranked, answer = evidence.ranked, _answer(evidence)
    spans = ranked.finding.passage.sentences
    holding = [i for i, (a, b) in enumerate(spans) if answer and a <= answer[0] and answer[1] <= b]
    covering, answering = (
        max(some, key=lambda i: (ranked.sentences[i], -i))
        for some in (range(len(spans)), holding or range(len(spans)))
    )
    best = SENTENCE_OF_ANSWER.chosen(answering, without=covering)
    alone = Statement(Quote(ranked.finding, *spans[best]), spans[best : best + 1], answer=answer)
    whole = Statement(Quote(ranked.finding, spans[0][0], spans[-1][1]), spans, answer=answer)
    if ONE_SENTENCE.applies(short) or whole == alone:
        return alone
    completes = WHOLE_COMPLETES.applies(ranked.own - ranked.sentences[best] >= COMPLETES)
    return whole if completes else alone


def _answer(evidence: Evidence) -> tuple[int, int] | None:
    """Offsets in the report of the words that answer, where the judge is sure of some."""
    found = evidence.judgement
    if found is None or found.span is None or SURE_OF_ANSWER.applies(found.margin < SURE_OF_SPAN):
        return None
    origin = evidence.ranked.finding.passage.start
    return origin + found.span[0], origin + found.span[1]


@OF_THE_TIME.governs(without=lambda statement, _: statement)
def of_the_time(statement: Statement, asked: Sequence[Period]) -> Statement:
    """A statement without what it begins or ends with that tells of other times alone, where the
    rest tells of one asked about."""
    times = statement.quote.finding.times

    def tells(span: tuple[int, int]) -> list[bool]:
        within = [t for t in times if span[0] <= t.start and t.end <= span[1]]
        return [any(is_of(period, t) for period in asked) for t in within]

    told = [tells(span) for span in statement.sentences]
    if not any(map(any, told)):
        return statement
    kept = [n for n, some in enumerate(told) if any(some) or not some]
    spans = statement.sentences[kept[0] : kept[-1] + 1]
    quote = Quote(statement.quote.finding, spans[0][0], spans[-1][1])
    answer = statement.answer
    inside = answer is not None and quote.start <= answer[0] and answer[1] <= quote.end
    return replace(statement, quote=quote, sentences=spans, answer=answer if inside else None)


def _holds(wider: Statement, other: Statement) -> bool:
    """Whether a statement holds another whole that stands in another block of its report."""
    a, b = wider.quote, other.quote
    apart = a.finding.passage.block != b.finding.passage.block
    return a.report.id == b.report.id and apart and a.start <= b.start and b.end <= a.end


def _overlaps_or_repeats(statement: Statement, group: Sequence[Statement]) -> bool:
    if any(statement.quote.overlaps(other.quote) for other in group):
        return True
    repeats = any(
        same_statement(a, b) for other in group for a in statement.texts for b in other.texts
    )
    return SAID_ONCE.applies(repeats)


def _merge(group: Sequence[Statement], may_be_quoted: Callable[[Finding], bool]) -> Statement:
    """The earliest of a group that is the same telling, with the reports of all its copies.

    What is too short to tell of one thing alone, such as "He was flown to Olm.", has no copies.
    """
    first = group[0]
    telling = statement_hash(first.quote.text) is not None
    same = [
        s for s in group
        if s is first or (telling and same_statement(s.quote.text, first.quote.text))
    ]  # fmt: skip
    told = [
        s for s in same
        if s is first or (is_one_telling(first.quote, s.quote.report)
                          and may_be_quoted(s.quote.finding))
    ]  # fmt: skip
    original = EARLIEST_QUOTED.chosen(min(told, key=published_order), without=first)
    heads = {s.quote.report.id: s.quote.report for s in sorted(same, key=published_order)}
    copies = tuple(head for i, head in heads.items() if i != original.quote.report.id)
    return Statement(original.quote, original.sentences, copies, original.answer)


@ONE_TELLING.governs(without=always(True))
def is_one_telling(quote: Quote, report: ReportHead) -> bool:
    """Whether a report with the words of a quote tells of the same thing: the words name their time
    with its year, or both came out within the time that a report tells of.

    "Drones struck the depot overnight" is two events in the reports of two years.
    """
    mine, theirs = quote.report.dated.published_on, report.dated.published_on
    if mine is None or theirs is None or abs(mine - theirs) <= TELLS_OF:
        return True
    return any(period.stated_year for period in periods(aligned(quote.text), None))


def published_order(statement: Statement) -> tuple[bool, int, str, int]:
    """Sorts statements by when their reports came out, those without a date last."""
    return (*published_first(statement.quote.report), statement.quote.start)


def published_first(report: ReportHead) -> tuple[bool, int, str]:
    """Sorts reports by when they came out, those without a date last."""
    day = report.dated.published_on
    return day is None, day.toordinal() if day else 0, report.path
