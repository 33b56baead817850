"""Hand-written reports, engines over them, and findings without an index."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from index.embedding.minilm import OnnxEmbedder
from index.files import find_files
from index.ingestion.ingest import Ingest
from index.times.periods import periods
from index.types import Confidence, DateSource, Finding, Passage, ReportDate, ReportHead
from rag.build import build_engine
from rag.engine.query_engine import QueryEngine
from rag.evidence.evidence import Evidence
from rag.question.parsing import ParsedQuestion, Term
from rag.reader.judge import Judgement
from rag.retrieval.candidates import Candidate
from rag.retrieval.reranking import Ranked
from rag.settings import Settings
from rag.types import Answer, Refusal
from tests.doubles import HashingEmbedder
from tests.index.corpus import Corpus

HARBOUR = {
    "bridge.txt": (
        "The Old Bridge Reopens\n\nHarbour Gazette\n\nMay 3, 2024\n\n"
        "Engineers reopened the Kessel bridge on May 2 after 14 months of repairs. "
        "The work cost 3.2 million crowns.\n\n"
        "Mayor Ilse Brandt thanked the crews at the ceremony. "
        "She said that a second bridge may be built in Torvik."
    ),
    "crossing.md": (
        "---\ntitle: Kessel Crossing Open Again\npublisher: Valley Courier\ndate: 2024-05-05\n"
        "url: https://courier.example/kessel\n---\n\n"
        "Engineers reopened the Kessel bridge on May 2 after 14 months of repairs. "
        "Shopkeepers in the old town said that trade had doubled."
    ),
    "museum.txt": (
        "Museum Loses Its Roof\n\nJune 9, 2023\n\n"
        "A storm tore the roof off the maritime museum in Torvik on June 8. Nobody was hurt.\n\n"
        "Curators moved 214 paintings to a school."
    ),
    "glacier.txt": (
        "Notes on a Glacier\n\n"
        "The Hald glacier loses a metre of ice each summer. "
        "Farmers below it draw their water from its stream."
    ),
}
KESSEL = "Engineers reopened the Kessel bridge on May 2 after 14 months of repairs."
TOLD_WHOLE = f"{KESSEL} [1] Shopkeepers in the old town said that trade had doubled. [1]"
"""An answer that quotes the passage of another report with the same sentence whole."""


def engine_over(folder: Path, reports: Mapping[str, str], **settings: object) -> QueryEngine:
    """An engine with the hashing double over these files, written under `folder`."""
    for name, text in reports.items():
        file = folder / "in" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8", newline="")
    Corpus(folder / "data").ingest(folder / "in")
    return open_engine(folder / "data", **settings)


def shipped_engine_over(folder: Path, reports: Mapping[str, str]) -> QueryEngine:
    """An engine with the shipped models over these files, written under `folder`."""
    for name, text in reports.items():
        (folder / name).write_text(text, "utf-8")
    settings = Settings(data_dir=folder / "data")
    files = find_files([folder / name for name in reports])
    Ingest(settings, OnnxEmbedder, date(2025, 6, 1)).run(files)
    return build_engine(settings, today=lambda: date(2025, 6, 1))


def open_engine(data_dir: Path, **settings: object) -> QueryEngine:
    """An engine with the hashing double and no judge, over an index made with it or over none."""
    chosen = Settings.model_validate(
        {"data_dir": data_dir, "embedder": "hashing", "judge": "none", **settings}
    )
    return build_engine(chosen, HashingEmbedder)


def answered(outcome: Answer | Refusal) -> Answer:
    assert isinstance(outcome, Answer), outcome.text
    return outcome


def refused(outcome: Answer | Refusal) -> Refusal:
    assert isinstance(outcome, Refusal), outcome.text
    return outcome


def head(
    report_id: str = "r1", day: date | None = date(2024, 5, 3), path: str | None = None
) -> ReportHead:
    """The head of a report; of an undated one where `day` is None."""
    if day is None:
        dated = ReportDate(note="the report gives no date")
    else:
        dated = ReportDate(day, DateSource.BYLINE, Confidence.HIGH)
    return ReportHead(report_id, path or f"{report_id}.txt", "A Title", None, None, dated)


def finding(
    sentences: Sequence[str],
    report: ReportHead | None = None,
    start: int = 100,
    block: int = 0,
) -> Finding:
    """A passage of these sentences, a space between each two, at `start` of its report, in the
    paragraph of that number."""
    spans, at = [], start
    for sentence in sentences:
        spans.append((at, at + len(sentence)))
        at += len(sentence) + 1
    report = report or head()
    passage = Passage(f"{report.id}-p{start}", report.id, block, start, at - 1, tuple(spans))
    text = " ".join(sentences)
    times = tuple(p.moved(start) for p in periods(text, report.dated.published_on))
    return Finding(passage, text, report, times=times)


def in_a_paragraph(passage: str, around: str, day: date | None) -> Finding:
    """A passage in a paragraph that goes on with the words `around` it, in a report of a day."""
    found = finding([passage], head(day=day))
    beside = (p.moved(found.passage.end + 1) for p in periods(around, day))
    return replace(found, times=(*found.times, *beside))


def ranked(
    found: Finding,
    sentences: Sequence[float],
    whole: float | None = None,
    matches: Sequence[float] = (1.0,) * 8,
    candidate: Candidate | None = None,
) -> Ranked:
    """A ranked passage with these scores of its sentences; as a whole, that of the best one. It
    matches all terms of a question if nothing else is said."""
    whole = max(sentences) if whole is None else whole
    candidate = candidate or Candidate(found.passage.id, 1, 1, 0.5)
    return Ranked(found, candidate, whole, whole, tuple(sentences), tuple(matches), whole)


def evidence(
    *found: Ranked, judgement: Judgement | None = None, score: float | None = None
) -> list[Evidence]:
    """Ranked passages as evidence; logit, score and nearness are those of late interaction if none
    is given."""
    likely = [r.relevance if score is None else score for r in found]
    return [
        Evidence(r, judgement, value, value, value) for r, value in zip(found, likely, strict=True)
    ]


def term(word: str, frequency: int = 1, *, weight: float = 1) -> Term:
    key = word.lower()
    return Term(word, key, (key,), frequency, weight)


def question(text: str, *asked: Term) -> ParsedQuestion:
    """A question with these terms and no vectors."""
    nothing = np.zeros((0, 96), dtype=np.float32)
    return ParsedQuestion(
        text, text, asked, np.zeros(64, dtype=np.float32), nothing, np.zeros(0, dtype=np.int32)
    )
