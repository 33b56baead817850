"""A language model, asked within a time limit whatever its server does."""

import asyncio
import logging
import math
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import aclosing
from dataclasses import replace
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception,
    stop_after_attempt,
    stop_before_delay,
    wait_exponential_jitter,
)

from index.errors import ModelUnusable
from rag.deadline import Deadline
from rag.generation.breaker import ALONE_S, Breaker, LeftAlone
from rag.generation.event_loop import STOPPED, EventLoop
from rag.generation.failures import (
    ModelFailed,
    SaidNothing,
    SaidTooMuch,
    failure_of,
    for_the_log,
    retry_after_s,
)
from rag.generation.messages import Message, Schema
from rag.generation.providers import MOST_TOKENS, Provided, provide, secret_of
from rag.generation.streaming import next_of, pieces_of
from rag.generation.yes_or_no import probability_of_yes
from rag.llm_settings import LlmSettings

if TYPE_CHECKING:
    from llama_index.core.base.llms.types import (
        ChatMessage,
        LogProb,
    )

__all__ = ["LanguageModel", "LlamaIndexModel", "ModelFailed", "check_named", "load_language_model"]

LOG = logging.getLogger("dateline.language_model")
LOG.addHandler(logging.NullHandler())  # what goes wrong is in the answer: no program need log it
MOST_CHARACTERS = 8_000
"""In an answer; where a server minds no bound on tokens, this ends it."""
GRACE_S = 1.0
"""Seconds after the limit for what must be closed; then it is waited for no longer."""
T = TypeVar("T")
_Asking = Callable[[Mapping[str, Any]], Coroutine[Any, Any, T]]


class LanguageModel(Protocol):
    """What writes, and judges, within a time limit. May be used from several threads."""

    @property
    def name(self) -> str:
        """The model's name, as the settings have it."""

    @property
    def plain(self) -> bool:
        """Whether it takes no schema, as far as is known by now, and is to be asked for lines."""

    def write(
        self, messages: Sequence[Message], schema: Schema | None, limit: Deadline
    ) -> Iterator[str]:
        """Pieces of what it answers, as they come. Raises ModelFailed, also between pieces."""

    def probability_of_yes(self, messages: Sequence[Message], limit: Deadline) -> float | None:
        """How probable it is that the first word of its answer is yes rather than no, in [0, 1].

        None where the server does not tell. Raises ModelFailed.
        """

    def close(self) -> None:
        """Cuts off what is asked, and closes all connections; asked later, it raises."""


def load_language_model(settings: LlmSettings) -> "LlamaIndexModel | None":
    """The language model of the settings; None where they name none.

    Nothing is asked of it yet. Raises ModelUnusable, which says what to do, where the settings
    are not enough, or a package is missing.
    """
    check_named(settings)
    if settings.llm_model is None:
        return None
    provided = provide(settings, settings.llm_model)
    return LlamaIndexModel(settings.llm_model, provided, settings)


def check_named(settings: LlmSettings) -> None:
    """Raises ModelUnusable where settings tell of a language model, but not which it is."""
    if settings.llm_model is not None:
        return
    for name, value in (("URL", settings.llm_url), ("API_KEY", settings.llm_api_key)):
        if value is not None:
            raise ModelUnusable(
                f"DATELINE_LLM_{name} is set, but not which model is to answer: set "
                "DATELINE_LLM_MODEL to its name, as its server lists it."
            )


class LlamaIndexModel:
    """A language model of LlamaIndex.

    What is asked runs on an event loop of its own, where it can be cut off at any point: while a
    name is looked up, while headers dribble in, between two retries.
    """

    def __init__(
        self, name: str, provided: Provided, settings: LlmSettings, alone_s: float = ALONE_S
    ) -> None:
        self.name = name
        self._llm = provided.llm
        self._dialect = provided.dialect
        self._list = provided.listed
        self._retries = settings.llm_retries
        self._secret = secret_of(settings)
        self._breaker = Breaker(lambda error: failure_of(error, 0).outage, alone_s)
        self._loop = EventLoop(provided.close)

    @property
    def plain(self) -> bool:
        """Whether it takes no schema, as far as is known by now, and is to be asked for lines."""
        return self._dialect is None or not self._dialect.schema

    def listed(self, limit: Deadline) -> list[str]:
        """Names of the models that its server lists, in order; none where it does not tell."""
        listing = self._loop.start(self._list())
        try:
            return sorted(listing.result(limit.left))
        except Exception:  # noqa: BLE001 - each provider's library has errors of its own
            return []
        finally:
            listing.cancel()

    def close(self) -> None:
        """Cuts off what is asked, and closes all connections."""
        self._loop.close()

    def write(
        self, messages: Sequence[Message], schema: Schema | None, limit: Deadline
    ) -> Iterator[str]:
        """Pieces of what it answers, as they come. Raises ModelFailed, also between pieces."""
        pieces: SimpleQueue[str | None] = SimpleQueue()
        writing = self._loop.start(self._write(messages, schema, limit, pieces.put))
        writing.add_done_callback(lambda _: pieces.put(None))
        try:
            while (piece := self._next(pieces, limit)) is not None:
                yield piece
            self._result(writing, limit)
        finally:
            writing.cancel()

    def probability_of_yes(self, messages: Sequence[Message], limit: Deadline) -> float | None:
        """How probable it is that the first word of its answer is yes rather than no, in [0, 1].

        None where the server does not tell. Raises ModelFailed.
        """
        if self._dialect is None or not self._dialect.alternatives:
            return None
        judging = self._loop.start(self._judge(messages, limit))
        try:
            return self._result(judging, limit)
        finally:
            judging.cancel()

    def _next(self, pieces: "SimpleQueue[str | None]", limit: Deadline) -> str | None:
        try:
            return pieces.get(timeout=limit.left + GRACE_S)
        except Empty as error:
            raise self._failed(TimeoutError(), limit) from error

    def _result(self, task: "Future[T]", limit: Deadline) -> T:
        try:
            return task.result(limit.left + GRACE_S)
        except CancelledError as error:
            raise ModelFailed(STOPPED) from error
        except Exception as error:  # each provider's library has errors of its own
            raise self._failed(error, limit) from error

    def _failed(self, error: Exception, limit: Deadline) -> ModelFailed:
        failed = ModelFailed(f"The language model {failure_of(error, limit.seconds).said}.")
        level = logging.INFO if isinstance(error, LeftAlone) else logging.WARNING
        LOG.log(level, "%s %s", failed, for_the_log(error, self._secret))
        return failed

    async def _write(
        self,
        messages: Sequence[Message],
        schema: Schema | None,
        limit: Deadline,
        put: Callable[[str], None],
    ) -> None:
        async def begin(options: Mapping[str, Any]) -> tuple[str, AsyncGenerator[str]]:
            pieces = pieces_of(await self._llm.astream_chat(_chat(messages), **options))
            async for piece in pieces:
                return piece, pieces
            raise SaidNothing

        with self._breaker.calling() as call:
            async with asyncio.timeout(limit.left):
                piece, pieces = await self._ask(begin, schema, MOST_TOKENS, limit)
                call.answered = True
                written = 0
                async with aclosing(pieces):
                    while piece:
                        put(piece)
                        written += len(piece)
                        if written > MOST_CHARACTERS:
                            raise SaidTooMuch
                        piece = await next_of(pieces)

    async def _judge(self, messages: Sequence[Message], limit: Deadline) -> float | None:
        async def weigh(options: Mapping[str, Any]) -> list["LogProb"]:
            if "logprobs" not in options:
                return []
            answer = await self._llm.achat(_chat(messages), **options)
            return answer.logprobs[0] if answer.logprobs else []

        with self._breaker.calling():
            async with asyncio.timeout(limit.left):
                first = await self._ask(weigh, None, 1, limit)
        if not first and self._dialect is not None:
            self._dialect = replace(self._dialect, alternatives=0)
        return probability_of_yes([(each.token, math.exp(each.logprob)) for each in first])

    async def _ask(
        self, asking: _Asking[T], schema: Schema | None, tokens: int, limit: Deadline
    ) -> T:
        """Asks, and again where it failed in passing and there is time for it."""
        retrying = AsyncRetrying(
            stop=stop_after_attempt(1 + self._retries) | stop_before_delay(limit.left),
            wait=_wait,
            retry=retry_if_exception(lambda error: failure_of(error, limit.seconds).passing),
            reraise=True,
        )
        return await retrying(self._understood, asking, schema, tokens)

    async def _understood(self, asking: _Asking[T], schema: Schema | None, tokens: int) -> T:
        """Asks, and again without what the server does not take; remembered where that helped."""
        dialect = self._dialect
        while True:
            options = dialect.options(schema, tokens) if dialect is not None else {}
            try:
                answer = await asking(options)
            except Exception as error:
                fewer = dialect.without(error, options) if dialect is not None else None
                if fewer is None:
                    raise
                dialect = fewer
            else:
                if dialect is not None and self._dialect is not None:
                    self._dialect = self._dialect.along_with(dialect)  # others learnt meanwhile
                return answer


def _chat(messages: Sequence[Message]) -> list["ChatMessage"]:
    from llama_index.core.base.llms.types import ChatMessage  # noqa: PLC0415 - seconds to import

    return [ChatMessage(role=message.role, content=message.text) for message in messages]


def _wait(state: RetryCallState) -> float:
    """Seconds until the next attempt: those that the server asks for, or more each time."""
    error = state.outcome.exception() if state.outcome is not None else None
    asked = retry_after_s(error) if error is not None else None
    return asked if asked is not None else _backoff(state)


_backoff = wait_exponential_jitter(multiplier=0.25, max=4, jitter=0.25)
