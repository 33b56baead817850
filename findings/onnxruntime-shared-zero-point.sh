#!/usr/bin/env bash
# ONNX Runtime 1.31.1, x86-64: a valid model whose MatMulIntegerToFloat nodes share one int8 zero
# point loads and runs, and does not load any more once `session.x64quantprecision` is 1, the option
# that keeps 8-bit products from saturating on processors without VNNI. For the option each node
# whose weights are large enough to saturate is rewritten, with its zero point replaced by one of
# the same name, and for the second node the name is taken. The zero point is optional: a model that
# leaves it out loads both ways, as does one with small weights.
#
# Fails if that changes: then models that share a zero point may be run with the option.
set -euo pipefail
if [ "$(uname -m)" != x86_64 ]; then
  echo "skipped: the option concerns x86-64 alone"
  exit 0
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet onnxruntime==1.31.1 onnx==1.20.0 numpy==2.4.6
ORT_DISABLE_TELEMETRY=1 "$folder/venv/bin/python" - <<'PYTHON'
import sys

import numpy as np
import onnxruntime
from onnx import TensorProto, checker, helper, numpy_helper

print("onnxruntime", onnxruntime.__version__)
LAYERS = 2
WEIGHT = np.int8(90)
"""Small weights, up to 64, cannot saturate and are left as they are."""


def model(zero_point):
    """Two layers, each: range of its input, eight bits, times a matrix of eight bits."""
    kept = [numpy_helper.from_array(WEIGHT * np.eye(8, dtype=np.int8), f"weights{n}") for n in range(LAYERS)]
    kept.append(numpy_helper.from_array(np.array(1 / WEIGHT, dtype=np.float32), "scale"))
    if zero_point:
        kept.append(numpy_helper.from_array(np.array(0, dtype=np.int8), "zero"))
    nodes = []
    for n in range(LAYERS):
        nodes.append(helper.make_node(
            "DynamicQuantizeLinear", [f"x{n}"], [f"q{n}", f"range{n}", f"offset{n}"]))
        given = [f"q{n}", f"weights{n}", f"range{n}", "scale", f"offset{n}"]
        nodes.append(helper.make_node(
            "MatMulIntegerToFloat", given + ["zero"] * zero_point, [f"x{n + 1}"],
            domain="com.microsoft"))
    graph = helper.make_graph(
        nodes, "layers",
        [helper.make_tensor_value_info("x0", TensorProto.FLOAT, [1, 8])],
        [helper.make_tensor_value_info(f"x{LAYERS}", TensorProto.FLOAT, [1, 8])], kept)
    made = helper.make_model(graph, opset_imports=[
        helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)])
    made.ir_version = 8
    checker.check_model(made)
    return made.SerializeToString()


def outcome(zero_point, precise):
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    if precise:
        options.add_session_config_entry("session.x64quantprecision", "1")
    try:
        session = onnxruntime.InferenceSession(
            model(zero_point), options, providers=["CPUExecutionProvider"])
    except Exception as error:
        return "does not load: " + str(error).rpartition(") ")[2].strip()
    given = np.linspace(-1, 1, 8, dtype=np.float32)[np.newaxis]
    (got,) = session.run(None, {"x0": given})
    return "runs" if np.allclose(got, given, atol=0.02) else f"gives {got}"


seen = {(zero_point, precise): outcome(zero_point, precise)
        for zero_point in (False, True) for precise in (False, True)}
for (zero_point, precise), what in seen.items():
    print(f"shared zero point {zero_point!s:5}  x64quantprecision {int(precise)}  {what}")
as_found = (
    [seen[False, False], seen[False, True], seen[True, False]] == ["runs"] * 3
    and seen[True, True].startswith("does not load")
)
sys.exit(0 if as_found else "this has changed")
PYTHON
