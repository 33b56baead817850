"""Second stage: candidates reordered by late interaction, or by a cross-encoder if one is set.

Late interaction (Khattab & Zaharia 2020): each token of the question looks for its best match
among the tokens of the passage. `bench/ranking.py` measures what each part is worth.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol

import numpy as np

from index.embedding.embedder import Vectors
from index.storage.token_vectors import PassageVectors
from index.structure.place import in_its_place, read_under
from index.text.terms import terms
from index.types import Finding
from rag.question.parsing import ParsedQuestion
from rag.retrieval.candidates import Candidate

ALL_TOKENS = 0.75
"""Share of the plain mean over all question tokens; the rest weighs content words by rarity."""
OTHER_TIME = 0.1
"""So much better a passage must be that does not tell the time of a question."""
BEST_SENTENCE = 0.25
"""How much the passage's best sentence counts beside the passage as a whole."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its text and scores; higher is better.

    `score` orders the list. `whole` is the late interaction, in [-1, 1], of the passage with all
    that it stands under, `own` that of its words alone and `sentences` that of each of its
    sentences, in order; `matches` is how well it matches each term of the question, by its words
    or, word for word, by what it stands under. `near` is the cosine of the two as wholes.
    """

    finding: Finding
    candidate: Candidate
    whole: float
    own: float
    sentences: tuple[float, ...]
    matches: tuple[float, ...]
    score: float
    near: float = 0.0

    @property
    def score_of_best(self) -> float:
        """Late interaction of the best sentence."""
        return max(self.sentences, default=self.own)

    @property
    def relevance(self) -> float:
        """Late interaction of the passage, its best sentence counted once more."""
        return (self.whole + BEST_SENTENCE * self.score_of_best) / (1 + BEST_SENTENCE)


class CrossEncoderReranker(Protocol):
    """Scores texts against a question, higher is better."""

    @property
    def name(self) -> str: ...

    def score(self, question: str, texts: Sequence[str]) -> list[float]: ...


def rerank(
    question: ParsedQuestion,
    findings: Sequence[tuple[Candidate, Finding, PassageVectors]],
    cross_encoder: CrossEncoderReranker | None = None,
) -> list[Ranked]:
    """All candidates, the best first, ties by id."""
    if not findings:
        return []
    best = [_best_by_part(question, finding, vectors) for _, finding, vectors in findings]
    scores = np.split(
        interaction(question, np.concatenate([parts for parts, _ in best])),
        np.cumsum([len(parts) for parts, _ in best]),
    )
    matches = term_matches(question, np.stack([of_terms for _, of_terms in best]))
    near = np.stack([v.pooled for _, _, v in findings]).astype(np.float32) @ question.pooled
    ranked = [
        _ranked(candidate, finding, parts.tolist(), of_terms.tolist(), float(cosine))
        for (candidate, finding, _), parts, of_terms, cosine in zip(
            findings, scores, matches, near, strict=False
        )
    ]
    if cross_encoder is not None:
        texts = [r.finding.text for r in ranked]
        under = [read_under(r.finding) for r in ranked]
        others = cross_encoder.score(question.text, in_its_place(texts, under))
        ranked = [replace(r, score=score) for r, score in zip(ranked, others, strict=True)]
    return sorted(ranked, key=lambda r: (-r.score, r.finding.passage.id))


def _best_by_part(
    question: ParsedQuestion, finding: Finding, vectors: PassageVectors
) -> tuple[Vectors, Vectors]:
    """Best matches of a passage with all that it stands under, of its words alone, and of each of
    its sentences, a row each; and those of its words again, where a term that it stands under word
    for word is matched wholly."""
    similar: Vectors = question.tokens @ (vectors.tokens.T.astype(np.float32) / 127.0)
    under, *counts = (int(count) for count in vectors.counts)
    ends = np.cumsum([under, *counts])[1:]
    of_sentences = [similar[:, end - n : end] for end, n in zip(ends, counts, strict=True)]
    own = similar[:, under:]
    parts = [best_matches(question, part) for part in (similar, own, *of_sentences)]
    return np.stack(parts), _matched(question, parts[1], _under(question, finding))


def _ranked(
    candidate: Candidate,
    finding: Finding,
    scores: Sequence[float],
    matches: Sequence[float],
    near: float,
) -> Ranked:
    whole, own, *sentences = scores
    ranked = Ranked(finding, candidate, whole, own, tuple(sentences), tuple(matches), 0.0, near)
    behind = 0.0 if candidate.of_time else OTHER_TIME
    return replace(ranked, score=ranked.relevance - behind)


def best_matches(question: ParsedQuestion, similar: Vectors) -> Vectors:
    """For each question token its highest cosine among `similar`, (question tokens, tokens); -1
    without tokens to match."""
    if not similar.size:
        return np.full(len(question.tokens), -1.0, dtype=np.float32)
    best: Vectors = similar.max(axis=1)
    return best


def _matched(question: ParsedQuestion, best: Vectors, numbers: Sequence[int]) -> Vectors:
    """Best matches, where those of some question terms are made whole."""
    made = best.copy()
    for number in numbers:
        made[question.term_of == number] = 1.0
    return made


def term_matches(question: ParsedQuestion, best: Vectors) -> Vectors:
    """For each term of the question the mean of its tokens' best matches: (…, question tokens)
    to (…, terms)."""
    of_term = question.term_of == np.arange(len(question.terms))[:, np.newaxis]
    sums = np.where(of_term, best[..., np.newaxis, :], 0.0).sum(axis=-1)
    matches: Vectors = (sums / np.maximum(of_term.sum(axis=1), 1)).astype(np.float32)
    return matches


def interaction(question: ParsedQuestion, best: Vectors) -> Vectors:
    """Late interaction from the best match of each question token: (…, question tokens) to (…).

    The plain mean over all tokens, blended with the mean over content words by their rarity.
    """
    if not best.shape[-1]:
        return np.full(best.shape[:-1], -1.0, dtype=np.float32)
    plain: Vectors = best.mean(axis=-1)
    weights = np.array([term.weight for term in question.terms], dtype=np.float32)
    if not weights.sum() > 0:
        return plain
    weighted: Vectors = (term_matches(question, best) * weights).sum(axis=-1) / weights.sum()
    return ALL_TOKENS * plain + (1 - ALL_TOKENS) * weighted


def _under(question: ParsedQuestion, finding: Finding) -> list[int]:
    """The numbers of the terms that a passage stands under, word for word."""
    have = _terms_of(read_under(finding))
    return [n for n, term in enumerate(question.terms) if term.said_in(have)]


@lru_cache(maxsize=4096)
def _terms_of(place: str) -> frozenset[str]:
    """Many passages stand under the same."""
    return frozenset(terms(place))
