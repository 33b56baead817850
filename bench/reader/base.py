"""The weights that training the reader begins with: `python -m bench.reader.base FILE...`.

FILE is the judge that shipped before there was a reader, an ONNX file whose matrices are in eight
bits: they are made whole numbers again by their scales; embeddings, which the judge's training left
alone, are those of the published encoder. Or they are the weights that `bench.judge.train` left, of
which the mean is taken.
"""

import sys
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from bench.common import WORK
from bench.judge.network import MINILM_6, judge_of
from bench.reader.export import mean_of

BASE = WORK / "reader" / "base.pt"


def dequantised(model: Path) -> dict[str, torch.Tensor]:
    """The state of the network that a judge in eight bits was made from, as far as it tells."""
    graph = onnx.load(str(model)).graph
    held = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    state = judge_of(MINILM_6).state_dict()
    for node in graph.node:
        if node.op_type != "MatMulInteger":
            continue
        name = node.input[1].removesuffix("_quantized")
        zero = held[f"{name}_zero_point"].astype(np.float32)
        matrix = (held[node.input[1]].astype(np.float32) - zero) * held[f"{name}_scale"]
        state[f"{_module(node.name)}.weight"] = torch.from_numpy(matrix.T.copy())
    for key in state:
        value = held.get(key)
        if value is not None and value.shape == tuple(state[key].shape):
            state[key] = torch.from_numpy(value.copy())
    return state


def _module(node: str) -> str:
    """The name of a module, by that of the node which multiplies with its matrix."""
    parts = node.removesuffix("_quant").strip("/").split("/")[:-1]
    return ".".join(parts)


def main() -> None:
    BASE.parent.mkdir(parents=True, exist_ok=True)
    files = [Path(name) for name in sys.argv[1:]]
    if files[0].suffix == ".onnx":
        torch.save(dequantised(files[0]), BASE)
    else:
        torch.save({k: torch.from_numpy(v) for k, v in mean_of(files).items()}, BASE)


if __name__ == "__main__":
    main()
