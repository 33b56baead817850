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
    def within(cls, seconds: float, spent: float = 0.0) -> Self:
        """So many seconds from now, of which some have been spent before."""
        return cls(seconds, monotonic() + seconds - spent)

    @property
    def left(self) -> float:
        """Seconds that are left, none of them negative."""
        return max(self.at - monotonic(), 0.0)
