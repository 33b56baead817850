"""An ingest that stands still after each group of reports while the encoder alone is given the same
passages: `python -m bench.speed.recorded REPORTS DATA_DIR` prints what each took, in JSON."""

import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from time import perf_counter

from bench.corpus import shipped
from index.embedding.embedder import Embedder, Encoding
from index.embedding.minilm import FOLDER, OnnxEmbedder, tokenizer_of
from index.files import find_files
from index.ingestion.ingest import Ingest
from index.ingestion.ingest_result import Progress
from index.storage.catalog import Catalog
from index.structure.place import read_under
from rag.settings import Settings

_AT_ONCE = 256


class Recorder:
    """An embedder that passes texts on and remembers them until they are taken."""

    def __init__(self, embedder: Embedder) -> None:
        self.name, self.dimension = embedder.name, embedder.dimension
        self._embedder = embedder
        self._texts: list[str] = []
        self.seconds = 0.0

    def encode(self, texts: Sequence[str], *, asked: bool = False) -> list[Encoding]:
        self._texts.extend(texts)
        began = perf_counter()
        encoded = self._embedder.encode(texts)
        self.seconds += perf_counter() - began
        return encoded

    def take(self) -> list[str]:
        texts, self._texts = self._texts, []
        return texts


def main(folder: Path, data: Path) -> None:
    """Ingests, and prints what that came to."""
    recorder, bare = Recorder(shipped()), OnnxEmbedder()
    bare.encode(["warm up"] * 8)
    recorder.encode(["warm up"] * 8)
    recorder.take()
    recorder.seconds, bare_taken, passages = 0.0, 0.0, list[str]()
    stood = 0.0

    def pause(progress: Progress) -> None:
        nonlocal bare_taken, stood
        began = perf_counter()
        if texts := recorder.take():
            bare.encode(texts)
            bare_taken += perf_counter() - began
            passages.extend(texts)
        stood += perf_counter() - began

    began = perf_counter()
    Ingest(Settings(data_dir=data), lambda: recorder, date.today(), pause).run(find_files([folder]))
    taken = perf_counter() - began - stood
    catalog = Catalog.open(data)
    if catalog is None:
        raise RuntimeError("nothing was ingested")
    found = catalog.findings(catalog.passage_ids()).values()
    reports = [catalog.report(head.id) for head in catalog.report_heads()]
    print(json.dumps({
        "passages": len(passages), "taken": taken, "encoding": recorder.seconds,
        "bare": bare_taken, "encoded": _pieces(passages, cut=True),
        "text": _pieces([report.text for report in reports if report is not None]),
        "places": _pieces([read_under(one) for one in found]),
    }))  # fmt: skip


def _pieces(texts: Sequence[str], *, cut: bool = False) -> int:
    """Word pieces of texts; `cut` leaves out what the encoder does not read."""
    tokenizer = tokenizer_of(FOLDER)
    if not cut:
        tokenizer.no_truncation()
    return sum(
        len(one.ids)
        for at in range(0, len(texts), _AT_ONCE)
        for one in tokenizer.encode_batch(texts[at : at + _AT_ONCE], add_special_tokens=False)
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
