"""Worker processes on this machine."""

from collections import deque
from dataclasses import dataclass
from multiprocessing import connection
from types import TracebackType
from typing import Any, Generic, Self

from index.ingestion.answers import Answer
from index.ingestion.executor import Pending
from index.ingestion.reading_process import ReadingProcess
from index.ingestion.requests import Came, Request
from index.settings import IndexSettings

_AHEAD = 4
"""Requests under way for each process: the next is there when one is done, and others go on while
one takes long."""


class LocalWorkers:
    """Several processes, started as they are needed. What one that died was asked for is asked of
    the next that is free. For one thread, which hands out and collects whenever it asks for
    something."""

    def __init__(self, settings: IndexSettings, count: int) -> None:
        self.most = _AHEAD * count
        self._free = [ReadingProcess(settings) for _ in range(count)]
        self._busy: dict[ReadingProcess, Answer[Any]] = {}
        self._waiting = deque[Answer[Any]]()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self._free += self._busy
        self._busy.clear()
        self._waiting.clear()
        for process in self._free:
            process.end()

    def submit(self, request: Request[Came]) -> Pending[Came]:
        answer = Answer(request)
        self._waiting.append(answer)
        self._go_on(0)
        return _Submitted(self, answer)

    def finish(self, answer: Answer[Any]) -> None:
        """Hands out and collects until this is over."""
        self._go_on(0)
        while not answer.is_over:
            self._go_on(min(process.seconds_left for process in self._busy))

    def _go_on(self, seconds: float) -> None:
        """Collects what has come, or comes within so many seconds, and gives out what waits."""
        self._give_out()
        pipes = [process.connection for process in self._busy if process.connection is not None]
        ready = connection.wait(pipes, seconds) if pipes else []
        for process, answer in list(self._busy.items()):
            if process.connection in ready or not process.seconds_left:
                process.hear(answer)
                self._settle(process, answer)
        self._give_out()

    def _give_out(self) -> None:
        while self._waiting and self._free:
            process, answer = self._free.pop(), self._waiting.popleft()
            self._busy[process] = answer
            process.ask(answer)
            self._settle(process, answer)

    def _settle(self, process: ReadingProcess, answer: Answer[Any]) -> None:
        """Frees a process that is done, and puts what one died of first among what waits."""
        if answer.is_asked and not answer.is_over:
            return
        del self._busy[process]
        self._free.append(process)
        if not answer.is_over:
            self._waiting.appendleft(answer)


@dataclass(frozen=True, slots=True)
class _Submitted(Generic[Came]):
    workers: LocalWorkers
    answer: Answer[Came]

    def result(self) -> Came:
        self.workers.finish(self.answer)
        return self.answer.result()
