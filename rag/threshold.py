"""The confidence below which a question is refused: shipped, kept with an index, or set."""

from index.catalog import Catalog
from rag.evidence import fitted
from rag.settings import NO_JUDGE, Settings

UNJUDGED = 0.31
"""What is shipped for an engine without a judge; fitted on SQuAD 2.0."""
_META = "min_confidence"


def min_confidence(settings: Settings, catalog: Catalog | None) -> float:
    """The setting, or else what the index was calibrated to, or else what is shipped."""
    if settings.min_confidence is not None:
        return settings.min_confidence
    kept = catalog.meta().get(_META) if catalog else None
    if kept:
        return float(kept)
    return UNJUDGED if settings.judge == NO_JUDGE else fitted().min_confidence


def keep_threshold(catalog: Catalog, value: float | None) -> None:
    """Keeps a threshold with an index; None forgets it.

    It goes, too, when the vectors of the index are made again: it held for those."""
    catalog.set_meta({_META: "" if value is None else repr(value)})
