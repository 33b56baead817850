"""What a search looks into, and with which models."""

from dataclasses import dataclass

from index.embedding.embedder import Embedder
from index.storage.store import Stores
from rag.retrieval.reranking import CrossEncoderReranker


@dataclass(frozen=True, slots=True)
class Opened:
    """The stores of an index, and the models that look into them; `reranker` is None where none is
    set."""

    stores: Stores
    embedder: Embedder
    reranker: CrossEncoderReranker | None = None
