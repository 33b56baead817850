"""Reports to passages: cut, embedded, and put into the catalog and the stores."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from index.embedding.embedder import Embedder
from index.ingestion.chunking import filters_of, passages_of, read_of
from index.ingestion.ingest_result import Progress
from index.settings import IndexSettings
from index.storage.catalog import Catalog
from index.storage.filters import FilterValues
from index.storage.store import Making, Stores, check_dimension, put_new, recorded_making
from index.structure.place import place_of_report
from index.types import Passage, Report

_GROUP = 8
"""Reports that are cut and embedded together."""


class PassageIndexer:
    """Makes the passages of reports. `embedded` and `reused` count those that it has made."""

    def __init__(
        self,
        settings: IndexSettings,
        embedder: Callable[[], Embedder],
        progress: Callable[[Progress], None],
    ) -> None:
        self._settings = settings
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
        stores = self.stores(catalog)
        before: set[str] = set()
        for done, some in _groups(report_ids):
            self._progress(Progress("embedding", done, len(report_ids)))
            reports = [report for report in map(catalog.report, some) if report is not None]
            passages = {report.head.id: passages_of(report) for report in reports}
            self._embed(catalog, stores, reports, passages)
            for report in reports:
                before.update(catalog.passage_ids(report.head.id))
                _put(catalog, report, passages[report.head.id])
        self._progress(Progress("embedding", len(report_ids), len(report_ids)))
        return before

    def _embed(
        self,
        catalog: Catalog,
        stores: Stores,
        reports: Sequence[Report],
        passages: Mapping[str, Sequence[Passage]],
    ) -> None:
        """Gives vectors to those passages of some reports that have none."""
        ids, read, values = list[str](), list[tuple[str, str, list[str]]](), list[FilterValues]()
        for report in reports:
            some, of_report = passages[report.head.id], place_of_report(report.head)
            ids += [passage.id for passage in some]
            read += [read_of(passage, report.text, of_report) for passage in some]
            values += filters_of(some, report, catalog.times(report.head.id))
        new = put_new(stores, self.embedder, ids, read, values)
        self.reused += len(ids) - len(new)
        self.embedded += len(new)

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


def _groups(report_ids: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    for at in range(0, len(report_ids), _GROUP):
        yield at, report_ids[at : at + _GROUP]
