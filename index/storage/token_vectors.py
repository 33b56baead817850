"""The token store: for late interaction, a small vector for each token of every passage.

Token vectors are projected by a fixed random orthonormal matrix (Johnson & Lindenstrauss 1984)
and kept as 8-bit integers. `bench/ranking.py` measures what that costs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.embedding.embedder import Encoding, Vectors
from index.storage.database import Database

CURRENT, EARLIER = "tokens", "earlier"
"""Kinds of token store: of the passages of reports as they are, and of those of earlier texts."""
TOKEN_DIMENSION = 96
_SCALE = 127.0
_COUNT_BYTES = np.dtype(np.uint16).itemsize


@dataclass(frozen=True, slots=True, eq=False)
class PassageVectors:
    """What is kept of a passage's encoding.

    `pooled` has shape (dimension,), 16-bit; `tokens` (n, TOKEN_DIMENSION), 8-bit, in units of
    1/127. `counts` says how many tokens all that the passage stands under has, and then each of its
    sentences, in order.
    """

    pooled: npt.NDArray[np.float16]
    tokens: npt.NDArray[np.int8]
    counts: npt.NDArray[np.uint16]

    @property
    def sentences(self) -> int:
        """How many sentences the passage had when it was encoded."""
        return len(self.counts) - 1


@cache
def projection(dimension: int) -> Vectors:
    """The matrix that token vectors are projected with, (dimension, TOKEN_DIMENSION)."""
    gaussian = np.random.default_rng(20240501).standard_normal((dimension, dimension))
    q, _ = np.linalg.qr(gaussian)
    return np.ascontiguousarray(q[:, :TOKEN_DIMENSION], dtype=np.float32)


def project(tokens: Vectors) -> Vectors:
    """Token vectors (n, dimension) in the store's space, (n, TOKEN_DIMENSION), of unit length."""
    if tokens.shape[1] <= TOKEN_DIMENSION:
        small = np.pad(tokens, ((0, 0), (0, TOKEN_DIMENSION - tokens.shape[1])))
    else:
        small = tokens @ projection(tokens.shape[1])
    norms = np.linalg.norm(small, axis=1, keepdims=True)
    unit: Vectors = (small / np.maximum(norms, 1e-12)).astype(np.float32)
    return unit


def compress(encoding: Encoding, text: str, ends: Sequence[int]) -> PassageVectors:
    """What to keep of the encoding of `text`, whose parts end at these offsets: what the passage
    stands under, and its sentences.

    Tokens without a letter or a digit are dropped.
    """
    worded = np.array([any(c.isalnum() for c in text[a:b]) for a, b in encoding.spans], dtype=bool)
    kept = encoding.tokens[worded] if len(worded) else encoding.tokens
    starts = encoding.spans[worded][:, 0] if len(worded) else np.zeros(0, dtype=np.int32)
    part = np.searchsorted(np.asarray(ends), starts, side="right")
    counts = np.bincount(part, minlength=len(ends))[: len(ends)]
    eight_bit = np.rint(project(kept) * _SCALE).astype(np.int8)
    return PassageVectors(encoding.pooled.astype(np.float16), eight_bit, counts.astype(np.uint16))


class TokenStore:
    """Passage vectors in a SQLite file of their own, by passage id, one file a fingerprint."""

    def __init__(self, data_dir: Path, fingerprint: str, kind: str = CURRENT) -> None:
        """`kind` is what the file's name begins with: which passages are in it."""
        self._kind = kind
        self._file = self.file(data_dir, fingerprint, kind)
        self._db = Database(self._file, "Delete it and run `dateline doctor`.")
        self._db.run_script(
            "CREATE TABLE IF NOT EXISTS passage_vectors (id TEXT PRIMARY KEY,"
            " counts BLOB NOT NULL, pooled BLOB NOT NULL, tokens BLOB NOT NULL);"
        )

    @staticmethod
    def file(data_dir: Path, fingerprint: str, kind: str) -> Path:
        """Where the passages of a kind are kept."""
        return data_dir / f"{kind}-{fingerprint}.sqlite"

    def __len__(self) -> int:
        [(count,)] = self._db.rows("SELECT count(*) FROM passage_vectors")
        return int(count)

    @property
    def dimension(self) -> int:
        """How many numbers the vector of a passage as a whole has; 0 where none is stored."""
        row = self._db.row("SELECT length(pooled) FROM passage_vectors LIMIT 1")
        return int(row[0]) // np.dtype(np.float16).itemsize if row else 0

    def put(self, ids: Sequence[str], vectors: Sequence[PassageVectors]) -> None:
        """Adds or replaces vectors, all or none. Raises IndexUnusable."""
        rows = [
            (i, v.counts.tobytes(), v.pooled.tobytes(), v.tokens.tobytes())
            for i, v in zip(ids, vectors, strict=True)
        ]
        with self._db.writing():
            self._db.run_many("INSERT OR REPLACE INTO passage_vectors VALUES (?, ?, ?, ?)", rows)

    def get(self, ids: Sequence[str]) -> dict[str, PassageVectors]:
        """Vectors by id; what is not stored is left out."""
        rows = self._db.rows_among(
            "SELECT id, counts, pooled, tokens FROM passage_vectors WHERE id IN (?*)", ids
        )
        return {
            passage_id: PassageVectors(
                np.frombuffer(pooled, dtype=np.float16),
                np.frombuffer(tokens, dtype=np.int8).reshape(-1, TOKEN_DIMENSION),
                np.frombuffer(counts, dtype=np.uint16),
            )
            for passage_id, counts, pooled, tokens in rows
        }

    def pooled(self, ids: Sequence[str]) -> dict[str, npt.NDArray[np.float16]]:
        """The vectors of passages as wholes by id; what is not stored is left out."""
        rows = self._db.rows_among(
            "SELECT id, pooled FROM passage_vectors WHERE id IN (?*)", list(ids)
        )
        return {passage_id: np.frombuffer(kept, dtype=np.float16) for passage_id, kept in rows}

    def nearest(self, vector: Vectors, ids: Sequence[str], limit: int) -> list[tuple[str, float]]:
        """Those of some passages that are nearest to `vector`, with their cosine, ties by id.

        Each of them is compared: it is for the passages of one report, not for a corpus.
        """
        kept = self.pooled(ids)
        if not kept:
            return []
        cosines = np.stack(list(kept.values())).astype(np.float32) @ np.asarray(vector, np.float32)
        scored = zip(kept, map(float, cosines), strict=True)
        return sorted(scored, key=lambda item: (-item[1], item[0]))[:limit]

    def known(self, sentences: Mapping[str, int]) -> set[str]:
        """Those of some passages that are stored, with as many sentences as each has: where they
        are told apart otherwise than when it was encoded, what is kept does not fit it."""
        rows = self._db.rows_among(
            "SELECT id, length(counts) FROM passage_vectors WHERE id IN (?*)", list(sentences)
        )
        return {value for value, size in rows if size // _COUNT_BYTES - 1 == sentences[value]}

    def ids(self) -> set[str]:
        """All passages that are stored."""
        return {value for (value,) in self._db.rows("SELECT id FROM passage_vectors")}

    def remove(self, ids: Sequence[str]) -> None:
        """Forgets passages; unknown ids are no error."""
        with self._db.writing():
            self._db.run_many("DELETE FROM passage_vectors WHERE id = ?", [(i,) for i in ids])

    def compact(self) -> None:
        """Leaves nothing of removed vectors in the file. Raises BeingWritten."""
        self._db.compact()

    def drop_others(self) -> None:
        """Deletes the files of other fingerprints beside this one."""
        for file in self._file.parent.glob(f"{self._kind}-*.sqlite*"):
            if not file.name.startswith(self._file.name):
                file.unlink()
