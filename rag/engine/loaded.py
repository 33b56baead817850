"""The models and stores that an engine searches with."""

from dataclasses import dataclass

from index.embedding import Embedder
from index.store import Stores
from rag.generation.synthesis import Synthesizer
from rag.reader.judge import Judge
from rag.retrieval.reranking import CrossEncoderReranker


@dataclass(frozen=True, slots=True)
class Loaded:
    """What an engine searches with, and the snapshot of the corpus that it was opened for.

    `reranker` and `judge` are None where none is set, and `synthesizer` where no language model is.
    """

    stores: Stores
    embedder: Embedder
    reranker: CrossEncoderReranker | None = None
    judge: Judge | None = None
    synthesizer: Synthesizer | None = None
    snapshot: str = ""
