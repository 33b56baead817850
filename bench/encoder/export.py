"""Makes what is shipped of trained weights: `python -m bench.encoder.export WEIGHTS`.

What ships lies between the published weights and the trained ones, which finds better on fields
that neither has seen than either (Wortsman et al. 2022, robust fine-tuning). What is large is
looked for in the paragraphs of the seed reports; nothing is trained.
"""

import json
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

import numpy as np
import onnx
import torch
from safetensors.numpy import load_file

from bench.common import SEEDS, WORK
from bench.encoder.graph import Array, Kind, Weights, network
from index.embedding.minilm import FOLDER, session_of, tokenizer_of
from index.embedding.sentence_transformer import OFFICIAL_SHA256, official_weights

SHIPPED = ("model.onnx", "tokenizer.json")
TRAINED = 0.75
"""How far what ships lies on the way from the published weights to the trained ones."""


def weights(trained: Path | None = None) -> Weights:
    """The published weights, their sum checked, or those on the way from them to what
    `bench.encoder.train` left. Raises ModelUnusable."""
    published: Weights = load_file(official_weights() / "model.safetensors")
    if trained is None:
        return published
    state = {n: v.float().numpy() for n, v in torch.load(trained, weights_only=True).items()}
    return {n: v + np.float32(TRAINED) * (state[n] - v) for n, v in published.items() if n in state}


def sample() -> Iterator[str]:
    """Paragraphs of the seed reports, in order."""
    for file in sorted((SEEDS / "reports").glob("*.txt")):
        yield from (line for line in file.read_text("utf-8").splitlines() if len(line) > 40)


def inputs() -> Iterator[dict[str, Array]]:
    """The sample as the network gets it."""
    tokenizer = tokenizer_of(official_weights())
    for text in sample():
        yield {"ids": np.array(tokenizer.encode(text).ids, dtype=np.int64)}


def largest(peeking: onnx.ModelProto, given: Iterable[Mapping[str, Array]]) -> dict[str, Array]:
    """The largest numbers of each column, by name of the matrix that they are multiplied with, in
    a network that gives them out, of what is given to it."""
    WORK.mkdir(exist_ok=True)
    file = WORK / "peeking.onnx"
    onnx.save(peeking, str(file))
    session = session_of(file)
    names = [o.name for o in session.get_outputs() if o.name.endswith(".in")]
    found: dict[str, Array] = {}
    for one in given:
        for name, values in zip(names, session.run(names, dict(one)), strict=True):
            matrix = name.removesuffix(".in")
            found[matrix] = np.maximum(found.get(matrix, 0), np.abs(values).max(axis=0))
    return found


def ship(
    model: onnx.ModelProto, tokenizer: Path, folder: Path, **made_from: object
) -> dict[str, object]:
    """Writes a network, its tokenizer and their sums, which are given back with the rest."""
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(model, str(folder / "model.onnx"))
    shutil.copyfile(tokenizer / "tokenizer.json", folder / "tokenizer.json")
    sums = {name: sha256((folder / name).read_bytes()).hexdigest() for name in SHIPPED}
    stated = {"sha256": sums, **made_from}
    (folder / "shipped.json").write_text(json.dumps(stated, indent=2) + "\n", "utf-8")
    return stated


def write(kind: Kind, folder: Path, trained: Path | None = None) -> dict[str, object]:
    """The network with one arithmetic, its tokenizer, and their sums, which are given back."""
    made = weights(trained)
    smooth = kind == "smooth"
    columns = largest(network(made, "fp32", peeks=True), inputs()) if smooth else None
    trained_from = {"model.safetensors": OFFICIAL_SHA256}
    model = network(made, kind, columns)
    return ship(model, official_weights(), folder, trained_from=trained_from)


if __name__ == "__main__":
    sys.exit(print(json.dumps(write("smooth", FOLDER, Path(sys.argv[1])), indent=2)))
