"""Texts to vectors: one for the whole text and one for each of its tokens."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Encoding:
    """Vectors of one text, all of unit length.

    `pooled` has shape (dimension,), `tokens` (n, dimension); `spans`, (n, 2), are the tokens'
    character offsets in the text. Special tokens are left out, and so is what was cut off past
    the model's longest input.
    """

    pooled: Vectors
    tokens: Vectors
    spans: npt.NDArray[np.int32]


class Embedder(Protocol):
    """What turns texts into vectors. `name` tells its vectors from those of others."""

    @property
    def name(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    def encode(self, texts: Sequence[str], *, asked: bool = False) -> list[Encoding]:
        """One encoding a text, in order; `asked` says that these are questions, which some models
        read otherwise than what may answer them."""
        ...


def unit(vectors: Vectors) -> Vectors:
    """Each vector made of length 1."""
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    made: Vectors = (vectors / np.maximum(norms, 1e-12)).astype(np.float32)
    return made
