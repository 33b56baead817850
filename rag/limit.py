"""A limit of time for each question, so that one never holds the others.

Whoever works on a question asks `check_time` between steps. On the main thread of a program a timer
ends it in the middle of a step too: Python's `re` holds the interpreter, but looks for signals. In
a thread of a server a single step cannot be ended; that each is short is for `tests/test_patterns`.
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

_AT_LEAST, _AGAIN = 0.001, 1.0
"""Seconds to the first ring of the timer, at least, and between further ones."""


class QuestionTimedOut(DatelineError):
    """A question took longer than the settings allow."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"The question was given up after {seconds:g} seconds. Ask it in fewer words or of a "
            "shorter time, or raise DATELINE_QUESTION_TIMEOUT_S."
        )


@dataclass(slots=True)
class _Limit:
    """`until` is the moment at which `seconds` are over, `timed` whether a timer is set to it,
    `paused` how many times over its time stands still, `over` whether the question has ended."""

    seconds: float
    until: float
    timed: bool
    paused: int = 0
    over: bool = False

    @property
    def left(self) -> float:
        return self.until - monotonic()

    def arm(self) -> None:
        """Sets the timer; it rings again where what it raised was caught and lost."""
        if self.timed:
            signal.setitimer(signal.ITIMER_REAL, max(self.left, _AT_LEAST), _AGAIN)

    def disarm(self) -> None:
        if self.timed:
            signal.setitimer(signal.ITIMER_REAL, 0)


_LIMIT: ContextVar[_Limit | None] = ContextVar("the limit of the question", default=None)


def check_time() -> None:
    """Raises QuestionTimedOut where the time of the question that is worked on is over."""
    limit = _LIMIT.get()
    if limit is not None and not limit.paused and limit.left <= 0:
        raise QuestionTimedOut(limit.seconds)


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Within it a question has so many seconds. One that is asked within another has its time."""
    if _LIMIT.get() is not None:
        yield
        return
    limit = _Limit(seconds, monotonic() + seconds, _may_set_a_timer())
    token = _LIMIT.set(limit)
    before = signal.signal(signal.SIGALRM, _ring) if limit.timed else None
    try:
        limit.arm()
        yield
    finally:
        limit.over = True
        limit.disarm()
        if limit.timed:
            signal.signal(signal.SIGALRM, before)
        _LIMIT.reset(token)


@contextmanager
def uncounted() -> Iterator[None]:
    """Within it the time of the question stands still: for loading models, and for what has a limit
    of its own."""
    limit = _LIMIT.get()
    if limit is None or limit.paused:
        yield
        return
    start = monotonic()
    limit.paused += 1
    limit.disarm()
    try:
        yield
    finally:
        limit.until += monotonic() - start
        limit.paused -= 1
        limit.arm()


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
    if limit is not None and not limit.over and not limit.paused:
        raise QuestionTimedOut(limit.seconds)
