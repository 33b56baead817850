"""The query engine: a question in, an `Answer` or a `Refusal` out."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING

from index.storage.catalog import Catalog
from index.types import Coverage
from rag.conversation.model_rewriting import rewriter
from rag.conversation.turn import Turn
from rag.engine.asking import Asking
from rag.engine.loaded import Loaded
from rag.engine.trace import Trace
from rag.guardrail.small_talk import Talk, small_talk
from rag.guardrail.threshold import min_confidence
from rag.guardrail.verdict import Verdict
from rag.limit import limited, uncounted
from rag.progress import Tell, untold
from rag.question.counted import counted
from rag.question.parsing import ParsedQuestion, Query
from rag.retrieval.reranking import Ranked
from rag.settings import Settings
from rag.types import Answer, Refusal

if TYPE_CHECKING:
    from llama_index.core.query_engine import BaseQueryEngine
    from llama_index.core.retrievers import BaseRetriever


class QueryEngine:
    """Answers questions from one index. `rag.build.build_engine` makes it.

    It keeps nothing of a question, and may be asked from several threads.
    """

    def __init__(
        self,
        catalog: Catalog | None,
        settings: Settings,
        load: Callable[["Loaded | None"], "Loaded"],
        today: Callable[[], date],
        loaded: "Loaded | None" = None,
    ) -> None:
        """`catalog` is None where nothing was ever ingested. `load` is called when first something
        is to be searched, and with what it gave when the corpus has changed since. `today` is the
        day that "last month" in a question is told from. `loaded` are models and stores to begin
        with, of which the stores are opened anew."""
        self.catalog = catalog
        self.settings = settings
        self.today = today
        self._load = load
        self._loading = Lock()
        self._loaded = loaded

    @property
    def loaded(self) -> "Loaded":
        """The models and stores, loaded on first use; stores again when the corpus has changed.

        Raises a DatelineError.
        """
        with uncounted(), self._loading:
            if self._loaded is None or self._loaded.snapshot != self.coverage().snapshot:
                self._loaded = self._load(self._loaded)
            return self._loaded

    @property
    def kept(self) -> "Loaded | None":
        """What was loaded so far, for an engine over another index: as if opened for none."""
        return replace(self._loaded, snapshot="") if self._loaded is not None else None

    @property
    def min_confidence(self) -> float:
        """Below this confidence a question is refused: the setting, or else what the index was
        calibrated to."""
        return min_confidence(self.settings, self.catalog)

    def with_min_confidence(self, value: float) -> "QueryEngine":
        """An engine that refuses below another confidence, over the same index and models."""
        settings = self.settings.model_copy(update={"min_confidence": value})
        return QueryEngine(self.catalog, settings, lambda _: self.loaded, self.today)

    def on(self, day: date) -> "QueryEngine":
        """An engine for which it is that day, over the same index and models."""
        return QueryEngine(self.catalog, self.settings, lambda _: self.loaded, lambda: day)

    def part(self, collections: Sequence[str]) -> "QueryEngine":
        """An engine over the reports of some collections, as if there were no others, with the same
        models and stores."""
        return _Part(self, tuple(collections))

    def extractive(self) -> "QueryEngine":
        """An engine that answers in the reports' own words, over the same index and models."""
        return QueryEngine(
            self.catalog,
            self.settings,
            lambda _: replace(self.loaded, synthesizer=None),
            self.today,
        )

    @property
    def rewrite(self) -> Callable[[str, Sequence[Turn]], str] | None:
        """What makes a follow-up whole with the language model; None where none is set."""
        synthesizer = self.loaded.synthesizer
        if synthesizer is None:
            return None
        return rewriter(synthesizer.model, self.settings.llm_timeout_s)

    def coverage(self) -> Coverage:
        """What the corpus holds at this moment."""
        return self.catalog.coverage() if self.catalog else Coverage(0, 0, None, None, "")

    def ask(self, query: Query, tell: Tell = untold, spent_s: float = 0.0) -> Answer | Refusal:
        """The answer to a question within its bounds, or why there is none.

        Whatever is asked gets one of the two. `tell` is told the stages as they end and the
        sentences as they pass the checks. `spent_s` are the seconds of its time that the language
        model has taken for the question already. Raises QuestionTimedOut where it takes longer than
        the settings allow, and else a DatelineError only where the index or a model cannot be
        used.
        """
        with limited(self.settings.question_timeout_s):
            return self._asked(query, tell, spent_s)[0]

    def ask_traced(self, query: Query) -> tuple[Answer | Refusal, Trace | None]:
        """The same as `ask`, and what happened to the question on its way; None where nothing was
        searched for it."""
        with limited(self.settings.question_timeout_s):
            outcome, asking = self._asked(query, untold, 0.0)
        return outcome, asking.trace()

    def _asked(self, query: Query, tell: Tell, spent_s: float) -> tuple[Answer | Refusal, Asking]:
        """The outcome of a question, and the question as it was asked in the end."""
        within = len(query.question) <= self.settings.max_question
        without_count = counted(query.question) if within else None
        if without_count is not None:
            understood = replace(query, question=without_count.question)
            asking = Asking(self, understood, tell, spent_s, without_count)
            outcome = asking.run()
            if isinstance(outcome, Answer):
                return _understood(outcome, query, understood), asking
        asking = Asking(self, query, tell, spent_s)
        about = asking.asked_instead()
        if about is None:
            return asking.run(), asking
        understood = replace(query, question=about)
        asking = Asking(self, understood, tell, spent_s)
        return _understood(asking.run(), query, understood), asking

    def covered_to(self, as_of: date | None) -> date | None:
        """The last day that the corpus covers, or covered as it was known on a day."""
        known = self.catalog.known_on(as_of) if self.catalog else None
        return known.vocabulary(as_of).coverage.last if known else None

    def search(self, query: Query) -> list[Ranked]:
        """The passages nearest to a question within its bounds, best first, not judged. It raises
        what `ask` raises."""
        with limited(self.settings.question_timeout_s):
            return Asking(self, query).find()

    def examine(self, query: Query) -> tuple[ParsedQuestion, Verdict] | None:
        """A question as it was read and the guardrail's verdict on it; nothing is written.

        None where nothing is to be searched. It raises what `ask` raises.
        """
        with limited(self.settings.question_timeout_s):
            return Asking(self, query).examine()

    def nearness(self, phrase: str, others: Sequence[str]) -> list[float]:
        """How near in meaning each of some phrases is to the first: cosines, in [-1, 1]."""
        pooled = [e.pooled for e in self.loaded.embedder.encode([phrase, *others])]
        return [float(pooled[0] @ other) for other in pooled[1:]]

    def talk(self, text: str) -> Talk | None:
        """What kind of small talk a text is; None for a question."""
        return small_talk(text, self.loaded.embedder)

    def as_query_engine(self) -> "BaseQueryEngine":
        """This engine as a LlamaIndex query engine."""
        from rag.llamaindex import DatelineQueryEngine  # noqa: PLC0415 - seconds to import

        return DatelineQueryEngine(self)

    def as_retriever(self) -> "BaseRetriever":
        """This engine's search as a LlamaIndex retriever."""
        from rag.llamaindex import DatelineRetriever  # noqa: PLC0415 - seconds to import

        return DatelineRetriever(self)


def _understood(outcome: Answer | Refusal, query: Query, as_asked: Query) -> Answer | Refusal:
    """An outcome of a question in the place of another, which it names."""
    update = {"question": query.question, "understood_as": as_asked.question}
    return outcome.model_copy(update=update)


class _Part(QueryEngine):
    """An engine that sees some collections alone. What is loaded is the whole's, whose snapshot
    says when it is to be opened anew."""

    def __init__(self, whole: QueryEngine, collections: tuple[str, ...]) -> None:
        catalog = whole.catalog.part(collections) if whole.catalog is not None else None
        super().__init__(catalog, whole.settings, lambda _: whole.loaded, whole.today)
        self._whole = whole

    @property
    def loaded(self) -> "Loaded":
        """The models and stores of the whole."""
        return self._whole.loaded
