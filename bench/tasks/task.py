"""A task of a new user, and what came of it."""

from collections.abc import Callable
from dataclasses import dataclass

from bench.tasks.hands import Hands


@dataclass(frozen=True, slots=True)
class Task:
    """Something that a new user wants, at a screen such as `phone-dark`, and how it is done.

    `first` is in how many steps it was done before the way was made shorter, where it was.
    `do` raises NotSeen where the task does not come to its end.
    """

    name: str
    screen: str
    do: Callable[[Hands], None]
    first: int | None = None

    @property
    def slug(self) -> str:
        """The name as a file has it."""
        return "-".join(word.strip(",’'").lower() for word in self.name.split())


@dataclass(frozen=True, slots=True)
class Done:
    """A task that was tried: its steps, how long it took, held against one question over HTTP, and
    what went wrong, if anything did."""

    task: Task
    steps: tuple[str, ...]
    ratio: float
    fault: str = ""
