"""The fusion of two rankings, and what the first stage finds."""

import numpy as np
import pytest

from index.storage.filters import UNKNOWN
from index.types import Scope
from rag.engine.query_engine import QueryEngine
from rag.question.parsing import parse_question
from rag.retrieval.candidates import Candidate, fuse, retrieve


def test_fusing_two_rankings() -> None:
    fused = fuse([("a", 0.9), ("b", 0.8), ("c", 0.7)], ["b", "d"])
    assert fused == [
        Candidate("b", 2, 1, 0.8),
        Candidate("a", 1, None, 0.9),
        Candidate("d", None, 2, None),
        Candidate("c", 3, None, 0.7),
    ]


@pytest.mark.parametrize(
    ("candidate", "score"),
    [
        (Candidate("x", 1, 1, 0.9), 1.0),
        (Candidate("x", 1, None, 0.9), 0.5),
        (Candidate("x", None, 1, None), 0.5),
        (Candidate("x", 2, 3, 0.9), 61 / 2 * (1 / 62 + 1 / 63)),
    ],
    ids=["first in both", "dense alone", "lexical alone", "second and third"],
)
def test_the_fused_score(candidate: Candidate, score: float) -> None:
    assert candidate.fused == pytest.approx(score, abs=1e-12)


def test_ties_are_broken_by_id() -> None:
    assert [c.passage_id for c in fuse([("z", 0.5)], ["a"])] == ["a", "z"]


def test_nothing_found_is_nothing_fused() -> None:
    assert fuse([], []) == []


def test_both_retrievers_and_their_limit(harbour: QueryEngine) -> None:
    assert harbour.catalog is not None
    loaded = harbour.loaded
    asked = parse_question("the Kessel bridge", loaded.embedder, harbour.catalog.vocabulary())
    found = retrieve(asked, harbour.catalog, loaded.stores, Scope(), 2)
    texts = harbour.catalog.findings([c.passage_id for c in found])
    assert all("Kessel bridge" in texts[c.passage_id].text for c in found[:2])
    ranks = [(c.dense_rank, c.lexical_rank) for c in found]
    assert sorted(rank for rank, _ in ranks if rank) == [1, 2]
    assert sorted(rank for _, rank in ranks if rank) == [1, 2]


@pytest.mark.parametrize(
    ("count", "apart"), [(50, 0.02), (2000, 0.0)], ids=["near one another", "the same"]
)
def test_vectors_that_no_passage_owns_take_no_place(
    harbour: QueryEngine, count: int, apart: float
) -> None:
    """As an ingest leaves them that was interrupted, or has not ended; nor where there is nothing
    to scan, and the vector store is asked."""
    catalog, loaded = harbour.catalog, harbour.loaded
    assert catalog is not None
    asked = parse_question("the Kessel bridge", loaded.embedder, catalog.vocabulary())
    before = retrieve(asked, catalog, loaded.stores, Scope(), 3)
    left_over = [f"left over {number}" for number in range(count)]
    # near to the question; those that are the same bar each other's way in the store's graph, so
    # that it gives fewer than it is asked for
    noise = np.random.default_rng(0).normal(0, apart, (count, len(asked.pooled)))
    vectors = asked.pooled + noise.astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    loaded.stores.vectors.put(left_over, vectors, [UNKNOWN] * count)
    try:
        assert retrieve(asked, catalog, loaded.stores, Scope(), 3) == before
        loaded.stores.scan.remove()
        found = retrieve(asked, catalog, loaded.stores, Scope(), 3)
        assert [one.passage_id for one in found] == [one.passage_id for one in before]
    finally:
        loaded.stores.vectors.remove(left_over)
        loaded.stores.scan.renew(catalog, loaded.stores.tokens)
