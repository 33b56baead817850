"""A sentence-transformers cross-encoder that a setting names, as reranker, judge or NLI."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.errors import ModelUnusable
from index.structure.place import in_its_place
from rag.reader.judge import Judgement

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder


class SentenceTransformerCrossEncoder:
    """A cross-encoder on the CPU. It finds no span."""

    def __init__(self, model: "CrossEncoder", name: str) -> None:
        self._model = model
        self.name = name

    def score(self, question: str, texts: Sequence[str]) -> list[float]:
        """What the model gives each text, higher is better."""
        scores = self._model.predict([(question, text) for text in texts], show_progress_bar=False)
        return [float(score) for score in np.asarray(scores).reshape(len(texts), -1)[:, -1]]

    @property
    def labels(self) -> tuple[str, ...]:
        """What the model's classes are called, in their order."""
        named = self._model.config.id2label
        return tuple(str(named[number]) for number in sorted(named))

    def probabilities(self, pairs: Sequence[tuple[str, str]]) -> list[list[float]]:
        """For each pair of texts the probability of each label."""
        if not pairs:
            return []
        scores = self._model.predict(
            list(pairs), show_progress_bar=False, activation_fn=_as_they_are
        )
        logits = np.asarray(scores, dtype=np.float64).reshape(len(pairs), -1)
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        rows: list[list[float]] = (powers / powers.sum(axis=1, keepdims=True)).tolist()
        return rows

    def judge(
        self, question: str, passages: Sequence[str], under: Sequence[str] = ()
    ) -> list[Judgement]:
        scores = self.score(question, in_its_place(passages, under))
        return [Judgement(score, None, float("-inf")) for score in scores]

    def support(self, claim: str, passages: Sequence[str]) -> list[float]:
        return self.score(claim, passages)


def _as_they_are(scores: Any) -> Any:
    return scores


def load_cross_encoder(name: str, setting: str) -> SentenceTransformerCrossEncoder:
    """The cross-encoder that a setting names. Raises ModelUnusable, saying what to do."""
    local = Path(name).expanduser().is_dir()
    if local:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from sentence_transformers import CrossEncoder  # noqa: PLC0415 - seconds to import

    try:
        return SentenceTransformerCrossEncoder(
            CrossEncoder(name, device="cpu", local_files_only=local), name
        )
    except (OSError, ValueError, KeyError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ModelUnusable(
            f"The {setting} {name!r} cannot be loaded ({reason}). Name a folder that holds a "
            f"cross-encoder, or unset DATELINE_{setting.upper()}."
        ) from error
