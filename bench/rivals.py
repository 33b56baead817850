"""How far do plainer ways get on the same fields: BM25 alone, the encoder alone, LlamaIndex?

`python -m bench.rivals` shows the best passage of BM25 and of the encoder, and both nodes of a
LlamaIndex program with its defaults, as the answer, refused below a score of its own. That score is
the one which refuses 5 % of the open fields' answerable questions: it is tuned in their favour.
All are measured on the fields that Dateline reads, and Dateline as it is beside them. Only a run
over all open fields renews `bench/results`.
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from llama_index.core import (
    SimpleDirectoryReader,
    StorageContext,
    VectorStoreIndex,
    load_index_from_storage,
)
from llama_index.core.retrievers import BaseRetriever
from llama_index.embeddings.huggingface import HuggingFaceEmbedding

from bench.common import Figure, Result, Skipped, Table, keep, show
from bench.fields import tables
from bench.fields.corpus import OPEN, Field, ask, ingest, load, open_ones
from index.embedding.sentence_transformer import official_weights
from index.storage.catalog import Catalog
from index.storage.store import Stores, recorded_making
from index.text.normalize import collapsed
from index.text.terms import FUNCTION_WORDS, words
from index.types import Scope
from rag.build import embedder_of
from rag.evaluation.gold import Span, is_relevant
from rag.evaluation.metrics import mean, roc_area
from rag.evaluation.places import Files
from rag.evaluation.questions import KnownQuestion
from rag.evaluation.record import Record
from ui.console import progress

FALSE_REFUSALS = 0.05
FIRST = 50
"""Passages that are asked of BM25 and of the encoder."""
Found = tuple[Span, str]
"""A place with its text; of LlamaIndex's nodes, of the file."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What one way shows for a question: its answer, the score of that, and where a right passage
    stands among what it found, from 1."""

    known: KnownQuestion
    score: float
    facts_right: bool
    precision: float
    found_at: int | None


def shown(
    known: KnownQuestion, found: Sequence[tuple[Found, float]], gold: Sequence[Span], answer: int
) -> Shown:
    """What is shown where the first `answer` of these, best first, are the answer."""
    hits = [is_relevant(span, gold) for (span, _), _ in found]
    text = collapsed(" ".join(text for (_, text), _ in found[:answer]))
    return Shown(
        known,
        found[0][1] if found else float("-inf"),
        known.states_facts(text) is True,
        mean(map(float, hits[:answer])) or 0.0,
        next((rank for rank, hit in enumerate(hits, 1) if hit), None),
    )


def of_passages(field: Field) -> Mapping[str, list[Shown]]:
    """BM25 and the encoder over Dateline's own passages of a field."""
    catalog = Catalog.open(field.settings.data_dir)
    making = recorded_making(catalog) if catalog is not None else None
    if catalog is None or making is None:
        return {}
    stores = Stores(field.settings.data_dir, making.fingerprint)
    files, embedder = Files(catalog), embedder_of(field.settings)()
    ways: dict[str, Callable[[str], list[tuple[str, float]]]] = {
        "BM25 alone": lambda asked: catalog.search(
            [(word,) for word in words(asked) if word not in FUNCTION_WORDS], FIRST, Scope()
        ),
        "encoder alone": lambda asked: stores.vectors.nearest(
            embedder.encode([asked])[0].pooled, FIRST, Scope()
        ),
    }
    told: dict[str, list[Shown]] = {name: [] for name in ways}
    for known in field.questions:
        gold = [span for place in known.spans if (span := files.span(place)) is not None]
        for name, find in ways.items():
            scored = find(known.question)
            findings = catalog.findings([passage_id for passage_id, _ in scored])
            found = [
                ((Span(f.passage.report_id, f.passage.start, f.passage.end), f.text), score)
                for passage_id, score in scored
                for f in [findings[passage_id]]
            ]
            told[name].append(shown(known, found, gold, 1))
    return told


@cache
def _embedding() -> HuggingFaceEmbedding:
    return HuggingFaceEmbedding(model_name=str(official_weights()), device="cpu")


def retriever(field: Field) -> BaseRetriever:
    """The default retriever of a LlamaIndex program over a field's files; its index is kept."""
    folder = field.answers("llamaindex").with_suffix("")
    if folder.exists():
        stored = StorageContext.from_defaults(persist_dir=str(folder))
        return load_index_from_storage(stored, embed_model=_embedding()).as_retriever()
    documents = SimpleDirectoryReader(str(field.folder)).load_data()
    made = VectorStoreIndex.from_documents(documents, embed_model=_embedding())
    with TemporaryDirectory(dir=field.kept) as beside:
        made.storage_context.persist(str(Path(beside) / "whole"))
        (Path(beside) / "whole").rename(folder)
    return made.as_retriever()


def of_llamaindex(field: Field) -> list[Shown]:
    """Both nodes of LlamaIndex's default retriever, held against places of the files themselves."""
    nodes, told = retriever(field), list[Shown]()
    for known in field.questions:
        found = [
            ((Span(str(n.node.metadata["file_name"]), n.node.start_char_idx or 0,
                   n.node.end_char_idx or 0), n.get_content()), float(n.score or 0.0))
            for n in nodes.retrieve(known.question)
        ]  # fmt: skip
        told.append(shown(known, found, [Span(*place) for place in known.spans], len(found)))
    return told


def row(name: str, by_field: Sequence[Sequence[Shown]]) -> list[str]:
    """A way's figures, means over fields, with the cut-off that suits it best."""
    scores = sorted(s.score for some in by_field for s in some if s.known.answerable)
    cut_off = scores[int(FALSE_REFUSALS * len(scores))]
    figures: list[Callable[[Sequence[Shown]], float | None]] = [
        lambda some: mean(
            float(s.facts_right and s.score >= cut_off) for s in some if s.known.answerable
        ),
        lambda some: mean(
            float(s.precision > 0 and s.score >= cut_off) for s in some if s.known.answerable
        ),
        lambda some: mean(s.precision for s in some if s.known.answerable and s.score >= cut_off),
        lambda some: mean(float(s.score < cut_off) for s in some if s.known.answerable),
        lambda some: mean(float(s.score < cut_off) for s in some if not s.known.answerable),
        lambda some: roc_area([s.known.answerable for s in some], [s.score for s in some]),
    ]
    figures += [_within(k) for k in (1, 5, 10, 20, 50)]
    return tables.cells(name, (mean(figure(some) for some in by_field) for figure in figures))


def _within(k: int) -> Callable[[Sequence[Shown]], float | None]:
    """The share of answerable questions for which a right passage is among the first `k`."""
    return lambda some: mean(
        float(s.found_at is not None and s.found_at <= k) for s in some if s.known.answerable
    )


_FIGURES = (
    "facts_right_of_all", "evidence_of_all", "citation_precision", "false_refusals",
    "refusal_recall", "auroc", "found_in_1", "found_in_5", "found_in_10", "found_in_20",
    "found_in_50",
)  # fmt: skip


def dateline_row(by_field: Sequence[Sequence[Record]]) -> list[str]:
    """The same figures of Dateline as it is, which refuses as it does."""
    means = tables.averaged(list(map(tables.row, by_field)))
    return tables.cells("Dateline", (means[name] for name in _FIGURES))


def measure(names: Sequence[str]) -> Result:
    """The plainer ways, and Dateline, over those of these open fields that it reads."""
    told: dict[str, list[Sequence[Shown]]] = {}
    ours = list[Sequence[Record]]()
    left_out = list[str]()
    with progress() as bar:
        for name in bar.track(names, description="fields"):
            field = load(name)
            ingest(field)
            ways = of_passages(field)
            if not ways:
                left_out.append(name)
                continue
            for way, some in ways.items():
                told.setdefault(way, []).append(some)
            ours.append(list(ask(field)))
            told.setdefault("LlamaIndex defaults", []).append(of_llamaindex(field))
    return Result(
        name="rivals",
        title="Plainer ways on reports of many subjects",
        about=(
            f"Open fields, means of {len(ours)}, left out since Dateline reads none of their "
            f"files: {', '.join(left_out) or 'none'}. A node of LlamaIndex has up to 1,024 tokens "
            "and counts as right where it holds half of a place that answers: it finds more by its "
            "length alone. Dateline refuses as it does; the others have the cut-off that refuses "
            f"{FALSE_REFUSALS:.0%} of the answerable questions of these very fields."
        ),
        figures=[Figure("fields", len(ours))],
        tables=[
            Table(
                "Side by side",
                ("", "facts right of all", "evidence of all", "citation precision",
                 "false refusals", "refusal recall", "AUROC",
                 *(f"right in first {k}" for k in (1, 5, 10, 20, 50))),
                [dateline_row(ours), *(row(way, by_field) for way, by_field in told.items())],
            )
        ],
    )  # fmt: skip


def main() -> None:
    """Runs the comparison as a program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="open fields; all if none is named")
    names = open_ones(parser, parser.parse_args().names)
    try:
        (keep if set(OPEN) <= set(names) else show)(measure(names))
    except Skipped as reason:
        sys.exit(f"skipped: {reason}")


if __name__ == "__main__":
    main()
