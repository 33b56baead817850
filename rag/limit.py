"""A limit of time for each question, so that one never holds the others.

Whoever works on a question asks `check_time` between steps. On the main thread of a program a timer
ends it in the middle of a step too, which nothing else can where a regular expression does not
come to an end: Python's `re` holds the interpreter, but looks for signals.
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from time import monotonic
from types import FrameType

from index.errors import DatelineError


class QuestionTimedOut(DatelineError):
    """A question took longer than the settings allow."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"The question was given up after {seconds:g} seconds. Ask it in fewer words or of a "
            "shorter time, or raise DATELINE_QUESTION_TIMEOUT_S."
        )


@dataclass(slots=True)
class _Limit:
    """`until` is the moment at which `seconds` are over; `timed` whether a timer is set to it."""

    seconds: float
    until: float
    timed: bool

    @property
    def left(self) -> float:
        return self.until - monotonic()


_LIMIT: ContextVar[_Limit | None] = ContextVar("the limit of the question", default=None)


def check_time() -> None:
    """Raises QuestionTimedOut where the time of the question that is worked on is over."""
    limit = _LIMIT.get()
    if limit is not None and limit.left <= 0:
        raise QuestionTimedOut(limit.seconds)


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Within it a question has so many seconds. One that is asked within another has its time."""
    if _LIMIT.get() is not None:
        yield
        return
    limit = _Limit(seconds, monotonic() + seconds, _may_set_a_timer())
    token = _LIMIT.set(limit)
    before = signal.getsignal(signal.SIGALRM) if limit.timed else None
    try:
        if limit.timed:
            signal.signal(signal.SIGALRM, _ring)
            signal.setitimer(signal.ITIMER_REAL, seconds)
        yield
    finally:
        _LIMIT.reset(token)
        if limit.timed:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)


@contextmanager
def uncounted() -> Iterator[None]:
    """Within it the time of the question stands still: for loading models, and for what has a limit
    of its own."""
    limit = _LIMIT.get()
    if limit is None:
        yield
        return
    start, left = monotonic(), limit.left
    if limit.timed:
        signal.setitimer(signal.ITIMER_REAL, 0)
    try:
        yield
    finally:
        limit.until += monotonic() - start
        if limit.timed:
            signal.setitimer(signal.ITIMER_REAL, max(left, 0.001))


def _may_set_a_timer() -> bool:
    """Whether signals reach this thread, and nobody else has set a timer."""
    return (
        hasattr(signal, "setitimer")
        and threading.current_thread() is threading.main_thread()
        and signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
        and signal.getsignal(signal.SIGALRM) is not None
    )


def _ring(_number: int, _frame: FrameType | None) -> None:
    limit = _LIMIT.get()
    if limit is not None:
        raise QuestionTimedOut(limit.seconds)
