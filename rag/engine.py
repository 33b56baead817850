"""The query engine: a question in, an `Answer` or a `Refusal` out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from threading import Lock
from time import perf_counter
from typing import TYPE_CHECKING, Any

from index.catalog import Catalog
from index.embedding import Embedder
from index.normalize import without_marks
from index.periods import Period
from index.store import Stores, passage_vectors
from index.types import Coverage, Finding, Scope
from rag import wording
from rag.citations import Quote, cite, nearest, whole_passage
from rag.guardrail import Lack, Surroundings, Verdict, decide
from rag.judge import Judge
from rag.question import ParsedQuestion, Query, parse_question
from rag.reranking import CrossEncoderReranker, Ranked, rerank
from rag.retrieval import retrieve
from rag.selection import Statement, select
from rag.settings import NO_JUDGE, Settings
from rag.threshold import min_confidence
from rag.types import Answer, Corpus, DatedPassage, Models, Reason, Refusal, Sentence, Window

if TYPE_CHECKING:
    from llama_index.core.query_engine import BaseQueryEngine
    from llama_index.core.retrievers import BaseRetriever

_REASONS = {Lack.OFF_TOPIC: Reason.OFF_TOPIC, Lack.OUTSIDE: Reason.OUT_OF_WINDOW}
"""Of what is lacking; for anything else there is no evidence."""
NEAREST = 3
"""Passages shown with a refusal, at most."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What an engine searches with, and the snapshot of the corpus that it was opened for.

    `reranker` and `judge` are None where none is set.
    """

    stores: Stores
    embedder: Embedder
    reranker: CrossEncoderReranker | None = None
    judge: Judge | None = None
    snapshot: str = ""


class QueryEngine:
    """Answers questions from one index. `rag.build.build_engine` makes it.

    It keeps nothing of a question, and may be asked from several threads.
    """

    def __init__(
        self,
        catalog: Catalog | None,
        settings: Settings,
        load: Callable[["Loaded | None"], "Loaded"],
    ) -> None:
        """`catalog` is None where nothing was ever ingested. `load` is called when first something
        is to be searched, and with what it gave when the corpus has changed since."""
        self.catalog = catalog
        self.settings = settings
        self._load = load
        self._loading = Lock()
        self._loaded: Loaded | None = None

    @property
    def loaded(self) -> "Loaded":
        """The models and stores, loaded on first use; stores again when the corpus has changed.

        Raises a DatelineError.
        """
        with self._loading:
            if self._loaded is None or self._loaded.snapshot != self.coverage().snapshot:
                self._loaded = self._load(self._loaded)
            return self._loaded

    @property
    def min_confidence(self) -> float:
        """Below this confidence a question is refused: the setting, or else what the index was
        calibrated to."""
        return min_confidence(self.settings, self.catalog)

    def with_min_confidence(self, value: float) -> "QueryEngine":
        """An engine that refuses below another confidence, over the same index and models."""
        settings = self.settings.model_copy(update={"min_confidence": value})
        return QueryEngine(self.catalog, settings, lambda _: self.loaded)

    def coverage(self) -> Coverage:
        """What the corpus holds at this moment."""
        return self.catalog.coverage() if self.catalog else Coverage(0, 0, None, None, "")

    def ask(self, query: Query) -> Answer | Refusal:
        """The answer to a question within its bounds, or why there is none.

        Whatever is asked gets one of the two. Raises a DatelineError only where the index or a
        model cannot be used.
        """
        return _Asking(self, query).run(self.catalog)

    def search(self, query: Query) -> list[Ranked]:
        """The passages nearest to a question within its bounds, best first, not judged."""
        catalog = self.catalog
        asking = _Asking(self, query)
        return asking.find(catalog) if catalog and asking.problem() is None else []

    def examine(self, query: Query) -> tuple[ParsedQuestion, Verdict] | None:
        """A question as it was read and the guardrail's verdict on it; nothing is written.

        None where nothing is to be searched.
        """
        asking = _Asking(self, query)
        if self.catalog is None or asking.problem() is not None:
            return None
        return asking.examine(self.catalog)

    def as_query_engine(self) -> "BaseQueryEngine":
        """This engine as a LlamaIndex query engine."""
        from rag.llamaindex import DatelineQueryEngine  # noqa: PLC0415 - seconds to import

        return DatelineQueryEngine(self)

    def as_retriever(self) -> "BaseRetriever":
        """This engine's search as a LlamaIndex retriever."""
        from rag.llamaindex import DatelineRetriever  # noqa: PLC0415 - seconds to import

        return DatelineRetriever(self)


class _Asking:
    """One question on its way through the engine."""

    def __init__(self, engine: QueryEngine, query: Query) -> None:
        self._engine = engine
        self._settings = engine.settings
        self._query = query
        self._clock = _Clock()
        self._coverage = engine.coverage()
        self._publishers = _publishers(engine.catalog, query.publisher)
        self._scope = _scope(query, self._publishers)

    def run(self, catalog: Catalog | None) -> Answer | Refusal:
        problem = self.problem()
        if problem is not None:
            return self._refusal(*problem)
        if catalog is None:
            return self._refusal(Reason.EMPTY_CORPUS, wording.empty_corpus())
        _, verdict = self.examine(catalog)
        if not verdict.enough:
            return self._no_evidence(verdict)
        statements = select(
            self._query.question,
            verdict.evidence,
            self._settings.max_sentences,
            self._query.top_k,
            verdict.leading,
        )
        self._clock.lap("selection")
        return self._answer(statements, verdict)

    def examine(self, catalog: Catalog) -> tuple[ParsedQuestion, Verdict]:
        question = self._parse(catalog)
        ranked = self._rank(question, catalog)
        verdict = decide(
            question,
            ranked,
            _surroundings(catalog, self._coverage),
            self._engine.loaded.judge,
            self._engine.min_confidence,
        )
        self._clock.lap("judging")
        return question, verdict

    def find(self, catalog: Catalog) -> list[Ranked]:
        return self._rank(self._parse(catalog), catalog)

    def problem(self) -> tuple[Reason, str] | None:
        """Why nothing is to be searched, as a reason and in words; None where something is."""
        asked, limit = self._query.question, self._settings.max_question
        catalog = self._engine.catalog
        if len(asked) > limit:
            return Reason.QUESTION_TOO_LONG, wording.too_long(len(asked), limit)
        if not any(c.isalpha() for c in asked):
            return Reason.NOT_A_QUESTION, wording.not_a_question()
        if catalog is None or self._coverage.passages == 0:
            return Reason.EMPTY_CORPUS, wording.empty_corpus()
        if self._publishers == ():
            known = catalog.publishers()
            named = self._query.publisher or ""
            return Reason.NO_EVIDENCE, wording.unknown_publisher(named, known, self._coverage)
        if catalog.in_scope(self._scope) == 0:
            text = wording.outside_window(self._scope, self._coverage, self._query.publisher)
            return Reason.OUT_OF_WINDOW, text
        return None

    def _parse(self, catalog: Catalog) -> ParsedQuestion:
        embedder = self._engine.loaded.embedder
        self._clock.lap("loading")
        question = parse_question(self._query.question, embedder, catalog)
        self._clock.lap("question")
        return question

    def _rank(self, question: ParsedQuestion, catalog: Catalog) -> list[Ranked]:
        loaded, limit = self._engine.loaded, self._settings.candidates
        candidates = retrieve(question, catalog, loaded.stores.vectors, self._scope, limit)
        self._clock.lap("retrieval")
        findings = catalog.findings([candidate.passage_id for candidate in candidates])
        vectors = passage_vectors(loaded.stores, loaded.embedder, list(findings.values()))
        found = [
            (candidate, findings[candidate.passage_id], vectors[candidate.passage_id])
            for candidate in candidates
            if candidate.passage_id in findings
            and self._scope.holds(findings[candidate.passage_id].report)
        ]
        ranked = rerank(question, found, loaded.reranker)
        self._clock.lap("reranking")
        return ranked

    def _answer(self, statements: Sequence[Statement], verdict: Verdict) -> Answer:
        citations = tuple(cite(n, s.quote, s.copies, s.answer) for n, s in enumerate(statements, 1))
        sentences = tuple(
            Sentence(text=without_marks(Quote(s.quote.finding, *span).text), citations=(n,))
            for n, s in enumerate(statements, 1)
            for span in s.sentences
        )
        text = " ".join(f"{s.text} {''.join(f'[{n}]' for n in s.citations)}" for s in sentences)
        self._clock.lap("citing")
        return Answer(
            sentences=sentences, citations=citations, **self._common(text, verdict.confidence)
        )

    def _no_evidence(self, verdict: Verdict) -> Refusal:
        reason = _REASONS.get(verdict.lack, Reason.NO_EVIDENCE)
        text = wording.no_evidence(verdict, self._scope, self._coverage)
        near = _nearest([evidence.ranked for evidence in verdict.evidence])
        return self._refusal(reason, text, near, verdict.confidence)

    def _refusal(
        self,
        reason: Reason,
        text: str,
        near: Sequence[DatedPassage] = (),
        confidence: float = 0.0,
    ) -> Refusal:
        return Refusal(reason=reason, nearest=tuple(near), **self._common(text, confidence))

    def _common(self, text: str, confidence: float) -> dict[str, Any]:
        coverage, settings = self._coverage, self._settings
        return {
            "question": self._query.question,
            "text": text,
            "window": _window(self._query),
            "confidence": round(confidence, 4),
            "corpus": Corpus(
                reports=coverage.reports,
                passages=coverage.passages,
                first=coverage.first,
                last=coverage.last,
                snapshot=coverage.snapshot,
            ),
            "models": Models(
                embedder=settings.embedder,
                reranker=settings.reranker,
                judge=None if settings.judge == NO_JUDGE else settings.judge,
            ),
            "timings_ms": self._clock.read(),
        }


class _Clock:
    """Milliseconds by stage."""

    def __init__(self) -> None:
        self._start = self._last = perf_counter()
        self._stages: dict[str, float] = {}

    def lap(self, stage: str) -> None:
        now = perf_counter()
        self._stages[stage] = (now - self._last) * 1000
        self._last = now

    def read(self) -> dict[str, float]:
        total = (perf_counter() - self._start) * 1000
        return {k: round(v, 2) for k, v in {**self._stages, "total": total}.items()}


def _surroundings(catalog: Catalog, coverage: Coverage) -> Surroundings:
    covered = None
    if coverage.first is not None and coverage.last is not None:
        covered = Period(0, 0, coverage.first, coverage.last)
    paragraph = cache(catalog.block_text)
    return Surroundings(
        lambda found: paragraph(found.report.id, found.passage.block),
        _stated,
        catalog.stands_in_a_title,
        covered,
    )


def _stated(finding: Finding) -> str:
    """A report's title, publisher and date."""
    head = finding.report
    day = head.dated.published_on
    dated = wording.day_in_words(day) if day else ""
    return "\n".join([head.title or "", head.publisher or "", dated])


def _publishers(catalog: Catalog | None, named: str | None) -> tuple[str, ...] | None:
    """Publishers whose name has `named` in it, whatever the case; None where none is asked for."""
    if named is None or catalog is None:
        return None
    return tuple(p for p in catalog.publishers() if named.strip().casefold() in p.casefold())


def _scope(query: Query, publishers: tuple[str, ...] | None) -> Scope:
    return Scope(query.first, query.last, query.as_of, publishers)


def _window(query: Query) -> Window | None:
    if query.first is None and query.last is None and query.as_of is None:
        return None
    read = [
        f"{name} {day.isoformat()}"
        for name, day in (("from", query.first), ("to", query.last), ("as of", query.as_of))
        if day is not None
    ]
    return Window(first=query.first, last=query.last, as_of=query.as_of, reading=", ".join(read))


def _nearest(ranked: Sequence[Ranked]) -> list[DatedPassage]:
    """The best passages, no two that overlap."""
    quotes: list[Quote] = []
    for candidate in ranked:
        quote = whole_passage(candidate.finding)
        passage = candidate.finding.passage
        clear = all(
            q.report.id != passage.report_id or q.end <= quote.start or quote.end <= q.start
            for q in quotes
        )
        if clear:
            quotes.append(quote)
        if len(quotes) == NEAREST:
            break
    return [nearest(quote) for quote in quotes]
