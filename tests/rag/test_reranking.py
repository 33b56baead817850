"""Late interaction, checked by hand."""

from collections.abc import Sequence
from dataclasses import replace
from math import sqrt

import numpy as np
import pytest

from index.embedding.embedder import Vectors
from index.storage.token_vectors import TOKEN_DIMENSION, PassageVectors
from index.types import Finding
from rag.question.parsing import ParsedQuestion, Term
from rag.retrieval.candidates import Candidate
from rag.retrieval.reranking import Ranked, best_matches, interaction, rerank, term_matches
from tests.rag.corpus import finding, head, term


def _axes(*rows: dict[int, float]) -> Vectors:
    """Vectors given as their coordinates that are not 0."""
    vectors = np.zeros((len(rows), TOKEN_DIMENSION), dtype=np.float32)
    for number, row in enumerate(rows):
        for axis, value in row.items():
            vectors[number, axis] = value
    return vectors


def _asked(*terms: Term) -> ParsedQuestion:
    """Four tokens on axes 0 to 3: a function word, two pieces of term 0, and term 1."""
    return ParsedQuestion(
        "Did Kyiv deny?",
        "Did Kyiv deny?",
        terms,
        np.zeros(64, dtype=np.float32),
        _axes({0: 1}, {1: 1}, {2: 1}, {3: 1}),
        np.array([-1, 0, 0, 1], dtype=np.int32),
    )


ASKED = _asked(term("Kyiv", weight=3), term("deny", weight=1))
FIRST = ({0: 1.0}, {1: 0.6, 4: 0.8})
SECOND = ({2: 1.0}, {3: sqrt(0.5), 5: sqrt(0.5)})


def _kept(
    *sentences: Sequence[dict[int, float]], under: Sequence[dict[int, float]] = ()
) -> PassageVectors:
    parts = [under, *sentences]
    rows = [row for part in parts for row in part]
    return PassageVectors(
        np.zeros(64, dtype=np.float16),
        np.rint(_axes(*rows) * 127).astype(np.int8),
        np.array([len(part) for part in parts], dtype=np.uint16),
    )


def _found(
    texts: Sequence[str], kept: PassageVectors, name: str = "r1"
) -> tuple[Candidate, Finding, PassageVectors]:
    found = finding(texts, head(name))
    return Candidate(found.passage.id, 1, 1, 0.9), found, kept


def test_a_passage_by_hand() -> None:
    (got,) = rerank(ASKED, [_found(["A b.", "C d."], _kept(FIRST, SECOND))])
    # Best matches, by token: 1, 0.6, 1, 0.71. Terms: (0.6 + 1) / 2 = 0.8 and 0.71.
    root = sqrt(0.5)
    whole = 0.75 * (1 + 0.6 + 1 + root) / 4 + 0.25 * (3 * 0.8 + root) / 4
    first = 0.75 * (1 + 0.6 + 0 + 0) / 4 + 0.25 * (3 * 0.3 + 0) / 4
    second = 0.75 * (0 + 0 + 1 + root) / 4 + 0.25 * (3 * 0.5 + root) / 4
    assert got.whole == pytest.approx(whole, abs=0.003)
    assert got.sentences == pytest.approx((first, second), abs=0.003)
    assert got.matches == pytest.approx((0.8, root), abs=0.003)
    assert got.score_of_best == pytest.approx(second, abs=0.003)
    assert got.score == got.relevance == pytest.approx((whole + 0.25 * second) / 1.25, abs=0.003)


def test_what_a_passage_stands_under_counts_for_it_and_not_for_its_sentences() -> None:
    (both,) = rerank(ASKED, [_found(["A b.", "C d."], _kept(FIRST, SECOND))])
    (bare,) = rerank(ASKED, [_found(["A b."], _kept(FIRST))])
    (got,) = rerank(ASKED, [_found(["A b."], _kept(FIRST, under=SECOND))])
    assert got.whole == pytest.approx(both.whole, abs=0.003)
    assert (got.own, got.sentences) == (bare.own, bare.sentences)


def test_the_order_and_its_ties() -> None:
    good, poor = _kept(FIRST, SECOND), _kept(FIRST, ({9: 1.0},))
    found = [
        _found(["A b.", "C d."], poor, "r1"),
        _found(["A b.", "C d."], good, "r3"),
        _found(["A b.", "C d."], good, "r2"),
    ]
    assert [r.finding.report.id for r in rerank(ASKED, found)] == ["r2", "r3", "r1"]
    assert rerank(ASKED, found[::-1]) == rerank(ASKED, found)


def test_nothing_to_rank() -> None:
    assert rerank(ASKED, []) == []


def test_a_passage_without_tokens_matches_nothing() -> None:
    (got,) = rerank(ASKED, [_found(["…"], _kept(()))])
    assert (got.whole, got.sentences, got.matches) == (-1.0, (-1.0,), (-1.0, -1.0))


def test_matching_needs_tokens_on_both_sides() -> None:
    assert best_matches(ASKED, np.zeros((4, 0), dtype=np.float32)).tolist() == [-1.0] * 4
    nothing = replace(ASKED, tokens=ASKED.tokens[:0], term_of=ASKED.term_of[:0], terms=())
    assert interaction(nothing, np.zeros(0, dtype=np.float32)) == -1.0


def test_without_content_words_the_plain_mean_counts() -> None:
    bare = replace(ASKED, terms=(), term_of=np.full(4, -1, dtype=np.int32))
    assert interaction(bare, np.array([1, 0, 0, 1], dtype=np.float32)) == 0.5
    weightless = _asked(term("Kyiv", weight=0), term("deny", weight=0))
    assert interaction(weightless, np.array([1, 0, 0, 1], dtype=np.float32)) == 0.5


def test_a_term_without_tokens_matches_nothing() -> None:
    cut = replace(ASKED, tokens=ASKED.tokens[:3], term_of=ASKED.term_of[:3])
    best = np.array([1, 1, 1], dtype=np.float32)
    assert term_matches(cut, best).tolist() == [1.0, 0.0]


class LengthReranker:
    """A cross-encoder that likes long texts."""

    name = "length"

    def score(self, question: str, texts: Sequence[str]) -> list[float]:
        return [float(len(text)) for text in texts]


def test_a_cross_encoder_orders_and_changes_nothing_else() -> None:
    found = [
        _found(["A b.", "C d."], _kept(FIRST, SECOND), "r1"),
        _found(["A b.", "C d, e."], _kept(FIRST, ({9: 1.0},)), "r2"),
    ]
    plain = rerank(ASKED, found)
    assert [r.finding.report.id for r in plain] == ["r1", "r2"]
    got = rerank(ASKED, found, LengthReranker())
    assert [(r.finding.report.id, r.score) for r in got] == [("r2", 37.0), ("r1", 34.0)]

    def unscored(ranked: list[Ranked]) -> list[Ranked]:
        same = [replace(r, score=0.0) for r in ranked]
        return sorted(same, key=lambda r: r.finding.report.id)

    assert unscored(got) == unscored(plain)


def test_a_cross_encoder_is_not_asked_about_nothing() -> None:
    class Never(LengthReranker):
        def score(self, question: str, texts: Sequence[str]) -> list[float]:
            raise AssertionError("asked to score nothing")

    assert rerank(ASKED, [], Never()) == []
