"""Composition: settings to a working engine, in one place."""

from collections.abc import Callable
from functools import cache

from index.catalog import Catalog
from index.embedding import Embedder, load_embedder
from index.errors import IndexMismatch
from index.store import Making, Stores, check_making, mend, recorded_making
from rag.engine import Loaded, QueryEngine
from rag.reranking import load_reranker
from rag.settings import Settings


def embedder_of(settings: Settings) -> Callable[[], Embedder]:
    """Loads the embedder of the settings when first asked for, and then keeps it."""
    return cache(lambda: load_embedder(settings.embedder, settings.embed_batch))


def build_engine(settings: Settings, embedder: Callable[[], Embedder] | None = None) -> QueryEngine:
    """An engine over the index in the settings' data folder; models are loaded on first use.

    A folder that was never ingested into gives an engine too, which refuses. Raises a
    DatelineError where the index was made otherwise or cannot be read.
    """
    catalog = Catalog.open(settings.data_dir)
    if catalog is not None:
        check_making(catalog, settings.embedder)
    load = embedder or embedder_of(settings)
    return QueryEngine(catalog, settings, lambda: _load(settings, catalog, load))


def _load(settings: Settings, catalog: Catalog | None, load: Callable[[], Embedder]) -> Loaded:
    """Models and stores, vectors mended where they lag behind the catalog."""
    model = load()
    recorded = recorded_making(catalog) if catalog else None
    making = recorded or Making(settings.embedder, model.dimension)
    if making.dimension != model.dimension:
        raise IndexMismatch(
            f"The index holds vectors of {making.dimension} numbers and {settings.embedder} makes "
            f"{model.dimension}. Run `dateline doctor --rebuild` to make them again."
        )
    stores = Stores(settings.data_dir, making.fingerprint)
    if catalog is not None:
        passages = catalog.coverage().passages
        if min(len(stores.vectors), len(stores.tokens)) < passages:
            mend(catalog, stores, lambda: model)
    reranker = load_reranker(settings.reranker) if settings.reranker else None
    return Loaded(stores, model, reranker)
