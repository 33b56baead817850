"""The embedder that Dateline ships: MiniLM in eight bits, by ONNX Runtime.

`bench/encoder` made its weights; `index/models/encoder/README.md` is its card.
"""

import os
import platform
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Encoding as Tokenized
from tokenizers import Tokenizer

from index.embedding.embedder import Encoding, Vectors, unit
from index.embedding.shipped import check_shipped
from index.settings import SHIPPED_EMBEDDER

FOLDER = Path(__file__).parent.parent / "models" / "encoder"
LONGEST = 256
"""Tokens of a text with the two that are put around it; the rest is not read."""
_READ = 20_000
"""Characters of a text that are looked at, at most: 256 tokens are seldom a tenth of that."""


class OnnxEmbedder:
    """The shipped embedder. May be called from several threads.

    Each text is run alone, so that its vectors are the same to the last bit whatever stands beside
    it, and nothing is padded; texts run side by side, one a thread.
    """

    dimension = 384

    def __init__(self, folder: Path = FOLDER, batch: int = 32, threads: int | None = None) -> None:
        """`batch` texts are held as tokens at one time, on as many `threads` as there are CPUs.

        Raises ModelUnusable where its files are missing or not the ones that were shipped.
        """
        self.name = SHIPPED_EMBEDDER
        self._folder = folder
        self._batch = batch
        self._threads = threads or threads_allowed()
        check_files(folder)

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        return tokenizer_of(self._folder)

    @cached_property
    def _session(self) -> onnxruntime.InferenceSession:
        return session_of(self._folder / "model.onnx")

    def encode(self, texts: Sequence[str], *, asked: bool = False) -> list[Encoding]:
        encoded: list[Encoding] = []
        for at in range(0, len(texts), self._batch):
            encoded += self._encode_some(self._tokenize(texts[at : at + self._batch]))
        return encoded

    def _tokenize(self, texts: Sequence[str]) -> list[Tokenized]:
        return self._tokenizer.encode_batch([text[:_READ] for text in texts])

    def _encode_some(self, tokenized: Sequence[Tokenized]) -> list[Encoding]:
        workers = min(self._threads, len(tokenized))
        if workers == 1:
            return [self._encoding(one) for one in tokenized]
        with ThreadPoolExecutor(workers) as pool:
            return list(pool.map(self._encoding, tokenized))

    def _encoding(self, tokenized: Tokenized) -> Encoding:
        vectors = self._forward(tokenized.ids)
        real = np.array(tokenized.special_tokens_mask) == 0
        spans = np.array(tokenized.offsets, dtype=np.int32)
        return Encoding(_pooled(vectors), unit(vectors[real]), spans[real])

    def _forward(self, ids: Sequence[int]) -> Vectors:
        """The last layer's vectors, (tokens, dimension), those of the special tokens too."""
        (vectors,) = self._session.run(["vectors"], {"ids": np.array(ids, dtype=np.int64)})
        last: Vectors = vectors
        return last


def _pooled(vectors: Vectors) -> Vectors:
    """The mean over all tokens, the special ones too: what the model was trained for."""
    return unit(vectors.mean(axis=0))


def tokenizer_of(folder: Path) -> Tokenizer:
    """The model's tokenizer, without padding, cut at the longest input."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    return tokenizer


def session_of(model: Path, exactly: bool | None = None) -> onnxruntime.InferenceSession:
    """A session that runs on the thread that calls it. `exactly` says what `sums_exactly` does."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 1
    if not (sums_exactly() if exactly is None else exactly):
        # by a third slower where it is not needed
        options.add_session_config_entry("session.x64quantprecision", "1")
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def sums_exactly() -> bool:
    """Whether the processor adds products of eight bits up in more than sixteen bits by itself, as
    ARM does and x86 with VNNI; where it is not known, it is taken not to."""
    if platform.machine().lower() in ("aarch64", "arm64"):
        return True
    try:
        with Path("/proc/cpuinfo").open(encoding="utf-8") as lines:
            flags = next((line for line in lines if line.startswith("flags")), "")
    except OSError:
        return False
    return "vnni" in flags


def threads_allowed() -> int:
    """As many as there are CPUs for this process, or as OMP_NUM_THREADS says if that is fewer."""
    here = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    asked = os.environ.get("OMP_NUM_THREADS", "")
    return min(here, int(asked)) if asked.isdecimal() and int(asked) > 0 else here


def check_files(folder: Path = FOLDER) -> str:
    """The sha256 of the weights, all files compared to what was shipped. Raises ModelUnusable."""
    otherwise = "name another model with DATELINE_EMBEDDER"
    return check_shipped(folder, "embedder", "index/models/encoder", otherwise)
