"""The shipped embedder: what it says of its files, and that eight bits find what the published
weights do."""

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from bench.encoder.export import write
from index.embedding import minilm
from index.embedding.embedder import Embedder, Encoding
from index.embedding.embedders import load_embedder
from index.embedding.minilm import FOLDER, OnnxEmbedder, check_files, session_of, threads_allowed
from index.embedding.sentence_transformer import OFFICIAL_SHA256
from index.errors import ModelUnusable
from index.settings import PUBLISHED_EMBEDDER, SHIPPED_EMBEDDER

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
ABOUT = {
    "the harbour": [
        "The harbour at Lowmere closed to shipping on Tuesday.",
        "Dredging of the harbour mouth began after the storm.",
        "Two freighters waited at anchor outside the port.",
        "The port authority lifted the ban on large ships.",
    ],
    "the vote": [
        "The council voted nine to four for the new budget.",
        "A second reading of the budget was put off until May.",
        "The mayor vetoed the spending plan.",
        "Members of the opposition walked out before the vote.",
    ],
    "the storm": [
        "Winds of 120 kilometres an hour were measured at the cape.",
        "The hurricane weakened to a tropical storm overnight.",
        "Some 4,000 homes were without power.",
        "Forecasters expect heavy rain through Thursday.",
    ],
    "the factory": [
        "The plant laid off 300 workers in March.",
        "Output of the factory fell by 12 per cent.",
        "A strike stopped both assembly lines.",
        "The company will build batteries at the site.",
    ],
    "the virus": [
        "Hospitals reported 41 new infections.",
        "The vaccine was approved for children over five.",
        "Masks are no longer required on buses.",
        "Tests found the virus in waste water.",
    ],
}  # fmt: skip
SENTENCES = [sentence for some in ABOUT.values() for sentence in some]
QUESTIONS = [
    "When was the port shut?", "How did the council vote?", "How strong was the wind?",
    "How many people lost their jobs?", "Who may be vaccinated?", "What did the mayor do?",
    "How many homes had no electricity?", "Where was the virus detected?",
]  # fmt: skip


@pytest.fixture(scope="module")
def shipped() -> OnnxEmbedder:
    return OnnxEmbedder()


@pytest.fixture(scope="module")
def published() -> Embedder:
    return load_embedder(PUBLISHED_EMBEDDER)


@pytest.fixture(scope="module")
def in_eight_bits(tmp_path_factory: pytest.TempPathFactory) -> OnnxEmbedder:
    """The published weights, made as those that ship are."""
    folder = tmp_path_factory.mktemp("encoder")
    write("smooth", folder)
    return OnnxEmbedder(folder)


def _same(left: Encoding, right: Encoding) -> bool:
    parts = ("pooled", "tokens", "spans")
    return all(np.array_equal(getattr(left, p), getattr(right, p)) for p in parts)


def test_the_setting_of_the_shipped_model() -> None:
    embedder = load_embedder(SHIPPED_EMBEDDER)
    assert (type(embedder), embedder.name, embedder.dimension) == (
        OnnxEmbedder, SHIPPED_EMBEDDER, 384,
    )  # fmt: skip


def test_what_it_was_trained_from() -> None:
    stated = json.loads((FOLDER / "shipped.json").read_text("utf-8"))
    assert stated["trained_from"] == {"model.safetensors": OFFICIAL_SHA256}
    assert check_files() == stated["sha256"]["model.onnx"]


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_other_files_than_those_shipped(tmp_path: Path, name: str) -> None:
    folder = shutil.copytree(FOLDER, tmp_path / "encoder")
    with (folder / name).open("ab") as file:
        file.write(b" ")
    with pytest.raises(ModelUnusable, match=rf"{name} is not the one that was shipped"):
        OnnxEmbedder(folder)
    (folder / name).unlink()
    with pytest.raises(ModelUnusable, match="cannot be read"):
        OnnxEmbedder(folder)


def test_texts_are_cut_into_tokens_as_published(shipped: OnnxEmbedder, published: Embedder) -> None:
    texts = [
        *SENTENCES, "", "…", "Šefčovič — “Łódź”\u00a0№ 5", "東京 2024", "x" * 300, "word " * 400,
        "a\tb\nc  d", "👩‍👩‍👧 e\u0301",
    ]  # fmt: skip
    pairs = zip(shipped.encode(texts), published.encode(texts), strict=True)
    assert all(np.array_equal(mine.spans, theirs.spans) for mine, theirs in pairs)


def test_it_is_near_the_published_model(in_eight_bits: OnnxEmbedder, published: Embedder) -> None:
    pairs = list(zip(in_eight_bits.encode(SENTENCES), published.encode(SENTENCES), strict=True))
    pooled = [float(mine.pooled @ theirs.pooled) for mine, theirs in pairs]
    tokens = [float((mine.tokens * theirs.tokens).sum(axis=1).min()) for mine, theirs in pairs]
    assert min(pooled) > 0.995
    assert min(tokens) > 0.98


def test_it_ranks_as_the_published_model_does(
    in_eight_bits: OnnxEmbedder, published: Embedder
) -> None:
    def cosines(embedder: Embedder) -> np.ndarray:
        asked = np.stack([e.pooled for e in embedder.encode(QUESTIONS)])
        return asked @ np.stack([e.pooled for e in embedder.encode(SENTENCES)]).T

    mine, theirs = cosines(in_eight_bits), cosines(published)
    np.testing.assert_array_equal(mine.argmax(axis=1), theirs.argmax(axis=1))
    ranks = [np.argsort(np.argsort(-of, axis=1), axis=1) for of in (mine, theirs)]
    count = len(SENTENCES)
    apart = ((ranks[0] - ranks[1]) ** 2).sum(axis=1)
    spearman = 1 - 6 * apart / (count * (count**2 - 1))
    assert spearman.min() > 0.95


@pytest.mark.parametrize(("batch", "threads"), [(1, 1), (2, 2), (7, 1), (100, 3)])
def test_nothing_beside_a_text_changes_a_bit(
    shipped: OnnxEmbedder, batch: int, threads: int
) -> None:
    alone = [shipped.encode([text])[0] for text in SENTENCES]
    backwards = OnnxEmbedder(batch=batch, threads=threads).encode(SENTENCES[::-1])[::-1]
    assert all(map(_same, alone, backwards))


def test_several_threads_may_ask_it(shipped: OnnxEmbedder) -> None:
    alone = shipped.encode(SENTENCES)
    fresh = OnnxEmbedder()
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(fresh.encode, [text]) for text in SENTENCES]
        assert all(_same(a, one.result()[0]) for a, one in zip(alone, asked, strict=True))


def test_processors_that_sum_in_sixteen_bits_get_the_same() -> None:
    ids = {"ids": np.arange(1000, 1040, dtype=np.int64)}
    runs = [
        session_of(FOLDER / "model.onnx", exactly).run(["vectors"], ids)[0]
        for exactly in (True, False)
    ]
    if not minilm.sums_exactly():
        pytest.skip("this processor needs the other way to sum, so there is nothing to compare")
    np.testing.assert_array_equal(*runs)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [("", 4), ("2", 2), ("64", 4), ("0", 4), ("two", 4), ("4,2", 4)],
)
def test_threads(monkeypatch: pytest.MonkeyPatch, asked: str, expected: int) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 5, 7}, raising=False)
    monkeypatch.setenv("OMP_NUM_THREADS", asked)
    assert threads_allowed() == expected


def test_what_is_not_read_of_a_long_text_costs_nothing(shipped: OnnxEmbedder) -> None:
    text = "The harbour closed. " * 200_000
    assert _same(shipped.encode([text])[0], shipped.encode([text[:20_000]])[0])


PROGRAM = """
import sys
from datetime import date
from pathlib import Path

from index.files import find_files
from index.ingestion.ingest import Ingest
from rag.build import build_engine, embedder_of
from rag.question.parsing import Query
from rag.settings import Settings

report, data_dir = map(Path, sys.argv[1:])
settings = Settings(data_dir=data_dir)
Ingest(settings, embedder_of(settings), date(2025, 6, 1)).run(find_files([report]))
print(build_engine(settings).ask(Query("When was the Kessel bridge reopened?")).text)
print(*{"torch", "transformers", "sentence_transformers"} & {n.split(".")[0] for n in sys.modules})
"""


def test_no_torch_for_an_ingest_and_a_question(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text(
        "The Bridge\n\nMay 3, 2024\n\nEngineers reopened the Kessel bridge on May 2.", "utf-8"
    )
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(report), str(tmp_path / "data")],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    assert ran.stdout == "Engineers reopened the Kessel bridge on May 2. [1]\n\n"


def test_matrices_are_multiplied_on_one_thread() -> None:
    load_embedder(SHIPPED_EMBEDDER)
    numpy_s = [found for found in threadpool_info() if found["user_api"] == "blas"]
    assert {found["num_threads"] for found in numpy_s} == {1}
