"""A model of natural language inference that a setting names, in place of the judge's support."""

from collections.abc import Sequence
from math import log

from index.errors import ModelUnusable
from rag.reader.cross_encoder import SentenceTransformerCrossEncoder, load_cross_encoder

ENTAILED = 0.5
"""The probability that a sentence follows from a passage, at least, for it to be shown."""
_ENTAILS = "entail"


class NliModel:
    """Whether sentences follow from passages."""

    def __init__(self, model: SentenceTransformerCrossEncoder) -> None:
        """Raises ModelUnusable where none of the model's labels is one of entailment."""
        labels = [label.casefold() for label in model.labels]
        entailing = [n for n, label in enumerate(labels) if label.startswith(_ENTAILS)]
        if len(labels) < 2 or not entailing:
            raise ModelUnusable(
                f"The nli {model.name!r} has no label of entailment ({', '.join(labels)}). Name a "
                "model of natural language inference, or unset DATELINE_NLI."
            )
        self._model = model
        self._entailment = entailing[0]
        self.name = model.name

    def entailed(self, sentence: str, passages: Sequence[str]) -> list[tuple[float, bool]]:
        """For each passage the logit that the sentence follows from it, and whether it does:
        nothing else is likelier, and it is likely enough."""
        found = []
        for row in self._model.probabilities([(passage, sentence) for passage in passages]):
            chance = min(max(row[self._entailment], 1e-6), 1 - 1e-6)
            follows = chance >= ENTAILED and chance >= max(row)
            found.append((log(chance / (1 - chance)), follows))
        return found


def load_nli(name: str | None) -> NliModel | None:
    """The model that the setting names; None for none. Raises ModelUnusable."""
    return NliModel(load_cross_encoder(name, "nli")) if name else None
