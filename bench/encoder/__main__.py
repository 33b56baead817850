"""What the shipped encoder costs and finds, beside the published one: `python -m bench.encoder`."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import perf_counter, process_time

import numpy as np
import torch

from bench.common import WORK, Figure, Result, Table, main, spread
from bench.corpus import bare_model
from bench.encoder.export import write
from bench.encoder.graph import Kind
from bench.fields.corpus import ingest, load
from index.embedding.embedder import Embedder, Vectors
from index.embedding.minilm import FOLDER, OnnxEmbedder
from index.embedding.sentence_transformer import SentenceTransformerEmbedder
from index.settings import PUBLISHED_EMBEDDER
from index.storage.catalog import Catalog
from index.storage.encoding import reading_text
from index.structure.place import read_under
from rag.evaluation.gold import Span, is_relevant
from rag.evaluation.places import Files

FIELDS = ("tropical_cyclone", "pypi_security", "central_bank")
CUTS = (5, 20, 50)
ROUNDS, GROUP = 6, 96
"""How often each is timed, and on how many passages each time."""
_TOKENS_OF = 64
"""Passages of a field whose token vectors are compared."""
WAYS: dict[str, Kind | None] = {
    "torch, 32 bits": None,
    "ONNX, 32 bits": "fp32",
    "ONNX, 8 bits, range of the text": "tensor",
    "ONNX, 8 bits, range of 128 numbers": "blocks",
    "ONNX, 8 bits, range of the token": "rows",
    "ONNX, 8 bits, as shipped": "smooth",
}
TODAY, SHIPPED = "torch, 32 bits", "ONNX, 8 bits, as shipped"


@dataclass(frozen=True, slots=True)
class Searched:
    """Passages of a field as the encoder reads them, its questions with an answer, and for each of
    them which passages have it."""

    passages: list[str]
    questions: list[str]
    relevant: list[set[int]]


@dataclass(slots=True)
class Found:
    """Of one way: vectors by field, and those of tokens of some passages."""

    passages: list[Vectors] = field(default_factory=list)
    questions: list[Vectors] = field(default_factory=list)
    tokens: list[Vectors] = field(default_factory=list)


def searched(name: str) -> Searched:
    """Raises Skipped where the field is not here."""
    known = load(name)
    ingest(known)
    catalog = Catalog.open(known.settings.data_dir)
    if catalog is None:
        raise RuntimeError(f"nothing was ingested of {name}")
    findings = list(catalog.findings(catalog.passage_ids()).values())
    spans = [Span(f.passage.report_id, f.passage.start, f.passage.end) for f in findings]
    files, answerable = Files(catalog), [q for q in known.questions if q.answerable]
    relevant = []
    for question in answerable:
        gold = [span for place in question.spans if (span := files.span(place)) is not None]
        relevant.append({n for n, span in enumerate(spans) if is_relevant(span, gold)})
    passages = [reading_text(read_under(f), f.text, f.sentences)[0] for f in findings]
    return Searched(passages, [q.question for q in answerable], relevant)


def embedder(kind: Kind | None, threads: int) -> Embedder:
    """One way to encode. That of torch takes the threads that torch is set to."""
    if kind is None:
        return SentenceTransformerEmbedder(bare_model(), PUBLISHED_EMBEDDER)
    folder = FOLDER if kind == "smooth" else WORK / "encoder" / kind
    if not (folder / "shipped.json").exists():
        write(kind, folder)
    return OnnxEmbedder(folder, threads=threads)


def encoded(by: Embedder, texts: Sequence[str]) -> tuple[Vectors, Vectors]:
    """(texts, dimension), and the token vectors of some of them, one below the other."""
    pooled, tokens = list[Vectors](), list[Vectors]()
    for at in range(0, len(texts), GROUP):
        encodings = by.encode(texts[at : at + GROUP])
        pooled += [e.pooled for e in encodings]
        tokens += [e.tokens for e in encodings[: max(0, _TOKENS_OF - at)]]
    return np.stack(pooled), np.concatenate(tokens)


def find(by: Embedder, fields: Sequence[Searched]) -> Found:
    found = Found()
    for one in fields:
        passages, tokens = encoded(by, one.passages)
        found.passages.append(passages)
        found.tokens.append(tokens)
        found.questions.append(encoded(by, one.questions)[0])
    return found


def recalls(found: Found, fields: Sequence[Searched]) -> list[float]:
    """R@k, mean of the fields: the share of questions with a right passage among the first k."""
    by_field = []
    for passages, questions, one in zip(found.passages, found.questions, fields, strict=True):
        order = np.argsort(-(questions @ passages.T), axis=1, kind="stable")
        hits = [
            [bool(right & set(first[:k].tolist())) for k in CUTS]
            for first, right in zip(order, one.relevant, strict=True)
        ]
        by_field.append(np.mean(hits, axis=0))
    return [float(value) for value in np.mean(by_field, axis=0)]


def apart(found: Found, beside: Found) -> list[float]:
    """How far vectors of passages and of tokens have turned (1 - cosine), and by how much the
    cosines of questions with passages differ, all in the mean."""
    passages, tokens = (
        [1 - (a * b).sum(axis=1) for a, b in zip(mine, theirs, strict=True)]
        for mine, theirs in (
            (found.passages, beside.passages), (found.tokens, beside.tokens),
        )
    )  # fmt: skip
    cosines = [
        np.abs(q @ p.T - bq @ bp.T).ravel()
        for q, p, bq, bp in zip(
            found.questions, found.passages, beside.questions, beside.passages, strict=True
        )
    ]
    return [float(np.concatenate(some).mean()) for some in (passages, tokens, cosines)]


def speeds(
    fields: Sequence[Searched], threads: int, clock: Callable[[], float]
) -> dict[str, list[float]]:
    """Passages a second of a clock, in turn on the same passages, drawn from all fields."""
    torch.set_num_threads(threads)
    ways = {name: embedder(kind, threads) for name, kind in WAYS.items()}
    every = [passage for one in fields for passage in one.passages]
    drawn = np.random.default_rng(17).choice(len(every), ROUNDS * GROUP, replace=False)
    for by in ways.values():
        by.encode(every[:8])
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for at in range(0, len(drawn), GROUP):
        some = [every[i] for i in drawn[at : at + GROUP]]
        for name, by in ways.items():
            start = clock()
            by.encode(some)
            taken[name].append(GROUP / (clock() - start))
    return taken


def measure() -> Result:
    fields = [searched(name) for name in FIELDS]
    passages, asked = (sum(len(part) for part in parts) for parts in (
        [f.passages for f in fields], [f.questions for f in fields],
    ))  # fmt: skip
    timed = {
        threads: speeds(fields, threads, clock)
        for threads, clock in ((1, process_time), (2, perf_counter))
    }
    found = {name: find(embedder(kind, 2), fields) for name, kind in WAYS.items()}
    reached = {name: recalls(of, fields) for name, of in found.items()}
    beside = {name: apart(of, found[TODAY]) for name, of in found.items()}
    ratios = [a / b for a, b in zip(timed[1][SHIPPED], timed[1][TODAY], strict=True)]
    lost = max(b - a for a, b in zip(reached[SHIPPED], reached[TODAY], strict=True))
    return Result(
        name="encoder",
        title="The shipped encoder beside the published one",
        about=(
            f"Passages of the fields {', '.join(FIELDS)} ({passages:,}) "
            f"are encoded, and their {asked} questions with an "
            "answer are compared to all passages of their field by cosine alone. Speeds are of "
            f"{ROUNDS} groups of {GROUP} passages, drawn from all fields, each given to all ways "
            "in turn: on one thread by the processor's time, which other programs hardly change, "
            "on two by the clock on the wall, which they do; torch in padded batches of 32, ONNX "
            "one text a run. What is in eight "
            "bits is told in bench/encoder/graph.py."
        ),
        figures=[
            Figure("R@5, R@20 or R@50 lost, at most", lost, at_most=0.005),
            Figure("times as fast as torch, one thread, median of the groups",
                   statistics.median(ratios), at_least=1.0),
        ],
        tables=[
            Table(
                "Passages a second, median (min to max)",
                ("way", "one thread", "two threads"),
                [[name, *(spread(of[name], digits=0) for of in timed.values())] for name in WAYS],
            ),
            Table(
                "Plain cosine search",
                ("way", *(f"R@{k}" for k in CUTS)),
                [[name, *(f"{value:.4f}" for value in of)] for name, of in reached.items()],
            ),
            Table(
                "Apart from torch in the mean",
                ("way", "passages, 1 - cosine", "tokens, 1 - cosine", "cosine of question and "
                 "passage"),
                [[name, *(f"{value:.5f}" for value in of)] for name, of in beside.items()],
            ),
        ],
    )  # fmt: skip


if __name__ == "__main__":
    main(measure)
