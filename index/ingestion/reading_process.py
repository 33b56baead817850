"""The process that reads files, as the one that ingests them uses it: with limits of time and
memory, and replaced when it dies."""

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Self

from index.errors import BadInput
from index.ingestion.reading_worker import (
    Bounds,
    Done,
    Given,
    Message,
    Raised,
    Read,
    Request,
    Understand,
)
from index.ingestion.reading_worker import serve as serve_requests
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
_BROKE_DOWN = "cannot be read: the program that reads it broke down over it"


class ReadingProcess:
    """Reads files in a process of its own, started when it is first asked; a context manager that
    ends it."""

    def __init__(self, settings: IndexSettings) -> None:
        self._seconds, self._megabytes = settings.read_seconds, settings.read_memory_mb
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None

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
        parts: list[Part] = []
        try:
            for message in self._ask(Read(name, content, limits)):
                if isinstance(message, Part):
                    parts.append(message)
                elif isinstance(message, Done):
                    return FileRead(tuple(parts), keeps_gone=message.result is True)
        except BadInput as error:
            parts.append(Part("", content, error))
        return FileRead(tuple(parts))

    def understand(self, identity: Identity, source: SourceText, today: date) -> Understood:
        """As `index.ingestion.understanding.understand`. Raises BadInput, too where the process
        has to be ended or dies."""
        for message in self._ask(Understand(identity, source, today)):
            if isinstance(message, Done) and isinstance(message.result, Understood):
                return message.result
        raise BadInput(_BROKE_DOWN)

    def end(self) -> None:
        """Ends the process and what it has started; the next request has another."""
        if self._connection is not None:
            self._connection.close()
        if self._process is not None:
            _kill(self._process)
            self._process.join()
            self._process.close()
        self._process = self._connection = None

    def _ask(self, request: Request) -> Iterator[Part | Done]:
        """The messages that answer a request. Raises what reading raised, and BadInput."""
        message = self._next(request)
        while True:
            if isinstance(message, Done | Raised) and message.worn:
                self.end()
            if isinstance(message, Raised):
                raise message.error
            if isinstance(message, Done):
                for name in message.fired:
                    declared()[name].applies(True)
            if not isinstance(message, Given):
                yield message
            if isinstance(message, Done):
                return
            message = self._next(seconds=_after(message))

    def _next(self, request: Request | None = None, seconds: float = _IDLE) -> Message:
        """The next message, of a request that is made now, if one is. Raises BadInput, and ends the
        process, where none comes within so many seconds."""
        connection = self._started()
        try:
            if request is not None:
                connection.send(request)
            if connection.poll(seconds):
                message: Message = connection.recv()
                return message
        except (EOFError, ConnectionError) as error:
            self.end()
            raise BadInput(_BROKE_DOWN) from error
        self.end()
        raise TookTooLong

    def _started(self) -> Connection:
        if self._connection is None:
            load_sentence_model()  # once for this process and all that are forked from it
            context = _context()
            self._connection, theirs = context.Pipe()
            ours = self._connection if context.get_start_method() == "fork" else None
            off = frozenset(name for name, rule in declared().items() if not rule.on)
            bounds = Bounds(self._seconds, self._megabytes, off, is_noted())
            self._process = context.Process(  # type: ignore[attr-defined]
                target=serve_requests, args=(theirs, ours, bounds), daemon=True
            )
            with _nothing_collected():
                self._process.start()
            theirs.close()
        return self._connection


def _after(message: Message) -> float:
    """Seconds to wait for what comes behind a message."""
    return message.seconds + _GRACE if isinstance(message, Given) else _IDLE


def _context() -> BaseContext:
    """How the process is started. A fork has at once what this process has loaded, and is safe
    from the main thread of a command; a server, whose other threads may hold any lock, has one
    process that is forked for it."""
    methods = multiprocessing.get_all_start_methods()
    on_main = threading.current_thread() is threading.main_thread()
    if on_main and "fork" in methods and sys.platform == "linux":
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
