"""The weights that training the reader begins with: `python -m bench.reader.base FILE...`.

FILE is a judge that shipped, an ONNX file as `bench.reader.export` makes it, whose matrices are in
eight bits: they are made whole numbers again by their scales; embeddings, which training leaves
alone, are those of the published encoder. Or they are the weights that `bench.judge.train` left, of
which the mean is taken.
"""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from bench.common import WORK
from bench.encoder.graph import Array, less_by_the_dip
from bench.judge.network import MINILM_6, judge_of
from bench.reader.export import mean_of

BASE = WORK / "reader" / "base.pt"
_FROZEN = ".embeddings."
_PARTS = ("query", "key", "value")


def dequantised(model: Path) -> dict[str, torch.Tensor]:
    """The state of the network that a judge in eight bits was made from, as far as it tells. Raises
    ValueError where the file is not such a judge, or lacks a weight that is trained."""
    graph = onnx.load(str(model)).graph
    held = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    state = judge_of(MINILM_6).state_dict()
    told = dict(_heads(held))
    for number in range(MINILM_6.layers):
        layer = _layer(held, f"encoder.layer.{number}")
        told |= {f"encoder.{name}": value for name, value in layer}
    for key, before in state.items():
        if _FROZEN in key:
            continue
        if key not in told or told[key].shape != tuple(before.shape):
            raise ValueError(f"{model} is no judge that bench.reader.export made: it lacks {key}")
        state[key] = torch.from_numpy(np.array(told[key], np.float32))
    return state


def _matrix(held: Mapping[str, Array], name: str) -> Array:
    """A matrix (inputs, outputs) as it was before it was put into eight bits and evened."""
    if name not in held:
        return np.empty(0)
    matrix = held[name].astype(np.float32) * held[f"{name}.scales"]
    evened = held.get(f"{name}.evened")
    return matrix if evened is None else matrix * evened[:, np.newaxis]


def _layer(held: Mapping[str, Array], at: str) -> Iterator[tuple[str, Array]]:
    none = np.empty(0)
    parted = np.split(_matrix(held, f"{at}.attention").T, len(_PARTS))
    biases = np.split(held.get(f"{at}.attention.bias", none), len(_PARTS))
    for part, matrix, bias in zip(_PARTS, parted, biases, strict=True):
        yield f"{at}.attention.self.{part}.weight", matrix
        yield f"{at}.attention.self.{part}.bias", bias
    for name in (f"{at}.attention.output", f"{at}.intermediate", f"{at}.output"):
        matrix, bias = _matrix(held, name), held.get(f"{name}.bias", none)
        after_gelu = name == f"{at}.output"
        yield f"{name}.dense.weight", matrix.T
        yield f"{name}.dense.bias", bias + less_by_the_dip(matrix) if after_gelu else bias
    for name in (f"{at}.attention.output", f"{at}.output"):
        for what in ("weight", "bias"):
            yield f"{name}.LayerNorm.{what}", held.get(f"{name}.LayerNorm.{what}", none)


def _heads(held: Mapping[str, Array]) -> Iterator[tuple[str, Array]]:
    none = np.empty(0)
    for name, head in (("whole", "whole"), ("span", "spans")):
        yield f"{name}.weight", held.get(f"{head}.matrix", none).T
        yield f"{name}.bias", held.get(f"{head}.bias", none)


def main() -> None:
    BASE.parent.mkdir(parents=True, exist_ok=True)
    files = [Path(name) for name in sys.argv[1:]]
    if files[0].suffix == ".onnx":
        torch.save(dequantised(files[0]), BASE)
    else:
        torch.save({k: torch.from_numpy(v) for k, v in mean_of(files).items()}, BASE)


if __name__ == "__main__":
    main()
