"""Composition: settings to a working engine, in one place."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from index.embedding.embedder import Embedder
from index.embedding.embedders import load_embedder
from index.ingestion.mending import fill
from index.settings import PUBLISHED_EMBEDDER, SHIPPED_EMBEDDER
from index.storage.catalog import Catalog
from index.storage.store import (
    Making,
    Stores,
    check_dimension,
    check_making,
    recorded_making,
)
from rag.engine.loaded import Loaded
from rag.engine.query_engine import QueryEngine
from rag.generation.language_model import load_language_model
from rag.generation.synthesis import Synthesizer
from rag.reader.cross_encoder import load_cross_encoder
from rag.reader.judge import Judge, OnnxJudge
from rag.settings import NO_JUDGE, SHIPPED_JUDGE, Settings
from rag.verification.nli import load_nli
from rag.verification.verifier import Verifier


def embedder_of(settings: Settings) -> Callable[[], Embedder]:
    """Loads the embedder of the settings when first asked for, and then keeps it."""
    return cache(lambda: load_embedder(settings.embedder, settings.embed_batch))


def load_judge(name: str) -> Judge | None:
    """The judge that a setting names; None for none. Raises ModelUnusable."""
    if name == NO_JUDGE:
        return None
    return OnnxJudge() if name == SHIPPED_JUDGE else load_cross_encoder(name, "judge")


def build_engine(
    settings: Settings,
    embedder: Callable[[], Embedder] | None = None,
    today: Callable[[], date] = date.today,
    before: QueryEngine | None = None,
) -> QueryEngine:
    """An engine over the index in the settings' data folder; models are loaded on first use.

    A folder that was never ingested into gives an engine too, which refuses. `today` tells the day
    of asking. `before` is an engine with the same settings over an index that lay in the folder
    until now: its models are kept. Raises a DatelineError where the index was made otherwise or
    cannot be read.
    """
    catalog = Catalog.open(settings)
    if catalog is not None:
        check_making(catalog, settings.embedder)
    load = embedder or embedder_of(settings)
    kept = before.kept if before is not None else None
    return QueryEngine(
        catalog, settings, lambda loaded: _load(settings, catalog, load, loaded), today, kept
    )


def _load(
    settings: Settings,
    catalog: Catalog | None,
    load: Callable[[], Embedder],
    before: Loaded | None,
) -> Loaded:
    """Models and stores, vectors filled in where they lag behind the catalog."""
    _allow_hub(settings)
    model = load()
    recorded = recorded_making(catalog) if catalog else None
    making = recorded or Making(settings.embedder, model.dimension)
    check_dimension(making, model)
    stores = Stores.of(settings, making.fingerprint, again=before is not None, later=True)
    if catalog is not None:
        fill(catalog, stores, lambda: model)
        stores.scan.renew(catalog, stores.tokens)
    snapshot = catalog.coverage().snapshot if catalog else ""
    if before is not None:
        return replace(before, stores=stores, embedder=model, snapshot=snapshot)
    reranker = load_cross_encoder(settings.reranker, "reranker") if settings.reranker else None
    judge = load_judge(settings.judge)
    return Loaded(stores, model, reranker, judge, _synthesizer(settings, model, judge), snapshot)


def _synthesizer(settings: Settings, embedder: Embedder, judge: Judge | None) -> Synthesizer | None:
    """What writes answers with the language model of the settings; None where they name none."""
    model = load_language_model(settings)
    if model is None:
        return None
    verifier = Verifier(judge, embedder, load_nli(settings.nli))
    return Synthesizer(model, verifier, judges=settings.llm_judge != "off")


def _allow_hub(settings: Settings) -> None:
    """Keeps the Hugging Face libraries offline, unless a setting names a model of the hub.

    They read this when they are first imported.
    """
    shipped = (None, SHIPPED_EMBEDDER, PUBLISHED_EMBEDDER, SHIPPED_JUDGE, NO_JUDGE)
    named = [settings.embedder, settings.reranker, settings.judge]
    from_hub = [n for n in named if n not in shipped and not Path(n).expanduser().is_dir()]
    os.environ.setdefault("HF_HUB_OFFLINE", "0" if from_hub else "1")
