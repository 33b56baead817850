"""A limit of time for what is done about one report, in a process that does nothing else.

A timer ends it in the middle of a step: Python's own loops, and its `re`, look for signals. What
does not, in a library of another language, is ended with its process
(`index.ingestion.reading_process`).
"""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from types import FrameType

from index.errors import BadInput

_AGAIN = 1.0
"""Seconds to the next ring, where what the first one raised was caught and lost."""
_MEGABYTE = 1e6


class TookTooLong(BadInput):
    """A report takes longer than the settings allow."""

    def __init__(self, said: str = "takes too long to be read (setting read_seconds)") -> None:
        super().__init__(said)


@dataclass(slots=True)
class _Clock:
    """`seconds` are those of a report, and as many again for each megabyte of it; `tell` is called
    with what one is given."""

    seconds: float
    tell: Callable[[float], None]
    running: bool = False

    def start(self, size: int, more: float) -> None:
        self.stop()
        given = self.seconds * (1 + size / _MEGABYTE) + more
        self.tell(given)
        self.running = True
        signal.setitimer(signal.ITIMER_REAL, given, _AGAIN)

    def stop(self) -> None:
        self.running = False
        signal.setitimer(signal.ITIMER_REAL, 0)

    def ring(self, _number: int, _frame: FrameType | None) -> None:
        if self.running:
            raise TookTooLong


_CLOCK: ContextVar[_Clock | None] = ContextVar("the clock of the report that is read", default=None)


@contextmanager
def limited(seconds: float, tell: Callable[[float], None]) -> Iterator[None]:
    """Within it each report has so many seconds, and as many again for each megabyte of it.

    `tell` is called with the seconds that a report is given, when it begins. For the main thread
    of a process that leaves its timer alone otherwise.
    """
    clock = _Clock(seconds, tell)
    token = _CLOCK.set(clock)
    before = signal.signal(signal.SIGALRM, clock.ring)
    try:
        yield
    finally:
        clock.stop()
        signal.signal(signal.SIGALRM, before)
        _CLOCK.reset(token)


def begin_report(size: int, more: float = 0) -> None:
    """The time of a report of so many bytes or characters begins, with so many seconds `more`;
    nothing where there is no limit. TookTooLong is raised when it is over."""
    clock = _CLOCK.get()
    if clock is not None:
        clock.start(size, more)


def end_report() -> None:
    """What is done from now on has no limit, until the next report begins."""
    clock = _CLOCK.get()
    if clock is not None:
        clock.stop()
