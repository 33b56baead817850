"""What the search finds for questions whose answers are known, kept for training the reader.

`python -m bench.reader.candidates FIELD...` ingests each field and searches each of its questions;
of each the best passages are kept as the reader gets them, with what stands in the places that
answer. Fields that are shut are refused.
"""

import json
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from bench.common import WORK
from bench.fields.corpus import ASKED_ON, Field, ingest, load, open_ones
from index.structure.place import read_after, read_under
from index.types import Finding
from rag.build import build_engine
from rag.engine.query_engine import QueryEngine
from rag.evaluation.gold import Span, is_relevant
from rag.evaluation.places import Files
from rag.evaluation.questions import KnownQuestion
from rag.retrieval.reranking import Ranked

KEPT = 40
"""Passages of each question, best first."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A passage as it was found for a question: `place` is what it stands under, as it is embedded,
    `under` that and what it stands after, as it is read. `relevance` and `fused` are the search's
    scores, 0 where it was not among the best.

    `right` tells whether it answers, `partly` whether it has some of a place that does, `tempting`
    whether it only looks like it, and `answers` are the offsets of its sentences that answer.
    """

    id: str
    place: str
    under: str
    text: str
    right: bool
    partly: bool
    tempting: bool
    answers: tuple[tuple[int, int], ...]
    relevance: float
    fused: float


@dataclass(frozen=True, slots=True)
class Searched:
    """A question with what was found for it, best first; passages that answer and were not among
    the best come last."""

    field: str
    id: str
    kind: str
    question: str
    answerable: bool
    candidates: tuple[Seen, ...]


def kept(field: str) -> Path:
    """Where a field's questions are kept with what was found for them."""
    return WORK / "reader" / "candidates" / f"{field}.jsonl"


def search(field: Field) -> Iterator[Searched]:
    """Each question of a field with what is found for it. Raises LookupError where none of its
    reports was read."""
    ingest(field)
    engine = build_engine(field.settings, today=lambda: ASKED_ON)
    catalog = engine.catalog
    if catalog is None or not (ids := catalog.passage_ids()):
        raise LookupError(f"nothing was ingested of {field.name}")
    files, everything = Files(catalog), list(catalog.findings(ids).values())
    for known in field.questions:
        yield _searched(field.name, known, engine, files, everything)


def _searched(
    field: str, known: KnownQuestion, engine: QueryEngine, files: Files, passages: Sequence[Finding]
) -> Searched:
    ranked = engine.search(known.query)[:KEPT]
    gold = [span for place in known.spans if (span := files.span(place)) is not None]
    near = [span for place in known.nearest if (span := files.span(place)) is not None]
    found = {r.finding.passage.id for r in ranked}
    seen = [_seen(r.finding, gold, near, r) for r in ranked]
    missed = [f for f in passages if gold and f.passage.id not in found]
    seen += [_seen(f, gold, near) for f in missed if is_relevant(_span(f), gold)]
    return Searched(
        field, known.id, known.kind or "", known.question, known.answerable, tuple(seen)
    )


def _seen(
    finding: Finding, gold: Sequence[Span], near: Sequence[Span], ranked: Ranked | None = None
) -> Seen:
    whole, begin = _span(finding), finding.passage.start
    sentences = [Span(whole.report_id, *sentence) for sentence in finding.passage.sentences]
    answers = [(s.start - begin, s.end - begin) for s in sentences if is_relevant(s, gold)]
    return Seen(
        id=finding.passage.id,
        place=read_under(finding),
        under=read_after(finding),
        text=finding.text,
        right=is_relevant(whole, gold),
        partly=any(whole.shared(place) for place in gold),
        tempting=is_relevant(whole, near),
        answers=tuple(answers),
        relevance=round(ranked.relevance, 4) if ranked else 0.0,
        fused=round(ranked.candidate.fused, 4) if ranked else 0.0,
    )


def _span(finding: Finding) -> Span:
    passage = finding.passage
    return Span(passage.report_id, passage.start, passage.end)


def read(field: str) -> list[Searched]:
    """What was kept of a field. Raises FileNotFoundError where it was not searched."""
    with kept(field).open(encoding="utf-8") as lines:
        return [_of(json.loads(line)) for line in lines]


def _of(row: dict[str, object]) -> Searched:
    candidates = row.pop("candidates")
    return Searched(**row, candidates=tuple(Seen(**c) for c in candidates))  # type: ignore[arg-type,attr-defined]


def write(field: Field) -> None:
    """Searches a field's questions and keeps what was found, all of it or nothing."""
    target = kept(field.name)
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_suffix(".new")
    line = partial(json.dumps, ensure_ascii=False)
    with beside.open("w", encoding="utf-8") as out:
        out.writelines(line(asdict(searched)) + "\n" for searched in search(field))
    beside.replace(target)


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("fields", nargs="+")
    names = open_ones(parser, parser.parse_args().fields)
    for name in names:
        write(load(name))


if __name__ == "__main__":
    main()
