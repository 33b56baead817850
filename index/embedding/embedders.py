"""The embedder that a setting names."""

import os
from functools import cache

from threadpoolctl import threadpool_limits

from index.embedding.embedder import Embedder
from index.embedding.minilm import OnnxEmbedder
from index.embedding.sentence_transformer import load_sentence_transformer, official_weights
from index.settings import PUBLISHED_EMBEDDER, SHIPPED_EMBEDDER


def load_embedder(name: str, batch: int = 32, threads: int | None = None) -> Embedder:
    """The shipped embedder, the one that it was trained from, or one from a local folder or of the
    hub; on so many threads, or on as many as there are CPUs.

    Only a hub name may reach for the network. Raises ModelUnusable, saying what to do.
    """
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    if name == SHIPPED_EMBEDDER:
        _multiply_on_one_thread()
        return OnnxEmbedder(batch=batch, threads=threads)
    if name == PUBLISHED_EMBEDDER:
        return load_sentence_transformer(name, batch, official_weights(), threads)
    return load_sentence_transformer(name, batch, threads=threads)


@cache
def _multiply_on_one_thread() -> None:
    """Has numpy multiply matrices on the thread that asks. Those of a passage are so small that
    several threads take longer than one, by many times where the CPUs are busy with texts."""
    threadpool_limits(1, user_api="blas")
