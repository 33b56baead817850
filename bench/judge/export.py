"""Makes of the trained weights what is shipped: `python -m bench.judge.export`.

ONNX, weights of the matrices and the embeddings in eight bits (dynamic quantization), with the
tokenizer and the sums of both.
"""

import json
import os
import shutil
import sys
from hashlib import sha256

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

from bench.common import WORK
from bench.judge.network import ENCODER, Judge
from bench.judge.pairs import PASSES
from bench.judge.train import weights
from rag.judge import FOLDER

SHIPPED = ("model.onnx", "tokenizer.json")


def mean_weights() -> dict[str, torch.Tensor]:
    """The mean of the passes' weights, which does better than either (Wortsman et al. 2022)."""
    passes = [torch.load(weights(number), weights_only=True) for number in PASSES]
    return {name: torch.stack([p[name].float() for p in passes]).mean(dim=0) for name in passes[0]}


def export() -> None:
    os.chdir(WORK / "judge")  # the preparation leaves files in the current folder
    judge = Judge()
    judge.load_state_dict(mean_weights())
    judge.eval()
    whole, prepared = WORK / "judge" / "whole.onnx", WORK / "judge" / "prepared.onnx"
    sample = tuple(torch.ones((2, 16), dtype=torch.long) for _ in range(3))
    sizes = {0: "passages", 1: "tokens"}
    names = ["input_ids", "attention_mask", "token_type_ids"]
    torch.onnx.export(
        judge, sample, str(whole), input_names=names, output_names=["whole", "spans"],
        dynamic_axes={**dict.fromkeys(names, sizes), "whole": {0: "passages"}, "spans": sizes},
        opset_version=17, dynamo=False,
    )  # fmt: skip
    quant_pre_process(str(whole), str(prepared), skip_symbolic_shape=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    quantize_dynamic(
        str(prepared), str(FOLDER / "model.onnx"), weight_type=QuantType.QInt8, per_channel=True,
        op_types_to_quantize=["MatMul", "Gather"],
    )  # fmt: skip
    shutil.copyfile(ENCODER / "tokenizer.json", FOLDER / "tokenizer.json")
    sums = {name: sha256((FOLDER / name).read_bytes()).hexdigest() for name in SHIPPED}
    stated = json.dumps({"sha256": sums}, indent=2) + "\n"
    (FOLDER / "shipped.json").write_text(stated, "utf-8")
    print(stated, (FOLDER / "model.onnx").stat().st_size)


if __name__ == "__main__":
    sys.exit(export())
