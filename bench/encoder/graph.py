"""An encoder as an ONNX graph put together from its weights, by a choice of arithmetic.

One text is read a run. The matrices of all kinds but "fp32" are in eight bits, and so are the
embeddings, each row with a scale of its own. What differs is what the matrices are multiplied with:

- `tensor`: eight bits by the range of the whole text, what `quantize_dynamic` does;
- `blocks`: eight bits by the range of 128 numbers of a token (MatMulNBits);
- `rows`: eight bits by the range of one token;
- `smooth`: so too, after what is large in a few columns went over to the weights (SmoothQuant,
  Xiao et al. 2023), by the largest numbers that were seen in each column.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

Kind = Literal["fp32", "tensor", "blocks", "rows", "smooth"]
Array = npt.NDArray[Any]
Weights = Mapping[str, Array]

HEADS, LONGEST = 12, 256
"""Of MiniLM and of MPNet; and the tokens of a text, at most."""
EPSILON = 1e-12
"""What MiniLM's norms add to a variance."""
APART = "attention_bias"
"""The name of what is added, in some encoders, to how far a token heeds another: (heads, places),
by how many places it stands after this, from -LONGEST + 1 on."""
_MICROSOFT = "com.microsoft"
_WORDS, _KINDS = (f"embeddings.{what}_embeddings.weight" for what in ("word", "token_type"))
_LAYER = "encoder.layer."
_BLOCK = 128
_EVENLY = 0.6
"""How much of what is large goes over to the weights: 0 none, 1 all."""
_DIP = np.float32(0.17)
"""GELU is never less than -0.17: what is added makes it fit eight bits without a sign."""


@dataclass(frozen=True, slots=True)
class Head:
    """A layer that is put on the last vectors, (dimension, outputs) and (outputs,); with `of_first`
    on that of the first token alone."""

    matrix: Array
    bias: Array
    of_first: bool


def eight_bits(matrix: Array, axis: int) -> tuple[Array, Array]:
    """Numbers from -127 to 127 and their scales, the range taken over an axis."""
    scales = np.maximum(np.abs(matrix).max(axis=axis, keepdims=True) / 127, 1e-12)
    return np.rint(matrix / scales).astype(np.int8), scales.astype(np.float32)


def less_by_the_dip(matrix: Array) -> Array:
    """What the bias after GELU and a matrix in eight bits (inputs, outputs) is less by, as GELU's
    values have `_DIP` added."""
    return np.asarray(_DIP * matrix.sum(axis=0))


class Graph:
    """Nodes and constants of a graph that is being put together."""

    def __init__(
        self, weights: Weights, kind: Kind, largest: Mapping[str, Array], epsilon: float = EPSILON
    ) -> None:
        self.weights, self.kind, self.largest, self.epsilon = weights, kind, largest, epsilon
        self.dimension = weights[_WORDS].shape[1]
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}
        self.peeks: dict[str, str] = {}
        """Names of the values that go into the matrices which `smooth` smooths."""

    def node(self, operator: str, *inputs: str, domain: str = "", **attributes: object) -> str:
        name = f"v{len(self.nodes)}"
        self.nodes.append(
            helper.make_node(operator, inputs, [name], domain=domain, **attributes)  # type: ignore[arg-type]
        )
        return name

    def constant(self, name: str, value: Array | np.generic) -> str:
        self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def scalar(self, value: np.generic) -> str:
        name = f"{value.dtype}_{value}"
        self.constants[name] = numpy_helper.from_array(np.asarray(value), name)
        return name

    def number(self, value: float) -> str:
        return self.scalar(np.float32(value))

    def integers(self, *values: int) -> str:
        return self.constant("i" + "_".join(map(str, values)), np.array(values, np.int64))

    def times(self, x: str, matrix: Array, name: str, *, smooth: bool = False) -> str:
        """`x` (tokens, inputs) times a matrix (inputs, outputs)."""
        if self.kind == "fp32":
            if smooth:
                self.peeks[name] = x
            return self.node("MatMul", x, self.constant(name, matrix))
        if self.kind == "tensor":
            eight, scales = eight_bits(matrix, 0)
            zeros = np.zeros(len(scales[0]), np.int8)
            return self.node(
                "DynamicQuantizeMatMul", x, self.constant(name, eight),
                self.constant(f"{name}.scales", scales[0]), self.constant(f"{name}.zeros", zeros),
                domain=_MICROSOFT,
            )  # fmt: skip
        if self.kind == "blocks":
            return self._by_blocks(x, matrix, name)
        if smooth and self.kind == "smooth":
            evened = self.largest[name] ** _EVENLY / np.abs(matrix).max(1) ** (1 - _EVENLY)
            evened = (evened / np.exp(np.log(evened).mean())).astype(np.float32)
            x = self.node("Mul", x, self.constant(f"{name}.evened", 1 / evened))
            matrix = matrix * evened[:, np.newaxis]
        largest = self.node("ReduceMax", self.node("Abs", x), self.integers(-1), keepdims=1)
        scale = self.node("Max", self.node("Mul", largest, self.number(1 / 127)), self.number(1e-9))
        whole = self.node("Round", self.node("Div", x, scale))
        bits = self.node("Cast", self.node("Add", whole, self.number(128)), to=TensorProto.UINT8)
        return self._of_bits(bits, scale, np.uint8(128), eight_bits(matrix, 0), name)

    def times_gelu(self, x: str, matrix: Array, bias: Array, name: str) -> tuple[str, Array]:
        """`x`, what GELU gives, times a matrix, and the bias that is then to be added."""
        if self.kind not in ("rows", "smooth"):
            return self.times(x, matrix, name), bias
        eight, scales = eight_bits(matrix, 0)
        x = self.node("Add", x, self.scalar(_DIP))
        largest = self.node("ReduceMax", x, self.integers(-1), keepdims=1)
        scale = self.node("Mul", largest, self.number(1 / 255))
        bits = self.node(
            "Cast", self.node("Round", self.node("Div", x, scale)), to=TensorProto.UINT8
        )
        made = self._of_bits(bits, scale, np.uint8(0), (eight, scales), name)
        less = less_by_the_dip(eight.astype(np.float64) * scales)
        return made, (bias - less).astype(np.float32)

    def _of_bits(
        self, bits: str, scale: str, zero: np.uint8, matrix: tuple[Array, Array], name: str
    ) -> str:
        eight, scales = matrix
        product = self.node(
            "MatMulIntegerToFloat", bits, self.constant(name, eight), self.number(1),
            self.constant(f"{name}.scales", scales[0]), self.scalar(zero),
            domain=_MICROSOFT,
        )  # fmt: skip
        return self.node("Mul", product, scale)

    def _by_blocks(self, x: str, matrix: Array, name: str) -> str:
        inputs, outputs = matrix.shape
        eight, scales = eight_bits(matrix.T.reshape(outputs, inputs // _BLOCK, _BLOCK), 2)
        shifted = (eight.astype(np.int16) + 128).astype(np.uint8)
        return self.node(
            "MatMulNBits", x, self.constant(name, shifted),
            self.constant(f"{name}.scales", scales.reshape(-1)),
            domain=_MICROSOFT, K=inputs, N=outputs, bits=8, block_size=_BLOCK, accuracy_level=4,
        )  # fmt: skip

    def embedded(self, *, two: bool) -> str:
        """Words, places and, in an encoder that tells them apart, the kind of text, summed. With
        `two`, a text is two, and of which of them a token is comes in as `types`."""
        words = self.weights[_WORDS]
        if self.kind == "fp32":
            found = self.node("Gather", self.constant("words", words), "ids")
        else:
            eight, scales = eight_bits(words, 1)
            bits = self.node("Gather", self.constant("words", eight), "ids")
            scale = self.node("Gather", self.constant("words.scales", scales), "ids")
            found = self.node("Mul", self.node("Cast", bits, to=TensorProto.FLOAT), scale)
        places = self.weights["embeddings.position_embeddings.weight"][:LONGEST]
        of_kind = self.weights.get(_KINDS, np.zeros((1, self.dimension), np.float32))
        all_places = self.constant("places", (places + of_kind[0]).astype(np.float32))
        here = self.node("Slice", all_places, self.integers(0), self.node("Shape", "ids"))
        added = self.node("Add", found, here)
        if two and _KINDS in self.weights:
            kinds = self.constant("kinds", of_kind - of_kind[0])
            added = self.node("Add", added, self.node("Gather", kinds, "types"))
        gain, shift = self._norm("embeddings")
        return self.node("LayerNormalization", added, gain, shift, axis=-1, epsilon=self.epsilon)

    def apart(self) -> str:
        """What is added to how far tokens heed each other (1, heads, tokens, tokens), or nothing's
        name."""
        if APART not in self.weights:
            return ""
        none, one = (self.scalar(np.int64(n)) for n in (0, 1))
        tokens = self.node("Squeeze", self.node("Shape", "ids"), self.integers(0))
        places = self.node("Range", none, tokens, one)
        of_both = [self.node("Unsqueeze", places, self.integers(axis)) for axis in (0, 1)]
        after = self.node("Add", self.node("Sub", *of_both), self.integers(LONGEST - 1))
        table = self.constant(APART, self.weights[APART])
        added = self.node("Gather", table, after, axis=1)
        return self.node("Unsqueeze", added, self.integers(0))

    def layer(self, x: str, number: int, apart: str) -> str:
        """`x` (tokens, dimension) through one layer."""
        at = f"{_LAYER}{number}"
        parts = [f"{at}.attention.self.{part}" for part in ("query", "key", "value")]
        matrix = np.concatenate([self.weights[f"{part}.weight"].T for part in parts], axis=1)
        bias = np.concatenate([self.weights[f"{part}.bias"] for part in parts])
        parted = self.times(x, matrix, f"{at}.attention", smooth=True)
        attended = self._attention(parted, bias, at, apart)
        out = self.times(attended, self._matrix(f"{at}.attention.output"), f"{at}.attention.output")
        x = self._added(out, x, self._bias(f"{at}.attention.output"), f"{at}.attention.output")
        wide = self.times(x, self._matrix(f"{at}.intermediate"), f"{at}.intermediate", smooth=True)
        bias_name = self.constant(f"{at}.intermediate.bias", self._bias(f"{at}.intermediate"))
        gelu = self.node("BiasGelu", wide, bias_name, domain=_MICROSOFT)
        name = f"{at}.output"
        out, bias = self.times_gelu(gelu, self._matrix(name), self._bias(name), name)
        return self._added(out, x, bias, name)

    def headed(self, x: str, name: str, head: Head) -> onnx.ValueInfoProto:
        """What a head makes of `x` (tokens, dimension), in 32 bits, given out under its name."""
        if head.of_first:
            x = self.node("Slice", x, self.integers(0), self.integers(1), self.integers(0))
        made = self.node("MatMul", x, self.constant(f"{name}.matrix", head.matrix))
        bias = self.constant(f"{name}.bias", head.bias)
        self.nodes.append(helper.make_node("Add", [made, bias], [name]))
        return _tensor(name, len(head.bias), 1 if head.of_first else "tokens")

    def _attention(self, x: str, bias: Array, at: str, apart: str) -> str:
        batch = self.node("Unsqueeze", x, self.integers(0))
        ends = [(n * self.dimension, (n + 1) * self.dimension) for n in range(3)]
        parts = [
            self.node("Slice", batch, self.integers(a), self.integers(b), self.integers(2))
            for a, b in ends
        ]
        named = self.constant(f"{at}.attention.bias", bias)
        inputs = [*parts, named, *(["", apart] if apart else [])]
        made = self.node("MultiHeadAttention", *inputs, domain=_MICROSOFT, num_heads=HEADS)
        return self.node("Squeeze", made, self.integers(0))

    def _added(self, x: str, before: str, bias: Array, name: str) -> str:
        """What a layer gives, with what went into it and a bias, made even."""
        batches = [self.node("Unsqueeze", part, self.integers(0)) for part in (x, before)]
        made = self.node(
            "SkipLayerNormalization", *batches, *self._norm(name),
            self.constant(f"{name}.bias", bias), domain=_MICROSOFT, epsilon=self.epsilon,
        )  # fmt: skip
        return self.node("Squeeze", made, self.integers(0))

    def _norm(self, name: str) -> tuple[str, str]:
        gain, shift = (f"{name}.LayerNorm.{part}" for part in ("weight", "bias"))
        return self.constant(gain, self.weights[gain]), self.constant(shift, self.weights[shift])

    def _matrix(self, name: str) -> Array:
        return self.weights[f"{name}.dense.weight"].T

    def _bias(self, name: str) -> Array:
        return self.weights[f"{name}.dense.bias"]


def network(
    weights: Weights,
    kind: Kind,
    largest: Mapping[str, Array] | None = None,
    *,
    peeks: bool = False,
    heads: Mapping[str, Head] | None = None,
    epsilon: float = EPSILON,
    name: str = "minilm",
) -> onnx.ModelProto:
    """From `ids` (tokens) to `vectors` (tokens, dimension). `smooth` needs the `largest` numbers of
    each column, by name of the matrix; `peeks` gives out, in "fp32", what these are taken from.
    The weights have the names that BERT's have, and those of places begin with the first token's.

    With `heads`, from the `ids` and `types` of two texts to what each head makes of the vectors, by
    its name: (tokens, outputs), or (1, outputs) of the first token alone."""
    graph = Graph(weights, kind, largest or {}, epsilon)
    x, apart = graph.embedded(two=heads is not None), graph.apart()
    for number in range(layers_of(weights)):
        x = graph.layer(x, number, apart)
    if heads is None:
        graph.nodes.append(helper.make_node("Identity", [x], ["vectors"]))
        outputs = [_tensor("vectors", graph.dimension)]
    else:
        outputs = [graph.headed(x, of_head, head) for of_head, head in heads.items()]
    for matrix, value in graph.peeks.items() if peeks else ():
        graph.nodes.append(helper.make_node("Identity", [value], [matrix + ".in"]))
        outputs.append(_tensor(matrix + ".in", graph.dimension))
    return helper.make_model(
        helper.make_graph(
            graph.nodes, name,
            [
                helper.make_tensor_value_info(given, TensorProto.INT64, ["tokens"])
                for given in (["ids"] if heads is None else ["ids", "types"])
            ],
            outputs, list(graph.constants.values()),
        ),
        opset_imports=[helper.make_opsetid("", 21), helper.make_opsetid(_MICROSOFT, 1)],
        ir_version=10, producer_name="bench.encoder",
    )  # fmt: skip


def layers_of(weights: Mapping[str, object]) -> int:
    """How many layers weights are of, by their names."""
    return len({name.split(".")[2] for name in weights if name.startswith(_LAYER)})


def _tensor(name: str, width: int, rows: int | str = "tokens") -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, [rows, width])
