"""Makes the weights that are shipped from the published ones: `python -m bench.encoder.export`.

What is large is looked for in the paragraphs of the seed reports; nothing is trained.
"""

import json
import shutil
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import numpy as np
import onnx
from safetensors.numpy import load_file

from bench.common import SEEDS, WORK
from bench.encoder.graph import Array, Kind, Weights, network
from index.minilm import FOLDER, session_of, tokenizer_of
from index.sentence_transformer import OFFICIAL_SHA256, official_weights

SHIPPED = ("model.onnx", "tokenizer.json")


def weights() -> Weights:
    """The published weights, their sum checked. Raises ModelUnusable."""
    return load_file(official_weights() / "model.safetensors")


def sample() -> Iterator[str]:
    """Paragraphs of the seed reports, in order."""
    for file in sorted((SEEDS / "reports").glob("*.txt")):
        yield from (line for line in file.read_text("utf-8").splitlines() if len(line) > 40)


def largest(published: Weights) -> dict[str, Array]:
    """The largest numbers of each column, by name of the matrix that they are multiplied with."""
    WORK.mkdir(exist_ok=True)
    peeking = WORK / "encoder-peeking.onnx"
    onnx.save(network(published, "fp32", peeks=True), str(peeking))
    session, tokenizer = session_of(peeking), tokenizer_of(official_weights())
    names = [output.name for output in session.get_outputs() if output.name != "vectors"]
    found: dict[str, Array] = {}
    for text in sample():
        ids = np.array(tokenizer.encode(text).ids, dtype=np.int64)
        for name, values in zip(names, session.run(names, {"ids": ids}), strict=True):
            matrix = name.removesuffix(".in")
            found[matrix] = np.maximum(found.get(matrix, 0), np.abs(values).max(axis=0))
    return found


def write(kind: Kind, folder: Path) -> dict[str, object]:
    """The network with one arithmetic, its tokenizer, and their sums, which are given back."""
    published = weights()
    columns = largest(published) if kind == "smooth" else None
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(network(published, kind, columns), str(folder / "model.onnx"))
    shutil.copyfile(official_weights() / "tokenizer.json", folder / "tokenizer.json")
    sums = {name: sha256((folder / name).read_bytes()).hexdigest() for name in SHIPPED}
    stated: dict[str, object] = {
        "sha256": sums,
        "made_from": {"model.safetensors": OFFICIAL_SHA256},
    }
    (folder / "shipped.json").write_text(json.dumps(stated, indent=2) + "\n", "utf-8")
    return stated


if __name__ == "__main__":
    sys.exit(print(json.dumps(write("smooth", FOLDER), indent=2)))
