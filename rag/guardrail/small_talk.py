"""Whether what is typed asks the reports anything, as a trained linear model of its vector tells.

`bench/talk.py` trained the weights; `rag/models/talk/README.md` is their card. They know the
vectors of the shipped encoder, and no others.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.embedding.embedder import Embedder
from index.settings import SHIPPED_EMBEDDER
from index.types import Coverage
from rag.guardrail.wording import EXAMPLE, holds

FOLDER = Path(__file__).parent.parent / "models" / "talk"
QUESTION = "question"
"""The class of what does ask something."""
SURE = 0.95
"""The chance from which what is typed is taken for talk."""
LONGEST = 12
"""Words; what has more is taken for a question."""


class Talk(StrEnum):
    """What is said to a program and asks the reports nothing."""

    GREETING = "greeting"
    THANKS = "thanks"
    REMARK = "remark"
    PROGRAM = "program"
    SUMMARY = "summary"


REPLIES = {
    Talk.GREETING: "Hello. Ask what the reports tell.",
    Talk.THANKS: "You are welcome. Ask on if there is more.",
    Talk.REMARK: "That asks nothing of the reports.",
    Talk.PROGRAM: (
        "Dateline answers questions from reports, quotes the passages with their dates, and "
        "refuses where none answers."
    ),
    Talk.SUMMARY: "Dateline tells what reports say of one matter at a time. Name the matter.",
}


@dataclass(frozen=True, slots=True)
class Weights:
    """Of a softmax over classes, a row each, of the vectors of an encoder, by its sha256."""

    encoder: str
    classes: tuple[str, ...]
    constant: npt.NDArray[np.float64]
    weights: npt.NDArray[np.float64]


def small_talk(text: str, embedder: Embedder) -> Talk | None:
    """What kind of talk a text is; None for a question, and for all where the encoder is not the
    one that ships."""
    if embedder.name != SHIPPED_EMBEDDER or len(text.split()) > LONGEST:
        return None
    (encoded,) = embedder.encode([text])
    chances = chances_of(encoded.pooled)
    kind = max(chances, key=lambda name: chances[name])
    if kind == QUESTION or 1 - chances[QUESTION] < SURE:
        return None
    return Talk(kind)


def reply(talk: Talk, coverage: Coverage, as_of: date | None = None) -> str:
    """What is said to talk, with an example of a question and what the reports are."""
    return f"{REPLIES[talk]} {EXAMPLE} {holds(coverage, as_of)}"


def chances_of(pooled: npt.NDArray[np.float32] | Sequence[float]) -> dict[str, float]:
    """The probability of each class for a text of this vector, (dimension,)."""
    model = stated()
    logits = model.weights @ np.asarray(pooled, dtype=np.float64) + model.constant
    chances = np.exp(logits - logits.max())
    chances /= chances.sum()
    return dict(zip(model.classes, chances.tolist(), strict=True))


@cache
def stated() -> Weights:
    """The weights that ship."""
    read = json.loads((FOLDER / "weights.json").read_text("utf-8"))
    return Weights(
        read["encoder"], tuple(read["classes"]), np.array(read["constant"]),
        np.array(read["weights"]),
    )  # fmt: skip
