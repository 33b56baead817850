"""One question on its way through the engine: read, searched for, judged, and answered or not."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache, cached_property, partial
from typing import Protocol

from index.calendar import Period
from index.catalog import Catalog
from index.errors import UnknownReport
from index.normalize import aligned, well_formed
from index.place import file_words
from index.rules import Stage as RuleStage
from index.rules import always, declare
from index.types import Coverage, Days, Finding, ReportHead, Scope
from index.vocabulary import Vocabulary
from rag import wording
from rag.asked import body_asked, by_initials
from rag.casing import with_capitals
from rag.clock import Clock
from rag.completing import complete
from rag.composing import Composition
from rag.copies import with_all_copies
from rag.deadline import Deadline
from rag.evidence import certainty
from rag.guardrail import decide, nothing_within
from rag.lead_ins import quoted_on
from rag.limit import uncounted
from rag.loaded import Loaded
from rag.measures import Measures
from rag.model_failures import ModelFailed
from rag.outcomes import Outcomes
from rag.progress import Stage, Tell, untold
from rag.question import After, ParsedQuestion, Query, parse_question
from rag.question_kinds import asks_for_course, asks_for_latest
from rag.reranking import Ranked
from rag.searching import Search
from rag.selection import Ways, of_the_time, published_order, select
from rag.settings import Settings
from rag.statement import Statement
from rag.synthesis import MOST_OFFERED, Synthesizer, Written
from rag.timewindow import (
    Of,
    Order,
    TimeWindow,
    matter_of,
    read_window,
    speaks_of,
    without_bounds,
    words_of_time,
)
from rag.trace import Trace
from rag.types import Answer, Reason, Refusal
from rag.verdict import Lack, Surroundings, Verdict

BESIDE_THE_LAST = declare(
    "beside-the-last-answer",
    RuleStage.SEARCH,
    "Looks for what a follow-up asks in the passages of the last answer and those around it, too.",
)
TOLD_BEFORE = declare(
    "told-before-left-out",
    RuleStage.SEARCH,
    "Leaves out passages that were quoted before where something else is asked for.",
)
LATEST_QUOTED = declare(
    "latest-copy-quoted",
    RuleStage.SELECTION,
    "Quotes no earlier copy of a statement where the latest is asked for.",
)
COPY_OF_ITS_TIME = declare(
    "copy-of-its-time",
    RuleStage.SELECTION,
    "Quotes an earlier copy of a statement only where it is of the time asked about.",
)


class Engine(Protocol):
    """What a question needs of the engine that it is asked of."""

    @property
    def catalog(self) -> Catalog | None: ...
    @property
    def settings(self) -> Settings: ...
    @property
    def loaded(self) -> Loaded: ...
    @property
    def min_confidence(self) -> float: ...
    @property
    def today(self) -> Callable[[], date]: ...
    def coverage(self) -> Coverage: ...


AROUND = 2
"""Passages before and behind the one that answered last in which a follow-up is looked for."""
_REASONS = {
    Lack.OFF_TOPIC: Reason.OFF_TOPIC,
    Lack.OUTSIDE: Reason.OUT_OF_WINDOW,
    Lack.TIME: Reason.OUT_OF_WINDOW,
}
"""Of what is lacking; for anything else there is no evidence."""


class Asking:
    """One question. Nothing published after its `as_of`, set or read from it, is looked at: the
    words, the coverage and the publishers are counted without it too. Only where there is no report
    at all within the bounds, the refusal says what the whole corpus covers."""

    def __init__(
        self, engine: Engine, query: Query, tell: Tell = untold, spent_s: float = 0.0
    ) -> None:
        """`spent_s` are the seconds that the language model has taken for the question already."""
        self._spent_s = spent_s
        self._found: tuple[ParsedQuestion, list[Ranked]] | None = None
        self._verdict: Verdict | None = None
        self._weighed: Verdict | None = None
        self._engine = engine
        self._settings = engine.settings
        self._tell = tell
        self._clock = Clock(lambda stage: tell(Stage(stage)))
        query = replace(query, question=well_formed(query.question))
        self._collections = _collections(engine.catalog, query)
        self._vocabulary, query, self._window = _read(engine, query, self._collections)
        self._query = with_capitals(query, engine.catalog, engine.settings.max_question)
        self._publishers = _publishers(self._vocabulary, query)
        self._scope = Scope(
            query.first, query.last, query.as_of, self._publishers, self._window.days,
            query.report, self._collections,
        )  # fmt: skip
        self._only = _report(engine.catalog, query.report)
        coverage = self._vocabulary.coverage if self._vocabulary else engine.coverage()
        self._coverage = coverage
        self._outcomes = Outcomes(query, self._window, coverage, self._settings, self._clock)

    def run(self, catalog: Catalog | None) -> Answer | Refusal:
        """The answer, or why there is none."""
        problem = self.problem()
        if problem is not None:
            return self._outcomes.refusal(*problem)
        if catalog is None:
            return self._outcomes.refusal(Reason.EMPTY_CORPUS, wording.empty_corpus())
        _, verdict = self.examine(catalog)
        if not verdict.enough:
            return self._refused(verdict)
        synthesizer = self._engine.loaded.synthesizer
        if synthesizer is not None:
            return self._written(verdict, catalog, synthesizer)
        statements = self._statements(verdict, catalog, self._settings.max_sentences)
        self._clock.lap("selection")
        said = Composition.of(statements, self._tell, self._measures, course=self._course)
        return self._outcomes.answer(said, verdict.confidence)

    def _written(
        self, verdict: Verdict, catalog: Catalog, synthesizer: Synthesizer
    ) -> Answer | Refusal:
        """The answer as a language model writes it, in the reports' own words where it fails; a
        refusal where what it wrote rests on nothing."""
        asked, confidence = self._query.question, verdict.confidence
        limit = Deadline.within(self._settings.llm_timeout_s, self._spent_s)
        said = Composition(self._tell, self._measures, course=self._course)
        written = Written()
        try:
            with uncounted():
                confidence = synthesizer.opinion(asked, verdict, limit)
            self._clock.lap("opinion")
            if confidence < self._engine.min_confidence:
                self._outcomes.wrote(synthesizer.model.name)
                return self._refused(replace(verdict, confidence=confidence, lack=Lack.OPINION))
            offered = self._statements(verdict, catalog, MOST_OFFERED)
            self._clock.lap("selection")
            with uncounted():
                written = synthesizer.write(asked, offered, limit, said)
        except ModelFailed as error:
            written.trouble = str(error)
        if written.sentences and (said.sentences or not written.trouble):
            self._outcomes.wrote(synthesizer.model.name, written.dropped)
        notes = []
        if written.trouble:
            notes.append(wording.own_words(written.trouble, midway=bool(said.sentences)))
        if written.trouble or said.sentences:
            own = self._statements(verdict, catalog, self._settings.max_sentences)
            complete(said, asked, own, None if written.trouble else verdict.leading)
        self._clock.lap("writing")
        if not said.sentences:
            text = wording.unsupported(self._coverage, self._query.as_of)
            return self._outcomes.refusal(Reason.UNSUPPORTED, text, verdict.evidence, confidence)
        return self._outcomes.answer(said, confidence, notes)

    def _refused(self, verdict: Verdict) -> Refusal:
        reason = _REASONS.get(verdict.lack, Reason.NO_EVIDENCE)
        whose = self._query.publisher or next(iter(self._publishers or ()), None)
        text = wording.no_evidence(verdict, self._scope, self._coverage, self._only, whose)
        return self._outcomes.refusal(reason, text, verdict.evidence, verdict.confidence)

    def _statements(self, verdict: Verdict, catalog: Catalog, most: int) -> list[Statement]:
        """What the evidence says in answer, in so many sentences at most."""
        asked, top_k = self._query.question, self._query.top_k
        ways = Ways(
            partial(quoted_on, catalog=catalog), self._may_be_quoted(catalog), self._measures
        )  # fmt: skip
        latest = self._window.order is Order.LATEST
        found = select(asked, verdict.evidence, most, top_k, verdict.leading, ways, latest=latest)
        if self._window.of is not Of.PUBLISHED:
            found = [of_the_time(s, self._window.periods) for s in found]
        return self._with_copies(found, ways, catalog)

    @cached_property
    def _measures(self) -> Measures:
        """What compares the figures of passages for this question."""
        return Measures(self._engine.loaded.embedder)

    @property
    def _course(self) -> bool:
        """Whether a course of events is asked for."""
        return asks_for_course(self._query.question)

    def examine(self, catalog: Catalog) -> tuple[ParsedQuestion, Verdict]:
        """The question as read, and the verdict on what was found for it."""
        question = self._parse(catalog)
        surroundings = self._surroundings(catalog)
        judge, bar = self._engine.loaded.judge, self._engine.min_confidence
        search = self._search(catalog)
        after = self._after(catalog)
        beside = after.beside if after is not None else ()
        stretches = search.stretches(self._query.question)
        ranked = self._untold(search.ranked(question, stretches, beside))
        self._found = question, ranked
        verdict = decide(question, ranked, surroundings, judge, bar, self._window, after)
        self._weighed = verdict
        if not verdict.enough and self._window.periods:
            anywhen = self._untold(search.ranked(question, [replace(self._scope, times=())]))
            verdict = nothing_within(question, verdict, anywhen, surroundings, self._window)
        self._clock.lap("judging")
        self._verdict = verdict
        return question, verdict

    def trace(self) -> Trace | None:
        """What happened to the question; None where nothing was searched for it."""
        if self._found is None or self._verdict is None:
            return None
        question, ranked = self._found
        weighed = self._weighed or self._verdict
        evidence = sorted(weighed.evidence, key=lambda e: -e.score)
        sure = certainty(evidence, {}) if evidence else 0.0
        return Trace(question, tuple(ranked), self._verdict, tuple(evidence), sure, weighed.lacking)

    @BESIDE_THE_LAST.governs(without=always(None))
    def _after(self, catalog: Catalog) -> After | None:
        """What a follow-up comes after, with the passages around the first of the last answer."""
        after = self._query.after
        if after is None or not after.passages:
            return None
        return replace(after, around=tuple(catalog.passages_beside(after.passages[0], AROUND)))

    @TOLD_BEFORE.governs(without=lambda _, ranked: ranked)
    def _untold(self, ranked: list[Ranked]) -> list[Ranked]:
        """Passages without those of what was told already, where something else is asked for."""
        if not self._query.told:
            return ranked
        told = [aligned(quote) for quote in self._query.told]
        texts = [aligned(r.finding.text) for r in ranked]
        return [
            r for r, text in zip(ranked, texts, strict=True)
            if not any(quote in text or text in quote for quote in told)
        ]  # fmt: skip

    def find(self, catalog: Catalog) -> list[Ranked]:
        """The passages nearest to the question, best first, not judged."""
        question, search = self._parse(catalog), self._search(catalog)
        return search.ranked(question, search.stretches(self._query.question))

    def _search(self, catalog: Catalog) -> Search:
        return Search(
            self._engine.loaded, catalog, self._settings, self._scope, self._window, self._clock
        )

    def problem(self) -> tuple[Reason, str] | None:
        """Why nothing is to be searched, as a reason and in words; None where something is.

        Raises UnknownReport where the one report that may be looked at is not there.
        """
        asked, limit = self._query.question, self._settings.max_question
        catalog, only, as_of = self._engine.catalog, self._only, self._query.as_of
        if len(asked) > limit:
            return Reason.QUESTION_TOO_LONG, wording.too_long(len(asked), limit)
        if not any(c.isalpha() for c in asked):
            return Reason.NOT_A_QUESTION, wording.not_a_question()
        if catalog is None or self._engine.coverage().passages == 0 or self._vocabulary is None:
            return Reason.EMPTY_CORPUS, wording.empty_corpus()
        if self._collections == ():
            text = wording.unknown_collection(self._query.collections, list(catalog.collections()))
            return Reason.NO_EVIDENCE, text
        if self._scope.report is not None and only is None:
            raise UnknownReport(self._scope.report)
        if self._window.impossible:
            text = wording.no_such_day(self._window.impossible, self._coverage, as_of)
            return Reason.OUT_OF_WINDOW, text
        if self._publishers == ():
            known = self._vocabulary.publishers()
            named = self._query.publisher or ""
            text = wording.unknown_publisher(named, known, self._coverage, as_of)
            return Reason.NO_EVIDENCE, text
        if catalog.in_scope(self._scope) == 0:
            covers = catalog.vocabulary(None, self._collections).coverage
            text = wording.outside_window(self._scope, covers, self._query.publisher, only)
            return Reason.OUT_OF_WINDOW, text
        return None

    def _parse(self, catalog: Catalog) -> ParsedQuestion:
        embedder = self._engine.loaded.embedder
        self._clock.lap("loading")
        vocabulary = self._vocabulary or catalog.vocabulary(None, self._collections)
        asked, frequency = self._query.question, vocabulary.document_frequency
        question = parse_question(
            by_initials(asked, frequency),
            embedder,
            vocabulary,
            by_initials(matter_of(asked, self._window, vocabulary.bodies()), frequency),
            words_of_time(asked, self._window),
        )
        self._clock.lap("question")
        bare = without_bounds(asked, self._window)
        return replace(question, bare=bare, times=self._window.periods)

    def _may_be_quoted(self, catalog: Catalog) -> Callable[[Finding], bool]:
        """Tells whether a copy may be quoted in the place of what was found: only one of the time
        asked about, and none where the latest is asked for."""
        window = self._window

        def may_be(found: Finding) -> bool:
            if LATEST_QUOTED.applies(window.order is Order.LATEST) or self._course:
                return False
            of_its_time = not window.periods or any(
                speaks_of(asked, found, window.of) for asked in window.periods
            )
            return not COPY_OF_ITS_TIME.applies(not of_its_time)

        return may_be

    def _with_copies(
        self, statements: list[Statement], ways: Ways, catalog: Catalog
    ) -> list[Statement]:
        """The statements with their copies, quoted from the earliest that may be."""
        window, scope = self._window, replace(self._scope, times=())
        if window.of is Of.PUBLISHED and window.periods:
            scope = scope.narrowed(window.first or date.min, window.last or date.max)
        found = with_all_copies(statements, catalog, scope, ways.may_be_quoted)
        return sorted(found, key=published_order) if self._course else found

    def _surroundings(self, catalog: Catalog) -> Surroundings:
        coverage, covered = self._coverage, None
        if coverage.first is not None and coverage.last is not None:
            covered = Period(0, 0, coverage.first, coverage.last)
        paragraph = cache(catalog.block_text)

        def around(found: Finding) -> str:
            passage = found.passage
            return f"{passage.place}\n{paragraph(passage.report_id, passage.block)}"

        vocabulary = self._vocabulary or catalog.vocabulary(None, self._collections)
        told = _told_in(catalog, self._query.as_of, self._collections)
        return Surroundings(around, _stated, vocabulary.stands_in_a_report, covered, told)


def _collections(catalog: Catalog | None, query: Query) -> tuple[str, ...] | None:
    """The collections that are looked at, whatever the case of their names: None for all, and none
    where one that is named is not there."""
    if catalog is None or not query.collections:
        return None
    known = {name.casefold(): name for name in catalog.collections()}
    found = [known.get(well_formed(name).strip().casefold()) for name in query.collections]
    return tuple(name for name in found if name is not None) if all(found) else ()


def _read(
    engine: Engine, query: Query, collections: tuple[str, ...] | None
) -> tuple[Vocabulary | None, Query, TimeWindow]:
    """The question's time window, and the corpus as it was on the day that it is asked as of, of
    the collections that are looked at."""
    if engine.catalog is None:
        return None, query, TimeWindow()
    today, vocabulary = engine.today(), engine.catalog.vocabulary(query.as_of, collections)
    asked = query.question[: engine.settings.max_question]
    told = _told_in(engine.catalog, query.as_of, collections)
    window = read_window(asked, today, vocabulary.coverage.last, told)
    known = [day for day in (query.as_of, window.as_of) if day is not None]
    if known and min(known) != query.as_of:
        query = replace(query, as_of=min(known))
        vocabulary = engine.catalog.vocabulary(query.as_of, collections)
        told = _told_in(engine.catalog, query.as_of, collections)
        window = replace(read_window(asked, today, query.as_of, told), as_of=window.as_of)
    if window.order is Order.RELEVANCE and asks_for_latest(asked):
        window = replace(window, order=Order.LATEST)
    return vocabulary, query, window


def _told_in(
    catalog: Catalog, as_of: date | None, collections: tuple[str, ...] | None
) -> Callable[[Period], bool]:
    """Tells whether a report that is looked at tells of a time; with `as_of`, one that was out by
    then."""
    scope = Scope(as_of=as_of, collections=collections)
    return lambda period: catalog.tells_of(Days(period.first, period.last), scope)


def _publishers(vocabulary: Vocabulary | None, query: Query) -> tuple[str, ...] | None:
    """Publishers whose name has the one that is set in it, whatever the case, or else the one whose
    reports are asked about; None where none is."""
    if vocabulary is None:
        return None
    if query.publisher is None:
        asked = body_asked(query.question, _publishers_of(vocabulary))
        return (asked,) if asked is not None else None
    named = query.publisher.strip().casefold()
    return tuple(p for p in vocabulary.publishers() if named in p.casefold())


def _publishers_of(vocabulary: Vocabulary) -> Iterator[str]:
    """Looked up when the first is asked for: few questions need them."""
    yield from vocabulary.publishers()


def _report(catalog: Catalog | None, report_id: str | None) -> ReportHead | None:
    """The one report that may be looked at; None where all may, and where there is no such."""
    named = [well_formed(report_id)] if report_id is not None else []
    return next(iter(catalog.heads(named).values()), None) if catalog is not None else None


def _stated(finding: Finding) -> str:
    """A report's title, the words of its file's name, its publisher and date."""
    head = finding.report
    day = finding.published_on
    dated = wording.day_in_words(day) if day else ""
    return "\n".join(
        [
            head.title or "",
            file_words(head.path),
            head.publisher or "",
            head.originator or "",
            dated,
        ]
    )
