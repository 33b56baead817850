"""The confidence below which a question is refused: shipped, kept with an index, or set."""

from index.storage.catalog import Catalog
from rag.evidence.evidence import fitted
from rag.settings import NO_JUDGE, Settings

_META = "min_confidence of "


def min_confidence(settings: Settings, catalog: Catalog | None) -> float:
    """The setting, or else what the index was calibrated to with the same judge, or else what is
    shipped."""
    if settings.min_confidence is not None:
        return settings.min_confidence
    kept = catalog.meta().get(_META + settings.judge) if catalog else None
    if kept:
        return float(kept)
    weights = fitted().unjudged if settings.judge == NO_JUDGE else fitted().judged
    return weights.min_confidence


def keep_threshold(catalog: Catalog, judge: str, value: float | None) -> None:
    """Keeps a threshold with an index, for a judge; None forgets it.

    It goes, too, when the vectors of the index are made again: it held for those."""
    catalog.set_meta({_META + judge: "" if value is None else repr(value)})
