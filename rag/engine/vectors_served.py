"""How it stands with the server that keeps the vectors, for whoever watches an engine."""

import logging
from dataclasses import dataclass

from index.errors import VectorsOut
from rag.engine.query_engine import QueryEngine
from rag.retrieval.gaps import OUT, lacking

_LOG = logging.getLogger("dateline.search")


@dataclass(frozen=True, slots=True)
class VectorsWrong:
    """What is wrong, in words for anybody, and whether questions are refused for it."""

    words: str
    refused: bool


def vectors_wrong(engine: QueryEngine) -> VectorsWrong | None:
    """What is wrong with the server that keeps an engine's vectors: it does not answer, or lacks
    some. None where nothing is, or where no server keeps them."""
    kept, catalog = engine.kept, engine.catalog
    if kept is None or catalog is None or kept.stores.vectors.server is None:
        return None
    try:
        gap = lacking(kept.stores, catalog)
    except VectorsOut as error:
        _LOG.warning("the vectors are out: %s", error)
        gap = OUT
    if gap is None:
        return None
    asked = not kept.stores.scan.holds_all(catalog)
    return VectorsWrong(f"{gap}.", asked and engine.settings.chroma_missing == "refuse")
