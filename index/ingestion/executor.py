"""Who does what an ingest asks for: a process beside it, several, or those of other machines."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Generic, Protocol, Self, TypeVar

from index.ingestion.requests import Came, Came_co, Request

Item = TypeVar("Item")
Begun = TypeVar("Begun")


class Pending(Protocol[Came_co]):
    """What was asked for."""

    def result(self) -> Came_co:
        """What came of it, waited for. Raises BadInput where it cannot be done, of which
        `WorkerDied` says that it was the end of two processes."""
        ...


class Executor(Protocol):
    """Does what it is asked for, at least once: what an answer is, does not depend on who gave it
    and how often. A context manager that leaves no process behind, and may be entered again.

    `most` requests are under way at one time, those included whose results wait to be taken: so
    many keep it busy, and the memory that they need is bounded.
    """

    @property
    def most(self) -> int: ...

    def submit(self, request: Request[Came]) -> Pending[Came]: ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None, /,
    ) -> None: ...  # fmt: skip


@dataclass(frozen=True, slots=True)
class Later(Generic[Came]):
    """What is done when its result is asked for."""

    result: Callable[[], Came]


def ahead(
    items: Iterable[Item],
    begin: Callable[[Item], Begun],
    most: int,
    size: Callable[[Begun], int] = lambda _: 0,
    largest: int = 1,
) -> Iterator[Begun]:
    """What was begun for each item, in their order, of `most` before the first is taken, or fewer
    where they come to `largest` by their sizes."""
    begun, held = deque[tuple[Begun, int]](), 0
    for item in items:
        started = begin(item)
        begun.append((started, size(started)))
        held += begun[-1][1]
        while begun and (len(begun) >= most or held >= largest):
            first, its_size = begun.popleft()
            yield first
            held -= its_size
    yield from (first for first, _ in begun)
