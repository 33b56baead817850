"""Fields for the tests of the yardstick."""

import json
from pathlib import Path
from typing import Any

import pytest

from bench.fetched import adding, places
from bench.fields import corpus
from bench.fields.corpus import (
    Field,
    ask,
    ingest,
)
from index.embedding.embedder import Embedder
from rag.build import build_engine
from rag.engine.query_engine import QueryEngine
from rag.evaluation.record import Record
from tests.bench.harbour_field import QUESTIONS
from tests.bench.town import BRIDGE, FIRE, QUESTION, UPDATES, git, summed
from tests.doubles import HashingEmbedder
from tests.rag.corpus import HARBOUR


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A working copy of the town's repository, with a newer commit than the manifest's."""
    folder = tmp_path / "mirror" / "town"
    (folder / "news").mkdir(parents=True)
    (folder / "news" / "bridge.md").write_bytes(BRIDGE)
    (folder / "fires.json").write_text(json.dumps(UPDATES), "utf-8")
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "One")
    (folder / "news" / "bridge.md").write_bytes(b"Moved.\n")
    git(folder, "commit", "-q", "-a", "-m", "Two")
    return folder


@pytest.fixture
def stated(checkout: Path) -> dict[str, Any]:
    """The manifest of a field of the town's reports, as a file has it."""
    text = BRIDGE.decode("latin-1").replace("\r\n", "\n")
    source = (checkout / "fires.json").read_text("utf-8")
    literal = json.dumps(FIRE)[1:-1]
    start = source.index(literal)
    return {
        "field": "town", "subject": "A town", "form": "news",
        "repositories": [{
            "url": "https://github.com/someone/Town", "licence": "CC0-1.0",
            "commit": git(checkout, "rev-parse", "HEAD~1"),
        }],
        "documents": [
            {"file": "2024-05-03_bridge.md", "date": "2024-05-03", "repository": 0,
             "path": "news/bridge.md", "made": "bytes", "sha256": summed(BRIDGE)},
            {"file": "2024-05-04_school.md", "date": "2024-05-04", "repository": 0,
             "path": "news/bridge.md", "start": 31, "end": len(text), "made": "text",
             "sha256": summed("School f\xeates begin in June.\n".encode())},
            {"file": "2024-05-05_moved.md", "date": "2024-05-05", "repository": 0,
             "commit": git(checkout, "rev-parse", "HEAD"), "path": "news/bridge.md",
             "made": "text", "sha256": summed(b"Moved.\n")},
            {"file": "2024-05-06_fire.html", "date": "2024-05-06", "repository": 0,
             "path": "fires.json", "start": start, "end": start + len(literal), "made": "json",
             "sha256": summed(FIRE.encode())},
        ],
    }  # fmt: skip


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stated: dict[str, Any]) -> Path:
    """A home for fetched fields with the town's, whose reports are not laid out."""
    fields = tmp_path / "home" / "fields"
    (fields / "town").mkdir(parents=True)
    (fields / "town" / "manifest.json").write_text(json.dumps(stated), "utf-8")
    (fields / "town" / "questions.jsonl").write_text(json.dumps(QUESTION) + "\n", "utf-8")
    monkeypatch.setattr(places, "FIELDS", fields)
    monkeypatch.setattr(adding, "FIELDS", fields)
    monkeypatch.setattr(places, "LAID_OUT", tmp_path / "home" / "laid-out")
    return tmp_path / "home"


@pytest.fixture
def field(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Field:
    """A field over the harbour reports, with the hashing double and no judge."""
    monkeypatch.setattr(corpus, "WORK", tmp_path / "work")
    docs = tmp_path / "docs"
    docs.mkdir()
    for name, text in HARBOUR.items():
        (docs / name).write_text(text, "utf-8")

    def double(*_: object) -> Embedder:
        return HashingEmbedder()

    def engine_of(settings: object, **_: object) -> QueryEngine:
        return build_engine(settings, HashingEmbedder)  # type: ignore[arg-type]

    monkeypatch.setattr(corpus, "embedder_of", lambda _: double)
    monkeypatch.setattr(corpus, "build_engine", engine_of)
    settings = {"embedder": "hashing", "judge": "none"}
    made = corpus.Settings
    monkeypatch.setattr(corpus, "Settings", lambda **given: made(**given, **settings))
    return Field("central_bank", docs, QUESTIONS)


@pytest.fixture
def records(field: Field) -> list[Record]:
    ingest(field)
    return list(ask(field))
