"""The engine as the server's interfaces ask it: off the event loop, a few at a time."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from index.embedding.embedder import Embedder
from index.errors import BadInput, DatelineError
from index.ingestion.editing import Editor
from index.storage.catalog import Catalog
from index.storage.place import database_of
from index.types import Coverage, Report, ReportHead
from rag.build import build_engine, embedder_of
from rag.engine.conversations import Conversations
from rag.engine.query_engine import QueryEngine
from rag.engine.wide import Wide, search_widely
from rag.evidence.citations import nearest, without_overlaps
from rag.generation.language_model import check_named
from rag.limit import QuestionTimedOut
from rag.progress import Progress, Tell, untold
from rag.question.parsing import Query
from rag.settings import Settings
from rag.types import Answer, DatedPassage, Refusal
from ui.changing import soon
from ui.pictures import PagePictures
from ui.shared import Shared

if TYPE_CHECKING:
    from index.ingestion.watching import Watched

Done = TypeVar("Done")
Seen = tuple[str, ...] | None
"""The collections whose reports somebody sees, by their exact names; None for all reports."""


class Busy(DatelineError):
    """As many questions are under way as the settings allow."""

    def __init__(self) -> None:
        super().__init__("Too many questions are being answered right now. Try again in a moment.")


class Stopping(DatelineError):
    """The service was closed."""

    def __init__(self) -> None:
        super().__init__("Dateline is stopping. Ask again when it has been started anew.")


SAID_AS_IT_IS = (BadInput, Busy, QuestionTimedOut, Stopping)
"""Errors whose text is for whoever asked; that of others is for whoever runs the server."""


class Service:
    """Answers questions for all interfaces of one server, from one engine.

    Whoever changes the corpus holds `changing` meanwhile, so that nobody of this server is in the
    way of another. `watched` tells how watching stands, where something is watched. At most
    `settings.workers` questions are answered at once and `settings.in_flight` are under way,
    waiting ones included. In `shared` is what other servers know too, where there are several.
    """

    def __init__(
        self, settings: Settings, embedder: Callable[[], Embedder] | None = None,
        today: Callable[[], date] = date.today, shared: Shared | None = None,
    ) -> None:  # fmt: skip
        """Raises a DatelineError where the index cannot be used."""
        check_named(settings)
        self.settings = settings
        self.shared = shared
        self.today = today
        self.embedder = embedder or embedder_of(settings)
        self._opening = Lock()
        self._database = database_of(settings)
        self._opened = self._found()
        self._engine = build_engine(settings, self.embedder, today)
        self._parts: dict[tuple[str, ...], QueryEngine] = {}
        self._pool = ThreadPoolExecutor(settings.workers, thread_name_prefix="answering")
        self._counting = Lock()
        self._under_way = 0
        self._closed = False
        self._ready = False
        self._conversations = Conversations(shared.turns if shared is not None else None)
        self._pictures = PagePictures(settings)
        self._watching: list[Callable[[Answer | Refusal], None]] = []
        self.changing = Lock()
        self.watched: Callable[[], Watched | None] = lambda: None

    @property
    def engine(self) -> QueryEngine:
        """The engine, over an index that was made or put in place of another since too.

        Raises a DatelineError where that cannot be used.
        """
        with self._opening:
            found = self._found()
            if found != self._opened:
                self._engine = build_engine(
                    self.settings, self.embedder, self.today, before=self._engine
                )
                self._opened, self._parts = found, {}
            return self._engine

    def engine_for(self, seen: Seen) -> QueryEngine:
        """The engine over the reports that somebody sees. Raises a DatelineError."""
        engine = self.engine
        if seen is None:
            return engine
        with self._opening:
            if seen not in self._parts:
                self._parts[seen] = engine.part(seen)
            return self._parts[seen]

    def _found(self) -> object:
        """Which catalog there is; None where there is none."""
        return self._database.identity()

    def check(self) -> None:
        """Raises a DatelineError where the catalog cannot be read at this moment."""
        if self.catalog is not None:
            self.catalog.meta()

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
        await asyncio.wrap_future(self._submit(self._load))
        self._ready = True

    def _load(self) -> None:
        if self.coverage().passages:
            self.engine.extractive().ask(Query("What is reported?"))
        else:
            self.embedder()

    async def ask(
        self,
        query: Query,
        conversation_id: str | None = None,
        tell: Tell = untold,
        seen: Seen = None,
    ) -> Answer | Refusal:
        """The outcome of one question. Raises Busy, Stopping, or another DatelineError.

        With a `conversation_id`, the question may follow up on those asked under it before.
        Nothing but what is `seen` is found, counted or named. `tell` is called on the event loop
        with the stages as they end and the sentences as they pass the checks, and not any more once
        this has returned or was cancelled.
        """
        loop = asyncio.get_running_loop()
        listening = True

        def pass_on(progress: Progress) -> None:
            if listening:
                tell(progress)

        def told(progress: Progress) -> None:
            if listening:
                loop.call_soon_threadsafe(pass_on, progress)

        def answer() -> Answer | Refusal:
            engine = self.engine_for(seen)
            if conversation_id is None:
                outcome = engine.ask(query, told)
            else:
                outcome = self._conversations.ask(engine, query, conversation_id, told)
            for watching in self._watching:
                watching(outcome)
            return outcome

        try:
            outcome = await self.do(answer)
            self._ready = True
            return outcome
        finally:
            listening = False

    async def tried(self, query: Query) -> Answer | Refusal:
        """The outcome of a question that no reader asked.

        No language model is asked and nobody who watches is told. Raises as `ask` does.
        """
        return await self.do(lambda: self.engine.extractive().ask(query))

    def watch(self, told: Callable[[Answer | Refusal], None]) -> None:
        """Has `told` called with every outcome from now on, whoever asked, by the thread that
        answered."""
        self._watching.append(told)

    async def search(self, query: Query, limit: int) -> list[DatedPassage]:
        """Up to `limit` passages near a question, best first, no two that overlap: no answer.

        They are not judged. Raises Busy, Stopping, or another DatelineError.
        """

        def find() -> list[DatedPassage]:
            found = (ranked.finding for ranked in self.engine.search(query))
            return [nearest(quote) for quote in without_overlaps(found, limit)]

        return await self.do(find)

    async def find_widely(self, what: str, query: Query, seen: Seen = None) -> Wide:
        """All reports that are seen, within the bounds of a query, that have some words. Raises
        BadInput where nothing can be looked for, and as `ask` does."""
        return await self.do(lambda: search_widely(self.engine_for(seen), what, query))

    async def do(self, work: Callable[[], Done]) -> Done:
        """What `work` gives, done by a worker.

        Whoever waits for it may leave: what has begun is ended and counts until then, what has
        not is dropped.
        """
        with self._counting:
            if self._under_way >= self.settings.in_flight:
                raise Busy
            self._under_way += 1
        try:
            doing = self._submit(work)
        except BaseException:
            self._ended()
            raise
        doing.add_done_callback(self._ended)
        return await asyncio.wrap_future(doing)

    def _submit(self, work: Callable[[], Done]) -> "Future[Done]":
        with self._counting:
            if self._closed:
                raise Stopping
            return self._pool.submit(copy_context().run, work)

    def _ended(self, _: object = None) -> None:
        with self._counting:
            self._under_way -= 1

    def coverage(self) -> Coverage:
        """What the corpus holds at this moment."""
        return self.engine.coverage()

    def reports(self, seen: Seen = None) -> list[ReportHead]:
        """All reports that are seen, the oldest first, those without a date last."""
        catalog = self.engine_for(seen).catalog
        return catalog.report_heads() if catalog is not None else []

    def heads(self, report_ids: Sequence[str]) -> dict[str, ReportHead]:
        """These reports without their texts, by id; unknown ids are left out."""
        catalog = self.catalog
        return catalog.heads(report_ids) if catalog is not None else {}

    def report(self, report_id: str, seen: Seen = None) -> Report | None:
        """A report with its text, also with an earlier one, by the id that it had; or None."""
        catalog = self.engine_for(seen).catalog
        if catalog is None:
            return None
        return catalog.report(report_id) or catalog.with_earlier().report(report_id)

    @contextmanager
    def editor(self) -> Iterator[Editor]:
        """What changes reports, for as long as nobody else changes the corpus. Raises BeingWritten
        where others of this server do so for long."""
        with soon(self.changing):
            yield Editor(self.settings, self.embedder, self.today())

    def page_picture(self, report_id: str, page: int, seen: Seen = None) -> bytes:
        """A page of a report's file, from 1, as a PNG. Raises NoPicture."""
        return self._pictures.page(self.engine_for(seen).catalog, report_id, page)

    def has_pictures(self, report_id: str) -> bool:
        """Whether the pages of a report's file can be shown: it is there and as it was read."""
        return self._pictures.are_there(self.catalog, report_id)

    def close(self) -> None:
        """Ends what is under way, waiting questions included; nothing more can be asked.

        Not to be called on the event loop, which has to hand their outcomes on meanwhile.
        """
        with self._counting:
            self._closed = True
        self._pool.shutdown(wait=True)
        kept = self._engine.kept
        if kept is not None and kept.synthesizer is not None:
            kept.synthesizer.model.close()
