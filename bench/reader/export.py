"""Makes of trained weights what is shipped: `python -m bench.reader.export WEIGHTS...`.

Of several the mean is taken, which does better than either (Wortsman et al. 2022). Matrices and
embeddings are in eight bits as those of the encoder are (`bench/encoder/graph.py`); what is large
is looked for in questions on the seed reports and their paragraphs. Nothing is trained.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import torch
from transformers.models.mpnet.modeling_mpnet import MPNetEncoder

from bench.common import SEEDS
from bench.encoder.export import largest, sample, ship
from bench.encoder.graph import APART, LONGEST, Array, Head, Kind, Weights, network
from bench.judge.network import base_of, load_tokenizer
from bench.judge.published import Published
from rag.reader.judge import FOLDER

_PASSAGES = 6
"""Of each question of the sample."""
_PLACES = "embeddings.position_embeddings.weight"
_BUCKETS = "encoder.relative_attention_bias.weight"
_FIRST_PLACE = 2
"""Of MPNet's places; those before it are never told apart."""
_AS_OF_BERT = {
    ".attn.q.": ".self.query.", ".attn.k.": ".self.key.", ".attn.v.": ".self.value.",
    ".attn.o.": ".output.dense.", ".attention.LayerNorm.": ".attention.output.LayerNorm.",
}  # fmt: skip
"""Parts of the names of MPNet's weights, and how BERT's are named."""


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
    """The encoder's weights, named as BERT's are; what MPNet adds by how far places are apart is
    spread over all of them."""
    named = {_named(name): v for name, v in state.items() if name.startswith("encoder.")}
    if (buckets := named.pop(_BUCKETS, None)) is not None:
        named[_PLACES] = named[_PLACES][_FIRST_PLACE:]
        after = torch.arange(1 - LONGEST, LONGEST)
        named[APART] = buckets[MPNetEncoder.relative_position_bucket(after).numpy()].T
    return named


def _named(name: str) -> str:
    name = name.removeprefix("encoder.")
    for part, as_of_bert in _AS_OF_BERT.items():
        name = name.replace(part, as_of_bert)
    return name


def inputs(encoder: Published) -> Iterator[dict[str, Array]]:
    """Questions with paragraphs, as the network gets them."""
    tokenizer, passages = load_tokenizer(encoder), list(sample())
    lines = (SEEDS / "questions.jsonl").read_text("utf-8").splitlines()
    draw = np.random.default_rng(18)
    for question in (json.loads(line)["question"] for line in lines):
        for number in draw.choice(len(passages), _PASSAGES, replace=False):
            read = tokenizer.encode(question, passages[number])
            yield {"ids": np.array(read.ids, np.int64), "types": np.array(read.type_ids, np.int64)}


def write(files: Sequence[Path], folder: Path, kind: Kind = "smooth") -> dict[str, object]:
    """The network with one arithmetic, its tokenizer and their sums, which are given back."""
    state = mean_of(files)
    published, encoder = base_of(state).encoder, encoder_of(state)
    made = partial(
        network, encoder, heads=heads_of(state), epsilon=published.epsilon, name=published.name
    )
    smooth = kind == "smooth"
    columns = largest(made("fp32", peeks=True), inputs(published)) if smooth else None
    return ship(made(kind, columns), published.folder, folder)


if __name__ == "__main__":
    sys.exit(print(json.dumps(write([Path(n) for n in sys.argv[1:]], FOLDER), indent=2)))
