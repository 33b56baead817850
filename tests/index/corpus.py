"""Small reports and an index of them, for the tests of ingest."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from index.files import find_files
from index.ingestion.ingest import Ingest
from index.ingestion.ingest_result import IngestResult
from index.ingestion.understanding import Identity, Understood, understand
from index.reading.text import read_text
from index.settings import IndexSettings
from index.storage.catalog import Catalog
from index.storage.store import Stores, recorded_making
from index.types import Block, Passage, ReportHead
from tests.doubles import HashingEmbedder

TOPICS = ("bridge", "harvest", "museum", "railway", "glacier", "orchestra", "vaccine", "lighthouse")
READ_AT = datetime(2025, 6, 1, 8, 0, tzinfo=UTC)
TAIL = (
    "This bulletin is made by volunteers who check every word of it.",
    "Its makers take no money from anybody, and thank all of their readers.",
)


def write_report(folder: Path, number: int, tail: Iterable[str] = (), name: str = "") -> Path:
    """A report of its own words, of a day of May 2024, with `tail` under it."""
    file = folder / (name or f"{number:03}.txt")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n\n".join([*_paragraphs(number), *tail]), "utf-8")
    return file


def _paragraphs(number: int) -> list[str]:
    topic = f"{TOPICS[number % len(TOPICS)]} {number}"
    return [
        f"News of the {topic}",
        f"May {number % 27 + 1}, 2024",
        f"The {topic} was inspected by engineers on May {number % 27 + 1}. All was well with it.",
        f"A second look at the {topic} is planned. It will take a week, and cost little money.",
        f"Neighbours of the {topic} were told. They had asked for the inspection to be held.",
    ]


@cache
def _warmed_up() -> Understood:
    """Loads what is loaded but once, in this process: those that read have it when they begin."""
    read = read_text("\n\n".join(_paragraphs(0)))
    return understand(Identity("", "report.txt", "", READ_AT), read, READ_AT.date())


@dataclass(frozen=True)
class Snapshot:
    """All that an index says, to compare two by."""

    snapshot: str
    blocks: dict[str, tuple[Block, ...]]
    passages: dict[str, Passage]
    vectors: frozenset[str]


@dataclass(frozen=True)
class Corpus:
    """A data folder and the ways in which the tests use it."""

    data_dir: Path
    name: str = "hashing"

    def ingest(
        self,
        *paths: Path,
        gone: Iterable[Path] = (),
        embedder: Callable[[], HashingEmbedder] = HashingEmbedder,
        collections: Iterable[str] = (),
        **chosen: object,
    ) -> IngestResult:
        """`chosen` are further settings."""
        _warmed_up()
        settings = IndexSettings.model_validate(
            {"data_dir": self.data_dir, "embedder": self.name, "max_file_mb": 0.1, **chosen}
        )
        files = find_files(list(paths)) if paths else []
        ingest = Ingest(
            settings, embedder, date(2025, 6, 1), clock=lambda: READ_AT,
            collections=tuple(collections),
        )  # fmt: skip
        return ingest.run(files, [str(path.resolve()) for path in gone])

    def catalog(self) -> Catalog:
        catalog = Catalog.open(self.data_dir)
        if catalog is None:
            raise FileNotFoundError(self.data_dir)
        return catalog

    def heads(self) -> dict[str, ReportHead]:
        """The reports by their paths; none where nothing was ingested yet."""
        catalog = Catalog.open(self.data_dir)
        if catalog is None:
            return {}
        heads = {head.path: head for head in catalog.report_heads()}
        catalog.close()
        return heads

    def stores(self, catalog: Catalog) -> Stores:
        making = recorded_making(catalog)
        if making is None:
            raise LookupError("nothing was embedded")
        return Stores(self.data_dir, making.fingerprint)

    def vector_ids(self) -> set[str]:
        """The passages that have vectors, or a place for them."""
        catalog = self.catalog()
        stores = self.stores(catalog)
        catalog.close()
        return stores.tokens.ids() | stores.vectors.ids()

    def state(self) -> Snapshot:
        catalog = self.catalog()
        ids = catalog.passage_ids()
        found = catalog.findings(ids)
        state = Snapshot(
            catalog.coverage().snapshot,
            {head.id: catalog.blocks(head.id) for head in catalog.report_heads()},
            {i: found[i].passage for i in ids},
            frozenset(self.stores(catalog).complete_ids()),
        )
        catalog.close()
        return state
