"""Stand-ins that behave like what they stand for, without a model."""

import re
from collections.abc import Sequence
from hashlib import blake2b

import numpy as np

from index.embedding.embedder import Encoding, Vectors
from index.text.terms import FUNCTION_WORDS, stem, words

_WORD = re.compile(r"\w+")


def no_embedder() -> "HashingEmbedder":
    """In place of what makes an embedder, where none may be asked for."""
    raise AssertionError("the embedder was asked for")


class HashingEmbedder:
    """An embedder whose similarity is that of shared words and shared pieces of words.

    A word's vector is the sum of pseudo-random vectors of its stem and of the stem's character
    trigrams; a text's is the mean of its words', function words counting little. `interrupt_at`
    raises KeyboardInterrupt in the call of that number, counted from 1.
    """

    def __init__(
        self, name: str = "hashing", dimension: int = 64, interrupt_at: int | None = None
    ) -> None:
        self.name = name
        self.dimension = dimension
        self.interrupt_at = interrupt_at
        self.calls = 0
        self.texts: list[str] = []
        self._words: dict[str, Vectors] = {}

    def encode(self, texts: Sequence[str], *, asked: bool = False) -> list[Encoding]:
        self.calls += 1
        if self.calls == self.interrupt_at:
            raise KeyboardInterrupt
        self.texts.extend(texts)
        return [self._encoding(text) for text in texts]

    def _encoding(self, text: str) -> Encoding:
        matches = list(_WORD.finditer(text))
        if not matches:
            nothing = np.zeros((0, self.dimension), dtype=np.float32)
            return Encoding(self._piece(""), nothing, np.zeros((0, 2), dtype=np.int32))
        tokens = np.stack([self._word(match.group()) for match in matches])
        weights = [0.1 if m.group().casefold() in FUNCTION_WORDS else 1.0 for m in matches]
        pooled = _unit(np.average(tokens, axis=0, weights=weights))
        spans = np.array([match.span() for match in matches], dtype=np.int32)
        return Encoding(pooled, tokens, spans)

    def _word(self, written: str) -> Vectors:
        if written not in self._words:
            term = "".join(stem(word) for word in words(written)) or written
            padded = f"^{term}$"
            pieces = [padded[i : i + 3] for i in range(len(padded) - 2)]
            trigrams = np.sum([self._piece(piece) for piece in pieces], axis=0)
            self._words[written] = _unit(self._piece(f"={term}") + 0.5 * _unit(trigrams))
        return self._words[written]

    def _piece(self, piece: str) -> Vectors:
        seed = int.from_bytes(blake2b(piece.encode(), digest_size=8).digest())
        return _unit(np.random.default_rng(seed).standard_normal(self.dimension))


def _unit(vector: Vectors) -> Vectors:
    unit: Vectors = (vector / max(float(np.linalg.norm(vector)), 1e-12)).astype(np.float32)
    return unit
