"""What is each stage of retrieval worth, and what does storing small token vectors cost?"""

import json
import random
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from unittest.mock import patch

import numpy as np
import numpy.typing as npt

from bench.common import WORK, Figure, Result, Skipped, Table, data, main
from bench.corpus import ingest, settings_for, shipped, write_files
from index.embedding.embedder import Embedder, Encoding
from index.storage.catalog import Catalog
from index.storage.encoding import reading_text
from index.storage.token_vectors import PassageVectors, project
from index.structure.place import read_under
from index.types import Finding
from rag.build import build_engine
from rag.engine.query_engine import QueryEngine
from rag.question.parsing import ParsedQuestion, Query, parse_question
from rag.retrieval import reranking
from rag.retrieval.reranking import Ranked, rerank

_OF_EACH = 40
"""SQuAD questions of each article."""
_SAMPLES = 1000
_AT_ONCE = 512
Scores = tuple[float, float, float, float]
"""Of one question: hit@1, MRR@10, R@20, sentence@1."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, its article's file and where in that file it is answered."""

    question: str
    file: str
    answers: tuple[int, ...]


def squad() -> tuple[dict[str, str], list[Asked]]:
    """Articles by file name, and answerable questions on them; where an answer starts counts."""
    text = (data("squad2_part") / "dev-v2.0.json").read_text("utf-8")
    draw = random.Random(7)
    files, asked = {}, list[Asked]()
    for article in json.loads(text)["data"]:
        name = f"{article['title']}.txt"
        report, here = f"{article['title'].replace('_', ' ')}\n\n", list[Asked]()
        for paragraph in article["paragraphs"]:
            at = len(report)
            report += paragraph["context"] + "\n\n"
            for qa in paragraph["qas"]:
                starts = tuple(sorted({at + a["answer_start"] for a in qa["answers"]}))
                if not qa["is_impossible"]:
                    here.append(Asked(qa["question"], name, starts))
        files[name] = report
        asked.extend(draw.sample(here, _OF_EACH))
    return files, asked


def clapnq() -> tuple[dict[str, str], list[Asked]]:
    """Passages of Wikipedia as reports, one a question; the sentences that answer count."""
    lines = (data("clapnq_answerable") / "clapnq_dev_answerable.jsonl").read_text("utf-8")
    files, asked = {}, list[Asked]()
    for row in map(json.loads, lines.splitlines()):
        passage = row["passages"][0]
        chosen = [sentence.strip() for sentence in row["output"][0]["selected_sentences"]]
        report, starts = f"{passage['title']}\n\n", list[int]()
        for sentence in map(str.strip, passage["sentences"]):
            if sentence in chosen:
                starts.append(len(report))
            report += sentence + " "
        name = f"{sha256(report.encode()).hexdigest()[:12]}.txt"  # some questions share a passage
        files[name] = report
        if starts:
            asked.append(Asked(row["input"], name, tuple(starts)))
    return files, asked


def measure() -> Result:
    tables, figures = list[Table](), list[Figure]()
    for name, read in (("SQuAD 2.0, 16 articles", squad), ("ClapNQ, a passage a question", clapnq)):
        files, asked = read()
        folder = write_files(WORK / f"ranking-{read.__name__}", files)
        ingest(folder, shipped)
        engine = build_engine(settings_for(folder), shipped)
        if engine.catalog is None:
            raise Skipped("nothing could be ingested")
        scores = _Study(engine, engine.catalog).run(asked)
        groups = [a.file for a in asked]
        passages = engine.coverage().passages
        tables += _tables(f"{name}: {len(asked)} questions, {passages:,} passages", scores, groups)
        for stage in ("fused", "reranked"):
            hit = 100 * statistics.mean(s[0] for s in scores[stage])
            figures.append(Figure(f"hit@1 {stage}, {name.partition(',')[0]}", hit, " %"))
    return Result(
        name="ranking",
        title="What each stage of retrieval is worth",
        about=(
            "SQuAD 2.0 articles and ClapNQ passages are ingested as reports, each set into one "
            "index, and questions that they answer are searched over all of them. A passage is a "
            f"hit where it holds a sentence that answers. From SQuAD {_OF_EACH} answerable "
            "questions of each article are drawn. sentence@1 is whether the best sentence of the "
            "first passage answers. Dense, lexical and fused are the same search's first-stage "
            "ranks. Differences are in points, with 95 % intervals from a bootstrap over articles. "
            "Every figure is of the search alone: nothing is refused."
        ),
        figures=figures,
        tables=tables,
    )


class _Reader:
    """An embedder that remembers the last text's encoding, as `read`."""

    def __init__(self, embedder: Embedder) -> None:
        self.name, self.dimension = embedder.name, embedder.dimension
        self._embedder = embedder

    def encode(self, texts: Sequence[str], *, asked: bool = False) -> list[Encoding]:
        encodings = self._embedder.encode(texts)
        self.read = encodings[-1]
        return encodings


class _Study:
    """Rankings of one index's search, stage by stage and with parts of it changed."""

    def __init__(self, engine: QueryEngine, catalog: Catalog) -> None:
        self._engine, self._catalog = engine, catalog
        self._tokens = _full_tokens(engine, catalog)
        self._stored = engine.loaded.stores.tokens.get(list(self._tokens))

    def run(self, asked: Sequence[Asked]) -> dict[str, list[Scores]]:
        scores: dict[str, list[Scores]] = {}
        for one in asked:
            for stage, ranked in self._rankings(one.question):
                scores.setdefault(stage, []).append(_score(one, ranked))
        return scores

    def _rankings(self, question: str) -> Iterator[tuple[str, list[Ranked]]]:
        ranked = self._engine.search(Query(question))
        yield "dense", _by(ranked, lambda r: r.candidate.dense_rank)
        yield "lexical", _by(ranked, lambda r: r.candidate.lexical_rank)
        yield "fused", _by(ranked, lambda r: -r.candidate.fused)
        yield "reranked", ranked
        yield "without the best sentence", _by(ranked, lambda r: -r.whole)
        reader = _Reader(self._engine.loaded.embedder)
        parsed = parse_question(question, reader, self._catalog)
        kept = [self._stored[r.finding.passage.id] for r in ranked]
        with patch.object(reranking, "ALL_TOKENS", 1.0):
            yield "all tokens alike", _again(parsed, ranked, kept)
        with patch.object(reranking, "ALL_TOKENS", 0.0):
            yield "content words by rarity only", _again(parsed, ranked, kept)
        # The rows of the question's tokens that `parse_question` kept are those it projected.
        rows = (project(reader.read.tokens) @ parsed.tokens.T).argmax(axis=0)
        full = replace(parsed, tokens=reader.read.tokens[rows])
        yield "384 numbers, 32 bits", _again(full, ranked, [self._full(r.finding) for r in ranked])
        yield (
            "96 numbers, 32 bits",
            _again(parsed, ranked, [self._full(r.finding, small=True) for r in ranked]),
        )

    def _full(self, finding: Finding, *, small: bool = False) -> PassageVectors:
        """Token vectors as encoded, or projected, not rounded; in the store's units."""
        tokens = self._tokens[finding.passage.id].astype(np.float32)
        stored = self._stored[finding.passage.id]
        return replace(stored, tokens=(project(tokens) if small else tokens) * 127)


def _full_tokens(engine: QueryEngine, catalog: Catalog) -> dict[str, npt.NDArray[np.float16]]:
    """Of every passage the vectors of the tokens that are stored, as the model gives them."""
    kept: dict[str, npt.NDArray[np.float16]] = {}
    findings = list(catalog.findings(catalog.passage_ids()).values())
    findings.sort(key=lambda finding: len(finding.text))
    for at in range(0, len(findings), _AT_ONCE):
        some = findings[at : at + _AT_ONCE]
        texts = [reading_text(read_under(f), f.text, f.sentences)[0] for f in some]
        encodings = engine.loaded.embedder.encode(texts)
        for finding, text, encoding in zip(some, texts, encodings, strict=True):
            worded = [any(c.isalnum() for c in text[a:b]) for a, b in encoding.spans]
            tokens = encoding.tokens[np.array(worded, dtype=bool)]
            kept[finding.passage.id] = tokens.astype(np.float16)
    return kept


def _by(ranked: Sequence[Ranked], key: Callable[[Ranked], float | None]) -> list[Ranked]:
    """Those that have a key, by it, ties by id."""
    having = [(k, r.finding.passage.id, r) for r in ranked if (k := key(r)) is not None]
    return [r for _, _, r in sorted(having, key=lambda item: item[:2])]


def _again(
    question: ParsedQuestion, ranked: Sequence[Ranked], vectors: Sequence[PassageVectors]
) -> list[Ranked]:
    found = [(r.candidate, r.finding, v) for r, v in zip(ranked, vectors, strict=True)]
    return rerank(question, found)


def _score(asked: Asked, ranked: Sequence[Ranked]) -> Scores:
    hits = [_answers(asked, r, r.finding.passage.sentences) for r in ranked[:20]]
    if not hits:
        return 0.0, 0.0, 0.0, 0.0
    reciprocal = next((1 / n for n, hit in enumerate(hits[:10], 1) if hit), 0.0)
    best = max(range(len(ranked[0].sentences)), key=lambda i: (ranked[0].sentences[i], -i))
    said = _answers(asked, ranked[0], [ranked[0].finding.passage.sentences[best]])
    return float(hits[0]), reciprocal, float(any(hits)), float(said)


def _answers(asked: Asked, ranked: Ranked, sentences: Sequence[tuple[int, int]]) -> bool:
    here = Path(ranked.finding.report.path).name == asked.file
    return here and any(a <= start < b for a, b in sentences for start in asked.answers)


def _tables(title: str, scores: Mapping[str, list[Scores]], groups: Sequence[str]) -> list[Table]:
    header = ("", "hit@1", "MRR@10", "R@20", "sentence@1")
    rows = [[name, *(f"{100 * v:.1f}" for v in np.mean(s, axis=0))] for name, s in scores.items()]
    reached = np.array(scores["reranked"])
    less = [[f"reranked less {name}", *_differences(reached - np.array(s), groups)]
            for name, s in scores.items() if name != "reranked"]  # fmt: skip
    return [Table(title, header, rows), Table(f"{title}: differences", header, less)]


def _differences(points: np.ndarray, groups: Sequence[str]) -> list[str]:
    """Mean differences with intervals; articles are drawn whole."""
    names, number = np.unique(np.array(groups), return_inverse=True)
    sums = np.stack([points[number == n].sum(axis=0) for n in range(len(names))])
    sizes = np.bincount(number)
    drawn = np.random.default_rng(0).integers(0, len(names), (_SAMPLES, len(names)))
    means = sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1, keepdims=True)
    low, high = np.quantile(means, [0.025, 0.975], axis=0) * 100
    return [f"{m:+.1f} ({a:+.1f} to {b:+.1f})"
            for m, a, b in zip(points.mean(axis=0) * 100, low, high, strict=True)]  # fmt: skip


if __name__ == "__main__":
    main(measure)
