"""Second stage: candidates reordered by late interaction, or by a cross-encoder if one is set.

Late interaction (Khattab & Zaharia 2020): each token of the question looks for its best match
among the tokens of the passage. `bench/results/ranking.md` has what each part is worth.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from index.embedding import Vectors
from index.errors import ModelUnusable
from index.terms import terms
from index.tokens import PassageVectors
from index.types import Finding
from rag.question import ParsedQuestion
from rag.retrieval import Candidate

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

ALL_TOKENS = 0.75
"""Share of the plain mean over all question tokens; the rest weighs content words by rarity."""
BEST_SENTENCE = 0.25
"""How much the passage's best sentence counts beside the passage as a whole."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its text and scores; higher is better.

    `score` orders the list. `whole` is the late interaction, in [-1, 1], of the passage as a
    whole and `sentences` that of each of its sentences, in order; `matches` is how well it
    matches each term of the question.
    """

    finding: Finding
    candidate: Candidate
    whole: float
    sentences: tuple[float, ...]
    matches: tuple[float, ...]
    score: float

    @property
    def score_of_best(self) -> float:
        """Late interaction of the best sentence."""
        return max(self.sentences, default=self.whole)

    @property
    def relevance(self) -> float:
        """Late interaction of the passage, its best sentence counted once more."""
        return (self.whole + BEST_SENTENCE * self.score_of_best) / (1 + BEST_SENTENCE)


class CrossEncoderReranker(Protocol):
    """Scores texts against a question, higher is better."""

    @property
    def name(self) -> str: ...

    def score(self, question: str, texts: Sequence[str]) -> list[float]: ...


class SentenceTransformerReranker:
    """A sentence-transformers cross-encoder on the CPU."""

    def __init__(self, model: "CrossEncoder", name: str) -> None:
        self._model = model
        self.name = name

    def score(self, question: str, texts: Sequence[str]) -> list[float]:
        scores = self._model.predict([(question, text) for text in texts], show_progress_bar=False)
        return [float(score) for score in np.asarray(scores).reshape(len(texts), -1)[:, -1]]


def load_reranker(name: str) -> SentenceTransformerReranker:
    """The cross-encoder that a setting names. Raises ModelUnusable, saying what to do."""
    local = Path(name).expanduser().is_dir()
    if local:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from sentence_transformers import CrossEncoder  # noqa: PLC0415 - seconds to import

    try:
        return SentenceTransformerReranker(
            CrossEncoder(name, device="cpu", local_files_only=local), name
        )
    except (OSError, ValueError, KeyError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ModelUnusable(
            f"The reranker {name!r} cannot be loaded ({reason}). Name a folder that holds a "
            "cross-encoder, or unset DATELINE_RERANKER."
        ) from error


def rerank(
    question: ParsedQuestion,
    findings: Sequence[tuple[Candidate, Finding, PassageVectors]],
    cross_encoder: CrossEncoderReranker | None = None,
) -> list[Ranked]:
    """All candidates, the best first, ties by id."""
    ranked = [_rank(question, *found) for found in findings]
    if cross_encoder is not None and ranked:
        scores = cross_encoder.score(question.text, [r.finding.text for r in ranked])
        ranked = [replace(r, score=score) for r, score in zip(ranked, scores, strict=True)]
    return sorted(ranked, key=lambda r: (-r.score, r.finding.passage.id))


def _rank(
    question: ParsedQuestion, candidate: Candidate, finding: Finding, vectors: PassageVectors
) -> Ranked:
    similar: Vectors = question.tokens @ (vectors.tokens.T.astype(np.float32) / 127.0)
    spelt = _spelt_otherwise(question, finding.text)
    ends = np.cumsum(vectors.counts)
    sentences = tuple(
        interaction(question, best_matches(question, similar[:, end - count : end], spelt))
        for end, count in zip(ends, vectors.counts, strict=True)
    )
    best = best_matches(question, similar, spelt)
    ranked = Ranked(
        finding=finding,
        candidate=candidate,
        whole=interaction(question, best),
        sentences=sentences,
        matches=tuple(float(match) for match in term_matches(question, best)),
        score=0.0,
    )
    return replace(ranked, score=ranked.relevance)


def best_matches(question: ParsedQuestion, similar: Vectors, spelt: Sequence[int] = ()) -> Vectors:
    """For each question token its highest cosine among `similar`, (question tokens, tokens).

    `spelt` are the numbers of question terms that the text has under another spelling. Without
    tokens to match, -1.
    """
    if not similar.size:
        return np.full(len(question.tokens), -1.0, dtype=np.float32)
    best: Vectors = similar.max(axis=1)
    for number in spelt:
        best[question.term_of == number] = 1.0
    return best


def term_matches(question: ParsedQuestion, best: Vectors) -> Vectors:
    """For each term of the question the mean of its tokens' best matches, (terms,)."""
    content = question.term_of >= 0
    numbers, size = question.term_of[content], len(question.terms)
    pieces = np.maximum(np.bincount(numbers, minlength=size), 1)
    sums = np.bincount(numbers, best[content], minlength=size)
    return (sums / pieces).astype(np.float32)


def interaction(question: ParsedQuestion, best: Vectors) -> float:
    """Late interaction from the best match of each question token.

    The plain mean over all tokens, blended with the mean over content words by their rarity.
    """
    if not len(best):
        return -1.0
    plain = float(best.mean())
    weights = np.array([term.weight for term in question.terms], dtype=np.float32)
    if not weights.sum() > 0:
        return plain
    weighted = float(term_matches(question, best) @ weights / weights.sum())
    return ALL_TOKENS * plain + (1 - ALL_TOKENS) * weighted


def _spelt_otherwise(question: ParsedQuestion, text: str) -> list[int]:
    varied = [n for n, term in enumerate(question.terms) if len(term.spellings) > 1]
    if not varied:
        return []
    have = set(terms(text))
    return [n for n in varied if have.intersection(question.terms[n].spellings[1:])]
