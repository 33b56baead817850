"""The process that reads files, and encodes where there are several, as the one that ingests them
uses it: with limits of time and memory, and replaced when it dies."""

import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Self

from index.errors import BadInput
from index.ingestion.answers import Answer, WorkerDied
from index.ingestion.executor import Later, Pending
from index.ingestion.reading_worker import Bounds, Done, Message
from index.ingestion.reading_worker import serve as serve_requests
from index.ingestion.requests import Came, Given, ReadFile, Request, Understand
from index.ingestion.understanding import Identity, Understood
from index.reading import FileRead, Limits, Part
from index.rules import declared, is_noted
from index.settings import IndexSettings
from index.text.sentences import load_sentence_model
from index.time_limit import TookTooLong
from index.types import SourceText

_GRACE = 5.0
"""Seconds for a process to end by itself what takes too long."""
_IDLE = 60.0
"""Seconds in which it takes up a request; its start, at most, is among them."""


class ReadingProcess:
    """Does what it is asked for in a process of its own, started when it is first asked; a context
    manager that ends it. As an executor it does one thing after another, each when its result is
    asked for."""

    most = 1

    def __init__(self, settings: IndexSettings, *, forking: bool = True) -> None:
        """Without `forking` the process is not forked from this one."""
        self._seconds, self._megabytes = settings.read_seconds, settings.read_memory_mb
        self._forking = forking
        self._process: BaseProcess | None = None
        self._bounded = True
        self._until = 0.0
        self.connection: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.end()

    def read_file(self, name: str, content: bytes, limits: Limits) -> FileRead:
        """As `index.reading.read_file`. Where the process has to be ended or dies, that is a part
        without a name, behind those that were read before."""
        return self.perform(ReadFile(name, content, limits)).file

    def understand(self, identity: Identity, source: SourceText, today: date) -> Understood:
        """As `index.ingestion.understanding.understand`. Raises BadInput, too where the process
        has to be ended or dies."""
        return self.perform(Understand(identity, source, today))

    def submit(self, request: Request[Came]) -> Pending[Came]:
        """Something to be done when its result is asked for."""
        return Later(lambda: self.perform(request))

    def perform(self, request: Request[Came]) -> Came:
        """What comes of a request, of which a second process is asked where one dies."""
        answer = Answer(request)
        while not answer.is_over:
            if answer.is_asked:
                self.hear(answer)
            else:
                self.ask(answer)
        return answer.result()

    def ask(self, answer: Answer[Came]) -> None:
        """Asks for it, or notes that the process died."""
        answer.is_asked = True
        try:
            connection = self._started(bounded=answer.request.bounded)
            self._until = time.monotonic() + _IDLE
            connection.send(answer.request)
        except ConnectionError:
            self.end()
            answer.fail(WorkerDied())

    def hear(self, answer: Answer[Came]) -> None:
        """Waits for the next message, and notes it; the process is ended where none comes in time,
        and after that of one that is worn."""
        try:
            answer.add(message := self._next())
        except BadInput as error:
            self.end()
            answer.fail(error)
            return
        if isinstance(message, Given):
            self._until = time.monotonic() + message.seconds + _GRACE
        elif isinstance(message, Part):
            self._until = time.monotonic() + _IDLE
        elif message.worn:
            self.end()
        for name in message.fired if isinstance(message, Done) else ():
            declared()[name].applies(True)

    @property
    def seconds_left(self) -> float:
        """In which the next message is to come."""
        return max(0.0, self._until - time.monotonic())

    def end(self) -> None:
        """Ends the process and what it has started; the next request has another."""
        if self.connection is not None:
            self.connection.close()
        if self._process is not None:
            _kill(self._process)
            self._process.join()
            self._process.close()
        self._process = self.connection = None

    def _next(self) -> Message:
        """The next message. Raises WorkerDied and TookTooLong."""
        try:
            if self.connection is None:
                raise WorkerDied
            if self.connection.poll(self.seconds_left):
                message: Message = self.connection.recv()
                return message
        except (EOFError, OSError) as error:  # OSError also where a message breaks off
            raise WorkerDied from error
        raise TookTooLong

    def _started(self, *, bounded: bool) -> Connection:
        if self._bounded is not bounded:
            self.end()
        if self.connection is None:
            load_sentence_model()  # once for this process and all that are forked from it
            context = _context(forking=self._forking)
            pipe, theirs = context.Pipe()
            ours = pipe if context.get_start_method() == "fork" else None
            off = frozenset(name for name, rule in declared().items() if not rule.on)
            megabytes = self._megabytes if bounded else None
            bounds = Bounds(self._seconds, megabytes, off, is_noted())
            process = context.Process(  # type: ignore[attr-defined]
                target=serve_requests, args=(theirs, ours, bounds), daemon=True
            )
            try:
                with _nothing_collected():
                    process.start()
            except BaseException:
                pipe.close()
                raise
            finally:
                theirs.close()
            self._process, self.connection, self._bounded = process, pipe, bounded
        return self.connection


def _context(*, forking: bool) -> BaseContext:
    """How the process is started. A fork has at once what this process has loaded, and is safe
    from the main thread of a command; a server, whose other threads may hold any lock, has one
    process that is forked for it."""
    methods = multiprocessing.get_all_start_methods()
    on_main = threading.current_thread() is threading.main_thread()
    if forking and on_main and "fork" in methods and sys.platform == "linux":
        return multiprocessing.get_context("fork")
    if "forkserver" in methods:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["index.ingestion.reading_worker"])
        return context
    return multiprocessing.get_context("spawn")


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Within it a process may be forked: it collects nothing of what it has from this one. What a
    library of another language frees there may wait for threads that only this one has."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _kill(process: BaseProcess) -> None:
    """Ends a process and those of its session, such as one that reads PDF for it."""
    if process.pid is not None and hasattr(os, "killpg"):
        with suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
