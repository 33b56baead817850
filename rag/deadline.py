"""How long something may take in all."""

from dataclasses import dataclass
from time import monotonic
from typing import Self


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment until which something must have ended; `seconds` is how long it was given."""

    seconds: float
    at: float

    @classmethod
    def within(cls, seconds: float) -> Self:
        """So many seconds from now."""
        return cls(seconds, monotonic() + seconds)

    @property
    def left(self) -> float:
        """Seconds that are left, none of them negative."""
        return max(self.at - monotonic(), 0.0)
