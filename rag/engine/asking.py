"""One question on its way through the engine: read, searched for, judged, and answered or not."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property, partial

from index.storage.catalog import Catalog
from rag.answer import replies
from rag.answer.completing import complete
from rag.answer.composing import Composition
from rag.answer.corrections import Library, with_corrections
from rag.answer.corroboration import corroboration, telling, with_more
from rag.answer.lead_ins import quoted_on
from rag.answer.measures import Measures
from rag.answer.noting import notes_of
from rag.answer.outcomes import Outcomes
from rag.answer.quoting import may_be_quoted, with_copies
from rag.answer.selection import Ways, select
from rag.answer.summary import Summary, asked_for, summary_of
from rag.answer.trimming import of_the_time
from rag.clock import Clock
from rag.deadline import Deadline
from rag.engine.loaded import Engine
from rag.engine.trace import Trace
from rag.evidence.evidence import Evidence, certainty
from rag.evidence.statement import Statement, published_order, words_that_answer
from rag.evidence.voices import with_speaker
from rag.generation.failures import ModelFailed
from rag.generation.synthesis import MOST_OFFERED, Synthesizer, Written
from rag.generation.wording import own_words
from rag.guardrail import wording
from rag.guardrail.decision import decide, of_any_time
from rag.guardrail.scoping import bounds_of, problem
from rag.guardrail.small_talk import reply, small_talk
from rag.guardrail.surroundings import surroundings_in
from rag.guardrail.verdict import Lack, Verdict
from rag.limit import uncounted
from rag.progress import Stage, Tell, untold
from rag.question.counted import Counted
from rag.question.kinds import asks_for_course, asks_for_several
from rag.question.parsing import After, ParsedQuestion, Query, parse_question
from rag.question.time_window import Of, Order, asked_within, matter_of, words_of_time
from rag.retrieval.gaps import Gaps
from rag.retrieval.reranking import Ranked
from rag.retrieval.search import Search, without_told
from rag.types import Answer, Reason, Refusal

AROUND = 2
"""Passages before and behind the one that answered last in which a follow-up is looked for."""


class Asking:
    """One question. Nothing published after its `as_of`, set or read from it, is looked at: the
    words, the coverage and the publishers are counted without it too. Only where there is no report
    at all within the bounds, the refusal says what the whole corpus covers."""

    def __init__(
        self,
        engine: Engine,
        query: Query,
        tell: Tell = untold,
        spent_s: float = 0.0,
        counted: Counted | None = None,
    ) -> None:
        """`spent_s` are the seconds that the language model has taken for the question already.
        Where it was `counted` how many reports say so, that is told in any case."""
        self._counted = counted
        self._spent_s = spent_s
        self._found: tuple[ParsedQuestion, list[Ranked]] | None = None
        self._verdict: Verdict | None = None
        self._weighed: Verdict | None = None
        self._engine = engine
        self._settings = engine.settings
        self._tell = tell
        self._clock = Clock(lambda stage: tell(Stage(stage)))
        self._bounds = bounds_of(engine, query)
        self._query, self._window = self._bounds.query, self._bounds.window
        self._scope, self._coverage = self._bounds.scope, self._bounds.coverage
        self._gaps = Gaps(may_be_said=self._settings.chroma_missing == "say")
        self._outcomes = Outcomes(
            self._query, self._window, self._coverage, self._settings, self._clock, self._gaps
        )

    def run(self) -> Answer | Refusal:
        """The answer, or why there is none."""
        why, catalog = self.problem(), self._bounds.catalog
        if why is not None:
            return self._outcomes.refusal(*why)
        if catalog is None:
            return self._outcomes.refusal(Reason.EMPTY_CORPUS, wording.empty_corpus())
        outright = self._outright(catalog)
        if outright is not None:
            return outright
        _, verdict = self._examined(catalog)
        if not verdict.enough:
            return self._refused(verdict)
        synthesizer = self._engine.loaded.synthesizer
        if synthesizer is not None:
            return self._written(verdict, catalog, synthesizer)
        statements = self._statements(verdict, catalog, self._settings.max_sentences)
        self._clock.lap("selection")
        said = self._composition()
        said.quote_all(statements)
        return self._outcomes.answer(said, verdict.confidence, self._notes(said))

    def asked_instead(self) -> str | None:
        """The question that is asked in the place of one for a summary of what is no report."""
        what, catalog = asked_for(self._query.question), self._bounds.catalog
        if not what or catalog is None or self.problem() or self._summary(catalog):
            return None
        return f"What was reported about {what}?"

    def _summary(self, catalog: Catalog) -> Summary | None:
        """The report that a summary is asked of, in its own leading sentences."""
        what, most = asked_for(self._query.question), self._settings.max_sentences
        return summary_of(what, catalog, self._scope, most) if what is not None else None

    def _outright(self, catalog: Catalog) -> Answer | Refusal | None:
        """What is said without a search: a report in its own leading sentences where a summary of
        it is asked for, or a word to small talk; None for a question."""
        summary = self._summary(catalog)
        if summary is not None:
            self._clock.lap("selection")
            said = Composition.of(summary.statements, self._tell)
            return self._outcomes.answer(said, 1.0, [replies.own_leading_sentences()])
        talk = small_talk(self._query.question, self._engine.loaded.embedder)
        if talk is None:
            return None
        text = reply(talk, self._coverage, self._query.as_of)
        return self._outcomes.refusal(Reason.NOT_A_QUESTION, text)

    def _written(
        self, verdict: Verdict, catalog: Catalog, synthesizer: Synthesizer
    ) -> Answer | Refusal:
        """The answer as a language model writes it, in the reports' own words where it fails; a
        refusal where what it wrote rests on nothing."""
        asked, confidence = self._query.question, verdict.confidence
        limit = Deadline.within(self._settings.llm_timeout_s, self._spent_s)
        said = self._composition()
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
            notes.append(own_words(written.trouble, midway=bool(said.sentences)))
        if written.trouble or said.sentences:
            own = self._statements(verdict, catalog, self._settings.max_sentences)
            complete(said, asked, own, None if written.trouble else verdict.leading)
        self._clock.lap("writing")
        if not said.sentences:
            text = wording.unsupported(self._coverage, self._query.as_of)
            return self._outcomes.refusal(Reason.UNSUPPORTED, text, verdict.evidence, confidence)
        return self._outcomes.answer(said, confidence, [*notes, *self._notes(said)])

    def _notes(self, said: Composition) -> list[str]:
        return notes_of(said, course=self._course, asked=self._counted is not None)

    def _refused(self, verdict: Verdict) -> Refusal:
        text = wording.no_evidence(
            verdict, self._scope, self._coverage, self._bounds.only, self._query.publisher
        )
        return self._outcomes.refusal(
            verdict.lack.reason, text, verdict.evidence, verdict.confidence
        )

    def _statements(self, verdict: Verdict, catalog: Catalog, most: int) -> list[Statement]:
        """What the evidence says in answer, in so many sentences at most."""
        asked, top_k = self._query.question, self._query.top_k
        window, course = self._window, self._course
        may_be = may_be_quoted(window, course=course)
        ways = Ways(partial(quoted_on, catalog=catalog), may_be, self._measures)
        latest = window.order is Order.LATEST
        found = select(
            asked, verdict.evidence, most, top_k, verdict.leading, ways,
            latest=latest, times=window.periods,
        )  # fmt: skip
        if window.of is not Of.PUBLISHED:
            found = [of_the_time(s, window.periods) for s in found]
        found = with_copies(found, catalog, self._scope, window, may_be)
        loaded = self._engine.loaded
        library = Library(catalog, loaded.stores, loaded.embedder, self._scope, self._gaps)
        found = with_corrections(found, library)
        first, *others = [with_speaker(statement, catalog) for statement in found]
        bears_out = telling(self._counted, first, loaded.judge)
        heard = self._heard(verdict, first, catalog)
        borne_out = corroboration(first, heard, self._measures, bears_out)
        said = [replace(first, borne_out=borne_out), *others]
        return sorted(said, key=published_order) if course else said

    def _heard(self, verdict: Verdict, first: Statement, catalog: Catalog) -> Sequence[Evidence]:
        """The evidence, with what is found by the answer where its tellers are counted."""
        judge, answer = self._engine.loaded.judge, words_that_answer(first)
        if self._counted is None or self._counted.claim or judge is None or self._found is None:
            return verdict.evidence
        if self._window.periods:  # what is found by the answer may be of another time
            return verdict.evidence
        asked = self._parse(catalog, f"{self._query.question} {answer}")
        ranked = self._search(catalog).ranked(asked, [self._scope])
        return with_more(verdict.evidence, self._found[0], answer, ranked, judge)

    @cached_property
    def _measures(self) -> Measures:
        """What compares the figures of passages for this question."""
        return Measures(self._engine.loaded.embedder)

    @property
    def _course(self) -> bool:
        """Whether a course of events is asked for."""
        return asks_for_course(self._query.question)

    def _composition(self) -> Composition:
        """An answer with nothing in it yet."""
        several = asks_for_several(self._query.question)
        return Composition(self._tell, self._measures, course=self._course, several=several)

    def examine(self) -> tuple[ParsedQuestion, Verdict] | None:
        """The question as read and the verdict; None where nothing is to be searched."""
        catalog = self._bounds.catalog
        return None if catalog is None or self.problem() else self._examined(catalog)

    def _examined(self, catalog: Catalog) -> tuple[ParsedQuestion, Verdict]:
        question = self._parse(catalog)
        surroundings = surroundings_in(catalog, self._bounds)
        judge, bar = self._engine.loaded.judge, self._engine.min_confidence
        search = self._search(catalog)
        after = self._after(catalog)
        beside = after.beside if after is not None else ()
        stretches = search.stretches(self._query.question)
        ranked = without_told(search.ranked(question, stretches, beside), self._query.told)
        self._found = question, ranked
        verdict = decide(question, ranked, surroundings, judge, bar, self._window, after)
        self._weighed = verdict
        if not verdict.enough and self._window.periods and self._window.of is Of.PUBLISHED:
            anywhen = search.ranked(question, [replace(self._scope, times=())])
            anywhen = without_told(anywhen, self._query.told)
            verdict = of_any_time(verdict, question, anywhen, surroundings, judge, self._window)
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
        return Trace(question, tuple(ranked), self._verdict, tuple(evidence), certainty(evidence))

    def _after(self, catalog: Catalog) -> After | None:
        """What a follow-up comes after, with the passages around the first of the last answer."""
        after = self._query.after
        if after is None or not after.passages:
            return None
        return replace(after, around=tuple(catalog.passages_beside(after.passages[0], AROUND)))

    def find(self) -> list[Ranked]:
        """The passages nearest to the question, best first, not judged."""
        catalog = self._bounds.catalog
        if catalog is None or self.problem():
            return []
        self._gaps = Gaps()  # there is nothing beside passages to say it in
        question, search = self._parse(catalog), self._search(catalog)
        return search.ranked(question, search.stretches(self._query.question))

    def _search(self, catalog: Catalog) -> Search:
        return Search(
            self._engine.loaded, catalog, self._settings, self._scope, self._window, self._clock,
            self._gaps,
        )  # fmt: skip

    def problem(self) -> tuple[Reason, str] | None:
        """Why nothing is to be searched, as a reason and in words; None where something is. Raises
        UnknownReport."""
        return problem(self._engine, self._bounds)

    def _parse(self, catalog: Catalog, asked: str | None = None) -> ParsedQuestion:
        embedder = self._engine.loaded.embedder
        self._clock.lap("loading")
        vocabulary = self._bounds.vocabulary_in(catalog)
        asked, window = asked or self._query.question, self._window
        question = parse_question(
            asked, embedder, vocabulary, matter_of(asked, window), words_of_time(asked, window)
        )
        self._clock.lap("question")
        return replace(question, times=window.periods, within=asked_within(asked, window))
