"""Waiting for what others do, for some time."""

import time
from collections.abc import Callable

_TRIED_S = 0.05


def awaited(done: Callable[[], bool], seconds: float) -> bool:
    """Whether something was done within so many seconds, in which it is tried again and again."""
    until = time.monotonic() + seconds
    while not done():
        if time.monotonic() > until:
            return False
        time.sleep(_TRIED_S)
    return True
