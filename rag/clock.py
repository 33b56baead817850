"""How long the stages of a question took."""

from collections.abc import Callable
from time import perf_counter

from rag.limit import check_time


class Clock:
    """Milliseconds by stage, from when it is made. `on_lap` is told each stage that has ended."""

    def __init__(self, on_lap: Callable[[str], None]) -> None:
        self._start = self._last = perf_counter()
        self._stages: dict[str, float] = {}
        self._on_lap = on_lap

    def lap(self, stage: str) -> None:
        """Counts the time since the last lap to a stage. Raises QuestionTimedOut where the time of
        the question is over."""
        check_time()
        now = perf_counter()
        self._stages[stage] = self._stages.get(stage, 0.0) + (now - self._last) * 1000
        self._last = now
        self._on_lap(stage)

    def read(self) -> dict[str, float]:
        """The stages so far and their total."""
        total = (perf_counter() - self._start) * 1000
        return {k: round(v, 2) for k, v in {**self._stages, "total": total}.items()}
