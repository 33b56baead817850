"""Reports to passages: cut, embedded, and put into the catalog and the stores."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from index.embedding.embedder import Embedder
from index.ingestion.chunking import filters_of, passages_of, read_of
from index.ingestion.encoding import Encoding, EncodingHere, Group, ReportPassages
from index.ingestion.ingest_result import Progress
from index.settings import IndexSettings
from index.storage.catalog import Catalog
from index.storage.store import (
    Making,
    Stores,
    check_dimension,
    new_among,
    put_encoded,
    recorded_making,
)
from index.storage.token_vectors import PassageVectors
from index.structure.place import place_of_report
from index.types import Passage, Report

_GROUP = 8
"""Reports whose passages are stored together."""


class PassageIndexer:
    """Makes the passages of reports. `embedded` and `reused` count those that it made last."""

    def __init__(
        self,
        settings: IndexSettings,
        embedder: Callable[[], Embedder],
        progress: Callable[[Progress], None],
        encoding: Encoding | None = None,
    ) -> None:
        """Without `encoding` the embedder runs in this process."""
        self._settings = settings
        self._encoding = encoding or EncodingHere(embedder)
        self.embedder = embedder
        self._progress = progress
        self._stores: Stores | None = None
        self.embedded = 0
        self.reused = 0

    def index(self, catalog: Catalog, report_ids: Sequence[str]) -> set[str]:
        """Cuts and embeds reports of the catalog anew; the ids of the passages that they had."""
        making = self.making(catalog)
        check_dimension(making, self.embedder())
        catalog.set_meta(making.as_meta())
        stores, before, done = self.stores(catalog), set[str](), 0
        self.embedded = self.reused = 0
        groups = (
            self._cut(catalog, stores, report_ids[at : at + _GROUP])
            for at in range(0, len(report_ids), _GROUP)
        )
        self._progress(Progress("embedding", 0, len(report_ids)))
        for group, encoded in self._encoding.encoded(groups):
            self._put_vectors(stores, group, encoded)
            for of in group:
                before.update(catalog.passage_ids(of.report.head.id))
                _put(catalog, of.report, of.passages)
            done = min(done + _GROUP, len(report_ids))
            self._progress(Progress("embedding", done, len(report_ids)))
        return before

    def _cut(self, catalog: Catalog, stores: Stores, report_ids: Sequence[str]) -> Group:
        """Some reports of the catalog with their passages."""
        group = list[ReportPassages]()
        for report in filter(None, map(catalog.report, report_ids)):
            passages, of_report = passages_of(report), place_of_report(report.head)
            ids = [passage.id for passage in passages]
            read = [read_of(passage, report.text, of_report) for passage in passages]
            values = filters_of(passages, report, catalog.times(report.head.id))
            new = new_among(stores, ids, read)
            group.append(ReportPassages(report, passages, ids, read, values, new))
        return group

    def _put_vectors(
        self, stores: Stores, group: Group, encoded: Sequence[Mapping[int, PassageVectors]]
    ) -> None:
        """Stores the vectors of some reports' passages together."""
        ids = [one for of in group for one in of.ids]
        values = [value for of in group for value in of.values]
        kept, first = dict[int, PassageVectors](), 0
        for of, some in zip(group, encoded, strict=True):
            kept.update((first + n, vectors) for n, vectors in some.items())
            first += len(of.ids)
        put_encoded(stores, ids, values, kept)
        self.reused += len(ids) - len(kept)
        self.embedded += len(kept)

    def making(self, catalog: Catalog) -> Making:
        """What the passages of the catalog are made with."""
        recorded = recorded_making(catalog)
        return recorded or Making(self._settings.embedder, self.embedder().dimension)

    def stores(self, catalog: Catalog) -> Stores:
        """Where the vectors of these passages are kept."""
        if self._stores is None:
            self._stores = Stores.of(self._settings, self.making(catalog).fingerprint)
        return self._stores


def _put(catalog: Catalog, report: Report, passages: Sequence[Passage]) -> None:
    """Puts the passages of a report into the catalog."""
    located = [_located(passage, report) for passage in passages]
    catalog.put_passages(report.head.id, report.text, located, place_of_report(report.head))


def _located(passage: Passage, report: Report) -> Passage:
    """A passage with where it stands in its report's file."""
    if report.source is None:
        return passage
    return replace(passage, source=report.source.within(passage.start, passage.end))
