"""Choosing what to say: whole sentences of the best passages, each statement once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from index.calendar import Period
from index.rules import Stage, always, declare
from index.text.normalize import aligned
from index.text.statements import same_statement, statement_hash
from index.times.periods import periods
from index.types import TELLS_OF, Finding, ReportHead
from rag.answer.course import changes, newest_first
from rag.answer.further import Further, Leaning
from rag.answer.measures import Measures
from rag.evidence.citations import Quote
from rag.evidence.evidence import Evidence
from rag.evidence.statement import (
    Statement,
    best_sentence,
    holds,
    published_order,
    stated,
    stated_alone,
    together,
    unsaid,
)

NEAR_ENOUGH_TO_REPEAT = declare(
    "near-enough-to-repeat",
    Stage.SELECTION,
    "Reads passages far behind the best one neither for further statements nor for copies.",
)
MORE_FOR_SEVERAL = declare(
    "more-for-several",
    Stage.SELECTION,
    "Allows twice the sentences where a question leans on several passages.",
)
ITS_BEST_UNSAID = declare(
    "further-best-unsaid",
    Stage.SELECTION,
    "Adds nothing of a passage whose sentence that answers is quoted already.",
)
BEST_WHERE_NO_ROOM = declare(
    "best-sentence-where-no-room",
    Stage.SELECTION,
    "Quotes the sentence that answers where there is no room for all that a passage says.",
)
ONE_QUOTE = declare(
    "one-quote-of-neighbours",
    Stage.SELECTION,
    "Quotes two sentences that stand together in a passage as one.",
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

LINES = declare(
    "lines-of-a-course",
    Stage.SELECTION,
    "Bounds a course of events by its lines, however many sentences each has.",
)

MAY_REPEAT = 0.85
"""Below this share of the best score no copy of a statement is looked for."""
MORE = 2
"""What leans on several passages may have so many times the sentences,"""
MORE_LINES = 3
"""and a course of events so many times as many lines as an answer may have sentences."""


@dataclass(frozen=True, slots=True)
class Ways:
    """How statements are quoted: each as `whole` makes it of the sentences that were chosen, and
    from another report that says the same only where it `may_be_quoted`. Their figures are compared
    by `measures`."""

    whole: Callable[[Statement], Statement] = lambda statement: statement
    may_be_quoted: Callable[[Finding], bool] = lambda _: True
    measures: Measures | None = None


AS_THEY_ARE = Ways()


def select(
    question: str,
    evidence: Sequence[Evidence],
    max_sentences: int,
    top_k: int | None = None,
    leading: int = 1,
    ways: Ways = AS_THEY_ARE,
    *,
    latest: bool = False,
    times: Sequence[Period] = (),
) -> list[Statement]:
    """Statements to answer with, most relevant first, at most so many sentences in all.

    They come from the `top_k` best passages; those further down are only looked at for copies.
    Of the first `leading` passages each is said; any other must answer too, beside those before it
    (`rag.answer.further`). What leans on several passages has more sentences, and a course of
    events is told in the order of the reports, a statement for each change. Of a statement that
    several reports make, the earliest published one that may be quoted is. `latest` tells that the
    latest is asked for, and `times` are those that are asked about.
    """
    leaning = Leaning.of(question, evidence[0].ranked.finding, latest=latest, times=times)
    choice = _Choice(leaning, evidence, max_sentences, ways)
    for rank, candidate in enumerate(evidence, 1):
        choice.look_at(candidate, leads=rank <= leading, within=top_k is None or rank <= top_k)
    return choice.statements()


class _Choice:
    """The statements that were chosen so far, each with those that repeat it."""

    def __init__(
        self,
        leaning: Leaning,
        evidence: Sequence[Evidence],
        max_sentences: int,
        ways: Ways,
    ) -> None:
        self._ways = ways
        self._leaning = leaning
        more = MORE_FOR_SEVERAL.applies(leaning.several)
        self._most = max_sentences * (MORE if more else 1)
        self._lines = max_sentences * MORE_LINES
        self._further = Further(evidence, leaning, ways.measures)
        self._best = evidence[0].ranked.score_of_best
        self._groups: list[list[Statement]] = []
        self._quoted: list[tuple[Evidence, Statement]] = []

    def look_at(self, candidate: Evidence, *, leads: bool, within: bool) -> None:
        """Chooses a passage that answers too, or keeps it with what it repeats. What `leads` is
        chosen in any case; of what is not `within` those to answer from, only copies count."""
        counts = leads or self._further.may_count(candidate)
        far = not counts and candidate.ranked.score_of_best < MAY_REPEAT * self._best
        if NEAR_ENOUGH_TO_REPEAT.applies(far):
            return
        said = self._leaning.course and self._says_best_of(candidate)
        statement = self._stated(candidate, rest=said)
        if self._gives_way(candidate, statement, leads=leads):
            return
        if counts and (leads or said or not self._says_best_of(candidate)):
            statement = unsaid(statement, [group[0].quote for group in self._groups])
        course = self._leaning.course
        same = next((g for g in self._groups if _is_said(statement, g, course=course)), None)
        if same is not None:
            same.append(statement)
        elif leads:
            if self._fits(statement) or not self._groups:
                self._choose(candidate, statement)
        elif within and counts:
            self._add(candidate, statement)

    def _add(self, candidate: Evidence, statement: Statement) -> None:
        """Chooses what answers beside what is chosen, where there is room for it."""
        fitting = self._fitting(candidate, statement)
        if (
            fitting is not None
            and self._further.answers_too(candidate, fitting, self._quoted)
            and not self._goes_on(fitting)
        ):
            self._choose(candidate, fitting)

    def _fitting(self, candidate: Evidence, statement: Statement) -> Statement | None:
        """A statement, or of a passage for which there is no room the sentence that answers; None
        where there is none for that either."""
        if self._fits(statement):
            return statement
        alone = stated_alone(candidate)
        return alone if BEST_WHERE_NO_ROOM.applies(self._fits(alone)) else None

    def _choose(self, candidate: Evidence, statement: Statement) -> None:
        self._groups.append([statement])
        self._quoted.append((candidate, statement))

    @ONE_QUOTE.governs(without=always(False))
    def _goes_on(self, statement: Statement) -> bool:
        """Quotes a statement together with one that is chosen already, where a passage has both."""
        for n, group in enumerate(self._groups):
            whole = together(group[0], statement)
            if whole is not None:
                group[0] = whole
                self._quoted[n] = self._quoted[n][0], whole
                return True
        return False

    def statements(self) -> list[Statement]:
        """Each statement once; a course of events in its order."""
        found = [_merge(group, self._ways.may_be_quoted) for group in self._groups]
        if not self._leaning.course:
            return found if self._leaning.several else newest_first(found, self._ways.measures)
        return changes(sorted(found, key=published_order), self._ways.measures)

    def _stated(self, candidate: Evidence, *, rest: bool) -> Statement:
        """What a passage says, all of it where the `rest` of it is wanted."""
        whole = rest or (self._leaning.several and not self._leaning.course)
        return self._ways.whole(stated(candidate, whole=whole))

    @ITS_BEST_UNSAID.governs(without=always(False))
    def _says_best_of(self, candidate: Evidence) -> bool:
        """Whether the sentence of a passage that answers is quoted already: what is left of it
        answers nothing."""
        finding = candidate.ranked.finding
        best = Quote(finding, *finding.passage.sentences[best_sentence(candidate)])
        return any(best.overlaps(group[0].quote) for group in self._groups)

    def _gives_way(self, candidate: Evidence, wider: Statement, *, leads: bool) -> bool:
        """Puts what a passage says in the place of a part of it that was chosen, if it answers too
        and there is room."""
        part = next(
            (g for g in self._groups if holds(wider, g[0]) and self._fits(wider, beside=g)), None
        )
        if part is None or not WIDER.applies(
            leads or self._further.answers_too(candidate, wider, self._quoted)
        ):
            return False
        part.insert(0, wider)
        return True

    def _fits(self, statement: Statement, beside: Sequence[Statement] | None = None) -> bool:
        """Whether there is room for a statement, in the place of those `beside`."""
        others = [group[0] for group in self._groups if group is not beside]
        if LINES.applies(self._leaning.course):
            return len(others) < self._lines
        said = sum(len(other.sentences) for other in others)
        return said + len(statement.sentences) <= self._most


def _is_said(statement: Statement, group: Sequence[Statement], *, course: bool) -> bool:
    """Whether a group quotes the same place, or says the same word for word; in a course of events,
    what comes again on another day is another event."""
    if any(statement.quote.overlaps(other.quote) for other in group):
        return True
    if course and statement.quote.finding.published_on != group[0].quote.finding.published_on:
        return False
    # what is too short to tell of one thing alone repeats nothing beside what does: "Okay."
    telling = [t for t in statement.texts if statement_hash(t) is not None] or statement.texts
    repeats = any(same_statement(a, b) for other in group for a in telling for b in other.texts)
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
    return replace(original, copies=copies)


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
