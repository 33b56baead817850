"""The models and stores that an engine answers with."""

from dataclasses import dataclass
from typing import Protocol

from rag.generation.synthesis import Synthesizer
from rag.guardrail.scoping import Corpus
from rag.reader.judge import Judge
from rag.retrieval.opened import Opened


@dataclass(frozen=True, slots=True)
class Loaded(Opened):
    """What an engine answers with, and the snapshot of the corpus that it was opened for.

    `judge` is None where none is set, and `synthesizer` where no language model is.
    """

    judge: Judge | None = None
    synthesizer: Synthesizer | None = None
    snapshot: str = ""


class Engine(Corpus, Protocol):
    """What a question needs of the engine that it is asked of."""

    @property
    def loaded(self) -> Loaded: ...
    @property
    def min_confidence(self) -> float: ...
