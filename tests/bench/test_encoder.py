"""Training the encoder: what a step is made of, and that it sees the vectors that are kept."""

import random

import numpy as np
import pytest
import torch

from bench.encoder import train
from bench.encoder.train import Batch, Encoding, batches, loss_of
from bench.reader.candidates import Searched, Seen
from index.embedding.embedders import load_embedder
from index.settings import PUBLISHED_EMBEDDER
from index.storage.token_vectors import compress

TEXTS = ["Notes of May: The pier opened on Tuesday.", "Who opened the pier?", "It rained all week."]


def _seen(name: str, *, right: bool = False, partly: bool = False, tempting: bool = False) -> Seen:
    return Seen(
        id=name, place="Notes of May:", under="", text=f"Passage\n{name}.", right=right,
        partly=partly, tempting=tempting, answers=(), relevance=0.5, fused=0.5,
    )  # fmt: skip


def _searched(number: int) -> Searched:
    candidates = [
        _seen("shared", partly=number == 1),
        *(_seen(f"wrong {number} {n}", tempting=n == 20) for n in range(30)),
        _seen(f"right {number}", right=True),
    ]
    return Searched("town", f"town-{number}", "fact", f"Question {number}?", True, (*candidates,))


@pytest.fixture
def field(monkeypatch: pytest.MonkeyPatch) -> str:
    unanswerable = Searched("town", "town-99", "near", "Why?", False, (_seen("wrong"),))
    monkeypatch.setattr(train, "read", lambda _: [*map(_searched, range(16)), unanswerable])
    return "town"


def test_a_batch_has_an_answer_to_each_of_its_questions(field: str) -> None:
    draw = random.Random(1)  # noqa: S311 - the same draws in every run
    (batch,) = batches([field], draw)
    assert sorted(batch.questions) == sorted(f"Question {n}?" for n in range(16))
    assert batch.right.sum(dim=1).tolist() == [1] * 16
    assert batch.right.sum(dim=0).max() == 1
    assert all(text.startswith("Notes of May: Passage ") for text in batch.passages)
    assert 40 <= len(batch.passages) <= 48


def test_what_has_a_part_of_the_answer_counts_neither_way(field: str) -> None:
    for seed in range(20):
        (batch,) = batches([field], random.Random(seed))  # noqa: S311
        for question, left_out in zip(batch.questions, batch.left_out.tolist(), strict=True):
            there = [text for text, out in zip(batch.passages, left_out, strict=True) if out]
            assert there in ([], ["Notes of May: Passage shared."])
            assert not there or question == "Question 1?"


@pytest.mark.slow
def test_what_is_trained_is_what_is_kept() -> None:
    pooled, tokens = Encoding(None)(TEXTS)
    for n, kept in enumerate(load_embedder(PUBLISHED_EMBEDDER).encode(TEXTS)):
        np.testing.assert_allclose(pooled[n].detach().numpy(), kept.pooled, atol=0.02)
        stored = compress(kept, TEXTS[n], [len(TEXTS[n])]).tokens / 127
        np.testing.assert_allclose(tokens[n].detach().numpy(), stored, atol=0.08)


@pytest.mark.slow
def test_a_step_brings_what_is_said_to_answer_nearer() -> None:
    encoding = Encoding(None)
    batch = Batch(
        [TEXTS[1]], [TEXTS[0], TEXTS[2]], torch.tensor([[False, True]]),
        torch.zeros(1, 2, dtype=torch.bool),
    )  # fmt: skip
    before = loss_of(encoding, batch)
    before.backward()  # type: ignore[no-untyped-call]
    with torch.no_grad():
        for weight in encoding.network.parameters():
            if weight.grad is not None:
                weight -= 0.001 * weight.grad
    assert loss_of(encoding, batch) < before
