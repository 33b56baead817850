"""Both stages of the search, over all that a question needs something from."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from index.rules import Stage, declare
from index.storage.catalog import Catalog
from index.storage.store import passage_vectors
from index.text.normalize import aligned
from index.types import Finding, Scope
from rag.clock import Clock
from rag.question.kinds import asks_for_comparison, asks_for_course
from rag.question.parsing import ParsedQuestion
from rag.question.time_window import Of, Order, TimeWindow
from rag.retrieval.candidates import Candidate, retrieve
from rag.retrieval.gaps import Gaps
from rag.retrieval.neighbours import raised
from rag.retrieval.opened import Opened
from rag.retrieval.reranking import Ranked, rerank
from rag.settings import Settings

EACH_TIME = declare(
    "each-time-searched",
    Stage.SEARCH,
    "Searches each of the times apart that a question sets beside each other.",
)
EACH_STRETCH = declare(
    "each-stretch-searched",
    Stage.SEARCH,
    "Searches each stretch of time apart where a course of events is asked for.",
)
MORE_BY_DATE = declare(
    "more-by-date",
    Stage.SEARCH,
    "Searches the newest, or the oldest, reports again where the latest or the first is asked for.",
)

ANYWHEN = declare(
    "any-time-searched",
    Stage.SEARCH,
    "Searches without the time that a question names too: a passage need not tell its time.",
)
APART = declare(
    "overlapping-passages-apart",
    Stage.SEARCH,
    "Leaves out passages that share a sentence with a nearer one.",
)
LAST_OF_ITS_PARAGRAPH = declare(
    "sentence-between-passages",
    Stage.SEARCH,
    "Keeps a passage that shares a sentence with a nearer one where no other has its other one.",
)

Sentence = tuple[str, tuple[int, int]]
"""The id of a report, and the offsets of a sentence in it."""

MOST_STRETCHES = 8
"""A course of events is looked for in at most so many stretches of time."""
IN_A_STRETCH = 12
"""Candidates for each of the stretches of a course of events, from each retriever."""


class Search:
    """The search for one question, within its scope and window."""

    def __init__(
        self,
        opened: Opened,
        catalog: Catalog,
        settings: Settings,
        scope: Scope,
        window: TimeWindow,
        clock: Clock,
        gaps: Gaps,
    ) -> None:
        """What cannot be searched is noted among the `gaps`."""
        self._gaps = gaps
        self._opened = opened
        self._catalog = catalog
        self._settings = settings
        self._scope = scope
        self._window = window
        self._clock = clock

    def stretches(self, asked: str) -> list[Scope]:
        """The scope, and parts of it in time where the question needs something from each."""
        periods = self._window.days
        if EACH_TIME.applies(len(periods) > 1 and asks_for_comparison(asked)):
            return [self._scope, *(replace(self._scope, times=(days,)) for days in periods)]
        if EACH_STRETCH.applies(asks_for_course(asked)):
            days = _within(self._catalog.published_days(self._scope), self._window)
            parts = _stretches(days, MOST_STRETCHES)
            return [self._scope, *(self._scope.narrowed(d[0], d[-1]) for d in parts)]
        return [self._scope]

    def ranked(
        self, question: ParsedQuestion, scopes: Sequence[Scope], beside: Sequence[str] = ()
    ) -> list[Ranked]:
        """The passages nearest to a question in all of the scopes together, best first; of those
        beside them, each that is in the scope, as if it had been found first."""
        opened, catalog = self._opened, self._catalog
        candidates: dict[str, Candidate] = {}
        for number, scope in enumerate(scopes):
            limit = IN_A_STRETCH if number else self._settings.candidates
            for found in self._retrieved(question, scope, limit):
                candidates.setdefault(found.passage_id, found)
        for found in self._anywhen(question):
            candidates.setdefault(found.passage_id, found)
        for passage_id in catalog.within(list(beside), self._scope) if beside else ():
            candidates[passage_id] = Candidate(passage_id, 1, 1, None)
        findings = catalog.findings(list(candidates))
        for found in self._more_by_date(question, findings.values()):
            candidates.setdefault(found.passage_id, found)
        missing = [passage_id for passage_id in candidates if passage_id not in findings]
        findings |= catalog.findings(missing)
        self._clock.lap("retrieval")
        vectors = passage_vectors(opened.stores, opened.embedder, list(findings.values()))
        looked_at = [
            (candidate, findings[passage_id], vectors[passage_id])
            for passage_id, candidate in candidates.items()
            if passage_id in findings and self._scope.holds(findings[passage_id].report)
        ]
        ranked = apart(raised(rerank(question, looked_at, opened.reranker)))
        self._clock.lap("reranking")
        return ranked

    @ANYWHEN.governs(without=lambda *_: [])
    def _anywhen(self, question: ParsedQuestion) -> list[Candidate]:
        """Candidates of any time, where the question names that of what happened."""
        if not self._scope.times or self._window.of is Of.PUBLISHED:
            return []
        scope = replace(self._scope, times=())
        found = self._retrieved(question, scope, self._settings.candidates)
        return [replace(one, of_time=False) for one in found]

    @MORE_BY_DATE.governs(without=lambda *_: [])
    def _more_by_date(self, question: ParsedQuestion, found: Iterable[Finding]) -> list[Candidate]:
        """Where the latest or the first is asked for, more candidates from the newest, or the
        oldest, of the reports found so far on."""
        days = sorted(f.published_on for f in found if f.published_on is not None)
        if not days or self._window.order is Order.RELEVANCE:
            return []
        latest = self._window.order is Order.LATEST
        middle = days[3 * len(days) // 4] if latest else days[len(days) // 4]
        scope = self._scope.narrowed(*((middle, date.max) if latest else (date.min, middle)))
        return self._retrieved(question, scope, self._settings.candidates)

    def _retrieved(self, question: ParsedQuestion, scope: Scope, limit: int) -> list[Candidate]:
        stores = self._opened.stores
        return retrieve(question, self._catalog, stores, scope, limit, self._gaps)


@APART.governs(without=list)
def apart(ranked: Sequence[Ranked]) -> list[Ranked]:
    """The passages without those of which each sentence is in a nearer one.

    Of passages that share a sentence the nearer is kept, and the other only for a sentence that is
    in no passage kept: the last of a paragraph, where the window before it is left out.
    """
    taken: set[Sentence] = set()
    kept: set[str] = set()
    for one in ranked:
        if not _sentences(one) & taken:
            kept.add(one.finding.passage.id)
            taken |= _sentences(one)
    for one in ranked:
        if LAST_OF_ITS_PARAGRAPH.applies(bool(_sentences(one) - taken)):
            kept.add(one.finding.passage.id)
            taken |= _sentences(one)
    return [one for one in ranked if one.finding.passage.id in kept]


def _sentences(ranked: Ranked) -> set[Sentence]:
    passage = ranked.finding.passage
    return {(passage.report_id, span) for span in passage.sentences}


def _within(days: Iterable[date], window: TimeWindow) -> list[date]:
    """Those of the days that are in a window; all, where none is."""
    first, last = window.first or date.min, window.last or date.max
    return [day for day in days if first <= day <= last] or list(days)


def _stretches(days: Sequence[date], most: int) -> list[Sequence[date]]:
    """Days in order, parted into at most so many stretches with as many of them in each."""
    count = min(most, len(set(days)))
    parts = [days[len(days) * n // count : len(days) * (n + 1) // count] for n in range(count)]
    return [part for part in parts if part]


def without_told(ranked: Sequence[Ranked], told: Sequence[str]) -> list[Ranked]:
    """Passages without those of quotes that were told already."""
    if not told:
        return list(ranked)
    quotes, texts = [aligned(quote) for quote in told], [aligned(r.finding.text) for r in ranked]
    return [
        r for r, text in zip(ranked, texts, strict=True)
        if not any(quote in text or text in quote for quote in quotes)
    ]  # fmt: skip
