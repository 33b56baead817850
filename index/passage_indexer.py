"""Reports to passages: cut, embedded, and put into the catalog and the stores."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.schema import BaseNode, TransformComponent
from pydantic import PrivateAttr

from index.catalog import Catalog
from index.chunking import PassageParser, as_document, filters_of, passage_of, read_of
from index.embedding import Embedder
from index.ingest_result import Progress
from index.place import place_of_report
from index.settings import IndexSettings
from index.store import Making, Stores, check_dimension, encode_passages, recorded_making
from index.types import Passage, Report

_GROUP = 8
"""Reports that go through the pipeline together."""


class PassageEmbedder(TransformComponent):
    """A LlamaIndex transformation that embeds passages into `stores`, save those already there.

    A node that was embedded now has its pooled vector as `embedding`.
    """

    _embedder: Callable[[], Embedder] = PrivateAttr()
    _stores: Stores = PrivateAttr()

    def __init__(self, embedder: Callable[[], Embedder], stores: Stores) -> None:
        super().__init__()
        self._embedder, self._stores = embedder, stores

    def __call__(self, nodes: Sequence[BaseNode], **kwargs: object) -> Sequence[BaseNode]:
        known = self._stores.tokens.known({n.node_id: len(read_of(n)[2]) for n in nodes})
        new = [node for node in nodes if node.node_id not in known]
        if new:
            vectors = encode_passages(self._embedder(), [read_of(n) for n in new])
            for node, kept in zip(new, vectors, strict=True):
                node.embedding = kept.pooled.astype(float).tolist()
            self._stores.put([n.node_id for n in new], vectors, [filters_of(n) for n in new])
        before = [node for node in nodes if node.node_id in known]
        self._stores.vectors.describe([n.node_id for n in before], [filters_of(n) for n in before])
        return nodes


class PassageIndexer:
    """Makes the passages of reports. `embedded` and `reused` count those that it has made."""

    def __init__(
        self,
        settings: IndexSettings,
        embedder: Callable[[], Embedder],
        progress: Callable[[Progress], None],
    ) -> None:
        self._settings = settings
        self._load = embedder
        self._progress = progress
        self._stores: Stores | None = None
        self.embedded = 0
        self.reused = 0

    def index(self, catalog: Catalog, report_ids: Sequence[str]) -> set[str]:
        """Cuts and embeds reports of the catalog anew; the ids of the passages that they had."""
        making = self.making(catalog)
        check_dimension(making, self._load())
        catalog.set_meta(making.as_meta())
        embedder = PassageEmbedder(self._load, self.stores(catalog))
        pipeline = IngestionPipeline(
            transformations=[PassageParser(), embedder], disable_cache=True
        )
        before: set[str] = set()
        for done, some in _groups(report_ids):
            self._progress(Progress("embedding", done, len(report_ids)))
            reports = [report for report in map(catalog.report, some) if report is not None]
            documents = [as_document(r, catalog.times(r.head.id)) for r in reports]
            nodes = pipeline.run(documents=documents)
            for report in reports:
                before.update(catalog.passage_ids(report.head.id))
                _put(catalog, report, nodes)
            self.reused += sum(node.embedding is None for node in nodes)
            self.embedded += sum(node.embedding is not None for node in nodes)
        self._progress(Progress("embedding", len(report_ids), len(report_ids)))
        return before

    def making(self, catalog: Catalog) -> Making:
        """What the passages of the catalog are made with."""
        recorded = recorded_making(catalog)
        return recorded or Making(self._settings.embedder, self._load().dimension)

    def stores(self, catalog: Catalog) -> Stores:
        """Where the vectors of these passages are kept."""
        if self._stores is None:
            self._stores = Stores(self._settings.data_dir, self.making(catalog).fingerprint)
        return self._stores


def _put(catalog: Catalog, report: Report, nodes: Sequence[BaseNode]) -> None:
    """Puts the passages of a report into the catalog, out of the nodes of several."""
    own = [node for node in nodes if node.metadata["report_id"] == report.head.id]
    passages = [_located(passage_of(node), report) for node in own]
    catalog.put_passages(report.head.id, report.text, passages, place_of_report(report.head))


def _located(passage: Passage, report: Report) -> Passage:
    """A passage with where it stands in its report's file."""
    if report.source is None:
        return passage
    return replace(passage, source=report.source.within(passage.start, passage.end))


def _groups(report_ids: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    for at in range(0, len(report_ids), _GROUP):
        yield at, report_ids[at : at + _GROUP]
