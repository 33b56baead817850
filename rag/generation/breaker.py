"""A model that fails again and again is left alone for a while."""

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from pybreaker import STATE_CLOSED, CircuitBreaker, CircuitBreakerError, CircuitMemoryStorage

IN_A_ROW = 3
"""Failures after which it is left alone."""
ALONE_S = 30.0
"""Seconds for which it is; then one call tries."""


class LeftAlone(Exception):
    """Nothing is asked for the next `seconds`, a whole number."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(slots=True)
class Call:
    """A call under way; whoever makes it says when its answer has begun."""

    answered: bool = False


class Breaker:
    """Counts how calls ended. To be used from one thread.

    Each call is told to pybreaker when it has ended, since that holds a lock while it runs one:
    the slowest answer would hold up all the others. Of those that come while a call tries whether
    things are well again, none is let through.
    """

    def __init__(self, counts: Callable[[Exception], bool], alone_s: float = ALONE_S) -> None:
        """`counts` tells which errors are failures of the model rather than of what was asked."""
        self._counts = counts
        self._alone_s = alone_s
        self._storage = CircuitMemoryStorage(STATE_CLOSED)
        self._breaker = CircuitBreaker(IN_A_ROW, alone_s, state_storage=self._storage)
        self._trying = False

    @contextmanager
    def calling(self) -> Iterator[Call]:
        """Holds a call. Raises LeftAlone instead of entering where it is not the time for one.

        One that is given up counts as gone well if it was answered, and else not at all.
        """
        call = Call()
        trying = self._admit()
        self._trying |= trying
        try:
            yield call
        except Exception as error:
            self._ended(error if self._counts(error) else None)
            raise
        except BaseException:
            if call.answered:
                self._ended(None)
            raise
        else:
            self._ended(None)
        finally:
            self._trying &= not trying

    def _admit(self) -> bool:
        """Whether this call is a trial."""
        opened = self._storage.opened_at
        if self._storage.state == STATE_CLOSED or opened is None:
            return False
        left = self._alone_s - (datetime.now(UTC) - opened).total_seconds()
        if left > 0 or self._trying:
            raise LeftAlone(max(math.ceil(left), 1))
        return True

    def _ended(self, error: Exception | None) -> None:
        def end() -> None:
            if error is not None:
                raise error

        with suppress(CircuitBreakerError, type(error) if error is not None else LeftAlone):
            self._breaker.call(end)
