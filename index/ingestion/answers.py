"""What has come so far of what a process was asked for."""

from typing import Generic

from index.errors import BadInput
from index.ingestion.reading_worker import Done, Message, Raised
from index.ingestion.requests import Came, Request
from index.reading import Part

_DEATHS = 2
"""A process may have been killed for any reason; the second that dies of a request, dies of it."""


class WorkerDied(BadInput):
    """A process died of what it was asked for, or was killed."""

    def __init__(
        self, said: str = "cannot be read: the program that reads it broke down over it"
    ) -> None:
        super().__init__(said)


class Answer(Generic[Came]):
    """`is_over` says that all came of a request, or that it cannot be done; `is_asked` that a
    process is at it."""

    def __init__(self, request: Request[Came]) -> None:
        self.request = request
        self.is_asked = False
        self.is_over = False
        self._parts: list[Part] = []
        self._done: object = None
        self._deaths = 0

    def add(self, message: Message) -> None:
        """Takes the next message of the process."""
        if isinstance(message, Part):
            self._parts.append(message)
        elif isinstance(message, Done | Raised):
            self._end(message.result if isinstance(message, Done) else message.error)

    def fail(self, error: BadInput) -> None:
        """Notes that the process was ended: where it died, another is to be asked once."""
        self.is_asked = False
        self._deaths += isinstance(error, WorkerDied)
        if isinstance(error, WorkerDied) and self._deaths < _DEATHS:
            self._parts.clear()
        else:
            self._end(error)

    def result(self) -> Came:
        """What came of it, once it is over. Raises what it came to instead."""
        if isinstance(self._done, Exception) and not isinstance(self._done, BadInput):
            raise self._done
        return self.request.outcome(self._parts, self._done)

    def _end(self, done: object) -> None:
        self._done, self.is_over = done, True
