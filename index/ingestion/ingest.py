"""Ingest: files to a consistent index, incrementally, all of it or nothing.

Nothing is seen of an ingest before it is whole: the catalog is changed in one transaction, held
open while passages are embedded. Vectors are kept as they are made, so that an ingest that was
interrupted goes on where it stopped.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime

from index.embedding.embedder import Embedder
from index.files import FoundFile
from index.ingestion.changes import Changes
from index.ingestion.encoding import EncodingBrokeDown
from index.ingestion.ingest_result import IngestResult, Progress
from index.ingestion.intake import Asked, Intake
from index.ingestion.kept import note_gone, take_out
from index.ingestion.mending import (
    declare_whole,
    expect_unowned,
    expects_unowned,
    give_earlier,
    tidy,
)
from index.ingestion.moving import take_over_from_file
from index.ingestion.passage_indexer import PassageIndexer
from index.ingestion.reading_ahead import ReadingAhead
from index.ingestion.recurring import mark_recurring_blocks
from index.ingestion.redating import settle_days
from index.ingestion.versions import Succession
from index.ingestion.whereabouts import Whereabouts
from index.ingestion.workers import encoding_of, executor_of
from index.reading import limits_of
from index.settings import IndexSettings
from index.storage.catalog import Catalog
from index.storage.store import check_making, recorded_making


class Ingest:
    """One ingest of some files into a data folder. Built once, run once."""

    def __init__(
        self,
        settings: IndexSettings,
        embedder: Callable[[], Embedder],
        today: date,
        progress: Callable[[Progress], None] = lambda progress: None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        collections: Sequence[str] = (),
        restore: bool = False,
    ) -> None:
        """Reports become part of the `collections`; where none is named, of one with the name of
        the folder that they lie in, the first within what is ingested. Reports that a person has
        taken out are left out, but for `restore`."""
        self._settings = settings
        self._progress = progress
        self._clock = clock
        self._asked = Asked(tuple(collections), restore)
        self._executor = executor_of(settings)
        self._reading = ReadingAhead(self._executor, limits_of(settings), today, clock)
        encoding = encoding_of(settings, embedder, self._executor)
        self._indexer = PassageIndexer(settings, embedder, progress, encoding)
        self._unencodable: set[str] = set()
        self._begin({}, ())
        self.committed = False

    def run(
        self,
        files: Sequence[FoundFile],
        gone: Sequence[str] = (),
        missing: Sequence[str] = (),
        removed: Sequence[str] = (),
    ) -> IngestResult:
        """Brings the index up to date with `files`, drops the reports at locations `gone`, notes
        that the files of those at locations `missing` are not there any more, if they were not
        found elsewhere, and takes out the ones that are `removed` until they are asked for.

        A report of which no vectors can be made is rejected, and the rest is done again, with the
        vectors that were made. Raises a DatelineError, and leaves the index as it was, where it
        cannot be done.
        """
        while True:
            try:
                return self._run(files, gone, missing, removed)
            except EncodingBrokeDown as error:
                if error.report_id not in self._fresh or error.report_id in self._unencodable:
                    raise
                self._unencodable.add(error.report_id)

    def _run(
        self,
        files: Sequence[FoundFile],
        gone: Sequence[str],
        missing: Sequence[str],
        removed: Sequence[str],
    ) -> IngestResult:
        data_dir = self._settings.data_dir
        catalog = Catalog.create(self._settings)
        with catalog.writing():
            check_making(catalog, self._settings.embedder)
            take_over_from_file(self._settings, catalog)
            interrupted = expects_unowned(data_dir)
            self._begin(catalog.locations(), files)
            changes, fresh = self._changes, self._take_in(catalog, files)
            take_out(catalog, changes.known, removed, self._clock())
            changes.forget(catalog, [*gone, *removed])
            changes.result.missing = note_gone(catalog, changes.known, missing, self._clock())
            self._succession.take_back(catalog, changes.known)
            marked = mark_recurring_blocks(catalog, fresh, changes.affected, changes.count)
            stale = fresh | marked | settle_days(catalog, data_dir)
            if stale or changes.dropped:
                expect_unowned(data_dir)
            if stale:
                self._make_passages(catalog, sorted(stale))
            if stale or changes.dropped:
                catalog.finish(self._indexer.making(catalog).fingerprint)
        self.committed = True
        if interrupted or stale or changes.dropped:
            tidy(data_dir, catalog, self._indexer.stores, None if interrupted else changes.dropped)
        return changes.result

    def rebuild(self) -> IngestResult:
        """Cuts and embeds every report of the catalog again, with the settings as they are now.

        Raises a DatelineError, and leaves the index as it was, where it cannot be done.
        """
        catalog = Catalog.create(self._settings)
        before = recorded_making(catalog)
        with catalog.writing():
            catalog.forget_making()
            self._make_passages(catalog, sorted(head.id for head in catalog.report_heads()))
            catalog.finish(self._indexer.making(catalog).fingerprint)
        self.committed = True
        declare_whole(catalog)
        stores = self._indexer.stores(catalog)
        give_earlier(catalog, stores, self._indexer.embedder)
        if before is not None and before.fingerprint != stores.fingerprint:
            stores.drop_others()
        stores.scan.renew(catalog, stores.tokens)
        return self._changes.result

    def _make_passages(self, catalog: Catalog, report_ids: Sequence[str]) -> None:
        """Cuts and embeds reports anew, and counts what it did."""
        with self._executor:
            self._changes.dropped |= self._indexer.index(catalog, report_ids)
        result = self._changes.result
        result.embedded, result.reused = self._indexer.embedded, self._indexer.reused

    def _begin(self, known: Mapping[str, str], files: Sequence[FoundFile]) -> None:
        """Nothing has changed yet of a catalog with such ids of reports by their locations."""
        read_file = self._reading.read_file
        whereabouts = Whereabouts(known, limits_of(self._settings), read_file, files)
        self._changes = Changes(whereabouts, self._clock)
        self._succession, self._fresh = Succession(), set[str]()

    def _take_in(self, catalog: Catalog, files: Sequence[FoundFile]) -> set[str]:
        """The ids of the reports of the files that are new or changed."""
        intake = Intake(
            self._changes, self._succession, self._reading, self._indexer.stores, self._clock,
            self._asked, self._unencodable,
        )  # fmt: skip
        with self._executor:
            self._fresh = intake.take_in(catalog, files, self._progress) if files else set()
        return self._fresh
