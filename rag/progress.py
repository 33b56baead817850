"""What is told of a question while it is being answered."""

from collections.abc import Callable
from dataclasses import dataclass

from rag.types import Citation, Sentence


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage that has ended, by the name under which `timings_ms` has it."""

    name: str


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of the answer that has passed all checks, with the citations of its markers.

    Only the whole answer knows which reports came to say otherwise later.
    """

    sentence: Sentence
    cited: tuple[Citation, ...]


Progress = Stage | Said
Tell = Callable[[Progress], None]
"""Takes what there is to be told."""


def untold(_: Progress) -> None:
    """Takes it where nobody follows."""
