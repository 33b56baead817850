"""The yardstick of French and German reports: its questions, and the encoder that it makes."""

import json
import struct
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from bench.fetched.manifest import read_manifest
from bench.formats.places import PlacedQuestion
from bench.languages.__main__ import HERE, LANGUAGES, PDFS
from bench.languages.model import PROMPTS, Packed, unpacked, write_model
from index.embedding.embedder import Embedder
from index.embedding.embedders import load_embedder
from rag.evaluation.questions import read_lines

WORDS = ("query", "passage", ":", "lesk", "le", "pont", "est", "fermé", "die", "brücke", "zu")
SIZES = {"hidden": 32, "layers": 1, "heads": 2, "inner": 64, "vocabulary": 15, "positions": 64,
         "types": 2}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_are_on_reports_that_are_laid_out(language: str) -> None:
    questions = list(read_lines(HERE / f"{language}.questions.jsonl", PlacedQuestion, "questions"))
    manifest = read_manifest(HERE / f"{language}.manifest.json")
    there = {f"pages/{document.file}" for document in manifest.documents}
    there |= {f"pdf/{name}" for name in PDFS.get(language, ())}
    assert Counter(q.answerable for q in questions) == {True: 13, False: 7}
    for asked in questions:
        places = asked.spans if asked.answerable else asked.nearest
        assert {path for path, _, _ in places} <= there
        assert len(places) == len(asked.sums)


def packed() -> Packed:
    draw = np.random.default_rng(0)
    hidden, inner = SIZES["hidden"], SIZES["inner"]
    shapes = {"w": hidden * hidden, "b": hidden}
    arrays = {"emb.word": SIZES["vocabulary"] * hidden, "emb.pos": SIZES["positions"] * hidden,
              "emb.type": hidden, "emb.ln.w": hidden, "emb.ln.b": hidden}  # fmt: skip
    for short in ("q", "k", "v", "ao"):
        arrays |= {f"l0.{short}.{end}": size for end, size in shapes.items()}
    arrays |= {"l0.fi.w": hidden * inner, "l0.fi.b": inner, "l0.fo.w": hidden * inner,
               "l0.fo.b": hidden}  # fmt: skip
    arrays |= {f"l0.{norm}.{end}": hidden for norm in ("aln", "oln") for end in "wb"}
    pieces = [(token, 0.0) for token in ("<s>", "<pad>", "</s>", "<unk>")]
    pieces += [(f"▁{word}" if word != ":" else word, -1.0) for word in WORDS]
    special = {"bos": 0, "eos": 2, "pad": 1, "unk": 3}
    made = {name: draw.standard_normal(size).astype(np.float32) for name, size in arrays.items()}
    return Packed(SIZES, 1e-12, pieces, special, made)


@pytest.fixture(scope="module")
def prompted(tmp_path_factory: pytest.TempPathFactory) -> Embedder:
    """A model in a folder that a setting may name, whose prompts are those of E5."""
    folder = tmp_path_factory.mktemp("model")
    write_model(packed(), folder)
    return load_embedder(str(folder))


def test_prompts_of_a_model_are_read_before_texts_and_are_no_part_of_them(
    prompted: Embedder, tmp_path: Path
) -> None:
    text = "le pont est fermé"
    (told,), (asked,) = prompted.encode([text]), prompted.encode([text], asked=True)
    words = [text[start:end].strip() for start, end in told.spans]
    assert words == text.split()
    assert asked.spans.tolist() == told.spans.tolist()
    assert told.pooled @ asked.pooled < 1 - 1e-4
    write_model(packed(), tmp_path)
    (tmp_path / "config_sentence_transformers.json").write_text("{}")
    bare = load_embedder(str(tmp_path))
    for prompt, with_it in ((PROMPTS["passage"], told), (PROMPTS["query"], asked)):
        (whole,) = bare.encode([prompt + text])
        np.testing.assert_allclose(whole.pooled, with_it.pooled, atol=1e-5)


def test_weights_in_four_bits_are_unpacked() -> None:
    scale = struct.pack("<e", 0.5)
    nibbles = bytes(low | (15 - low) << 4 for low in range(16))
    words = [token.encode() for token, _ in packed().pieces[:4]]
    offsets = np.cumsum([0, *map(len, words)]).astype("<u4").tobytes()
    head = struct.pack("<4sI7ifi", b"E5S1", 1, 32, 0, 2, 64, 1, 8, 1, 1e-5, 32)
    pieces = struct.pack("<5iQ", 4, 0, 2, 1, 3, sum(map(len, words)))
    pieces += offsets + np.zeros(4, dtype="<f4").tobytes() + b"".join(words)
    named = b"emb.word"
    entry = struct.Struct(f"<iIiH{len(named)}sBIQQ")
    at = len(head) + len(pieces) + entry.size
    body = head + pieces + entry.pack(0, 0, 1, len(named), named, 1, 32, at, 18) + scale + nibbles
    found = unpacked(body)
    assert [piece for piece, _ in found.pieces] == ["<s>", "<pad>", "</s>", "<unk>"]
    assert found.special == {"bos": 0, "eos": 2, "pad": 1, "unk": 3}
    expected = [(low - 8) / 2 for low in range(16)] + [(7 - low) / 2 for low in range(16)]
    assert json.dumps(found.arrays["emb.word"].tolist()) == json.dumps(expected)
    with pytest.raises(ValueError, match="no weights"):
        unpacked(b"nothing at all")
