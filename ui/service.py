"""The engine as the server's interfaces ask it: off the event loop, a few at a time."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial

from index.catalog import Catalog
from index.embedding import Embedder
from index.errors import DatelineError
from index.types import Coverage, Report, ReportHead
from rag.build import build_engine, embedder_of
from rag.engine import QueryEngine
from rag.question import Query
from rag.settings import Settings
from rag.types import Answer, Refusal


class Busy(DatelineError):
    """As many questions are under way as the settings allow."""

    def __init__(self) -> None:
        super().__init__("Too many questions are being answered right now. Try again in a moment.")


class Service:
    """Answers questions for all interfaces of one server, from one engine.

    At most `settings.workers` questions are answered at once and `settings.in_flight` are under
    way, waiting ones included. Make it and use it on one event loop.
    """

    def __init__(
        self,
        settings: Settings,
        embedder: Callable[[], Embedder] | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        """Raises a DatelineError where the index cannot be used."""
        self.settings = settings
        self.today = today
        self.embedder = embedder or embedder_of(settings)
        self._engine = build_engine(settings, self.embedder, today)
        self._pool = ThreadPoolExecutor(settings.workers, thread_name_prefix="answering")
        self._under_way = 0
        self._ready = False
        self._watching: list[Callable[[Answer | Refusal], None]] = []

    @property
    def engine(self) -> QueryEngine:
        """The engine, over an index that was made since too."""
        if self._engine.catalog is None:
            self._engine = build_engine(self.settings, self.embedder, self.today)
        return self._engine

    @property
    def catalog(self) -> Catalog | None:
        """The catalog, None where nothing was ever ingested."""
        return self.engine.catalog

    @property
    def ready(self) -> bool:
        """Whether the models are loaded, so that a question is answered at once."""
        return self._ready

    @property
    def under_way(self) -> int:
        """Questions that are being answered or wait to be."""
        return self._under_way

    async def warm_up(self) -> None:
        """Loads the models and stores. Raises a DatelineError where one cannot be used."""
        await asyncio.get_running_loop().run_in_executor(self._pool, self._load)
        self._ready = True

    def _load(self) -> None:
        if self.coverage().passages:
            self.engine.ask(Query("What is reported?"))
        else:
            self.embedder()

    async def ask(
        self,
        query: Query,
        conversation_id: str | None = None,
        on_stage: Callable[[str], None] | None = None,
    ) -> Answer | Refusal:
        """The outcome of one question. Raises Busy, or another DatelineError.

        With a `conversation_id`, the question may follow up on those asked under it before.
        `on_stage` is called on the event loop with the name of each stage that has ended.
        """
        if self._under_way >= self.settings.in_flight:
            raise Busy
        loop = asyncio.get_running_loop()

        def tell(stage: str) -> None:
            if on_stage is not None:
                loop.call_soon_threadsafe(on_stage, stage)

        self._under_way += 1
        try:
            asked = partial(self.engine.ask, query, tell)
            answering = loop.run_in_executor(self._pool, asked)
        except BaseException:
            self._under_way -= 1
            raise
        # Whoever asked may leave; what was begun counts until it has ended.
        answering.add_done_callback(self._ended)
        return await asyncio.shield(answering)

    def _ended(self, answering: "asyncio.Future[Answer | Refusal]") -> None:
        self._under_way -= 1
        if answering.cancelled() or answering.exception() is not None:
            return  # having looked: it may be of one whom nobody waits for any more
        for told in self._watching:
            told(answering.result())

    def watch(self, told: Callable[[Answer | Refusal], None]) -> None:
        """Has `told` called, on the event loop, with every outcome from now on, whoever asked."""
        self._watching.append(told)

    def coverage(self) -> Coverage:
        """What the corpus holds at this moment."""
        return self.engine.coverage()

    def reports(self) -> list[ReportHead]:
        """All reports, the oldest first, those without a date last."""
        catalog = self.catalog
        return catalog.report_heads() if catalog is not None else []

    def report(self, report_id: str) -> Report | None:
        """A report with its text, or None."""
        catalog = self.catalog
        return catalog.report(report_id) if catalog is not None else None

    def close(self) -> None:
        """Lets what is under way end; nothing more can be asked."""
        self._pool.shutdown(wait=True, cancel_futures=True)
