"""The models and stores that an engine searches with."""

from dataclasses import dataclass

from index.embedding import Embedder
from index.store import Stores
from rag.grounding.nli import NliModel
from rag.judge import Judge
from rag.reranking import CrossEncoderReranker


@dataclass(frozen=True, slots=True)
class Loaded:
    """What an engine searches with, and the snapshot of the corpus that it was opened for.

    `reranker`, `judge` and `nli` are None where none is set.
    """

    stores: Stores
    embedder: Embedder
    reranker: CrossEncoderReranker | None = None
    judge: Judge | None = None
    nli: NliModel | None = None
    snapshot: str = ""
