"""Corpora made into files and indexes for measuring."""

import json
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bench.common import WORK, data
from index.embedding.embedder import Embedder
from index.embedding.embedders import load_embedder
from index.embedding.sentence_transformer import official_weights
from index.errors import IndexMismatch, IndexUnusable
from index.files import find_files
from index.ingestion.ingest import Ingest
from index.ingestion.ingest_result import IngestResult, Progress
from index.settings import SHIPPED_EMBEDDER
from rag.settings import Settings

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BATCH = 32


def bare_model() -> "SentenceTransformer":
    """The published model, as any program would load it."""
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - seconds to import

    return SentenceTransformer(str(official_weights()), device="cpu", local_files_only=True)


@cache
def shipped() -> Embedder:
    """The product's embedder, loaded once."""
    return load_embedder(SHIPPED_EMBEDDER, BATCH)


def campaign_files(reports: int | None = None) -> Path:
    """The 119 campaign reports, or the first so many of them, as text files."""
    lines = (data("isw_2022_2023") / "reports.jsonl").read_text("utf-8").splitlines()[:reports]
    texts = {f"{r['id']}.txt": f"{r['title']}\n\n{r['text']}\n" for r in map(json.loads, lines)}
    return write_files(WORK / f"campaign-{len(texts)}", texts)


def write_files(folder: Path, texts: Mapping[str, str]) -> Path:
    """Exactly these files in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.iterdir():
        if file.name not in texts:
            file.unlink()
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def settings_for(folder: Path) -> Settings:
    """Default settings, the index beside the folder of reports."""
    return Settings(data_dir=folder.with_name(f"{folder.name}-index"))


def ingest(
    folder: Path,
    embedder: Callable[[], Embedder],
    progress: Callable[[Progress], None] = lambda progress: None,
) -> IngestResult:
    """The folder's reports in its index; nothing is done where they are there already.

    An index kept from another version of Dateline is made again.
    """
    settings = settings_for(folder)
    try:
        return Ingest(settings, embedder, date.today(), progress).run(find_files([folder]))
    except (IndexMismatch, IndexUnusable):
        shutil.rmtree(settings.data_dir)
        return Ingest(settings, embedder, date.today(), progress).run(find_files([folder]))
