"""Makes of trained weights what is shipped: `python -m bench.reader.export WEIGHTS...`.

Of several the mean is taken, which does better than either (Wortsman et al. 2022). Matrices and
embeddings are in eight bits as those of the encoder are (`bench/encoder/graph.py`); what is large
is looked for in questions on the seed reports and their paragraphs. Nothing is trained.
"""

import json
import shutil
import sys
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
import onnx
import torch

from bench.common import SEEDS, WORK
from bench.encoder.export import sample
from bench.encoder.graph import Array, Head, Kind, Weights, network
from bench.judge.network import ENCODER, load_tokenizer
from index.minilm import session_of
from rag.judge import FOLDER

SHIPPED = ("model.onnx", "tokenizer.json")
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


def pairs() -> Iterator[tuple[list[int], list[int]]]:
    """Questions with paragraphs, as tokens and of which of both they are."""
    tokenizer, passages = load_tokenizer(), list(sample())
    lines = (SEEDS / "questions.jsonl").read_text("utf-8").splitlines()
    draw = np.random.default_rng(18)
    for question in (json.loads(line)["question"] for line in lines):
        for number in draw.choice(len(passages), _PASSAGES, replace=False):
            encoded = tokenizer.encode(question, passages[number])
            yield encoded.ids, encoded.type_ids


def largest(state: Weights) -> dict[str, Array]:
    """The largest numbers of each column, by name of the matrix that they are multiplied with."""
    WORK.mkdir(exist_ok=True)
    peeking = WORK / "reader-peeking.onnx"
    graph = network(encoder_of(state), "fp32", peeks=True, heads=heads_of(state))
    onnx.save(graph, str(peeking))
    session = session_of(peeking)
    names = [o.name for o in session.get_outputs() if o.name.endswith(".in")]
    found: dict[str, Array] = {}
    for ids, types in pairs():
        given = {"ids": np.array(ids, np.int64), "types": np.array(types, np.int64)}
        for name, values in zip(names, session.run(names, given), strict=True):
            matrix = name.removesuffix(".in")
            found[matrix] = np.maximum(found.get(matrix, 0), np.abs(values).max(axis=0))
    return found


def write(files: Sequence[Path], folder: Path, kind: Kind = "smooth") -> str:
    """The network with one arithmetic, its tokenizer and their sums, which are given back."""
    state = mean_of(files)
    columns = largest(state) if kind == "smooth" else None
    folder.mkdir(parents=True, exist_ok=True)
    graph = network(encoder_of(state), kind, columns, heads=heads_of(state))
    onnx.save(graph, str(folder / "model.onnx"))
    shutil.copyfile(ENCODER / "tokenizer.json", folder / "tokenizer.json")
    sums = {name: sha256((folder / name).read_bytes()).hexdigest() for name in SHIPPED}
    stated = json.dumps({"sha256": sums}, indent=2) + "\n"
    (folder / "shipped.json").write_text(stated, "utf-8")
    return stated


if __name__ == "__main__":
    sys.exit(print(write([Path(name) for name in sys.argv[1:]], FOLDER)))
