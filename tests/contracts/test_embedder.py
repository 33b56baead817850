"""What every embedder must do, whichever it is."""

from collections.abc import Callable

import numpy as np
import pytest

from index.embedding.embedder import Embedder
from index.embedding.embedders import load_embedder
from index.settings import PUBLISHED_EMBEDDER, SHIPPED_EMBEDDER
from tests.doubles import HashingEmbedder

TEXTS = [
    "Russian forces seized the settlement of Kurakhove after two months.",
    "The settlement of Kurakhove was seized by Russian forces.",
    "Honey bees dance to tell each other where flowers are.",
]


def _shipped() -> Embedder:
    return load_embedder(SHIPPED_EMBEDDER)


def _sentence_transformer() -> Embedder:
    return load_embedder(PUBLISHED_EMBEDDER)


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(HashingEmbedder, id="hashing double"),
        pytest.param(_shipped, id="shipped model", marks=pytest.mark.slow),
        pytest.param(_sentence_transformer, id="sentence-transformers", marks=pytest.mark.slow),
    ],
)
def embedder(request: pytest.FixtureRequest) -> Embedder:
    load: Callable[[], Embedder] = request.param
    return load()


def test_shapes_and_types(embedder: Embedder) -> None:
    for text, encoding in zip(TEXTS, embedder.encode(TEXTS), strict=True):
        count = len(encoding.tokens)
        assert encoding.pooled.shape == (embedder.dimension,)
        assert encoding.tokens.shape == (count, embedder.dimension)
        assert encoding.spans.shape == (count, 2)
        assert (encoding.pooled.dtype, encoding.tokens.dtype) == (np.float32, np.float32)
        assert encoding.spans.dtype == np.int32
        assert count >= len(text.split())


def test_vectors_have_unit_length(embedder: Embedder) -> None:
    for encoding in embedder.encode(TEXTS):
        norms = np.linalg.norm(np.vstack([encoding.pooled, encoding.tokens]), axis=1)
        np.testing.assert_allclose(norms, 1.0, atol=1e-5)


def test_spans_are_the_tokens_in_order(embedder: Embedder) -> None:
    text = "Putin met Orbán."
    spans = embedder.encode([text])[0].spans.tolist()
    assert spans == sorted(spans)
    assert [text[a:b] for a, b in spans][:2] == ["Putin", "met"]
    assert all(0 <= a < b <= len(text) for a, b in spans)


def test_encodings_are_in_the_order_of_the_texts(embedder: Embedder) -> None:
    texts = ["short", TEXTS[0], "a little longer", TEXTS[2], ""]
    together = embedder.encode(texts)
    for text, encoding in zip(texts, together, strict=True):
        alone = embedder.encode([text])[0]
        np.testing.assert_allclose(encoding.pooled, alone.pooled, atol=1e-4)
        np.testing.assert_array_equal(encoding.spans, alone.spans)


def test_the_same_text_gives_the_same_vectors(embedder: Embedder) -> None:
    first, second = embedder.encode([TEXTS[0]])[0], embedder.encode([TEXTS[0]])[0]
    np.testing.assert_array_equal(first.pooled, second.pooled)
    np.testing.assert_array_equal(first.tokens, second.tokens)


def test_alike_texts_are_closer_than_others(embedder: Embedder) -> None:
    seized, also_seized, bees = (encoding.pooled for encoding in embedder.encode(TEXTS))
    assert seized @ also_seized > 0.7
    assert seized @ bees < 0.3


@pytest.mark.parametrize("text", ["", " ", "…"], ids=["empty", "space", "no word"])
def test_a_text_without_words_is_no_error(embedder: Embedder, text: str) -> None:
    encoding = embedder.encode([text])[0]
    assert encoding.pooled.shape == (embedder.dimension,)
    assert np.isfinite(encoding.pooled).all()


def test_no_texts_give_no_encodings(embedder: Embedder) -> None:
    assert embedder.encode([]) == []


def test_a_long_text_is_cut_and_not_refused(embedder: Embedder) -> None:
    encoding = embedder.encode(["word " * 2000])[0]
    assert 100 < len(encoding.tokens) <= 2000


def test_a_word_of_thousands_of_letters_is_a_word(embedder: Embedder) -> None:
    text = f"The {'bridge' * 1000} was closed."
    encoding = embedder.encode([text])[0]
    assert len(encoding.tokens) < 10
    longest = max(encoding.spans.tolist(), key=lambda span: span[1] - span[0])
    assert longest == [4, 6004]


@pytest.mark.parametrize("beside", [0, 1, 40], ids=["alone", "one", "many"])
def test_neighbours_change_next_to_nothing(embedder: Embedder, beside: int) -> None:
    alone = embedder.encode([TEXTS[0]])[0]
    others = [f"{TEXTS[2]} " * (1 + n % 7) for n in range(beside)]
    first, *_ = embedder.encode([TEXTS[0], *others])
    np.testing.assert_allclose(first.pooled, alone.pooled, atol=1e-6)
    np.testing.assert_allclose(first.tokens, alone.tokens, atol=1e-6)
