"""Makes of trained weights what is shipped: `python -m bench.reader.export WEIGHTS...`.

Of several the mean is taken, which does better than either (Wortsman et al. 2022). Matrices and
embeddings are in eight bits as those of the encoder are (`bench/encoder/graph.py`); what is large
is looked for in questions on the seed reports and their paragraphs. Nothing is trained.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch

from bench.common import SEEDS
from bench.encoder.export import largest, sample, ship
from bench.encoder.graph import Array, Head, Kind, Weights, network
from bench.judge.network import ENCODER, load_tokenizer
from rag.judge import FOLDER

_PASSAGES = 6
"""Of each question of the sample."""


def mean_of(files: Sequence[Path]) -> dict[str, Array]:
    """The mean of weights, by name."""
    states = [torch.load(file, weights_only=True) for file in files]
    return {
        name: torch.stack([state[name].float() for state in states]).mean(dim=0).numpy()
        for name in states[0]
    }


def heads_of(state: Weights) -> dict[str, Head]:
    return {
        "whole": Head(np.ascontiguousarray(state["whole.weight"].T), state["whole.bias"], True),
        "spans": Head(np.ascontiguousarray(state["span.weight"].T), state["span.bias"], False),
    }


def encoder_of(state: Weights) -> dict[str, Array]:
    return {name.removeprefix("encoder."): v for name, v in state.items() if "encoder" in name}


def inputs() -> Iterator[dict[str, Array]]:
    """Questions with paragraphs, as the network gets them."""
    tokenizer, passages = load_tokenizer(), list(sample())
    lines = (SEEDS / "questions.jsonl").read_text("utf-8").splitlines()
    draw = np.random.default_rng(18)
    for question in (json.loads(line)["question"] for line in lines):
        for number in draw.choice(len(passages), _PASSAGES, replace=False):
            read = tokenizer.encode(question, passages[number])
            yield {"ids": np.array(read.ids, np.int64), "types": np.array(read.type_ids, np.int64)}


def write(files: Sequence[Path], folder: Path, kind: Kind = "smooth") -> dict[str, object]:
    """The network with one arithmetic, its tokenizer and their sums, which are given back."""
    state = mean_of(files)
    encoder, heads = encoder_of(state), heads_of(state)
    smooth = kind == "smooth"
    peeking = network(encoder, "fp32", peeks=True, heads=heads)
    columns = largest(peeking, inputs()) if smooth else None
    return ship(network(encoder, kind, columns, heads=heads), ENCODER, folder)


if __name__ == "__main__":
    sys.exit(print(json.dumps(write([Path(n) for n in sys.argv[1:]], FOLDER), indent=2)))
