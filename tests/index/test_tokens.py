from pathlib import Path

import numpy as np
import pytest

from index.errors import IndexUnusable
from index.storage.token_vectors import (
    TOKEN_DIMENSION,
    PassageVectors,
    TokenStore,
    compress,
    project,
)
from tests.doubles import HashingEmbedder

TEXT = "Bees dance. They dance again, on Monday!"
ENDS = [11, 40]


def _kept(text: str = TEXT, ends: list[int] | None = None, dimension: int = 64) -> PassageVectors:
    encoding = HashingEmbedder(dimension=dimension).encode([text])[0]
    return compress(encoding, text, ends or ENDS)


def test_what_is_kept_of_a_passage() -> None:
    kept = _kept()
    assert (kept.pooled.shape, kept.pooled.dtype) == ((64,), np.float16)
    assert (kept.tokens.shape, kept.tokens.dtype) == ((7, TOKEN_DIMENSION), np.int8)
    assert (kept.counts.tolist(), kept.counts.dtype) == ([2, 5], np.uint16)


def test_a_passage_without_words() -> None:
    kept = _kept("…", [1])
    assert (kept.tokens.shape, kept.counts.tolist()) == ((0, TOKEN_DIMENSION), [0])


@pytest.mark.parametrize("dimension", [64, 96, 384])
def test_likeness_of_tokens_survives(dimension: int) -> None:
    encoding = HashingEmbedder(dimension=dimension).encode([TEXT])[0]
    exact = encoding.tokens @ encoding.tokens.T
    eight_bit = _kept(dimension=dimension).tokens.astype(np.float32) / 127
    np.testing.assert_allclose(eight_bit @ eight_bit.T, exact, atol=0.35)
    np.testing.assert_allclose(np.linalg.norm(project(encoding.tokens), axis=1), 1, atol=1e-5)


@pytest.fixture
def store(tmp_path: Path) -> TokenStore:
    opened = TokenStore(tmp_path, "f")
    opened.put(["a", "b"], [_kept(), _kept("Tanks rolled.", [13])])
    return opened


def test_put_and_get(store: TokenStore) -> None:
    found = store.get(["a", "unknown"])
    assert list(found) == ["a"]
    kept = _kept()
    np.testing.assert_array_equal(found["a"].pooled, kept.pooled)
    np.testing.assert_array_equal(found["a"].tokens, kept.tokens)
    np.testing.assert_array_equal(found["a"].counts, kept.counts)


def test_what_is_stored(store: TokenStore) -> None:
    assert (len(store), store.ids(), store.known({"a": 1, "c": 1})) == (2, {"a", "b"}, {"a"})
    store.put(["a"], [_kept()])
    store.remove(["b", "unknown"])
    assert (len(store), store.ids()) == (1, {"a"})


def test_more_than_one_query_s_worth(store: TokenStore) -> None:
    ids = [f"p{n}" for n in range(1100)]
    store.put(ids, [_kept()] * len(ids))
    assert store.known(dict.fromkeys(ids, 1)) == set(ids)
    assert len(store.get(ids)) == 1100


@pytest.mark.parametrize(("sentences", "known"), [(1, {"a"}), (2, set()), (0, set())])
def test_what_was_told_apart_into_other_sentences_is_not_known(
    store: TokenStore, sentences: int, known: set[str]
) -> None:
    assert store.get(["a"])["a"].sentences == 1
    assert store.known({"a": sentences}) == known


def test_a_damaged_file(tmp_path: Path) -> None:
    (tmp_path / "tokens-f.sqlite").write_bytes(b"no database " * 200)
    with pytest.raises(IndexUnusable, match=r"is damaged .*Delete it and run `dateline doctor`"):
        TokenStore(tmp_path, "f")
